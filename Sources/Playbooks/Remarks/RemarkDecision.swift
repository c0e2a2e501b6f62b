import Vocabulary

/// Weighs the words of a remark in their order: the last one that concerns shipping decides, within these limits.
///
/// - Of two holds of one entry the one that says more decides (`Weight`), of equals the later.
/// - What is asked, guessed or hangs on a condition is `review`, and never undoes what was said firmly before it.
/// - A release does not lift a change of goods or address of the same entry, unless it is firm.
/// - Where a hold and a release meet, the times of the notes must rise, or else nobody can tell which of them is the last.
/// - "The rest ships" turns a cancellation into `partial`.
struct RemarkDecision {
  /// Where the deciding words stand, as positions in the folded text.
  struct Place {
    let rule: Int
    let start: Int
    let end: Int
  }

  private(set) var verdict = Verdict.none
  private(set) var place: Place?
  private var weight = RemarkRule.Weight.faint
  private var sticky = false
  private var sameEntry = false
  private var sameClause = false
  private var aside = false
  private var restShips = false
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
  private var separatorEnd = 0

  /// Where the text of a card stands: announced (贺卡写), in its clause, or behind a space, where it may have ended; or
  /// marked as such, between quotation marks.
  private enum Quote { case none, announced, inside, doubtful, marked }

  /// Whether the words here are text for a card, so that they ask for nothing.
  var isQuoting: Bool { quote == .inside || quote == .marked }

  /// A quotation mark; `closes` where another one follows. What stands between two of them behind 贺卡写 is the card's,
  /// commas and all.
  mutating func quotation(at position: Int, closes: Bool) {
    if quote == .marked {
      quote = .none
    } else if quoteEnd > 0, position == quoteEnd || (position == quoteEnd + 1 && separatorEnd == position) {
      quote = closes ? .marked : .inside
    } else if quote == .announced {
      quote = .none
    }
  }

  mutating func separator(_ symbol: Folding.Symbol, at position: Int) {
    if quote == .marked { return }
    separatorEnd = position + 1
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
      restShips = false
    }
  }

  /// `behindOther`: whether letters that no rule knows stand right before the match.
  mutating func match(_ rule: RemarkRule, _ place: Place, behindOther: Bool) {
    if isQuoting { return }
    if quote != .none, rule.says == .cancel || rule.says == .refund || rule.says == .resume {
      return set(.review, rule, place)
    }
    switch rule.says {
    case .question: questioned = true
    case .asked: if sameClause { doubt() }
    case .condition: conditional = true
    case .quote:
      quote = .announced
      quoteEnd = place.end
    case .none:
      // 已付尾款 is no reason why 可以发货 should release nothing.
      if rule.weight == .firm { aside = true }
      if self.place == nil { self.place = place }
    case .rest: rest(rule, place)
    case .resume:
      // 不要面膜了 精华照发: something that ships, not the order.
      if behindOther, rule.weight == .faint, sameEntry, verdict == .cancel || verdict == .partial {
        rest(rule, place)
      } else {
        resume(rule, place)
      }
    case .refund: if !sameEntry || verdict != .partial { hold(restShips ? .partial : .cancel, rule, place) }
    case .cancel: hold(restShips ? .partial : .cancel, rule, place)
    case .partial, .amend, .delay, .address, .noShip, .review:
      if let verdict = rule.says.verdict { hold(verdict, rule, place) }
    }
  }

  /// Gives the last word to a person when the order of the notes is in doubt.
  mutating func weigh(_ order: NoteOrder) {
    if order == .unclear || (order == .untimed && turnedBetweenNotes) { verdict = .review }
  }

  private mutating func hold(_ wanted: Verdict, _ rule: RemarkRule, _ place: Place) {
    if wanted != .review, questioned || conditional {
      if verdict.holds, weight == .firm { return }
      return set(.review, rule, place, weight: .firm)
    }
    if sameEntry {
      if verdict.holds, rule.weight < weight { return }
    } else if verdict == .cancel, wanted == .delay || wanted == .review, rule.weight < .firm {
      // 先别发 below 不要了 takes nothing back.
      return
    }
    set(wanted, rule, place, sticky: rule.sticky)
  }

  private mutating func rest(_ rule: RemarkRule, _ place: Place) {
    restShips = true
    // Where the part was named already, its words say more.
    if sameEntry, verdict == .cancel { set(.partial, rule, place, sticky: true) }
  }

  private mutating func resume(_ rule: RemarkRule, _ place: Place) {
    if questioned || conditional { return set(.review, rule, place, weight: .firm) }
    if sameEntry, sticky, verdict.holds, rule.weight < .firm { return }
    // "退差价已处理 正常发" is an order that was never held: nothing is released.
    if rule.weight < .firm, aside, !verdict.holds { return }
    set(.resume, rule, place)
  }

  private mutating func doubt() {
    guard verdict != .none else { return }
    verdict = .review
    weight = .firm
  }

  private mutating func set(
    _ verdict: Verdict, _ rule: RemarkRule, _ place: Place, sticky: Bool = false, weight: RemarkRule.Weight? = nil
  ) {
    if let other = verdict.holds ? releaseNote : holdNote {
      turned = true
      if other != note { turnedBetweenNotes = true }
    }
    if verdict.holds { holdNote = note } else { releaseNote = note }
    self.verdict = verdict
    self.place = place
    self.weight = weight ?? rule.weight
    self.sticky = sticky
    sameEntry = true
    sameClause = true
  }
}
