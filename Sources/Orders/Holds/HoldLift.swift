import Vocabulary

/// Which holds a lift means, and whether it may: a pure function with a table of cases.
enum HoldLift {
  static func choose(_ open: [Hold], reason: HoldReason?, order: Order, role: Role) throws -> [Hold] {
    guard !open.isEmpty else {
      throw Failure(
        .refused, code: "no_open_hold", Message(zh: "这个订单没有挂起", en: "this order has no open hold"), place: order.key.id)
    }
    let reasons = Set(open.map(\.reason))
    guard let reason = reason ?? (reasons.count == 1 ? reasons.first : nil) else {
      let keys = reasons.map(\.rawValue).sorted()
      throw Failure(
        .refused, code: "several_holds",
        Message(
          zh: "有几种挂起，请说明解除哪一种：\(reasons.map(\.name.zh).sorted().joined(separator: "、"))",
          en: "several holds are open; say which to lift: \(keys.joined(separator: ", "))"),
        place: order.key.id,
        next: Message(
          zh: "例如：peakday hold lift \(order.key.id) --reason \(keys[0])",
          en: "for example: peakday hold lift \(order.key.id) --reason \(keys[0])"))
    }
    let chosen = try ofReason(open, reason, order)
    guard reason.lifters.contains(role) else {
      throw Failure(
        .refused, code: "role_may_not_lift",
        Message(
          zh: "\(role.name.zh)不能解除“\(reason.name.zh)”",
          en: "the role \(role.rawValue) may not lift '\(reason.rawValue)'"),
        place: order.key.id,
        next: Message(
          zh:
            "请客服主管来解除（--role lead），或两个人一起：peakday hold override ask \(order.key.id) --reason \(reason.rawValue) --note '…'",
          en:
            "ask the shift lead (--role lead), or two of you: peakday hold override ask \(order.key.id) --reason \(reason.rawValue) --note '…'"
        ))
    }
    guard order.refundBlock != .paidBack else { throw paidBack(order.key) }
    return chosen
  }

  /// The open holds of one reason.
  static func ofReason(_ open: [Hold], _ reason: HoldReason, _ order: Order) throws -> [Hold] {
    let chosen = open.filter { $0.reason == reason }
    guard !chosen.isEmpty else {
      throw Failure(
        .refused, code: "no_open_hold",
        Message(zh: "这个订单没有“\(reason.name.zh)”的挂起", en: "this order has no open hold '\(reason.rawValue)'"),
        place: order.key.id,
        next: Message(zh: "查看：peakday order show \(order.key.id)", en: "look: peakday order show \(order.key.id)"))
    }
    return chosen
  }

  static func paidBack(_ key: OrderKey) -> Failure {
    Failure(
      .refused, code: "refund_paid",
      Message(zh: "这个订单已全额退款，不能解除挂起", en: "this order was paid back in full; its hold stays"), place: key.id)
  }

  /// A new address that nobody has decided about must not be forgotten.
  static func proposalIsOpen(_ key: OrderKey) -> Failure {
    Failure(
      .refused, code: "address_undecided",
      Message(zh: "新地址还没有定", en: "the new address has not been decided about"), place: key.id,
      next: Message(
        zh: "同意：peakday address approve \(key.id)；不改：peakday address reject \(key.id)",
        en: "approve it: peakday address approve \(key.id); or keep the old one: peakday address reject \(key.id)"))
  }
}
