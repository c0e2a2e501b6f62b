import Vocabulary

/// One rule of a remark file: what its words mean for shipping, and what they ask for beside it.
final class RemarkRule: Sendable {
  /// What a match says.
  enum Says: String, CaseIterable, Sendable {
    case cancel, partial, amend, delay, address, noShip, resume, review, none
    /// The money goes back: a cancellation, or behind an unwanted part that part's.
    case refund
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
      case .cancel, .refund: .cancel
      case .partial, .rest: .partial
      case .amend: .amend
      case .delay: .delay
      case .address: .address
      case .noShip: .noShip
      case .resume: .resume
      case .review: .review
      case .none: Verdict.none
      case .question, .asked, .condition, .quote: nil
      }
    }
  }

  /// How much a match says about *why*: of two in one entry the one that says more decides, of equals the later.
  enum Weight: Int, Comparable, CaseIterable, Sendable {
    /// Only that this must not ship as it is: 勿发, 拍错.
    case faint
    /// That it must wait or be looked at: 先别发, 联系不上.
    case weak
    case firm

    static func < (left: Weight, right: Weight) -> Bool { left.rawValue < right.rawValue }

    var name: String { String(describing: self) }
  }

  /// A to-do that a match asks for.
  struct Errand: Sendable {
    enum Value: Sendable {
      /// The words say it all.
      case none
      /// Each match of the named word inside the match, as the index of that word's automaton. Without one there is
      /// nothing to do, unless it `mayLack` (written `amount?`).
      case word(Int, mayLack: Bool)
      /// What follows, up to the end of the clause.
      case rest
    }

    let kind: Todo.Kind
    let mode: Todo.Mode
    let value: Value
  }

  let key: String
  let says: Says
  let weight: Weight
  /// A release in the same entry does not lift it unless it is firm: the goods or the address would still be wrong.
  let sticky: Bool
  /// Counts only as a whole clause: 发 in 差价已补 发, not in 发错.
  let alone: Bool
  let joining: Automaton.Joining
  let patterns: String
  let errands: [Errand]
  /// The automaton of the word that names what is meant, for `partial` and `amend`.
  let object: Int?
  let line: Int

  private init(
    key: String, says: Says, weight: Weight, sticky: Bool, alone: Bool, joining: Automaton.Joining, patterns: String,
    errands: [Errand], object: Int?, line: Int
  ) {
    self.key = key
    self.says = says
    self.weight = weight
    self.sticky = sticky
    self.alone = alone
    self.joining = joining
    self.patterns = patterns
    self.errands = errands
    self.object = object
    self.line = line
  }

  /// `word` gives the index of the automaton that finds a word, but not where another one (`unlike`) is longer.
  static func read(
    _ item: YamlValue, named: [String: [Errand]], _ problems: Problems,
    word: (_ name: String, _ unlike: String?, _ line: Int) -> Int?
  ) -> RemarkRule? {
    let known = ["key", "says", "weight", "sticky", "alone", "joining", "patterns", "todos", "object", "weak"]
    guard let fields = Fields(item, known: known, problems) else { return nil }
    let key = fields.text("key")
    let says = fields.choice("says", Says.allCases.map { (name: $0.rawValue, value: $0) })
    let patterns = fields.text("patterns")
    let joining = choice("joining", of: fields, Automaton.Joining.allCases.map { ($0.rawValue, $0) }, else: .loose)
    // Files published before there were three weights say `weak: true`.
    let fallback = fields.flag("weak", default: false) ? Weight.weak : .firm
    let weight = choice("weight", of: fields, Weight.allCases.map { ($0.name, $0) }, else: fallback)
    let errands = errands(fields, named, problems, word: word)
    var object: Int?
    if fields.value("object") != nil, let name = fields.text("object") {
      object = word(name, nil, fields.line(of: "object"))
    }
    guard let key, let says, let patterns, let joining, let weight else { return nil }
    return RemarkRule(
      key: key, says: says, weight: weight, sticky: fields.flag("sticky", default: false),
      alone: fields.flag("alone", default: false), joining: joining, patterns: patterns, errands: errands,
      object: object, line: item.line)
  }

  private static func choice<Choice>(
    _ key: String, of fields: Fields, _ choices: [(name: String, value: Choice)], else fallback: Choice
  ) -> Choice? {
    fields.value(key) == nil ? fallback : fields.choice(key, choices)
  }

  /// A list of to-dos, or the name of one under the file's own `todos`.
  private static func errands(
    _ fields: Fields, _ named: [String: [Errand]], _ problems: Problems,
    word: (_ name: String, _ unlike: String?, _ line: Int) -> Int?
  ) -> [Errand] {
    guard let value = fields.value("todos") else { return [] }
    guard case .text(let name) = value.content else {
      return fields.list("todos").compactMap { errand($0, problems, word: word) }
    }
    guard let found = named[name] else {
      let near = nearest(to: name, among: named.keys.sorted()) ?? ""
      fields.wrong(
        "todos", zh: "没有 \(name)，是不是 \(near)？", en: "names '\(name)', which is not known; did you mean '\(near)'?")
      return []
    }
    return found
  }

  static func errand(
    _ item: YamlValue, _ problems: Problems, word: (_ name: String, _ unlike: String?, _ line: Int) -> Int?
  ) -> Errand? {
    guard let fields = Fields(item, known: ["kind", "mode", "value", "unlike"], problems) else { return nil }
    let kind = fields.choice("kind", Todo.Kind.allCases.map { (name: $0.rawValue, value: $0) })
    let mode = choice("mode", of: fields, Todo.Mode.allCases.map { ($0.rawValue, $0) }, else: .must)
    var value = Errand.Value.none
    if fields.value("value") != nil, let name = fields.text("value") {
      let mayLack = name.hasSuffix("?")
      if name == "rest" {
        value = .rest
      } else if let index = word(
        mayLack ? String(name.dropLast()) : name, fields.value("unlike") == nil ? nil : fields.text("unlike"),
        fields.line(of: "value"))
      {
        value = .word(index, mayLack: mayLack)
      }
    }
    guard let kind, let mode else { return nil }
    return Errand(kind: kind, mode: mode, value: value)
  }
}
