import Broadcasts
import Cases
import Orders
import PageCheck
import Refunds
import Stock
public import Store
import Training
import Vocabulary

/// What follows from what: the one table that says which verbs of which rooms act when something happens in another.
/// They run in the same transaction, in the written order, and may refuse the whole change.
public enum Consequences {
  /// Throws for a fact that is not in the table: a consequence that nobody handles must not be lost.
  public static func follow(_ fact: any Fact, _ change: Change) throws {
    switch fact {
    case let fact as OrderFact: try follow(fact, change)
    case let fact as ActivityFact: try follow(fact, change)
    case let fact as PageFact: try follow(fact, change)
    case let fact as CaseFact: try follow(fact, change)
    default:
      throw Failure(
        .internal, code: "fact_unhandled",
        Message(zh: "没有人处理这件事：\(type(of: fact))", en: "nobody follows the fact \(type(of: fact))"))
    }
  }

  /// Passes that rest on the activity end. Scripts that were written for an older version are stale by its number alone;
  /// the broadcast stands in the same transaction (`ActivityChanging`).
  private static func follow(_ fact: ActivityFact, _ change: Change) throws {
    switch fact {
    case .changed(let shop, let activity, let version):
      _ = try Training.end(passesOn: activity, because: "\(activity) \(version)", shop: shop, change)
    }
  }

  private static func follow(_ fact: OrderFact, _ change: Change) throws {
    switch fact {
    case .changed: try OrderStock.follow(change)
    case .heldLate: try openCasesForLateHolds(change)
    case .released: try voidCasesOfReleasedOrders(change)
    case .bypassed: try interceptBypasses(change)
    case .addressLate: try redirectLateAddresses(change)
    case .takenOut: try endRecallsOfTakenOut(change)
    case .unwanted: try queueRefunds(of: try Holds.unwanted(change), change)
    case .unwantedPaid: try queueRefunds(of: try Holds.unwantedAndPaid(change), change)
    case .refundsShown: try Refunds.takeNews({ try Setup.refundOpening(change.session) }, change)
    case .wantedAgain: try Refunds.withdrawWanted(try Holds.wantedAgain(change), change)
    }
  }

  private static func follow(_ fact: PageFact, _ change: Change) throws {
    switch fact {
    case .checked: try PageDesk.followCheck(change)
    }
  }

  private static func follow(_ fact: CaseFact, _ change: Change) throws {
    switch fact {
    case .granted: try queueGrantedClaims(change)
    }
  }

  /// What was granted is paid like every other refund, and only once: the case is its source.
  private static func queueGrantedClaims(_ change: Change) throws {
    for claim in try Compensations.granted(change) {
      _ = try Refunds.queue(
        OrderKey(shop: claim.shop, id: claim.order),
        Refunds.Request(
          kind: .difference, amount: claim.amount,
          note: CaseReference(kind: .compensation, about: claim.order).description, caseID: claim.id),
        try Setup.refundOpening(change.session), try Setup.refundRules(change.session), change)
    }
  }

  /// A hold after print opens a recall, after hand-over an interception; later holds attach to the open case. An order
  /// in two parcels may need both: one has left, the other is still here.
  private static func openCasesForLateHolds(_ change: Change) throws {
    for hold in try Holds.late(change) {
      let kind: CaseKind = hold.consequence == .interception ? .interception : .recall
      try Cases.open(
        Cases.Opening(kind: kind, shop: hold.shop, order: hold.order, stage: hold.placedStage, hold: hold.id), change)
      guard kind == .interception else { continue }
      let here = try Parcels.leftBehind(OrderKey(shop: hold.shop, id: hold.order), change.session)
      guard let furthest = here.map(\.stage).max() else { continue }
      try Cases.open(
        Cases.Opening(kind: .recall, shop: hold.shop, order: hold.order, stage: furthest, hold: hold.id), change)
    }
  }

  /// A parcel on its way to an address that is no longer right: the courier has to be told.
  private static func redirectLateAddresses(_ change: Change) throws {
    for late in try Addresses.late(change) {
      try Cases.open(
        Cases.Opening(
          kind: .interception, shop: late.key.shop, order: late.key.id, stage: max(late.stage, .handedOver), hold: nil,
          addressVersion: late.number), change)
    }
  }

  /// What the buyer does not want is paid back when the day comes, and not before somebody has applied for it.
  private static func queueRefunds(of orders: [Order], _ change: Change) throws {
    try Refunds.queueUnwanted(orders, { try Setup.refundOpening(change.session) }, change)
  }

  /// The buyer wants it after all: what was to be taken out or stopped may go on.
  private static func voidCasesOfReleasedOrders(_ change: Change) throws {
    for key in try Holds.released(change) {
      try Cases.void(shop: key.shop, order: key.id, because: "released", change)
    }
  }

  /// What was taken out of its last parcel, nobody has to look for any more.
  private static func endRecallsOfTakenOut(_ change: Change) throws {
    for key in try Parcels.takenOut(change) {
      try Cases.finish(.recall, shop: key.shop, order: key.id, because: "takenOut", change)
    }
  }

  /// A held order that the ERP let go has to be stopped on its way; one that has arrived cannot be. What the courier has
  /// taken, nobody needs to look for here any more; what was only marked as shipped may still be here.
  private static func interceptBypasses(_ change: Change) throws {
    for bypass in try Bypasses.found(change) {
      if bypass.stage >= .handedOver {
        try Cases.fail(.recall, shop: bypass.shop, order: bypass.order, because: "gone", change)
      }
      // One that was found before has its interception, or somebody has noted what came of it.
      guard bypass.stage < .closed, bypass.foundAt == change.operation.at else { continue }
      try Cases.open(
        Cases.Opening(kind: .interception, shop: bypass.shop, order: bypass.order, stage: bypass.stage, hold: nil),
        change)
    }
  }
}
