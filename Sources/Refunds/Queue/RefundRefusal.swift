import Orders
import Vocabulary

/// Why a refund cannot be as somebody wants it.
enum RefundRefusal {
  static func unknownOrder(_ key: OrderKey) -> Failure {
    Failure(
      .refused, code: "unknown_order",
      Message(zh: "库里没有这个订单，什么都没有记下", en: "the store has no such order; nothing was noted"), place: key.id,
      next: Message(zh: "核对订单号，或先导入订单：peakday order import", en: "check the number, or first: peakday order import"))
  }

  static func notPaid(_ order: Order) -> Failure {
    Failure(
      .refused, code: "not_paid",
      Message(
        zh: "这个订单\(order.stage.name.zh)，没有可退的钱",
        en: "this order is \(order.stage.name.en): there is nothing to pay back"),
      place: order.key.id,
      next: Message(zh: "查看：peakday order show \(order.key.id)", en: "look: peakday order show \(order.key.id)"))
  }

  static func paidBack(_ key: OrderKey) -> Failure {
    Failure(
      .refused, code: "refund_paid", Message(zh: "这个订单已全额退款", en: "this order was paid back in full"),
      place: key.id)
  }

  static func queuedAlready(_ refund: Refund) -> Failure {
    Failure(
      .refused, code: "refund_queued",
      Message(
        zh: "这个订单的整单退款已在队列里（\(refund.state.name.zh)）",
        en: "the whole order's refund is in the queue already (\(refund.state.name.en))"), place: refund.id,
      next: Message(zh: "查看：peakday refund show \(refund.id)", en: "look: peakday refund show \(refund.id)"))
  }

  static func paidUnknown(_ key: OrderKey) -> Failure {
    Failure(
      .refused, code: "paid_unknown",
      Message(zh: "还不知道买家付了多少，不能定金额", en: "nobody knows what the buyer paid, so no amount can be set"), place: key.id,
      next: Message(zh: "导入带金额的订单表：peakday order import", en: "import an export with amounts: peakday order import"))
  }

  static func noAmount(_ key: OrderKey) -> Failure {
    Failure(
      .usage, code: "refund_without_amount", Message(zh: "没有写金额", en: "no amount was given"), place: key.id,
      next: Message(zh: "写上金额（元）：--amount 3.00", en: "say how much, in yuan: --amount 3.00"))
  }

  static func abovePaid(_ key: OrderKey, _ amount: Money, _ rest: Money) -> Failure {
    Failure(
      .refused, code: "refund_above_paid",
      Message(
        zh: "最多还能退 ¥\(rest.yuan)（实付减去已退和待退）",
        en: "at most ¥\(rest.yuan) can be paid back: what was paid less what was, or will be, paid back"),
      place: key.id,
      next: Message(zh: "查看：peakday refund show \(key.id)", en: "look: peakday refund show \(key.id)"))
  }

  static func unknownLine(_ key: OrderKey, _ line: String, _ known: [String]) -> Failure {
    Failure(
      .refused, code: "unknown_line",
      Message(
        zh: "这个订单没有子订单 \(line)；有：\(known.joined(separator: "、"))",
        en: "this order has no line \(line); there are: \(known.joined(separator: ", "))"), place: key.id,
      next: Message(zh: "查看：peakday order show \(key.id)", en: "look: peakday order show \(key.id)"))
  }

  static func budget(_ key: OrderKey, _ kind: Refund.Kind, _ limit: Money) -> Failure {
    Failure(
      .refused, code: "refund_budget",
      Message(
        zh: "“\(kind.name.zh)”今天的额度不够了（每人每天 ¥\(limit.yuan)）",
        en: "today's budget for '\(kind.rawValue)' does not suffice (¥\(limit.yuan) a day for each agent)"),
      place: key.id,
      next: Message(zh: "请客服主管来：--role lead", en: "ask the shift lead: --role lead"))
  }

  static func onItsWay(_ refund: Refund) -> Failure {
    Failure(
      .refused, code: "refund_on_its_way",
      Message(
        zh: "退款\(refund.state.name.zh)，不能撤回，挂起也不能解除",
        en: "its refund is \(refund.state.name.en): it cannot be withdrawn, and the hold stays"), place: refund.id,
      next: Message(zh: "查看：peakday refund show \(refund.id)", en: "look: peakday refund show \(refund.id)"))
  }

  static func over(_ refund: Refund) -> Failure {
    Failure(
      .refused, code: "refund_over",
      Message(zh: "这笔退款\(refund.state.name.zh)，不再改变", en: "this refund is \(refund.state.name.en) and changes no more"),
      place: refund.id,
      next: Message(
        zh: "再退一笔：peakday refund queue \(refund.order)", en: "for another one: peakday refund queue \(refund.order)"))
  }
}
