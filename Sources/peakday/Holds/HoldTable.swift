import Formats
import Orders
import Vocabulary

/// Holds as a table.
enum HoldTable {
  /// The holds of one order.
  static func make(_ holds: [Hold]) -> TextTable {
    let hasNotes = holds.contains { !note($0).isEmpty }
    return TextTable(
      columns: [
        .init(title: Message(zh: "原因", en: "Reason")), .init(title: Message(zh: "来源", en: "Source")),
        .init(title: Message(zh: "谁", en: "By")), .init(title: Message(zh: "时间", en: "At")),
        .init(title: Message(zh: "当时阶段", en: "Stage then")), .init(title: Message(zh: "解除", en: "Lifted")),
      ] + (hasNotes ? [.init(title: Message(zh: "说明", en: "Note"))] : []),
      rows: holds.map { hold in
        [
          .init(hold.reason.name, ink: hold.liftedAt == nil ? .red : .none), .init(source(hold.source)),
          .init(hold.placedBy), .init(hold.placedAt.shopText), .init(hold.placedStage.name),
          .init(hold.liftedAt.map { "\($0.shopText) \(hold.liftedBy ?? "")" } ?? ""),
        ] + (hasNotes ? [.init(note(hold))] : [])
      })
  }

  /// Open holds of many orders; a ship-by that is past is red.
  static func make(_ held: [HeldOrder], now: Instant) -> TextTable {
    let hasNotes = held.contains { !note($0.hold).isEmpty }
    let hasShops = Set(held.map(\.hold.shop)).count > 1
    return TextTable(
      columns: [.init(title: Message(zh: "订单", en: "Order"), isWhole: true)]
        + (hasShops ? [.init(title: Message(zh: "店铺", en: "Shop"))] : []) + [
          .init(title: Message(zh: "原因", en: "Reason")), .init(title: Message(zh: "应发货", en: "Ship by")),
          .init(title: Message(zh: "依据", en: "Says")), .init(title: Message(zh: "退款", en: "Refund")),
          .init(title: Message(zh: "现在", en: "Stage")), .init(title: Message(zh: "来源", en: "Source")),
          .init(title: Message(zh: "谁", en: "By")), .init(title: Message(zh: "挂起于", en: "Since")),
        ] + (hasNotes ? [.init(title: Message(zh: "说明", en: "Note"))] : []),
      rows: held.map { item in
        let isPast = item.shipBy.map { $0.at < now } ?? false
        return [.init(item.hold.order)] + (hasShops ? [.init(item.hold.shop)] : []) + [
          .init(item.hold.reason.name, ink: .red),
          .init(item.shipBy?.at.shopText ?? "", ink: isPast ? .red : .none),
          .init(item.shipBy?.source.name ?? Message(zh: "", en: "")),
          .init(item.refundState?.name ?? Message(zh: "", en: "")), .init(item.stage.name),
          .init(source(item.hold.source)), .init(item.hold.placedBy), .init(item.hold.placedAt.shopText),
        ] + (hasNotes ? [.init(note(item.hold))] : [])
      })
  }

  /// The note, the part that its words name, and the time at which it is meant to end.
  private static func note(_ hold: Hold) -> String {
    [hold.object, hold.note, hold.until.map { say("到 \($0.shopText)", "until \($0.shopText)") } ?? ""]
      .filter { !$0.isEmpty }.joined(separator: " · ")
  }

  /// `memo:2` and `person:小美` in words; who it was stands beside it.
  private static func source(_ source: String) -> Message {
    let parts = source.split(separator: ":", maxSplits: 1)
    switch parts.first {
    case "memo": return Message(zh: "备注 \(parts.last ?? "")", en: "memo \(parts.last ?? "")")
    case "person": return Message(zh: "人工", en: "person")
    case "message": return Message(zh: "买家留言", en: "buyer's message")
    case "flag": return Message(zh: "旗帜 \(parts.last ?? "")", en: "flag \(parts.last ?? "")")
    case "deadline": return Message(zh: "过了期限", en: "deadline passed")
    case "platform": return platform(String(parts.last ?? ""))
    default: return Message(zh: source, en: source)
    }
  }
}

extension HoldTable {
  private static func platform(_ what: String) -> Message {
    switch what {
    case "refund": Message(zh: "平台退款", en: "platform's refund")
    case "refundClosed": Message(zh: "平台退款关闭", en: "platform's refund closed")
    case "modifiedSku": Message(zh: "修改后的sku", en: "changed SKU")
    case "exception": Message(zh: "异常信息", en: "exception")
    default: Message(zh: what, en: what)
    }
  }
}

/// What placing a hold did, in a sentence.
enum HoldLine {
  static func text(
    order: String, reason: HoldReason, answer: HoldTiming.Answer, consequence: HoldTiming.Consequence,
    stage: OrderStage, at desk: Desk
  ) -> String {
    let name = reason.name
    switch answer {
    case .held where consequence == .recall:
      return say(
        "\(order)：已挂起（\(name.zh)），但\(stage.name.zh)：请仓库找出包裹，见 peakday recall list\n",
        "\(order): held (\(name.en)), but \(stage.name.en): the warehouse must take it out, see peakday recall list\n")
    case .held: return say("\(order)：已挂起（\(name.zh)）\n", "\(order): held (\(name.en))\n")
    case .late:
      return say(
        "\(order)：晚了，包裹已揽收；挂起已记下（\(name.zh)），请物流拦截，见 peakday recall list --kind interception\n",
        "\(order): late, the courier has it; noted (\(name.en)); have it stopped, see peakday recall list --kind interception\n"
      )
    case .recorded:
      return say(
        "\(order)：已记下（\(name.zh)）；订单\(stage.name.zh)，不再有后续\n",
        "\(order): noted (\(name.en)); the order is \(stage.name.en), nothing follows\n")
    }
  }
}
