import Cases
import Formats
import Vocabulary

/// Cases in words.
enum CaseText {
  static func table(_ cases: [ShopCase], _ desk: Desk) -> TextTable {
    let shops = ShopColumn(cases.map(\.shop), desk)
    return TextTable(
      columns: shops.column + [
        .init(title: Message(zh: "案件", en: "Case"), isWhole: true), .init(title: Message(zh: "类别", en: "Kind")),
        .init(title: Message(zh: "是什么", en: "What")), .init(title: Message(zh: "谁处理", en: "Owner")),
        .init(title: Message(zh: "时限", en: "Due")), .init(title: Message(zh: "状态", en: "State")),
        .init(title: Message(zh: "结果", en: "Result")),
      ],
      rows: cases.map { item in
        shops.cell(item.shop) + [
          .init(item.reference.description), .init(item.kind.name),
          .init([item.tag, item.title].filter { !$0.isEmpty }.joined(separator: " ")),
          .init(owner(item.ownerGroup, item.assignee)),
          .init(item.dueAt?.shopText ?? "", ink: item.isOverdue(desk.now) ? .red : .none),
          .init(item.state.name, ink: item.state == .open ? .red : .none), .init(RecallResult.name(item.result)),
        ]
      })
  }

  /// A group by name; one that a later version knows stands as it is.
  static func group(_ word: String) -> Message { WorkGroup(rawValue: word)?.name ?? Message(zh: word, en: word) }

  static func owner(_ group: String, _ assignee: String) -> Message {
    let name = self.group(group)
    return assignee.isEmpty ? name : Message(zh: "\(name.zh) \(assignee)", en: "\(name.en) \(assignee)")
  }

  static func opened(_ opened: CaseOpened) -> String {
    let owner = owner(opened.group.rawValue, opened.assignee)
    let channel = opened.channel.isEmpty ? "" : say("，告知：\(opened.channel)", ", tell them: \(opened.channel)")
    var text =
      TerminalText.safe(
        say(
          "\(opened.reference)：交给\(owner.zh)，\(opened.dueAt.shopText) 前\(channel)",
          "\(opened.reference): for \(owner.en), by \(opened.dueAt.shopText)\(channel)")) + "\n"
    if let until = opened.coolUntil {
      text += say(
        "  冷静期到 \(until.shopText)：先安抚，不争论\n", "  tempers cool until \(until.shopText): calm first, do not argue\n")
    }
    for (place, step) in opened.steps.enumerated() { text += "  \(place + 1). \(TerminalText.safe(step))\n" }
    return text
  }

  static func moved(_ moved: CaseMoved) -> String {
    let owner = owner(moved.group, moved.assignee)
    var text = say(
      "\(moved.reference)：\(moved.state.name.zh)", "\(moved.reference): \(moved.state.name.en)")
    if !moved.state.isEnd {
      text += say("，\(owner.zh)", ", \(owner.en)")
      if let due = moved.dueAt { text += say("，\(due.shopText) 前", ", by \(due.shopText)") }
    }
    text = TerminalText.safe(text) + "\n"
    if !moved.state.isEnd, let step = moved.nextStep {
      text += say("  下一步 \(step.number)：", "  next, \(step.number): ") + TerminalText.safe(step.text) + "\n"
    }
    return text
  }

  static func escalated(_ item: CaseEscalated) -> String {
    let owner = owner(item.group, item.assignee)
    let channel = item.channel.isEmpty ? "" : "（\(item.channel)）"
    return TerminalText.safe(
      say(
        "\(item.reference)：升级给\(owner.zh)\(channel)，\(item.dueAt.shopText) 前",
        "\(item.reference): now with \(owner.en)\(item.channel.isEmpty ? "" : " (\(item.channel))"), by \(item.dueAt.shopText)"
      )) + "\n"
  }
}
