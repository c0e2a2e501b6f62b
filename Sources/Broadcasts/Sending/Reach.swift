public import Store
public import Vocabulary

/// Whom a version has reached, and how fast.
public struct BroadcastReach: Sendable, Codable, Equatable {
  public let number: Int64
  public let version: Int64
  public let title: String
  public let isInForce: Bool
  public let people: Int
  public let acknowledged: Int
  /// Of the people; 1 where there were none.
  public let share: Double
  /// From the delivery, or the start of the shift, to the receipt.
  public let medianSeconds: Int64?
  public let p90Seconds: Int64?
  public let late: Int
  public let escalated: Int
  public let wrongAnswers: Int64
  public let deliveries: [Delivery]

  /// - Throws: refused `unknown_broadcast`.
  public static func of(
    _ reference: Broadcast.Reference, shop: String, _ session: any Session
  ) throws -> BroadcastReach {
    let versions = try BroadcastRecords.versions(reference.number, shop: shop, session)
    guard let broadcast = versions.first(where: { $0.version == reference.version }) else {
      throw Broadcasts.unknown(reference.text)
    }
    return BroadcastReach(broadcast, try DeliveryRecords.of(reference, shop: shop, session))
  }

  init(_ broadcast: Broadcast, _ deliveries: [Delivery]) {
    number = broadcast.number
    version = broadcast.version
    title = broadcast.title
    isInForce = broadcast.isInForce
    people = deliveries.count
    let times = deliveries.compactMap { delivery in
      delivery.acknowledgedAt.map { max(0, $0.milliseconds - delivery.since.milliseconds) / 1_000 }
    }.sorted()
    acknowledged = times.count
    share = deliveries.isEmpty ? 1 : Double(times.count) / Double(deliveries.count)
    medianSeconds = Self.quantile(0.5, of: times)
    p90Seconds = Self.quantile(0.9, of: times)
    late = deliveries.count { delivery in delivery.acknowledgedAt.map { $0 > delivery.due } ?? false }
    escalated = deliveries.count { $0.escalatedAt != nil }
    wrongAnswers = deliveries.reduce(0) { $0 + $1.wrongAnswers }
    self.deliveries = deliveries
  }

  /// The smallest value that at least that share does not exceed.
  static func quantile(_ share: Double, of sorted: [Int64]) -> Int64? {
    guard !sorted.isEmpty else { return nil }
    let place = Int((share * Double(sorted.count)).rounded(.up)) - 1
    return sorted[min(max(place, 0), sorted.count - 1)]
  }
}

/// For how long somebody served without knowing.
public struct BroadcastExposure: Sendable, Codable, Equatable {
  public let agent: String
  /// The change's effect, or the start of the shift where that was later.
  public let from: Instant
  /// The receipt; nil while there is none.
  public let until: Instant?

  public func holds(_ moment: Instant) -> Bool { from <= moment && moment < until ?? Instant(milliseconds: .max) }

  /// Everybody who acknowledged a version after it took effect, or has not yet.
  public static func of(
    _ reference: Broadcast.Reference, shop: String, now: Instant, _ session: any Session
  ) throws -> [BroadcastExposure] {
    let versions = try BroadcastRecords.versions(reference.number, shop: shop, session)
    guard let broadcast = versions.first(where: { $0.version == reference.version }) else {
      throw Broadcasts.unknown(reference.text)
    }
    // A later version takes over from here.
    let end = broadcast.endedAt ?? now
    return try DeliveryRecords.of(reference, shop: shop, session).compactMap { delivery in
      let from = delivery.cause == .comingOn ? max(broadcast.effectiveAt, delivery.since) : broadcast.effectiveAt
      guard from < delivery.acknowledgedAt ?? end, from < end else { return nil }
      return BroadcastExposure(
        agent: delivery.agent, from: from, until: delivery.acknowledgedAt ?? broadcast.endedAt)
    }
  }
}
