import Orders
public import Store
import Vocabulary

/// What imports show of refunds, brought to ours.
extension Refunds {
  /// Follows an import that showed refunds, or orders as paid back in full. The orders' rows are locked: the import wrote
  /// them.
  public static func takeNews(_ opening: () throws -> RefundOpening, _ change: Change) throws {
    let shown = try OrderRefunds.shown(change)
    if !shown.isEmpty {
      let opening = try opening()
      let news = Dictionary(grouping: shown) { OrderKey(shop: $0.shop, id: $0.order) }
      let orders = try OrderRefunds.lock(news.keys, change)
      for key in news.keys.sorted() {
        if let order = orders[key] { try takeNews(news[key] ?? [], of: order, opening, change) }
      }
    }
    let paidBack = try RefundRecords.paidBack(change)
    for refund in paidBack { try settle(refund, answer: "paidBack", by: .platform, change) }
    if !shown.isEmpty || !paidBack.isEmpty { try OrderRefunds.announce(change) }
  }

  /// Brings what the platform shows of one order, whose row is locked, to its refunds.
  static func takeNews(
    _ news: [PlatformRefund], of order: Order, _ opening: RefundOpening, _ change: Change
  ) throws {
    for item in news {
      let known = try RefundRecords.ofOrder(order.key, change.session)
      if let refund = match(item, known) {
        try take(item, for: refund, of: order, beside: known, change)
      } else if item.state == .applied, order.refundBlock != .paidBack, !wasTakenBack(item, known) {
        try add(item, to: order, beside: known, opening, change)
      }
    }
  }

  /// Which of ours the platform means: by its number, else one that waits for its application.
  private static func match(_ news: PlatformRefund, _ known: [Refund]) -> Refund? {
    if let same = known.first(where: { $0.refundId == news.id && $0.state.isCounted }) { return same }
    guard news.state != .closed else { return nil }
    let waiting = known.filter { !$0.state.isFinal && $0.refundId == nil }
    if !news.line.isEmpty, let line = waiting.first(where: { $0.line == news.line }) { return line }
    let open = waiting.filter(\.line.isEmpty)
    let whole = open.first { $0.kind == .wholeOrder }
    if news.isWhole == true { return whole }
    if let amount = news.amount, let same = open.first(where: { $0.amount == amount }) { return same }
    if news.isWhole == nil, news.line.isEmpty, let whole { return whole }
    let parts = open.filter { $0.kind != .wholeOrder }
    return news.line.isEmpty && parts.count == 1 ? parts[0] : nil
  }

  /// Whether somebody has decided about this very application.
  private static func wasTakenBack(_ news: PlatformRefund, _ known: [Refund]) -> Bool {
    known.contains { $0.refundId == news.id && $0.refundVersion == news.version?.milliseconds }
  }

  private static func take(
    _ news: PlatformRefund, for refund: Refund, of order: Order, beside known: [Refund], _ change: Change
  ) throws {
    let rest = RefundCap(order, known.filter { $0.id != refund.id }).rest
    var next = refund
    switch PlatformNews.step(news, for: refund, rest: rest) {
    case .nothing: return
    case .settle:
      if let amount = news.amount, amount > .zero { next.amountFen = amount.fen }
      next.refundId = refund.refundId ?? news.id
      return try settle(refund, as: next, answer: news.state.rawValue, by: .platform, change)
    case .reopen:
      try BatchRecords.takeOut(refund, change)
      next.state = .awaitingApplication
      next.review = .applicationClosed
      next.refundId = nil
      next.refundVersion = nil
      next.batch = nil
    case .attach(let review):
      next.state = .applied
      next.review =
        review ?? (refund.review == .applicationClosed || refund.review == .amountUnknown ? nil : refund.review)
      apply(news, to: &next, takingAmount: review != .overCap, change)
    case .renew(let review):
      try BatchRecords.takeOut(refund, change)
      next.state = .applied
      next.batch = nil
      next.review = review
      // Somebody agreed to the version before.
      if review != nil { next.approvedBy = nil }
      apply(news, to: &next, takingAmount: review != .overCap, change)
    }
    try RefundRecords.replace(refund, with: next, change)
  }

  /// What is more than there is to pay back is not taken over: a person has to look at it.
  private static func apply(
    _ news: PlatformRefund, to refund: inout Refund, takingAmount: Bool, _ change: Change
  ) {
    refund.refundId = news.id
    refund.refundVersion = news.version?.milliseconds ?? refund.refundVersion
    if !news.phase.isEmpty { refund.phase = news.phase }
    if let deadline = news.deadline { refund.deadline = deadline }
    if takingAmount, let amount = news.amount, amount > .zero, amount.fen != refund.amountFen {
      refund.amountFen = amount.fen
      refund.amountBy = change.operation.actor.name
      refund.approvedBy = nil
    }
  }

  /// A buyer applied for what nobody here had queued: it joins the queue and a person decides. Where the whole order is
  /// queued, it is a line of that, and the rest waits on.
  private static func add(
    _ news: PlatformRefund, to order: Order, beside known: [Refund], _ opening: RefundOpening, _ change: Change
  ) throws {
    guard order.stage >= .paid, order.stage != .cancelled else { return }
    var known = known
    var review = Refund.Review.requested as Refund.Review?
    if let place = known.firstIndex(where: { $0.kind == .wholeOrder && $0.state == .awaitingApplication }),
      let whole = known[place].amount, let part = news.amount, part < whole
    {
      var smaller = known[place]
      smaller.amountFen = (whole - part).fen
      smaller.approvedBy = nil
      try RefundRecords.replace(known[place], with: smaller, change)
      known[place] = smaller
      review = nil
    }
    var asked = news.amount.flatMap { $0 > .zero ? $0 : nil }
    if let amount = asked, let rest = RefundCap(order, known).rest {
      if amount > rest {
        review = .overCap
        asked = rest > .zero ? rest : nil
      }
    } else {
      review = .amountUnknown
    }
    let isWhole = news.isWhole == true && !known.contains { $0.kind == .wholeOrder && $0.state.isCounted }
    let opens = opening.opensAt(order, now: change.operation.at)
    _ = try RefundRecords.insert(
      RefundRecords.New(
        order: order.key, line: isWhole ? "" : news.line, kind: isWhole ? .wholeOrder : .partial, stage: .applied,
        review: review, amount: asked, platform: news, opensAt: opens,
        deadline: news.deadline ?? opening.deadline(opensAt: opens, queuedAt: change.operation.at),
        source: "platform"), change)
  }

  /// It was paid, whoever did it. The order's row is locked; of a whole order no gate lets it pass any more.
  static func settle(
    _ refund: Refund, as wanted: Refund? = nil, answer: String, by channel: RefundAttempt.Channel, _ change: Change
  ) throws {
    if refund.state == .batched { try BatchRecords.takeOut(refund, change) }
    var next = wanted ?? refund
    next.state = .settled
    next.review = nil
    next.settledAt = change.operation.at
    next.attempts += 1
    if refund.state == .batched { next.batch = nil }
    try RefundRecords.replace(refund, with: next, change)
    try BatchRecords.note(.answered, answer, by: channel, of: next, change)
    if refund.kind == .wholeOrder { try OrderRefunds.set(.paidBack, of: refund.orderKey, change) }
  }
}
