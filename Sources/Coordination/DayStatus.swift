import Broadcasts
import Cases
public import Orders
import Playbooks
public import Refunds
import Rota
public import Store
public import Vocabulary

/// How the day stands: the lead's one page.
public struct DayStatus: Sendable, Codable, Equatable {
  public let at: Instant
  public let orders: Int64
  public let stages: [OrderQuestions.StageCount]
  public let reasons: [OrderQuestions.ReasonCount]
  /// Orders held because the buyer does not want them. Here and below only orders that are not over: a hold on a
  /// closed one is a record and nothing follows from it.
  public let unwanted: Int64
  public let heldOrders: Int64
  /// What the buyers of the held orders paid.
  public let heldFen: Int64
  /// Held orders between print and hand-over.
  public let heldAfterPrint: Int64
  public let openRecalls: Int64
  public let openInterceptions: Int64
  /// Recalls and interceptions that failed: unwanted parcels that are on their way.
  public let failedCases: Int64
  /// Open cases of any kind whose deadline has passed.
  public let overdueCases: Int64
  public let bypasses: Int64
  public let newestImport: Instant?
  /// Export time of the newest source with a memo column: what was written later is not known here.
  public let newestMemoImport: Instant?
  public let unfinishedImports: Int64
  /// The unwanted orders by how far they have come, and the deadlines.
  public let picture: ImportPicture
  /// Free orders before printing whose memo is older than the print gate allows.
  public let staleOrders: Int64
  /// Deadlines that passed, and holds whose time has come, not acted on yet.
  public let dueHolds: Int64
  public let dueLifts: Int64
  public let savings: Savings
  /// Labels with an old address, changes that the platform does not show yet, and proposals that wait.
  public let addresses: AddressCounts
  /// Open promises that are due within two hours, or were.
  public let duePromises: Int64
  /// Requests that wait for a second person.
  public let openOverrides: Int64
  /// SKUs whose page, warehouse and ledger differ for no known reason, and those of which too many were sold.
  public let stockDifferences: Int64
  public let oversoldSkus: Int64
  /// The queue of refunds.
  public let refunds: RefundCounts
  /// People on shift at this moment, and how many of them are there.
  public let rosteredHeads: Int64
  public let readyHeads: Int64
  /// Changes in force that somebody has not acknowledged whose minutes have begun, and how many people that is.
  public let unreadBroadcasts: Int64
  public let unreadPeople: Int64

  public static func ask(shop: String?, now: Instant, _ session: any Session) throws -> DayStatus {
    let stages = try OrderQuestions.countByStage(shop: shop, session)
    let reasons = try OrderQuestions.countByReason(shop: shop, session)
    let alive = stages.filter { $0.stage < .closed }
    let newest = try OrderQuestions.newestSources(shop: shop, session)
    let due = try OrderQuestions.due(shop: shop, now: now, session)
    let print = try Gates.all(session).first { $0.to == .printed }
    let heads = try Fitness.heads(shop: shop, now: now, session)
    let unread = try UnreadBroadcasts.count(shop: shop, now: now, session)
    return DayStatus(
      at: now, orders: stages.map(\.orders).reduce(0, +), stages: stages, reasons: reasons,
      unwanted: reasons.first { $0.reason == .buyerCancelled }?.orders ?? 0,
      heldOrders: alive.map(\.held).reduce(0, +), heldFen: alive.map(\.heldFen).reduce(0, +),
      heldAfterPrint: stages.filter { $0.stage >= .printed && $0.stage <= .consigned }.map(\.held).reduce(0, +),
      openRecalls: try Cases.countOpen(.recall, shop: shop, session),
      openInterceptions: try Cases.countOpen(.interception, shop: shop, session),
      failedCases: try Cases.countFailed(shop: shop, session),
      overdueCases: try Cases.countOverdue(shop: shop, now: now, session),
      bypasses: try Bypasses.count(shop: shop, session),
      newestImport: newest.any, newestMemoImport: newest.memo,
      unfinishedImports: try OrderQuestions.countUnfinishedImports(session),
      picture: try ImportPicture.ask(shop: shop, now: now, try Setup.shippingRules(session), session),
      staleOrders: try print.map {
        try OrderQuestions.countStale(
          shop: shop, oldest: now.adding(minutes: -$0.freshnessLimitMinutes), session)
      } ?? 0,
      dueHolds: due.holds, dueLifts: due.lifts, savings: try Savings.ask(shop: shop, now: now, session),
      addresses: try Addresses.counts(shop: shop, session),
      duePromises: try Promises.countDue(shop: shop, by: now.adding(minutes: 120), session),
      openOverrides: try Overrides.countOpen(shop: shop, session),
      stockDifferences: try Cases.countOpen(.stockDifference, shop: shop, session),
      oversoldSkus: try Cases.countOpen(.oversold, shop: shop, session),
      refunds: try Refunds.counts(
        shop: shop, now: now, fourEyesAbove: try Setup.refundRules(session).fourEyesAbove, session),
      rosteredHeads: heads.rostered, readyHeads: heads.ready, unreadBroadcasts: unread.broadcasts,
      unreadPeople: unread.people)
  }
}
