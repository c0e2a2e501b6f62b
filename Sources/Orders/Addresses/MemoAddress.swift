import AddressParsing

/// A new address in a remark: 改地址:张三 13800138000 浙江省杭州市西湖区文三路1号.
enum MemoAddress {
  /// The address behind the remark's last 地址, or the remark itself. nil unless it says where exactly: 等改地址 is none.
  static func read(_ text: String) -> ParsedAddress? {
    let parsed = AddressParser.parse(String(behindMark(text)))
    guard parsed.code != nil, !parsed.detail.isEmpty, AddressRules.blocking(AddressRules.missing(parsed)).isEmpty else {
      return nil
    }
    return parsed
  }

  private static func behindMark(_ text: String) -> Substring {
    let characters = Array(text)
    guard let mark = characters.indices.dropLast().last(where: { characters[$0] == "地" && characters[$0 + 1] == "址" })
    else { return text[...] }
    let rest = characters[(mark + 2)...].drop { "改为成到是换：:，, 　".contains($0) }
    return rest.isEmpty ? text[...] : String(rest)[...]
  }
}
