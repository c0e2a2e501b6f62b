/// To whom a source says that an order goes. A field that the source does not show, or leaves blank, is nil; values are
/// as shown, masked ones too.
struct ShownReceiver: Sendable, Equatable {
  var name: String?
  /// 省, 市, 区, 街道.
  var state: String?
  var city: String?
  var district: String?
  var town: String?
  /// The rest of the address; all of it where its parts cannot be told apart.
  var address: String?
  var zip: String?
  var mobile: String?
  var phone: String?

  /// nil when nothing is shown.
  var ifShown: ShownReceiver? { self == ShownReceiver() ? nil : self }

  /// Takes an address apart as exports write it: `省 市 区 详细(邮编)`. A place without districts leaves that part blank.
  mutating func setAddress(_ text: String) {
    let parts = text.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 4, Self.provinces.contains(String(parts[0].prefix(2))) else {
      address = text
      return
    }
    func shown(_ part: Substring) -> String? { part.isEmpty ? nil : String(part) }
    (state, city, district) = (shown(parts[0]), shown(parts[1]), shown(parts[2]))
    var detail = parts[3]
    if let code = Self.zip(endOf: detail) {
      zip = String(code.dropFirst().dropLast())
      detail = detail[..<code.startIndex]
    }
    address = shown(detail)
  }

  /// The post code at the end, with its brackets of either width.
  private static func zip(endOf text: Substring) -> Substring? {
    let tail = text.suffix(8)
    guard tail.count == 8, let open = tail.first, let close = tail.last, "(（".contains(open), ")）".contains(close),
      tail.dropFirst().dropLast().utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return tail
  }

  /// By their first two characters, which are distinct.
  private static let provinces: Set<String> = [
    "北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南",
    "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾", "内蒙", "广西", "西藏", "宁夏", "新疆", "香港", "澳门", "海外",
  ]
}
