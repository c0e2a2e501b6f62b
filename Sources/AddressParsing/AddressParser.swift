/// Reads Chinese postal addresses as people paste them and as the platform exports them.
public enum AddressParser {
  /// Reads a text that holds an address and perhaps a person: names, phone and address in any order, with or without
  /// labels and separators.
  public static func parse(_ text: String) -> ParsedAddress {
    var address = ParsedAddress()
    Text.read(text) { text in
      var reader = AddressReader(text)
      reader.findContacts(&address)
      reader.findDivisions()
      reader.findName(&address)
      reader.finish(&address)
    }
    return address
  }

  /// Reads a cell that holds only an address, such as `浙江省 杭州市 西湖区 文三路1号(310000)`. Its name and phone are not
  /// looked for and not missing.
  public static func parseAddress(_ text: String) -> ParsedAddress {
    var address = ParsedAddress()
    Text.read(text) { text in
      var reader = AddressReader(text)
      reader.findPostcode(&address)
      reader.findDivisions()
      reader.finish(&address, withPerson: false)
    }
    return address
  }

  /// Reads the columns of an export, where each part has its own. Empty columns count as absent.
  public static func parseFields(
    name: String? = nil, phone: String? = nil, province: String? = nil, city: String? = nil, district: String? = nil,
    detail: String = "", postcode: String? = nil
  ) -> ParsedAddress {
    var columns = [province, city, district].compactMap { $0 }
    columns.append(detail)
    var address = parseAddress(columns.joined(separator: "\n"))
    address.name = name.flatMap { $0.isEmpty ? nil : $0 }
    var contact = ParsedAddress()
    Text.read(phone ?? "") { text in
      var reader = AddressReader(text)
      reader.findContacts(&contact)
    }
    address.phone = contact.phone
    if let postcode, !postcode.isEmpty, postcode != "000000" { address.postcode = postcode }
    if address.phone == nil { address.missing.insert(.phone, at: 0) }
    if address.name == nil { address.missing.insert(.name, at: 0) }
    address.doubts.removeAll { $0 == .masked(.detail) }
    address.addMasked()
    return address
  }
}
