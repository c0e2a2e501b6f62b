public import Vocabulary

/// A rota in words: for the chat group, and cell by cell.
public enum RosterText {
  /// Day by day, who comes when: what is pasted into the chat group.
  public static func post(_ roster: Roster, _ shifts: [RosterShift], in language: Language) -> String {
    func say(_ zh: String, _ en: String) -> String { Message(zh: zh, en: en).text(in: language) }
    let (first, last) = (roster.days.first, roster.days.last)
    var text = say(
      "【排班】\(first?.shortText ?? "") 至 \(last?.shortText ?? "")（第 \(roster.version) 版）\n",
      "[Rota] \(first?.shortText ?? "") to \(last?.shortText ?? "") (version \(roster.version))\n")
    for day in roster.days {
      text += "\(day.shortText) \(day.weekday.text(in: language))\n"
      let today = shifts.filter { $0.day == day }
      struct Hours: Hashable {
        let start: Instant
        let end: Instant
      }
      let groups = Dictionary(grouping: today) { Hours(start: $0.start, end: $0.end) }
      for (hours, group) in groups.sorted(by: { ($0.key.start, $0.key.end) < ($1.key.start, $1.key.end) }) {
        let names = group.sorted { ($0.agent ?? "") < ($1.agent ?? "") }.map { shift in
          let name = shift.agent ?? say("（缺人，可接）", "(open)")
          let breaks = shift.breaks.map { "\($0.start.clockText)-\($0.end.clockText)" }.joined(separator: " ")
          return breaks.isEmpty ? name : name + say("（休 \(breaks)）", " (break \(breaks))")
        }
        text += "  \(ShiftText.write(hours.start, hours.end).text(in: language)) "
        text += names.joined(separator: say("、", ", ")) + "\n"
      }
      if groups.isEmpty { text += say("  没有班\n", "  no shifts\n") }
    }
    return text
  }

  /// A row for each person, with a cell for each day: hours, or 休.
  public static func grid(
    _ roster: Roster, _ shifts: [RosterShift], names: [String]
  ) -> [(name: String, cells: [Message])] {
    let off = Message(zh: "休", en: "off")
    let all = names + Set(shifts.compactMap(\.agent)).subtracting(names).sorted()
    return all.map { name in
      (
        name,
        roster.days.map { day in
          let own = shifts.filter { $0.agent == name && $0.day == day }.map { ShiftText.write($0.start, $0.end) }
          guard !own.isEmpty else { return off }
          return Message(zh: own.map(\.zh).joined(separator: " "), en: own.map(\.en).joined(separator: " "))
        }
      )
    }
  }
}
