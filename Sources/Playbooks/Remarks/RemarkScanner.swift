/// Reads remarks one after the other: cuts each into words that rules know, lets `RemarkDecision` weigh them, collects
/// the to-dos. Holds the buffers and the automata, all reused from remark to remark.
struct RemarkScanner {
  private let folding: Folding
  private(set) var automaton: Automaton
  private let rules: [RemarkRule]
  /// For words that rules take values from.
  private var finders: [Automaton]
  private var text = RemarkText()

  init(folding: Folding, automaton: Automaton, rules: [RemarkRule], finders: [Automaton]) {
    self.folding = folding
    self.automaton = automaton
    self.rules = rules
    self.finders = finders
  }

  mutating func classify(_ written: String) -> Classification {
    text.read(written, folding)
    var decision = RemarkDecision()
    var todos: [Todo] = []
    var delays: [RemarkDecision.Place] = []
    var position = 0
    // Behind the last letter that no rule knows.
    var strayEnd = -1
    while position < text.symbols.count {
      let symbol = text.symbols[position]
      if symbol == Folding.quotation {
        decision.quotation(at: position, closes: text.symbols[(position + 1)...].contains(Folding.quotation))
        position += 1
      } else if Folding.isSeparator(symbol) {
        decision.separator(symbol, at: position)
        position += 1
      } else if let match = automaton.longestMatch(text.symbols, at: position, limit: text.symbols.count),
        !rules[match.rule].alone || isClause(position, match.end)
      {
        let place = RemarkDecision.Place(rule: match.rule, start: position, end: match.end)
        let rule = rules[match.rule]
        if rule.says == .delay { delays.append(place) }
        if !decision.isQuoting { for errand in rule.errands { add(errand, at: place, to: &todos) } }
        decision.match(rule, place, behindOther: strayEnd == position)
        position = match.end
      } else {
        position += 1
        strayEnd = position
      }
    }
    if decision.turned { decision.weigh(NoteOrder(letters: text.letters(folding))) }
    return classification(decision, todos, delays)
  }

  private mutating func classification(
    _ decision: RemarkDecision, _ todos: [Todo], _ delays: [RemarkDecision.Place]
  ) -> Classification {
    let rule = decision.place.map { rules[$0.rule] }
    var result = Classification(
      verdict: decision.verdict, rule: rule?.key,
      span: decision.place.map { text.span(from: $0.start, to: $0.end) }, normalized: text.normalized, todos: todos)
    switch decision.verdict {
    case .delay: for place in delays.reversed() where result.until == nil { result.until = day(at: place) }
    case .partial, .amend:
      if let place = decision.place, let finder = rule?.object { result.object = words(finder, in: place).first }
    default: break
    }
    return result
  }

  private func isClause(_ start: Int, _ end: Int) -> Bool {
    (start == 0 || Folding.isSeparator(text.symbols[start - 1]))
      && (end == text.symbols.count || Folding.isSeparator(text.symbols[end]))
  }

  private func day(at place: RemarkDecision.Place) -> DayMention? {
    DayReader.day(in: text.letters(from: place.start, to: place.end, folding))
  }

  private mutating func add(_ errand: RemarkRule.Errand, at place: RemarkDecision.Place, to todos: inout [Todo]) {
    var values: [String]
    switch errand.value {
    case .none: values = [""]
    case .rest: values = [rest(behind: place.end)]
    case .word(let finder, let mayLack):
      values = words(finder, in: place)
      if values.isEmpty, mayLack { values = [""] }
    }
    if values.isEmpty { return }
    let said = text.words(from: place.start, to: place.end)
    let isDated = errand.kind == .deadline || errand.kind == .diffRefund
    let due = isDated ? day(at: place) : nil
    for value in values {
      let isKnown = todos.contains {
        $0.kind == errand.kind && $0.mode == errand.mode && $0.value == value && $0.due == due
      }
      if !isKnown { todos.append(Todo(kind: errand.kind, mode: errand.mode, value: value, text: said, due: due)) }
    }
  }

  /// All matches of a word inside `place`, as written.
  private mutating func words(_ finder: Int, in place: RemarkDecision.Place) -> [String] {
    var found: [String] = []
    var position = place.start
    while position < place.end {
      if !Folding.isSeparator(text.symbols[position]),
        let match = finders[finder].longestMatch(text.symbols, at: position, limit: place.end)
      {
        if match.rule == 0 { found.append(text.words(from: position, to: match.end)) }
        position = match.end
      } else {
        position += 1
      }
    }
    return found
  }

  /// What follows up to the end of the clause, without the marks that open it.
  private func rest(behind end: Int) -> String {
    var start = end
    while start < text.symbols.count, Folding.isSeparator(text.symbols[start]) { start += 1 }
    var stop = start
    if start > 0, text.symbols[start - 1] == Folding.quotation,
      let close = text.symbols[start...].firstIndex(of: Folding.quotation)
    {
      stop = close
    } else {
      while stop < text.symbols.count, !Self.endsClause(text.symbols[stop]) { stop += 1 }
    }
    return start < stop ? text.words(from: start, to: stop) : ""
  }

  private static func endsClause(_ symbol: Folding.Symbol) -> Bool {
    Folding.isSeparator(symbol) && symbol != Folding.soft && symbol != Folding.colon && symbol != Folding.quotation
  }
}
