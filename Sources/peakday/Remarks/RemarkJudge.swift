import Coordination
import Formats
import Orders
import Playbooks
import Store
import Vocabulary

/// A remark and what the rules make of it.
struct RemarkJudge: Encodable {
  let text: String
  let verdict: Verdict
  let todos: [Todo]
  let rule: String?
  /// The place of the words that decided, in characters of the text: `[start, end)`.
  let span: [Int]?
  let normalized: String
  /// The day that a delay names.
  let until: DayMention?
  /// The words that name the part meant.
  let object: String?
  /// The hold it would place.
  let hold: HoldReason?

  init(_ text: String, _ rules: RemarkRules) {
    let classified = rules.classify(text)
    self.text = text
    verdict = classified.verdict
    todos = classified.todos
    rule = classified.rule
    span = classified.span.map { [$0.start, $0.end] }
    normalized = classified.normalized
    until = classified.until
    object = classified.object
    hold = HoldReason(classified.verdict)
  }

  /// Of a line that is no remark because it is longer than any: nobody can say what stands in the rest of it.
  init(tooLong text: String) {
    self.text = text
    verdict = .review
    todos = []
    rule = nil
    span = nil
    normalized = ""
    until = nil
    object = nil
    hold = HoldReason(.review)
  }

  private enum Key: String, CodingKey {
    case text, verdict, todos, rule, span, normalized, until, object, hold
  }

  /// `rule` and `span` are always there, as null where no rule spoke.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(text, forKey: .text)
    try container.encode(verdict, forKey: .verdict)
    try container.encode(todos, forKey: .todos)
    try container.encode(rule, forKey: .rule)
    try container.encode(span, forKey: .span)
    try container.encode(normalized, forKey: .normalized)
    try container.encodeIfPresent(until, forKey: .until)
    try container.encodeIfPresent(object, forKey: .object)
    try container.encodeIfPresent(hold, forKey: .hold)
  }

  /// The rules of the store that is named, else the built-in ones.
  static func rules(at desk: Desk, buyer: Bool) throws -> RemarkRules {
    if desk.options.store == nil, desk.surroundings.environment["PEAKDAY_STORE"] == nil {
      return buyer ? try PlaybookSet.builtIn.buyerMessageRules() : try PlaybookSet.builtIn.remarkRules()
    }
    return try desk.store().read { session in
      buyer ? try Setup.remarkBook(session).buyerMessage : try Setup.remarkRules(session)
    }
  }

  func line(at desk: Desk) -> String {
    let name = TerminalText.fit(verdict.name.text(in: desk.language), to: 24)
    let padding = String(repeating: " ", count: max(0, 24 - TerminalText.width(name)))
    return desk.style.paint(name, verdict.holds ? .red : .green) + padding + "  " + TerminalText.safe(text) + "\n"
  }

  func explanation(at desk: Desk) -> String {
    var lines = [
      (say("备注", "remark"), TerminalText.safe(text)),
      (say("规整后", "normalised"), TerminalText.safe(normalized)),
      (say("判断", "verdict"), verdict.rawValue + "  " + verdict.name.text(in: desk.language)),
      (say("规则", "rule"), rule ?? say("（没有规则命中）", "(no rule spoke)")),
    ]
    if let span {
      let words = String(text.dropFirst(span[0]).prefix(span[1] - span[0]))
      lines.append((say("依据", "because of"), "“\(TerminalText.safe(words))” [\(span[0]), \(span[1]))"))
    }
    if let object { lines.append((say("所指", "meant"), TerminalText.safe(object))) }
    if let until { lines.append((say("到", "until"), until.words)) }
    for todo in todos { lines.append((say("待办", "to do"), todo.sentence(in: desk.language))) }
    lines.append(
      (say("后果", "effect"), hold.map { say("挂起：\($0.name.zh)", "holds the order: \($0.name.en)") } ?? effectWithoutHold)
    )
    let width = lines.map { TerminalText.width($0.0) }.max() ?? 0
    return lines.map { name, value in
      name + String(repeating: " ", count: width - TerminalText.width(name)) + "  " + value + "\n"
    }.joined()
  }

  private var effectWithoutHold: String {
    verdict == .resume ? say("解除备注所挂起的", "lifts what remarks had held") : say("照常发货", "ships")
  }
}

/// What a noted remark did, in a sentence.
struct RemarkLine {
  let remarked: Memos.Remarked

  init(_ remarked: Memos.Remarked) {
    self.remarked = remarked
  }

  func text(at desk: Desk) -> String {
    let order = TerminalText.safe(remarked.order)
    if let held = remarked.held, let answer = remarked.answer {
      return HoldLine.text(
        order: order, reason: held, answer: answer, consequence: remarked.consequence, stage: remarked.stage, at: desk)
    }
    if remarked.verdict == .resume {
      let count = remarked.lifted.count
      let rest = remarked.openHolds
      return say(
        "\(order)：已记下，解除 \(count) 个挂起，还有 \(rest) 个\n", "\(order): noted; \(count) holds lifted, \(rest) still open\n")
    }
    // The remark itself asks for nothing; what was open before still holds the order.
    return remarked.openHolds > 0
      ? say(
        "\(order)：已记下；仍有 \(remarked.openHolds) 个挂起，不放行\n",
        "\(order): noted; \(remarked.openHolds) holds still open, it does not ship\n")
      : say("\(order)：已记下，照常发货\n", "\(order): noted; it ships\n")
  }
}
