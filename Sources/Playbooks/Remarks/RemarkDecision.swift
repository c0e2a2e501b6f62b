import Vocabulary

/// Weighs the words of a remark in their order: the last one that concerns shipping decides, within these limits.
///
/// - An asked, guessed or conditional cancellation or release is `review`.
/// - A weak word (勿发, 拍错) gives way to a firm one of the same entry, because it only says that *this* is wrong.
/// - A release does not lift a change of goods or address of the same entry.
/// - Where a hold and a release meet, the times of the notes must rise, or else nobody can tell which of them is the last.
/// - "The rest ships" turns a cancellation into `review`: part of the order is unwanted.
struct RemarkDecision {
  /// Where the deciding words stand, as positions in the folded text.
  struct Place {
    let rule: Int
    let start: Int
    let end: Int
  }

  private(set) var verdict = Verdict.none
  private(set) var place: Place?
  private var weak = false
  private var sticky = false
  private var sameEntry = false
  private var sameClause = false
  private var aside = false
  private var questioned = false
  private var conditional = false
  /// Whether a hold and a release meet.
  private(set) var turned = false
  private var turnedBetweenNotes = false
  private var note = 0
  private var holdNote: Int?
  private var releaseNote: Int?
  private var quote = Quote.none
  private var quoteEnd = 0

  /// Where the text of a card stands: announced (贺卡写), in its clause, or behind a space, where it may have ended.
  private enum Quote { case none, announced, inside, doubtful }

  mutating func separator(_ symbol: Folding.Symbol, at position: Int) {
    switch (quote, symbol) {
    // Only a colon right behind the announcement opens the text; a later comma ends it.
    case (.announced, Folding.colon) where position == quoteEnd,
      (.announced, Folding.signature) where position == quoteEnd:
      quote = .inside
    case (.inside, Folding.soft), (.doubtful, Folding.soft): quote = .doubtful
    default: quote = .none
    }
    if symbol == Folding.soft { return }
    if symbol == Folding.question, sameClause { doubt() }
    sameClause = false
    questioned = false
    if symbol == Folding.signature || symbol == Folding.entry { note += 1 }
    if symbol == Folding.clause || symbol == Folding.colon || symbol == Folding.signature { return }
    conditional = false
    if symbol == Folding.entry {
      sameEntry = false
      aside = false
    }
  }

  mutating func match(_ rule: RemarkRule, _ place: Place) {
    if quote == .inside { return }
    if quote != .none, rule.says == .cancel || rule.says == .resume { return set(.review, rule, place) }
    switch rule.says {
    case .question: questioned = true
    case .asked: if sameClause { doubt() }
    case .condition: conditional = true
    case .quote:
      quote = .announced
      quoteEnd = place.end
    case .none:
      aside = true
      if self.place == nil { self.place = place }
    case .rest: if verdict.holds { set(.review, rule, place, sticky: true) }
    case .cancel: cancel(rule, place)
    case .resume: resume(rule, place)
    case .review: if !rule.weak || verdict != .cancel || !sameEntry { set(.review, rule, place, sticky: rule.sticky) }
    }
  }

  /// Gives the last word to a person when the order of the notes is in doubt.
  mutating func weigh(_ order: NoteOrder) {
    if order == .unclear || (order == .untimed && turnedBetweenNotes) { verdict = .review }
  }

  private mutating func cancel(_ rule: RemarkRule, _ place: Place) {
    if questioned || conditional {
      // An earlier firm cancellation is not made doubtful by a later guess.
      if verdict != .cancel || weak { set(.review, rule, place) }
    } else if rule.weak, sameEntry, verdict == .review || (verdict == .cancel && !weak) {
      return
    } else {
      set(.cancel, rule, place)
    }
  }

  private mutating func resume(_ rule: RemarkRule, _ place: Place) {
    if questioned || conditional { return set(.review, rule, place) }
    if sameEntry, sticky, verdict == .review { return }
    // "退差价已处理 正常发" is an order that was never held: nothing is released.
    if rule.weak, aside, !verdict.holds { return }
    set(.resume, rule, place)
  }

  private mutating func doubt() {
    guard verdict == .cancel || verdict == .resume else { return }
    verdict = .review
    weak = false
  }

  private mutating func set(_ verdict: Verdict, _ rule: RemarkRule, _ place: Place, sticky: Bool = false) {
    if let other = verdict.holds ? releaseNote : holdNote {
      turned = true
      if other != note { turnedBetweenNotes = true }
    }
    if verdict.holds { holdNote = note } else { releaseNote = note }
    self.verdict = verdict
    self.place = place
    weak = rule.weak
    self.sticky = sticky
    sameEntry = true
    sameClause = true
  }
}
