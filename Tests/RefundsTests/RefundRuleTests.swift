import Orders
import Playbooks
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Refunds

/// The pure rules, each with its table.
@Suite struct RefundRuleTests {
  /// Where a refund may go: rows from, columns to, in the order of `RefundStage.allCases`.
  static let moves: [(RefundStage, String)] = [
    // awaiting applied batched submitted uncertain settled refused withdrawn
    (.awaitingApplication, ".x...x.x"),
    (.applied, "x.x..x.x"),
    (.batched, "xx.x.x.x"),
    (.submitted, ".x..xxx."),
    (.uncertain, "...x.xx."),
    (.settled, "........"),
    (.refused, "........"),
    (.withdrawn, "........"),
  ]

  @Test("a refund moves as the table says", arguments: moves)
  func move(from: RefundStage, marks: String) {
    for (to, mark) in zip(RefundStage.allCases, marks) { #expect(from.mayBecome(to) == (mark == "x"), "\(from) \(to)") }
  }

  @Test("from everywhere something final can be reached, and what is out is never withdrawn")
  func reach() {
    #expect(Set(Self.moves.map(\.0)) == Set(RefundStage.allCases))
    for stage in RefundStage.allCases {
      var reached: Set = [stage]
      while true {
        let wider = reached.union(reached.flatMap(\.next))
        if wider == reached { break }
        reached = wider
      }
      #expect(reached.contains { $0.isFinal })
      if stage.isOut { #expect(!stage.mayBecome(.withdrawn)) }
    }
  }

  @Test(
    "a key is one text for each refund",
    arguments: [
      ("main", "3511", "", 1, "4:main:4:3511:0::1"), ("店铺甲", "1", "2", 3, "3:店铺甲:1:1:1:2:3"),
      ("a", "b:1", "", 1, "1:a:3:b:1:0::1"), ("a:1", "b", "", 1, "3:a:1:1:b:0::1"),
    ] as [(String, String, String, Int64, String)])
  func key(shop: String, order: String, line: String, sequence: Int64, text: String) {
    #expect(RefundKey.text(OrderKey(shop: shop, id: order), line: line, sequence: sequence) == text)
  }

  /// paid, shown, settled, settled since the source, open → what is left.
  static let caps: [(Int64?, Int64, Int64, Int64, Int64, Int64?)] = [
    (10_000, 0, 0, 0, 0, 10_000), (10_000, 300, 0, 0, 0, 9_700), (10_000, 0, 0, 0, 4_000, 6_000),
    // The platform shows what we paid.
    (10_000, 300, 300, 0, 0, 9_700),
    // It does not know yet.
    (10_000, 300, 500, 500, 0, 9_200), (10_000, 300, 800, 500, 100, 9_100),
    // It shows less than we know.
    (10_000, 0, 800, 0, 0, 9_200), (10_000, 10_000, 0, 0, 0, 0), (10_000, 9_000, 0, 0, 5_000, 0),
    (nil, 0, 0, 0, 0, nil),
  ]

  @Test("never more than was paid less what was or will be paid back", arguments: caps)
  func cap(paid: Int64?, shown: Int64, settled: Int64, since: Int64, open: Int64, rest: Int64?) {
    let cap = RefundCap(
      paid: paid.map(Money.init(fen:)), shown: Money(fen: shown), settled: Money(fen: settled),
      settledSince: Money(fen: since), open: Money(fen: open))
    #expect(cap.rest == rest.map(Money.init(fen:)))
  }

  @Test(
    "refunds open as the calendar says",
    arguments: [
      ("2026-11-11 00:00", "2026-11-12 00:00"), ("2026-11-11 23:59:59.999", "2026-11-12 00:00"),
      ("2026-11-12 00:00", "2026-11-12 00:00"), ("2026-11-10 23:59", "2026-11-10 23:59"),
    ])
  func opening(paid: String, opens: String) throws {
    let rules = try PlaybookSet.builtIn.refundRules()
    let opening = RefundOpening(try PlaybookSet.builtIn.calendars(), rules)
    let moment = try #require(Instant(paid))
    #expect(opening.opensAt(paidAt: moment) == Instant(opens))
    #expect(opening.deadline(opensAt: moment, queuedAt: moment) == moment.adding(minutes: 48 * 60))
  }

  static func refund(
    _ state: RefundStage, fen: Int64? = 1_000, number: String? = nil, version: Int64? = nil, approved: String? = nil
  ) -> Refund {
    Refund(
      shop: "s", id: "1.1", order: "1", line: "", sequence: 1, kind: .wholeOrder, state: state, review: nil,
      amountFen: fen, key: "k", refundId: number, refundVersion: version, phase: "", opensAt: Moments.opening,
      deadline: Moments.evening, batch: nil, attempts: 0, note: "", queuedAt: Moments.opening, queuedBy: "a",
      amountBy: "a", approvedBy: approved, submittedAt: nil, settledAt: nil, version: 1)
  }

  static func news(_ state: RefundState, fen: Int64? = 1_000, version: Int64? = nil) -> PlatformRefund {
    PlatformRefund(
      shop: "s", id: "901", order: "1", state: state, amount: fen.map(Money.init(fen:)),
      version: version.map(Instant.init(milliseconds:)))
  }

  static let platform: [(Refund, PlatformRefund, Int64?, PlatformNews.Step)] = [
    (refund(.awaitingApplication), news(.applied), 1_000, .attach(nil)),
    (refund(.awaitingApplication), news(.applied, fen: 900), 1_000, .attach(.amountDiffers)),
    (refund(.awaitingApplication), news(.applied, fen: 1_100), 1_000, .attach(.overCap)),
    (refund(.awaitingApplication, fen: nil), news(.applied), 1_000, .attach(nil)),
    (refund(.awaitingApplication, fen: nil), news(.applied), nil, .attach(.amountUnknown)),
    (refund(.awaitingApplication, fen: nil), news(.applied, fen: nil), nil, .attach(.amountUnknown)),
    (refund(.applied, number: "901", version: 5), news(.applied, version: 5), 1_000, .nothing),
    (refund(.applied, number: "901", version: 5), news(.applied, version: 6), 1_000, .renew(.staleVersion)),
    (refund(.batched, number: "901", version: 5), news(.applied, version: 6), 1_000, .renew(.staleVersion)),
    (refund(.batched, number: "901", version: 5), news(.applied, fen: 999, version: 6), 1_000, .renew(.amountDiffers)),
    (refund(.submitted, number: "901", version: 5), news(.applied, version: 6), 1_000, .nothing),
    (refund(.uncertain, number: "901"), news(.closed), 1_000, .nothing),
    (refund(.applied, number: "901"), news(.closed), 1_000, .reopen),
    (refund(.batched, number: "901"), news(.closed), 1_000, .reopen),
    (refund(.applied, number: "902"), news(.closed), 1_000, .nothing),
    (refund(.awaitingApplication), news(.refunded), 1_000, .settle),
    (refund(.uncertain, number: "901"), news(.refunded), 1_000, .settle),
    (refund(.settled, number: "901"), news(.refunded), 1_000, .nothing),
    (refund(.withdrawn), news(.refunded), 1_000, .nothing),
  ]

  @Test("what the platform shows", arguments: platform.indices)
  func news(index: Int) {
    let (refund, news, rest, step) = Self.platform[index]
    #expect(PlatformNews.step(news, for: refund, rest: rest.map(Money.init(fen:))) == step)
  }

  static let answers: [(RefundStage, PayerAnswer, PayerStep)] = [
    (.submitted, .paid(fen: 1_000), .settle), (.uncertain, .paid(fen: 1_000), .settle),
    (.submitted, .paid(fen: 999), .uncertain(.payerDisagrees)),
    (.uncertain, .paid(fen: 999), .uncertain(.payerDisagrees)),
    (.submitted, .refused("x"), .refuse), (.uncertain, .refused("x"), .refuse),
    (.submitted, .stale, .review(.staleVersion)), (.uncertain, .stale, .nothing),
    (.submitted, .lost("x"), .uncertain(nil)), (.uncertain, .lost("x"), .nothing),
    (.submitted, .unknown, .nothing), (.uncertain, .unknown, .nothing),
    (.settled, .refused("x"), .nothing), (.settled, .lost("x"), .nothing), (.applied, .paid(fen: 1_000), .nothing),
    (.refused, .paid(fen: 1_000), .nothing),
  ]

  @Test("what the payer says", arguments: answers.indices)
  func answer(index: Int) {
    let (state, answer, step) = Self.answers[index]
    #expect(PayerStep.step(answer, for: Self.refund(state)) == step)
  }

  @Test("the forecast follows the arrivals and ends")
  func forecast() throws {
    let rules = try PlaybookSet.builtIn.refundRules()
    let slots = RefundForecast.make(
      [RefundForecast.Opening(at: Moments.opening, unapplied: 1_000, applied: 100, undecided: 10)], rules, perBatch: 30,
      viaGateway: false)
    // 350 of 1,000 in the first half hour: 350 × 40 s + 450 × 20 s + 10 × 90 s = 23,900 s.
    #expect(slots.first == RefundForecast(from: Moments.opening, refunds: 450, seconds: 23_900, heads: 14))
    #expect(slots.count == 8)
    #expect(slots.map(\.refunds) == [450, 200, 120, 80, 50, 40, 30, 30])
    #expect(RefundForecast.make([], rules, perBatch: 30, viaGateway: true).isEmpty)
  }
}
