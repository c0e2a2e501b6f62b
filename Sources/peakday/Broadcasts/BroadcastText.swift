import Broadcasts
import Formats
import Playbooks
import Rota
import Vocabulary

/// Broadcasts on the terminal.
enum BroadcastText {
  static func sent(_ sent: Broadcasts.Sent) -> String {
    var text = say(
      "\(sent.number).\(sent.version)：已发给 \(sent.people) 人",
      "\(sent.number).\(sent.version): sent to \(sent.people) people")
    if sent.coming > 0 { text += say("（\(sent.coming) 人还没上班）", " (\(sent.coming) of them come on later)") }
    if sent.version > 1 { text += say("，旧版的 \(sent.voided) 个确认作废", ", \(sent.voided) older receipts are void") }
    if sent.robots > 0 { text += say("，\(sent.robots) 个群机器人待发", ", \(sent.robots) robots will say it") }
    if sent.people == 0 {
      text += say("；现在没有人在班，谁签到谁会收到", "; nobody is on shift: whoever clocks in gets it")
    }
    return text
      + say(
        "\n  看谁确认了  → peakday broadcast reach \(sent.number)\n",
        "\n  who has read it  → peakday broadcast reach \(sent.number)\n")
  }

  static func table(_ broadcasts: [Broadcast], _ rules: BroadcastRules) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "通知", en: "No.")), .init(title: Message(zh: "紧急", en: "Urgency")),
        .init(title: Message(zh: "标题", en: "Title")), .init(title: Message(zh: "对象", en: "For")),
        .init(title: Message(zh: "生效", en: "In effect from")), .init(title: Message(zh: "发出", en: "Sent by")),
        .init(title: Message(zh: "状态", en: "State")),
      ],
      rows: broadcasts.map { broadcast in
        [
          .init(broadcast.reference.text),
          .init(rules.urgency(broadcast.urgency)?.name ?? Message(zh: broadcast.urgency, en: broadcast.urgency)),
          .init(broadcast.title), .init(audience(broadcast.audience)), .init(broadcast.effectiveAt.shopText),
          .init(broadcast.sentBy),
          broadcast.isInForce
            ? .init(Message(zh: "现行", en: "in force")) : .init(Message(zh: "已结束", en: "ended")),
        ]
      })
  }

  static func audience(_ words: [String]) -> Message {
    guard !words.isEmpty else { return Message(zh: "所有人", en: "everybody") }
    let names = words.map { Agent.name(ofSkill: $0) }
    return Message(
      zh: names.map(\.zh).joined(separator: "、"), en: names.map(\.en).joined(separator: ", "))
  }

  static func page(_ broadcast: Broadcast, _ desk: Desk) -> String {
    var text = "\(broadcast.reference.text)  \(TerminalText.safe(broadcast.title))\n"
    for line in broadcast.body.split(separator: "\n") { text += "  \(TerminalText.safe(String(line)))\n" }
    let who = TerminalText.safe(audience(broadcast.audience).text(in: desk.language))
    text += say("  对象 \(who)，", "  for \(who), ")
    text += say("\(broadcast.effectiveAt.shopText) 起；", "from \(broadcast.effectiveAt.shopText) on; ")
    let sender = TerminalText.safe(broadcast.sentBy)
    text += say("\(sender) \(broadcast.sentAt.shopText) 发出", "sent by \(sender) at \(broadcast.sentAt.shopText)")
    if let ended = broadcast.endedAt { text += say("，\(ended.shopText) 结束", ", ended \(ended.shopText)") }
    text += "\n"
    if let question = broadcast.question {
      text += "  ? \(TerminalText.safe(question.text))\n"
      for (index, option) in question.options.enumerated() {
        text += "    \(index + 1). \(TerminalText.safe(option))\n"
      }
    }
    return text
  }

  static func reach(_ reach: BroadcastReach, _ desk: Desk) -> String {
    let percent = Int((reach.share * 100).rounded(.down))
    var text = "\(reach.number).\(reach.version)  \(TerminalText.safe(reach.title))\n"
    text += desk.style.paint(
      say(
        "\(reach.people) 人，已确认 \(reach.acknowledged)（\(percent)%）",
        "\(reach.people) people, \(reach.acknowledged) acknowledged (\(percent)%)"),
      reach.acknowledged == reach.people ? .green : .red)
    if let median = reach.medianSeconds, let slow = reach.p90Seconds {
      text += say(
        "；一半在 \(seconds(median)) 内，九成在 \(seconds(slow)) 内",
        "; half within \(seconds(median)), nine tenths within \(seconds(slow))")
    }
    text += say(
      "；上报 \(reach.escalated)，答错 \(reach.wrongAnswers) 次\n",
      "; \(reach.escalated) escalated, \(reach.wrongAnswers) wrong answers\n")
    guard !reach.deliveries.isEmpty else { return text }
    let table = TextTable(
      columns: [
        .init(title: Message(zh: "姓名", en: "Name"), isWhole: true), .init(title: Message(zh: "为什么收到", en: "Got it as")),
        .init(title: Message(zh: "期限", en: "Due")), .init(title: Message(zh: "状态", en: "State")),
        .init(title: Message(zh: "时间", en: "At")), .init(title: Message(zh: "上报给", en: "Told")),
      ],
      rows: reach.deliveries.map { delivery in
        [
          .init(delivery.agent), .init(delivery.cause.name), .init(delivery.due.shopText),
          .init(delivery.state.name, ink: delivery.state == .acknowledged ? .none : .red),
          .init((delivery.acknowledgedAt ?? delivery.escalatedAt)?.clockText ?? ""),
          .init(
            delivery.told.map { $0.isEmpty ? Message(zh: "主管", en: "the lead") : Message(zh: $0, en: $0) }
              ?? Message(zh: "", en: "")),
        ]
      })
    return text + desk.render(table)
  }

  static func seconds(_ count: Int64) -> String {
    count < 120 ? say("\(count) 秒", "\(count) s") : say("\(count / 60) 分钟", "\(count / 60) min")
  }
}
