import Formats
import Rota
import Vocabulary

/// What a change of the rota took and gave, person by person.
extension RotaText {
  static func difference(gone: [RosterShift], new: [RosterShift], _ desk: Desk) -> String {
    struct Line {
      let name: String
      let start: Instant
      let isNew: Bool
      let hours: Message
    }
    let lines = (gone.map { ($0, false) } + new.map { ($0, true) }).map { shift, isNew in
      Line(
        name: shift.agent ?? say("（可接）", "(open)"), start: shift.start, isNew: isNew,
        hours: ShiftText.write(shift.start, shift.end))
    }.sorted { ($0.name, $0.start, $0.isNew ? 1 : 0) < ($1.name, $1.start, $1.isNew ? 1 : 0) }
    let width = lines.map { TerminalText.width($0.name) }.max() ?? 0
    return lines.map { line in
      let name = line.name + String(repeating: " ", count: width - TerminalText.width(line.name))
      let text =
        "\(line.isNew ? "+" : "-") \(name)  \(ShopDay(line.start).shortText) \(say(line.hours.zh, line.hours.en))"
      return "  " + desk.style.paint(text, line.isNew ? .green : .red) + "\n"
    }.joined()
  }

  static func missing(_ before: Int, _ after: Int) -> String {
    before == after
      ? ""
      : say("  缺人：\(before) → \(after)（人×时段）\n", "  missing: \(before) → \(after) (people × slots)\n")
  }
}
