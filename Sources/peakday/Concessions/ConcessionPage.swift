import Formats
import Reception
import Vocabulary

/// Bargaining on the terminal.
enum ConcessionPage {
  static func text(_ asked: Concessions.Asked) -> String {
    let (entry, range) = (asked.concession, asked.range)
    var text = say(
      "\(entry.number)：要 \(entry.askedFen.yuan) 元，最多能给 \(range.mostFen.yuan) 元（\(range.bound.name.zh)）\n",
      "\(entry.number): \(entry.askedFen.yuan) yuan asked for, \(range.mostFen.yuan) at most (\(range.bound.name.en))\n"
    )
    text += say(
      "活动叠加后最低 \(range.leastPriceFen.yuan) 元，底价 \(range.floorFen.yuan) 元\n",
      "with its activities at least \(range.leastPriceFen.yuan) yuan, floor \(range.floorFen.yuan)\n")
    if range.givenFen > .zero {
      text += say(
        "这个订单里它已让过 \(range.givenFen.yuan) 元\n", "\(range.givenFen.yuan) yuan were given for it in this order before\n")
    }
    text +=
      range.mostFen > .zero
      ? say(
        "先讲价值；\(entry.readyAt.shopText) 后：peakday concession grant \(entry.number)\n",
        "explain the value first; after \(entry.readyAt.shopText): peakday concession grant \(entry.number)\n")
      : say(
        "依规拒绝：peakday concession refuse \(entry.number) --rule floor\n",
        "refuse by a rule: peakday concession refuse \(entry.number) --rule floor\n")
    return text
  }

  static func table(_ list: [Concession]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "号", en: "No"), alignment: .right),
        .init(title: Message(zh: "商品", en: "Product"), isWhole: true), .init(title: Message(zh: "给", en: "Give")),
        .init(title: Message(zh: "条件", en: "Condition")),
        .init(title: Message(zh: "要", en: "Asked"), alignment: .right), .init(title: Message(zh: "状态", en: "State")),
        .init(title: Message(zh: "给了", en: "Granted"), alignment: .right),
        .init(title: Message(zh: "依据", en: "Cites")), .init(title: Message(zh: "客服", en: "Agent")),
      ],
      rows: list.map { entry in
        [
          .init(String(entry.number)), .init(entry.sku), .init(entry.give), .init(entry.condition),
          .init(entry.askedFen.yuan), .init(entry.state.name), .init(entry.grantedFen?.yuan ?? ""),
          .init(entry.citation ?? ""), .init(entry.agent),
        ]
      })
  }
}
