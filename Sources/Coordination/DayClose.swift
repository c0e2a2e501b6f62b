import Cases
import Orders
import Playbooks
import Refunds
public import Store
public import Vocabulary

/// The closing run: nothing is in limbo, or it says what is, order by order, and what to do.
public struct DayClose: Sendable, Codable, Equatable {
  public struct Finding: Sendable, Codable, Equatable {
    public enum Kind: String, Sendable, CaseIterable, Codable {
      /// The buyer does not want it, and no refund is queued or paid.
      case noRefund
      /// Held, not applied for, and near the time until which it must be shipped.
      case notApplied
      /// A gate let it pass after it had been paid back.
      case passedAfterRefund
      /// A recall or an interception without a result.
      case openCase
      /// It went past us, and nobody has noted what came of it.
      case bypass
      /// It may have been paid; only the payer knows.
      case uncertainRefund
      /// Sent, and no answer has been noted.
      case unansweredRefund
      /// A person has to look at it.
      case refundToReview

      public var name: Message {
        switch self {
        case .noRefund: Message(zh: "买家不要了，却没有退款", en: "unwanted, without a refund")
        case .notApplied: Message(zh: "快到应发货时间，买家还没申请退款", en: "near its ship-by, not applied for")
        case .passedAfterRefund: Message(zh: "退款之后又过了关口", en: "passed a gate after it was paid back")
        case .openCase: Message(zh: "召回或拦截没有结果", en: "a recall or interception without a result")
        case .bypass: Message(zh: "绕过关口，没有结果", en: "shipped past us, without a result")
        case .uncertainRefund: Message(zh: "退款结果不明", en: "its refund is uncertain")
        case .unansweredRefund: Message(zh: "退款已提交，没有结果", en: "its refund was sent, without an answer")
        case .refundToReview: Message(zh: "退款要人工确认", en: "a person has to look at its refund")
        }
      }
    }

    public let kind: Kind
    public let shop: String
    public let order: String
    /// What exactly: the refund, the gate, the case.
    public let what: String
    /// The command that goes on from here.
    public fileprivate(set) var next: String
  }

  public let at: Instant
  public private(set) var findings: [Finding]
  public let isClean: Bool
  public let settled: Int64
  public let settledFen: Int64
  /// Refunds with a next step that is not today's.
  public let open: Int64
  public let openFen: Int64

  /// With this behind each next command: what names its shop, where that is not the usual one.
  public func adding(_ option: (_ shop: String) -> String) -> DayClose {
    var close = self
    for index in close.findings.indices { close.findings[index].next += option(close.findings[index].shop) }
    return close
  }

  public static func ask(shop: String?, now: Instant, _ session: any Session) throws -> DayClose {
    let near = try Setup.shippingRules(session).near(now)
    var found: [Finding] = try withoutRefund(shop, session)
    found += try Refunds.unapplied(shop: shop, shipBefore: near, session).map {
      Finding(kind: .notApplied, shop: $0.shop, order: $0.order, what: $0.refund, next: "peakday refund chase")
    }
    found += try passes(shop, session) + cases(shop, session) + bypasses(shop, session)
    for (stage, kind, next) in [
      (RefundStage.uncertain, Finding.Kind.uncertainRefund, "peakday refund submit"),
      (.submitted, .unansweredRefund, "peakday refund result"),
    ] {
      found += try Refunds.list(RefundFilter(shop: shop, stage: stage, limit: .max), session).map {
        Finding(kind: kind, shop: $0.shop, order: $0.order, what: $0.id, next: next)
      }
    }
    found += try Refunds.list(RefundFilter(shop: shop, reviewOnly: true, limit: .max), session).map {
      Finding(
        kind: .refundToReview, shop: $0.shop, order: $0.order, what: $0.review?.rawValue ?? "",
        next: "peakday refund approve \($0.id)")
    }
    let counts = try Refunds.counts(shop: shop, now: now, fourEyesAbove: .zero, session)
    let open =
      counts.awaiting + counts.early + counts.due + counts.batched + counts.submitted + counts.uncertain
    return DayClose(
      at: now, findings: found, isClean: found.isEmpty, settled: counts.settled, settledFen: counts.settledFen,
      open: open, openFen: counts.openFen)
  }

  private static func withoutRefund(_ shop: String?, _ session: any Session) throws -> [Finding] {
    let refunded = try Refunds.orders(shop: shop, session)
    return try OrderRefunds.unwanted(shop: shop, session).filter { !refunded.contains($0) }.map {
      Finding(
        kind: .noRefund, shop: $0.shop, order: $0.id, what: "buyerCancelled", next: "peakday refund queue \($0.id)")
    }
  }

  private static func passes(_ shop: String?, _ session: any Session) throws -> [Finding] {
    try OrderRefunds.passes(after: try Refunds.settled(shop: shop, session), session).map {
      Finding(
        kind: .passedAfterRefund, shop: $0.key.shop, order: $0.key.id, what: $0.gate,
        next: "peakday hold add \($0.key.id) --reason buyerCancelled")
    }
  }

  private static func cases(_ shop: String?, _ session: any Session) throws -> [Finding] {
    try [CaseKind.recall, .interception].flatMap { kind in
      try Cases.list(kind, shop: shop, openOnly: true, limit: .max, session).map {
        Finding(
          kind: .openCase, shop: $0.shop, order: $0.order, what: kind.rawValue,
          next: "peakday recall done \($0.order)\(kind == .interception ? " --kind interception" : "")")
      }
    }
  }

  /// A bypass opens an interception: what came of that is its result. One that had arrived has none; there the refund
  /// says what the buyer wants.
  private static func bypasses(_ shop: String?, _ session: any Session) throws -> [Finding] {
    let refunded = try Refunds.orders(shop: shop, session)
    return try Bypasses.list(shop: shop, limit: .max, session).filter { bypass in
      let cases = try Cases.ofOrder(shop: bypass.shop, order: bypass.order, session).filter { $0.kind == .interception }
      return cases.isEmpty && !refunded.contains(OrderKey(shop: bypass.shop, id: bypass.order))
    }.map {
      Finding(
        kind: .bypass, shop: $0.shop, order: $0.order, what: $0.stage.key, next: "peakday order show \($0.order)")
    }
  }
}
