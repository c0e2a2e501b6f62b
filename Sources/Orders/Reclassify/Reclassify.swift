public import Playbooks
public import Store
public import Vocabulary

/// Reads the remarks of all orders that are not over once more, after the rules have changed.
public struct Reclassify {
  /// Orders that are looked at in one read.
  static let windowOrders: Int64 = 5_000
  /// Orders of one operation.
  static let partOrders = 100

  public let shop: String
  public let book: RemarkBook
  /// At most so many orders that differ.
  public let limit: Int

  public init(shop: String, book: RemarkBook, limit: Int) {
    self.shop = shop
    self.book = book
    self.limit = limit
  }

  /// A remark that reads differently now, and what follows.
  public struct Difference: Sendable, Codable, Equatable {
    public enum Effect: String, Sendable, Codable, CaseIterable {
      /// The order is held, or would be.
      case hold
      /// The order is held by these words already.
      case held
      /// A hold stays that the new rules would not place.
      case stays
      /// A person has lifted the hold of these words, and their word stands.
      case decided
      /// A later remark releases the order.
      case released
      case nothing
    }

    public let order: String
    /// `memo:3`, or `message` for the buyer's.
    public let source: String
    public let text: String
    public let old: Verdict
    public let new: Verdict
    public let effect: Effect
    /// The hold that is added.
    public let reason: HoldReason?
    public let stage: OrderStage

    /// What placing that hold finds at this stage.
    public var answer: HoldTiming.Answer? { reason.map { _ in HoldTiming(placedAt: stage).answer } }
  }

  /// What would differ; changes nothing.
  public func preview(_ store: Store) throws -> [Difference] {
    var (found, place): ([Difference], String) = ([], "")
    var orders = 0
    while orders < limit, let batch = try next(after: place, atMost: limit - orders, store) {
      for id in batch.orders { found += try store.read { try look(at: id, $0).differences } }
      orders += batch.orders.count
      place = batch.last
    }
    return found
  }

  /// Judges the remarks anew: adds holds, lifts none, and keeps the new verdicts.
  public func perform(_ run: PartedRun) throws -> (differences: [Difference], head: LogHead?) {
    if let done = try run.stored("end", as: Int.self) {
      return (try run.storedParts(as: Part.self).flatMap(\.result.differences), done.head)
    }
    var parts = try run.storedParts(as: Part.self).map(\.result)
    while true {
      let rest = limit - parts.reduce(0) { $0 + Set($1.differences.map(\.order)).count }
      guard rest > 0,
        let batch = try next(after: parts.last?.last ?? "", atMost: min(Self.partOrders, rest), run.store)
      else { break }
      parts.append(
        try run.perform(String(parts.count + 1)) { change in
          Part(differences: try batch.orders.flatMap { try apply(to: $0, change) }, last: batch.last)
        }.result)
      run.store.database.giveWay()
    }
    let found = parts.flatMap(\.differences)
    guard !found.isEmpty else { return ([], nil) }
    return (found, try run.perform("end") { _ in found.count }.head)
  }

  private struct Part: Codable {
    let differences: [Difference]
    let last: String
  }

  /// The next orders with a remark that reads differently, and where the search for more goes on.
  private func next(
    after place: String, atMost count: Int, _ store: Store
  ) throws -> (orders: [String], last: String)? {
    var place = place
    while let end = try store.read({
      try ReclassifyRecords.windowEnd(after: place, orders: Self.windowOrders, shop: shop, $0)
    }) {
      let found = try store.read { try candidates(after: place, upTo: end, $0) }
      if found.count > count { return (Array(found.prefix(count)), found[count - 1]) }
      if !found.isEmpty { return (found, end) }
      place = end
    }
    return nil
  }

  /// The orders of a stretch with a text that reads differently now.
  private func candidates(after place: String, upTo end: String, _ session: any Session) throws -> [String] {
    var (found, withMessage): ([String], Set<String>) = ([], [])
    try ReclassifyRecords.texts(after: place, upTo: end, shop: shop, session) { id, source, text, old in
      guard found.last != id else { return }
      if source == .message {
        guard HoldReason(book.buyerMessage.classify(text).verdict) != nil else { return }
        withMessage.insert(id)
      } else {
        guard book.sellerMemo.classify(text).verdict.rawValue != old else { return }
      }
      found.append(id)
    }
    // Whether a message has been judged before only its holds tell.
    return try found.filter { try !withMessage.contains($0) || !look(at: $0, session).differences.isEmpty }
  }

  private struct Look {
    let reread: [Reclassification.Reread]
    let differences: [Difference]
  }

  /// The order as it is; for a change its row is locked before.
  private func look(at id: String, _ session: any Session, order locked: Order? = nil) throws -> Look {
    let key = OrderKey(shop: shop, id: id)
    guard let order = try locked ?? OrderRecords.find(key, session), order.stage < .closed else {
      return Look(reread: [], differences: [])
    }
    let texts = try ReclassifyRecords.texts(of: key, session)
    // No verdict is kept for a message, so one that changes nothing would be told again each time.
    let reread = Reclassification.read(texts, by: book).filter {
      $0.source != .message || Self.reason($0.effect) != nil
    }
    return Look(
      reread: reread,
      differences: reread.map { item in
        Difference(
          order: id, source: item.source.text, text: texts.first { $0.source == item.source }?.text ?? "",
          old: item.old, new: item.new, effect: Self.effect(item.effect), reason: Self.reason(item.effect),
          stage: order.stage)
      })
  }

  private func apply(to id: String, _ change: Change) throws -> [Difference] {
    guard let order = try OrderRecords.lock(OrderKey(shop: shop, id: id), change.session) else { return [] }
    let found = try look(at: id, change.session, order: order)
    var facts = OrderFacts()
    for item in found.reread {
      if case .hold(let reason) = item.effect {
        _ = try Holds.place(NewHold(reason: reason, source: item.source), on: order, &facts, change)
      }
      if case .memo(let number) = item.source {
        try ReclassifyRecords.setVerdict(item.new, rule: item.rule, of: order.key, number: number, change)
      }
    }
    try facts.announce(change)
    return found.differences
  }

  private static func reason(_ effect: Reclassification.Reread.Effect) -> HoldReason? {
    if case .hold(let reason) = effect { reason } else { nil }
  }

  private static func effect(_ effect: Reclassification.Reread.Effect) -> Difference.Effect {
    switch effect {
    case .hold: .hold
    case .held: .held
    case .stays: .stays
    case .decided: .decided
    case .released: .released
    case .nothing: .nothing
    }
  }
}
