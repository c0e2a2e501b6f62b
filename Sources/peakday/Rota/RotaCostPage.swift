import Formats
import Rota
import Vocabulary

/// The cost of a rota by rule, for the terminal.
enum RotaCostPage {
  static func text(_ solution: RotaSolver.Solution, file: String) -> String {
    let cost = solution.cost
    var text = say(
      "排好了：\(solution.shifts.count) 个班，代价 \(cost.total)，写到 \(TerminalText.safe(file))\n",
      "Rota: \(solution.shifts.count) shifts, cost \(cost.total), written to \(TerminalText.safe(file))\n")
    for (name, part) in [
      (Message(zh: "缺人", en: "missing people"), cost.under), (Message(zh: "闲着", en: "idle"), cost.idle),
      (Message(zh: "不足合同工时", en: "below contract hours"), cost.belowMinHours),
      (Message(zh: "愿望", en: "wishes"), cost.wishes), (Message(zh: "夜班不均", en: "nights"), cost.nights),
      (Message(zh: "改动", en: "changes"), cost.changes),
    ] where part > 0 {
      text += say("  \(name.zh) \(part)\n", "  \(name.en) \(part)\n")
    }
    for (skill, slots) in cost.missingSlots.sorted(by: { $0.key < $1.key }) {
      let name = TerminalText.safe(skill)
      text += say("  \(name) 缺 \(slots) 个人次时段\n", "  \(name): \(slots) person-slots missing\n")
    }
    return text
  }
}

/// The cost so far, on one line that is written over; `end` leaves the last on a line of its own.
struct ProgressLine: Sendable {
  private let language: Language
  private let isShown: Bool

  init(_ desk: Desk, isShown: Bool) {
    language = desk.language
    self.isShown = isShown
  }

  var show: @Sendable (RotaSolver.Progress) -> Void {
    { [language, isShown] progress in
      guard isShown else { return }
      let seconds = Int(progress.seconds.rounded())
      let line = Message(
        zh: "\(seconds) 秒：代价 \(progress.cost)", en: "\(seconds) s: cost \(progress.cost)")
      Surroundings.tell("\r" + line.text(in: language) + "   ")
    }
  }

  func end() {
    if isShown { Surroundings.tell("\n") }
  }
}
