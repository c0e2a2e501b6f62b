import Formats
import Rota
import Vocabulary

/// Rotas on the terminal.
enum RotaText {
  /// A rota for machines: what is known of it, and its shifts.
  struct Listed: Encodable {
    let roster: Roster
    let shifts: [RosterShift]
    let gaps: [RosterGap]

    init(_ sheet: RosterSheet) {
      (roster, shifts, gaps) = (sheet.roster, sheet.shifts, sheet.gaps)
    }
  }

  static func versions(_ rosters: [Roster]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "版本", en: "Version"), alignment: .right),
        .init(title: Message(zh: "状态", en: "State")), .init(title: Message(zh: "从", en: "From")),
        .init(title: Message(zh: "到", en: "Until")), .init(title: Message(zh: "来自", en: "Made by")),
        .init(title: Message(zh: "代价", en: "Cost"), alignment: .right), .init(title: Message(zh: "谁", en: "By")),
        .init(title: Message(zh: "改过", en: "Changes"), alignment: .right),
      ],
      rows: rosters.map { roster in
        [
          .init(String(roster.version)),
          .init(
            roster.state == .draft ? Message(zh: "草稿", en: "draft") : Message(zh: "已发布", en: "published"),
            ink: roster.state == .draft ? .none : .green),
          .init(roster.days.first?.text ?? ""), .init(roster.days.last?.text ?? ""), .init(name(roster.source)),
          .init(String(roster.cost.total)), .init(roster.publishedBy ?? roster.madeBy),
          .init(String(roster.revision - 1)),
        ]
      })
  }

  private static func name(_ source: Roster.Source) -> Message {
    switch source {
    case .solver: Message(zh: "排班", en: "search")
    case .file: Message(zh: "表格", en: "file")
    case .copy: Message(zh: "照抄", en: "copy")
    }
  }

  /// How many days stand beside each other: with Chinese hours five fit into 100 columns.
  private static let daysAcross = 5

  static func byPerson(_ sheet: RosterSheet, _ desk: Desk) -> String {
    let roster = sheet.roster
    let days = roster.days
    let rows = RosterText.grid(roster, sheet.shifts, names: sheet.agents.map(\.name))
    var text = say(
      "第 \(roster.version) 版（\(roster.state == .draft ? "草稿" : "已发布")）：\(sheet.shifts.count) 个班\n",
      "Version \(roster.version) (\(roster.state.rawValue)): \(sheet.shifts.count) shifts\n")
    for first in stride(from: 0, to: days.count, by: daysAcross) {
      let part = days[first..<min(days.count, first + daysAcross)]
      let table = TextTable(
        columns: [.init(title: Message(zh: "姓名", en: "Name"), isWhole: true)]
          + part.map { day in
            .init(
              title: Message(
                zh: "\(day.shortText) \(day.weekday.zh)", en: "\(day.shortText) \(day.weekday.en)"), isWhole: true)
          },
        rows: rows.map { row in
          [.init(row.name)] + part.indices.map { .init(row.cells[$0]) }
        })
      text += (first > 0 ? "\n" : "") + desk.render(table)
    }
    for shift in sheet.shifts where shift.agent == nil {
      text += desk.style.paint(
        say(
          "可接的班 #\(shift.number)  \(shift.day.shortText) \(ShiftText.write(shift.start, shift.end).zh)",
          "open shift #\(shift.number)  \(shift.day.shortText) \(ShiftText.write(shift.start, shift.end).en)"), .red)
      text += "  → peakday rota take \(say("名字", "NAME")) \(shift.day.shortText) --shift \(shift.number)\n"
    }
    return text
  }

  /// Half an hour a place.
  static func heatMap(_ picture: RosterPicture, _ desk: Desk) -> String {
    let label = 12
    func padded(_ text: String) -> String {
      let fitted = TerminalText.fit(TerminalText.safe(text), to: label - 1)
      return fitted + String(repeating: " ", count: label - TerminalText.width(fitted))
    }
    var text = ""
    var day = ""
    for row in picture.rows {
      if row.day != day {
        day = row.day
        let weekday = ShopDay(row.day, near: ShopDay(desk.now))?.weekday.text(in: desk.language) ?? ""
        let ruler = stride(from: 0, to: 24, by: 3).map { hour in
          let digits = String(hour)
          return digits + String(repeating: " ", count: 6 - digits.count)
        }.joined()
        text +=
          (text.isEmpty ? "" : "\n") + desk.style.paint(padded("\(day.suffix(5)) \(weekday)") + ruler, .bold) + "\n"
      }
      text += padded(Agent.name(ofSkill: row.skill).text(in: desk.language))
      var run = ""
      var ink = TerminalStyle.Ink.none
      for place in row.need.indices {
        let (mark, next) = mark(row.need[place], row.missing[place])
        if next != ink {
          text += desk.style.paint(run, ink)
          (run, ink) = ("", next)
        }
        run += mark
      }
      text += desk.style.paint(run, ink)
      let missing = row.missing.reduce(0, +)
      if missing > 0 {
        text += desk.style.paint(say("  缺 \(hours(missing)) 人时", "  \(hours(missing)) h missing"), .red)
      }
      text += "\n"
    }
    return text
  }

  private static func mark(_ need: Int, _ missing: Int) -> (String, TerminalStyle.Ink) {
    if need == 0 { return ("·", .none) }
    if missing == 0 { return ("=", .green) }
    return (missing > 9 ? "#" : String(missing), .red)
  }

  private static func hours(_ halves: Int) -> String { halves % 2 == 0 ? String(halves / 2) : "\(halves / 2).5" }

  /// The worst of them, with the command that explains them.
  static func gaps(_ gaps: [RosterGap], _ desk: Desk, limit: Int = 8) -> String {
    guard !gaps.isEmpty else { return "" }
    var text = desk.style.paint(
      say("缺人的时段 \(gaps.count) 个", "\(gaps.count) stretches lack people"), .red)
    text += "  → peakday rota why\n"
    for gap in gaps.prefix(limit) {
      let name = TerminalText.safe(Agent.name(ofSkill: gap.skill).text(in: desk.language))
      let hours = ShiftText.write(gap.from, gap.until).text(in: desk.language)
      text += say(
        "  \(ShopDay(gap.from).shortText) \(hours) \(name) 最多缺 \(gap.most) 人\n",
        "  \(ShopDay(gap.from).shortText) \(hours) \(name): up to \(gap.most) missing\n")
    }
    if gaps.count > limit { text += say("  …还有 \(gaps.count - limit) 个\n", "  … and \(gaps.count - limit) more\n") }
    return text
  }

  static func saved(_ saved: Rosters.Saved, _ gaps: [RosterGap], _ desk: Desk) -> String {
    let first = ShopDay(saved.from).shortText
    let last = ShopDay(saved.until.adding(milliseconds: -1)).shortText
    var text = say(
      "第 \(saved.version) 版草稿：\(first) 至 \(last)，\(saved.people) 人 \(saved.shifts) 个班，代价 \(saved.total)\n",
      "Draft \(saved.version): \(first) to \(last), \(saved.people) people, \(saved.shifts) shifts, cost \(saved.total)\n"
    )
    text += cost(saved.cost)
    if !saved.unused.isEmpty {
      text += say(
        "  \(saved.unused.count) 人没有需要的技能，没有排：\(saved.unused.prefix(8).joined(separator: "、"))\n",
        "  \(saved.unused.count) have no skill that is needed: \(saved.unused.prefix(8).joined(separator: ", "))\n")
    }
    text += self.gaps(gaps, desk)
    return text
      + say("看过再发布：peakday rota publish \(saved.version)\n", "Look, then: peakday rota publish \(saved.version)\n")
  }

  static func cost(_ cost: RotaCost) -> String {
    var parts: [String] = []
    for (name, part) in [
      (Message(zh: "缺人", en: "missing"), cost.under), (Message(zh: "闲着", en: "idle"), cost.idle),
      (Message(zh: "工时不足", en: "below contract"), cost.belowMinHours), (Message(zh: "愿望", en: "wishes"), cost.wishes),
      (Message(zh: "夜班", en: "nights"), cost.nights), (Message(zh: "改动", en: "changes"), cost.changes),
    ] where part > 0 {
      parts.append("\(say(name.zh, name.en)) \(part)")
    }
    return parts.isEmpty ? "" : "  " + parts.joined(separator: say("，", ", ")) + "\n"
  }

  static func findings(_ findings: [RosterFinding]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "检查", en: "Check")), .init(title: Message(zh: "姓名", en: "Name"), isWhole: true),
        .init(title: Message(zh: "从", en: "From")), .init(title: Message(zh: "到", en: "Until")),
        .init(title: Message(zh: "规则", en: "Rule")),
      ],
      rows: findings.map { finding in
        [
          .init(finding.check.name, ink: finding.check == .rule ? .red : .none), .init(finding.agent),
          .init(finding.from.shopText), .init(finding.until.shopText),
          .init(finding.rule?.name ?? Message(zh: "", en: "")),
        ]
      })
  }

  static func changes(_ changes: [RosterChange]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "时间", en: "At")), .init(title: Message(zh: "什么", en: "What")),
        .init(title: Message(zh: "谁", en: "Who"), isWhole: true), .init(title: Message(zh: "和谁", en: "With")),
        .init(title: Message(zh: "从", en: "From")), .init(title: Message(zh: "到", en: "Until")),
        .init(title: Message(zh: "说明", en: "Note")), .init(title: Message(zh: "操作人", en: "By")),
      ],
      rows: changes.map { change in
        [
          .init(change.at.shopText), .init(change.kind.name), .init(change.agent), .init(change.other ?? ""),
          .init(change.from?.shopText ?? ""), .init(change.until?.shopText ?? ""), .init(change.note),
          .init(change.actor),
        ]
      })
  }
}
