import Formats
import Orders
import Vocabulary

/// Holds as a table.
enum HoldTable {
  static func make(_ holds: [Hold], withOrder: Bool) -> TextTable {
    var columns: [TextTable.Column] = withOrder ? [.init(title: Message(zh: "订单", en: "Order"))] : []
    columns += [
      .init(title: Message(zh: "原因", en: "Reason")), .init(title: Message(zh: "来源", en: "Source")),
      .init(title: Message(zh: "谁", en: "By")), .init(title: Message(zh: "时间", en: "At")),
      .init(title: Message(zh: "当时阶段", en: "Stage then")), .init(title: Message(zh: "解除", en: "Lifted")),
    ]
    return TextTable(
      columns: columns,
      rows: holds.map { hold in
        (withOrder ? [.init(hold.order)] : []) + [
          .init(hold.reason.name, ink: hold.liftedAt == nil ? .red : .none), .init(hold.source), .init(hold.placedBy),
          .init(hold.placedAt.shopText), .init(hold.placedStage.name),
          .init(hold.liftedAt.map { "\($0.shopText) \(hold.liftedBy ?? "")" } ?? ""),
        ]
      })
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
        "\(order)：晚了，包裹已揽收；挂起已记下（\(name.zh)），已请物流拦截\n",
        "\(order): late, the courier has it; noted (\(name.en)), an interception is open\n")
    case .recorded:
      return say(
        "\(order)：已记下（\(name.zh)）；订单\(stage.name.zh)，不再有后续\n",
        "\(order): noted (\(name.en)); the order is \(stage.name.en), nothing follows\n")
    }
  }
}
