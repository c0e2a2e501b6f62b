import Formats
import Store
import Vocabulary

/// Says what is wrong, where, and what to type next; one JSON object with `--json`.
struct FailureReport: Encodable {
  let error: String
  let kind: String
  let message: String
  let place: String?
  let next: String?
  let exitCode: Int32

  init(_ failure: Failure) {
    let language = Speech.language
    error = failure.code
    kind = failure.kind.rawValue
    message = failure.message.text(in: language)
    place = failure.place
    next = failure.next?.text(in: language)
    exitCode = ExitCode(failure.kind).rawValue
  }

  /// `repetition` is the line that repeats an operation of unknown outcome.
  func text(repetition: String? = nil) -> String {
    var text = "peakday: " + TerminalText.safe(message) + "\n"
    if let place { text += say("  位置：", "  where: ") + TerminalText.safe(place) + "\n" }
    if let next { text += say("  下一步：", "  next: ") + TerminalText.safe(next) + "\n" }
    if let repetition { text += say("  或重复同一操作：", "  or repeat it safely: ") + TerminalText.safe(repetition) + "\n" }
    return text
  }
}
