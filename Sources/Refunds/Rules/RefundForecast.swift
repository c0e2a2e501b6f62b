public import Playbooks
public import Vocabulary

/// How many people an opening night needs, per half hour: a pure function of the queue and the playbook.
public struct RefundForecast: Sendable, Equatable, Codable {
  /// What waits for one opening.
  public struct Opening: Sendable, Equatable {
    public let at: Instant
    /// Buyers who have not applied yet: each is asked, then paid.
    public let unapplied: Int64
    public let applied: Int64
    /// Refunds that a person has to decide about.
    public let undecided: Int64

    public init(at: Instant, unapplied: Int64, applied: Int64, undecided: Int64) {
      self.at = at
      self.unapplied = unapplied
      self.applied = applied
      self.undecided = undecided
    }
  }

  public let from: Instant
  /// Applications that come in this half hour, and the seconds of work they bring.
  public let refunds: Int64
  public let seconds: Int64
  public let heads: Int64

  private static let slot: Int64 = 1_800

  /// Half hours with work, in order. `viaGateway`: batches go out by themselves, else every refund is paid by hand.
  public static func make(
    _ openings: [Opening], _ rules: RefundRules, perBatch: Int, viaGateway: Bool
  ) -> [RefundForecast] {
    var work: [Instant: (refunds: Int64, seconds: Int64)] = [:]
    let handling = rules.handling
    for opening in openings {
      var left = opening.unapplied
      for (place, share) in rules.arrivals.enumerated() {
        let start = opening.at.adding(minutes: Int64(place) * 30)
        let isFirst = place == 0
        let coming = min(left, (opening.unapplied * share + 99) / 100)
        left -= coming
        let refunds = coming + (isFirst ? opening.applied : 0)
        let payers =
          viaGateway ? (refunds + Int64(perBatch) - 1) / Int64(perBatch) * handling.batch : refunds * handling.sheet
        let seconds = coming * handling.ask + payers + (isFirst ? opening.undecided * handling.decide : 0)
        guard refunds > 0 || seconds > 0 else { continue }
        work[start, default: (0, 0)].refunds += refunds
        work[start, default: (0, 0)].seconds += seconds
      }
    }
    return work.keys.sorted().map { start in
      let (refunds, seconds) = work[start] ?? (0, 0)
      return RefundForecast(
        from: start, refunds: refunds, seconds: seconds, heads: (seconds + slot - 1) / slot)
    }
  }
}
