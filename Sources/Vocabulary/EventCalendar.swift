/// The windows of an event and its dated rules, as the shop wrote them in `playbooks/event/`.
public struct EventCalendar: Sendable, Equatable, Codable {
  /// A stretch of the event: presale, deposit, a wave, the main day. `end` is the first moment after it.
  public struct Window: Sendable, Equatable, Codable {
    public let key: String
    public let zh: String
    public let en: String
    public let start: Instant
    public let end: Instant

    public init(key: String, zh: String, en: String, start: Instant, end: Instant) {
      self.key = key
      self.zh = zh
      self.en = en
      self.start = start
      self.end = end
    }
  }

  /// "Refunds on orders paid in this stretch open at this moment."
  public struct RefundOpening: Sendable, Equatable, Codable {
    public let paidFrom: Instant
    /// The first moment after the stretch.
    public let paidUntil: Instant
    public let opensAt: Instant

    public init(paidFrom: Instant, paidUntil: Instant, opensAt: Instant) {
      self.paidFrom = paidFrom
      self.paidUntil = paidUntil
      self.opensAt = opensAt
    }
  }

  public let key: String
  public let zh: String
  public let en: String
  public let windows: [Window]
  public let refundOpenings: [RefundOpening]

  public init(key: String, zh: String, en: String, windows: [Window], refundOpenings: [RefundOpening]) {
    self.key = key
    self.zh = zh
    self.en = en
    self.windows = windows
    self.refundOpenings = refundOpenings
  }

  /// When the refund of an order paid at `moment` opens; nil when no dated rule delays it.
  public func refundsOpen(forPaymentAt moment: Instant) -> Instant? {
    refundOpenings.first { $0.paidFrom <= moment && moment < $0.paidUntil }?.opensAt
  }

  /// The windows that hold at `moment`, in the written order.
  public func windows(at moment: Instant) -> [Window] {
    windows.filter { $0.start <= moment && moment < $0.end }
  }
}
