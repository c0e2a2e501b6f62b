import ArgumentParser
import Coordination
import Formats
import Rota
import Store
import Vocabulary

struct RotaClockInCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "clock-in", abstract: say("签到", "Clock in"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("谁（默认操作的人）", "who (default: who acts)"))
  var name: String?

  func run(at desk: Desk) throws {
    let name = try desk.clocking(name)
    let operation = try desk.operation("rota clock-in", ["shop": desk.shop, "name": name])
    let receipt = try desk.store().perform(operation) { try Broadcasting.clockIn(name, shop: desk.shop, $0) }
    let found = receipt.result
    try desk.answer(Receipted(receipt)) {
      let shift = found.shiftStart.flatMap { start in found.shiftEnd.map { ShiftText.write(start, $0) } }
      var text = say("\(name)：\(found.inAt.clockText) 签到", "\(name): clocked in at \(found.inAt.clockText)")
      if let shift {
        text += say("，班 \(shift.zh)", ", shift \(shift.en)")
      } else {
        text += say("，现在没有班", ", without a shift")
      }
      if let late = found.lateMinutes, late > 0 {
        text += desk.style.paint(say("，迟 \(late) 分钟", ", \(late) min late"), .red)
      }
      return text + "\n"
    }
  }
}

struct RotaClockOutCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "clock-out", abstract: say("签退", "Clock out"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("谁（默认操作的人）", "who (default: who acts)"))
  var name: String?

  func run(at desk: Desk) throws {
    let name = try desk.clocking(name)
    let operation = try desk.operation("rota clock-out", ["shop": desk.shop, "name": name])
    let receipt = try desk.store().perform(operation) { try Presence.clockOut(name, shop: desk.shop, $0) }
    let found = receipt.result
    try desk.answer(Receipted(receipt)) {
      let minutes = ((found.outAt ?? found.inAt).milliseconds - found.inAt.milliseconds) / 60_000
      var text = say(
        "\(name)：签退，在岗 \(minutes / 60) 小时 \(minutes % 60) 分",
        "\(name): clocked out after \(minutes / 60) h \(minutes % 60) min")
      if let early = found.earlyMinutes, early > 0 {
        text += desk.style.paint(say("，早 \(early) 分钟", ", \(early) min early"), .red)
      }
      return text + "\n"
    }
  }
}

extension Desk {
  fileprivate func clocking(_ name: String?) throws -> String {
    try require(.clock)
    let name = try name ?? actor.name
    try requireSelf([name])
    return name
  }
}

struct RotaReadyCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "ready", abstract: say("现在到岗的人，对着需要的人数", "Who is ready at this moment, against the need"),
      discussion: say(
        "到岗 = 在班、已签到、考试有效、现行的变更都确认过。--attendance 看今天的签到、迟到、早退。",
        "Ready is: on shift, clocked in, with valid exam passes and every change in force acknowledged. --attendance lists "
          + "who came when."
      ))
  }

  @OptionGroup var global: GlobalOptions

  @Flag(name: .long, help: help("今天的签到和签退", "who came and went today"))
  var attendance = false

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let store = try desk.store()
    let today = ShopDay(desk.now)
    if attendance {
      let rows = try store.read {
        try Presence.attendance(shop: desk.shop, from: today.start, until: today.end, $0)
      }
      return try desk.answer(
        rows, table: PresenceText.attendance(rows), empty: Message(zh: "今天还没有人签到", en: "nobody has clocked in today"))
    }
    let heads = try store.read { try Fitness.ready(shop: desk.shop, now: desk.now, $0) }
    try desk.answer(heads) { PresenceText.ready(heads, desk) }
  }
}

/// Presence on the terminal.
enum PresenceText {
  static func ready(_ heads: ReadyHeads, _ desk: Desk) -> String {
    guard !heads.people.isEmpty else {
      return say("现在没有人在班\n", "nobody is on shift\n")
    }
    var text = desk.style.paint(
      say("在班 \(heads.rostered) 人，到岗 \(heads.ready) 人", "\(heads.rostered) on shift, \(heads.ready) ready"),
      heads.ready < heads.rostered ? .red : .green)
    text += "\n"
    for skill in heads.skills {
      let name = TerminalText.safe(Agent.name(ofSkill: skill.skill).text(in: desk.language))
      text += "  "
      text += desk.style.paint(
        say(
          "\(name)  要 \(skill.needed)，在班 \(skill.rostered)，到岗 \(skill.ready)",
          "\(name)  needed \(skill.needed), on shift \(skill.rostered), ready \(skill.ready)"),
        skill.ready < skill.needed ? .red : .none)
      text += "\n"
    }
    let table = TextTable(
      columns: [
        .init(title: Message(zh: "姓名", en: "Name"), isWhole: true), .init(title: Message(zh: "班", en: "Shift")),
        .init(title: Message(zh: "签到", en: "Clocked in")), .init(title: Message(zh: "状态", en: "State")),
      ],
      rows: heads.people.map { person in
        let hours = person.start.flatMap { start in person.end.map { ShiftText.write(start, $0) } }
        return [
          .init(person.agent), .init(hours ?? Message(zh: "没有班", en: "no shift")),
          .init(person.clockedInAt?.clockText ?? ""), state(person),
        ]
      })
    return text + "\n" + desk.render(table)
  }

  private static func state(_ person: Readiness) -> TextTable.Entry {
    guard person.start != nil else { return .init(Message(zh: "班外", en: "beyond a shift")) }
    guard person.isReady else {
      return .init(
        Message(
          zh: person.lacks.map(\.name.zh).joined(separator: "、"),
          en: person.lacks.map(\.name.en).joined(separator: ", ")),
        ink: .red)
    }
    return person.isOnBreak
      ? .init(Message(zh: "休息", en: "on a break")) : .init(Message(zh: "到岗", en: "ready"), ink: .green)
  }

  static func attendance(_ rows: [Attendance]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "姓名", en: "Name"), isWhole: true), .init(title: Message(zh: "班", en: "Shift")),
        .init(title: Message(zh: "签到", en: "In")), .init(title: Message(zh: "签退", en: "Out")),
        .init(title: Message(zh: "迟(分)", en: "Late (min)"), alignment: .right),
        .init(title: Message(zh: "早退(分)", en: "Early (min)"), alignment: .right),
      ],
      rows: rows.map { row in
        let hours = row.shiftStart.flatMap { start in row.shiftEnd.map { ShiftText.write(start, $0) } }
        func positive(_ minutes: Int64?) -> TextTable.Entry {
          minutes.map { $0 > 0 ? .init(String($0), ink: .red) : .init("") } ?? .init("")
        }
        return [
          .init(row.agent), .init(hours ?? Message(zh: "没有班", en: "no shift")), .init(row.inAt.clockText),
          .init(row.outAt?.clockText ?? ""), positive(row.lateMinutes), positive(row.earlyMinutes),
        ]
      })
  }
}
