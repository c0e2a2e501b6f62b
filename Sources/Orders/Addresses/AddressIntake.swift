import AddressParsing
public import PersonalData

/// Takes addresses in: reads them, and makes of them what the store may keep.
public struct AddressIntake: Sendable {
  /// Of the store's own secret: a change must be seen on machines without the key file too.
  private let digests: DigestKey
  /// Seals full addresses; nil where no key was made.
  public let key: PersonalKey?
  private let phones: DigestKey?
  private let names = DivisionNames()
  /// Whether imports keep every address, sealed; else only the changed ones are kept, for the label.
  public let keepsAll: Bool

  public init(storeSecret: String, key: PersonalKey? = nil, keepsAll: Bool = false) {
    digests = DigestKey(storeSecret: storeSecret)
    self.key = key
    phones = key.map { DigestKey($0) }
    self.keepsAll = keepsAll
  }

  /// By which orders of a phone number are found; nil without a key.
  func phoneDigest(_ phone: String) -> String? {
    let digits = AddressForm.digits(phone)
    return digits.isEmpty ? nil : phones?.digest(["phone", digits])
  }

  /// The divisions of the columns that a source has shown: few triples stand in many rows.
  struct Regions {
    fileprivate struct Columns: Hashable {
      let state: String?
      let city: String?
      let district: String?
    }

    fileprivate var codes: [Columns: String?] = [:]
  }

  /// What a source shows of the receiver; nil when it shows no address.
  func shown(_ receiver: ShownReceiver, _ regions: inout Regions) -> ShownAddress? {
    guard let detail = receiver.address ?? receiver.district ?? receiver.city ?? receiver.state else { return nil }
    let places = [receiver.state, receiver.city, receiver.district, receiver.town, receiver.address]
    let recipient = Recipient(
      name: receiver.name ?? "", phone: receiver.mobile ?? receiver.phone ?? "",
      address: places.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " "))
    guard receiver.state != nil, receiver.city != nil else {
      let parsed = AddressParser.parseAddress(recipient.address)
      return shown(recipient, region: parsed.code, detail: parsed.detail)
    }
    return shown(recipient, region: region(of: receiver, &regions), detail: (receiver.town ?? "") + detail)
  }

  private func region(of receiver: ShownReceiver, _ regions: inout Regions) -> String? {
    let key = Regions.Columns(state: receiver.state, city: receiver.city, district: receiver.district)
    if let known = regions.codes[key] { return known }
    let code = AddressParser.parseFields(
      province: receiver.state, city: receiver.city, district: receiver.district
    ).code
    regions.codes[key] = .some(code)
    return code
  }

  /// The same of an address that was read from free text. The recipient's address is written as it stands on a label.
  func shown(_ parsed: ParsedAddress) -> ShownAddress {
    let divisions = parsed.code.map(AddressOutlook.name) ?? ""
    let address = [divisions, parsed.detail].filter { !$0.isEmpty }.joined(separator: " ")
    return shown(
      Recipient(name: parsed.name ?? "", phone: parsed.phone ?? "", address: address), region: parsed.code,
      detail: parsed.detail)
  }

  private func shown(_ recipient: Recipient, region: String?, detail: String) -> ShownAddress {
    let detail = AddressForm.canonical(detail)
    let phone = AddressForm.digits(recipient.phone)
    return ShownAddress(
      recipient: recipient,
      isMasked: Masking.isMasked(recipient.name) || Masking.isMasked(recipient.phone)
        || Masking.isMasked(recipient.address),
      region: region, detail: detail,
      digest: digests.digest(["recipient", recipient.name, phone, region ?? "", detail]))
  }

  /// 张** 138****8000 浙江省 杭州市 西湖区 ***
  func masked(_ shown: ShownAddress) -> String {
    [
      Masking.name(shown.recipient.name), Masking.phone(shown.recipient.phone),
      Masking.address(divisions: shown.region.map(names.name) ?? ""),
    ].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Of the place alone: whoever proposes an address need not say whose it is. nil for a masked one.
  func placeDigest(_ shown: ShownAddress) -> String? {
    shown.isMasked ? nil : digests.digest(["place", shown.region ?? "", shown.detail])
  }

  func phoneDigest(_ shown: ShownAddress) -> String? {
    shown.isMasked ? nil : phoneDigest(shown.recipient.phone)
  }

  /// Where an envelope of an order's address belongs.
  static func place(_ key: OrderKey, version number: Int64) -> String { "\(key.shop)/\(key.id)/v\(number)" }
  static func place(_ key: OrderKey, proposal number: Int64) -> String { "\(key.shop)/\(key.id)/p\(number)" }
}
