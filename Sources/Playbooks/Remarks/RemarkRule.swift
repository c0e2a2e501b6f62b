import Vocabulary

/// One rule of a remark file: what its words mean for shipping.
struct RemarkRule {
  /// What a match says.
  enum Says: String, CaseIterable {
    case cancel, resume, review, none
    /// What follows in the clause is asked or guessed, not said.
    case question
    /// What went before in the clause was asked.
    case asked
    /// What follows in the sentence hangs on a condition.
    case condition
    /// The rest of the order ships: part of it does not.
    case rest
    /// What follows, up to the end of its clause, is text for a card.
    case quote

    /// The verdict that it can give.
    var verdict: Verdict? {
      switch self {
      case .cancel: .cancel
      case .resume: .resume
      case .review, .rest: .review
      case .none: Verdict.none
      case .question, .asked, .condition, .quote: nil
      }
    }
  }

  let key: String
  let says: Says
  /// Gives way to a firm statement of the same entry.
  let weak: Bool
  /// A release in the same entry does not lift it: the goods or the address would still be wrong.
  let sticky: Bool
  let joining: Automaton.Joining
  let patterns: String
  let line: Int

  static func read(_ item: YamlValue, _ problems: Problems) -> RemarkRule? {
    let known = ["key", "says", "weak", "sticky", "joining", "patterns"]
    guard let fields = Fields(item, known: known, problems) else { return nil }
    let key = fields.text("key")
    let says = fields.choice("says", Says.allCases.map { (name: $0.rawValue, value: $0) })
    let patterns = fields.text("patterns")
    var joining: Automaton.Joining? = .loose
    if fields.value("joining") != nil {
      joining = fields.choice("joining", Automaton.Joining.allCases.map { (name: $0.rawValue, value: $0) })
    }
    let weak = fields.flag("weak", default: false)
    let sticky = fields.flag("sticky", default: false)
    guard let key, let says, let patterns, let joining else { return nil }
    return RemarkRule(
      key: key, says: says, weak: weak, sticky: sticky, joining: joining, patterns: patterns, line: item.line)
  }
}
