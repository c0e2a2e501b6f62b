import AddressParsing
import Playbooks
import Vocabulary

/// What may be proposed and approved: pure rules, and what they say to people.
enum AddressRules {
  /// Parts without which nobody can deliver. Name and phone may stay as they were; a place without districts has none.
  static func missing(_ parsed: ParsedAddress) -> [String] { parsed.missing.map(\.rawValue) }

  static func blocking(_ missing: [String]) -> [String] {
    missing.filter { !["name", "phone"].contains($0) }
  }

  static func refuseOver(_ order: Order) throws {
    guard order.stage >= .closed else { return }
    throw Failure(
      .refused, code: "order_over",
      Message(zh: "订单\(order.stage.name.zh)，地址不用改了", en: "the order is \(order.stage.name.en); its address stays"),
      place: order.key.id)
  }

  static func refuseUnread(_ parsed: ParsedAddress, _ key: OrderKey) throws {
    guard parsed.code == nil, parsed.detail.isEmpty || parsed.name == nil && parsed.phone == nil else { return }
    throw Failure(
      .usage, code: "address_unread", Message(zh: "没有认出地址", en: "no address was found in this text"), place: key.id,
      next: Message(
        zh: "写上省市区，例如：peakday address change \(key.id) '浙江省杭州市西湖区文三路1号'",
        en: "write the divisions too, for example: peakday address change \(key.id) '浙江省杭州市西湖区文三路1号'"))
  }

  /// The most bytes in GBK that the platform takes for a receiver's name and for what stands behind the divisions.
  private static let longestName = 50
  private static let longestDetail = 228

  static func refuseTooLong(_ parsed: ParsedAddress, _ key: OrderKey) throws {
    for (part, text, limit) in [
      ("name", parsed.name ?? "", longestName), ("detail", parsed.detail, longestDetail),
    ] {
      let length = gbkLength(text)
      guard length > limit else { continue }
      throw Failure(
        .usage, code: "address_too_long",
        Message(
          zh: "\(name(part).zh)太长：\(length) 字节，平台最多 \(limit) 字节（一个汉字两个字节）",
          en: "the \(name(part).en) is too long: \(length) bytes of at most \(limit) (a Chinese letter takes two)"),
        place: key.id,
        next: Message(
          zh: "写短一点再提交：peakday address change \(key.id) '…'", en: "shorten it: peakday address change \(key.id) '…'"))
    }
  }

  /// Bytes in GBK; what only GB18030 can write takes four.
  static func gbkLength(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + ($1.value < 0x80 ? 1 : $1.value < 0x10000 ? 2 : 4) }
  }

  static func refuseIncomplete(_ missing: [String], _ key: OrderKey) throws {
    let parts = blocking(missing)
    guard !parts.isEmpty else { return }
    throw Failure(
      .refused, code: "address_incomplete",
      Message(
        zh: "地址不完整，缺\(parts.map { name($0).zh }.joined(separator: "、"))",
        en: "the address is incomplete: \(parts.map { name($0).en }.joined(separator: ", ")) is missing"),
      place: key.id,
      next: Message(
        zh: "问清楚后写全：peakday address change \(key.id) '…'",
        en: "ask, and write all of it: peakday address change \(key.id) '…'"))
  }

  static func noProposal(_ key: OrderKey) -> Failure {
    Failure(
      .refused, code: "no_open_proposal",
      Message(zh: "这个订单没有待定的新地址", en: "this order has no open address proposal"), place: key.id,
      next: Message(zh: "查看：peakday address list --all", en: "look: peakday address list --all"))
  }

  static func unserved(_ outlook: AddressOutlook, _ key: OrderKey) -> Failure {
    Failure(
      .refused, code: "courier_unserved",
      Message(
        zh: outlook.obstacles.map(\.text.zh).joined(separator: "；"),
        en: outlook.obstacles.map(\.text.en).joined(separator: "; ")), place: key.id,
      next: Message(
        zh: "换快递，或照样同意：peakday address approve \(key.id) --accept",
        en: "change the courier, or approve all the same: peakday address approve \(key.id) --accept"))
  }

  static func name(_ part: String) -> Message {
    switch part {
    case "name": Message(zh: "姓名", en: "name")
    case "phone": Message(zh: "电话", en: "phone")
    case "province": Message(zh: "省", en: "province")
    case "city": Message(zh: "市", en: "city")
    case "district": Message(zh: "区县", en: "district")
    default: Message(zh: "详细地址", en: "street and house")
    }
  }
}
