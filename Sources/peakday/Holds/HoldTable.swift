import Formats
import Orders
import Vocabulary

/// Holds as a table.
enum HoldTable {
  static func make(_ holds: [Hold], withOrder: Bool) -> TextTable {
    var columns: [TextTable.Column] = withOrder ? [.init(title: Message(zh: "订单", en: "Order"), isWhole: true)] : []
    columns += [
      .init(title: Message(zh: "原因", en: "Reason")), .init(title: Message(zh: "来源", en: "Source")),
      .init(title: Message(zh: "谁", en: "By")), .init(title: Message(zh: "时间", en: "At")),
      .init(title: Message(zh: "当时阶段", en: "Stage then")), .init(title: Message(zh: "解除", en: "Lifted")),
    ]
    let hasNotes = holds.contains { !$0.note.isEmpty }
    if hasNotes { columns.append(.init(title: Message(zh: "说明", en: "Note"))) }
    return TextTable(
      columns: columns,
      rows: holds.map { hold in
        (withOrder ? [.init(hold.order)] : []) + [
          .init(hold.reason.name, ink: hold.liftedAt == nil ? .red : .none), .init(source(hold.source)),
          .init(hold.placedBy),
          .init(hold.placedAt.shopText), .init(hold.placedStage.name),
          .init(hold.liftedAt.map { "\($0.shopText) \(hold.liftedBy ?? "")" } ?? ""),
        ] + (hasNotes ? [.init(hold.note)] : [])
      })
  }

  /// `memo:2` and `person:小美` in words; who it was stands beside it.
  private static func source(_ source: String) -> Message {
    let parts = source.split(separator: ":", maxSplits: 1)
    switch parts.first {
    case "memo": return Message(zh: "备注 \(parts.last ?? "")", en: "memo \(parts.last ?? "")")
    case "person": return Message(zh: "人工", en: "person")
    default: return Message(zh: source, en: source)
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
