import Formats
import Rota
import Vocabulary

/// Agents on the terminal.
enum AgentText {
  static func table(_ agents: [Agent]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "姓名", en: "Name"), isWhole: true), .init(title: Message(zh: "组", en: "Group")),
        .init(title: Message(zh: "技能", en: "Skills")), .init(title: Message(zh: "经验", en: "Level")),
        .init(title: Message(zh: "接待", en: "Chats"), alignment: .right),
        .init(title: Message(zh: "工时", en: "Hours"), alignment: .right),
        .init(title: Message(zh: "班数", en: "Shifts"), alignment: .right),
        .init(title: Message(zh: "代理", en: "Deputy")), .init(title: Message(zh: "请假", en: "Away"), alignment: .right),
        .init(title: Message(zh: "子账号", en: "Accounts")),
      ],
      rows: agents.map { agent in
        let skills = agent.skills.map(Agent.name(ofSkill:))
        return [
          .init(agent.name), .init(agent.group),
          .init(
            Message(
              zh: skills.map(\.zh).joined(separator: "、"), en: skills.map(\.en).joined(separator: ", "))),
          .init(agent.level.name), .init(String(agent.concurrency)),
          .init("\(hours(agent.minMinutes))-\(hours(agent.maxMinutes))"), .init(String(agent.maxShifts)),
          .init(agent.deputy), .init(agent.unavailable.isEmpty ? "" : String(agent.unavailable.count)),
          .init(agent.accounts.filter { $0.until == nil }.map(\.nick).joined(separator: " ")),
        ]
      })
  }

  static func page(_ agent: Agent) -> String {
    let skills = agent.skills.map { Agent.name(ofSkill: $0) }
    var text = say(
      "\(agent.name)  \(skills.map(\.zh).joined(separator: "、"))  \(agent.level.name.zh)，同时接待 \(agent.concurrency)\n",
      "\(agent.name)  \(skills.map(\.en).joined(separator: ", "))  \(agent.level.name.en), \(agent.concurrency) chats\n"
    )
    text += say(
      "一期 \(hours(agent.minMinutes))–\(hours(agent.maxMinutes)) 小时，单班最长 \(hours(agent.maxShiftMinutes))，最多 \(agent.maxShifts) 班\n",
      "of a rota \(hours(agent.minMinutes))–\(hours(agent.maxMinutes)) hours, a shift up to \(hours(agent.maxShiftMinutes)), "
        + "\(agent.maxShifts) shifts\n")
    if !agent.group.isEmpty { text += say("组 ", "group ") + TerminalText.safe(agent.group) + "\n" }
    if !agent.deputy.isEmpty { text += say("VIP 代理 ", "deputy ") + agent.deputy + "\n" }
    for absence in agent.unavailable {
      text += say("不能上班  ", "unavailable  ") + "\(absence.from.shopText) – \(absence.until.shopText)\n"
    }
    for wish in agent.wishes {
      text += say(
        "愿望  \(wish.kind == .avoid ? "避" : "想") \(wish.day) \(wish.band.name.zh)\n",
        "wish  \(wish.kind.rawValue) \(wish.day) \(wish.band.name.en)\n")
    }
    for account in agent.accounts {
      let until = account.until.map(\.shopText) ?? say("现在", "now")
      text += say("子账号  ", "account  ") + "\(TerminalText.safe(account.nick))  \(account.from.shopText) – \(until)\n"
    }
    return text
  }

  /// `8` or `7.5`
  static func hours(_ minutes: Int) -> String {
    minutes % 60 == 0 ? String(minutes / 60) : String(Double(minutes) / 60)
  }
}
