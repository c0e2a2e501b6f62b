import Orders
import Playbooks
public import Store
public import Vocabulary

/// The ledger of avoided cost: what the holds have saved so far, less what they cost. Counts come from the store, rates
/// from the shop's own estimates.
public struct Savings: Sendable, Codable, Equatable {
  public struct Entry: Sendable, Codable, Equatable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
      /// Unwanted orders that are held, or were closed, and never left.
      case avoidedParcels
      /// Orders that were held and are, or were, shipped after their time.
      case lateShipments
      /// Orders that were held as unwanted or doubtful and set free again.
      case goodOrdersHeld

      public var name: Message {
        switch self {
        case .avoidedParcels: Message(zh: "没有白发的包裹", en: "parcels that did not leave in vain")
        case .lateShipments: Message(zh: "因挂起而超时发货", en: "held orders shipped late")
        case .goodOrdersHeld: Message(zh: "误挂后放行", en: "good orders held by mistake")
        }
      }
    }

    public let kind: Kind
    public let orders: Int64
    /// What one of them saves; negative for a cost.
    public let rateFen: Int64
    public let amountFen: Int64
  }

  public let entries: [Entry]
  public let totalFen: Int64

  init(_ counts: HoldOutcomes, _ rates: CostRates) {
    func entry(_ kind: Entry.Kind, _ orders: Int64, _ rate: Int64) -> Entry {
      Entry(kind: kind, orders: orders, rateFen: rate, amountFen: orders * rate)
    }
    entries = [
      entry(.avoidedParcels, counts.neverLeft, rates.perAvoidedParcel.fen),
      entry(.lateShipments, counts.late, -rates.latePenalty.fen),
      entry(.goodOrdersHeld, counts.setFree, -rates.goodOrderHeld.fen),
    ]
    totalFen = entries.map(\.amountFen).reduce(0, +)
  }

  public static func ask(shop: String?, now: Instant, _ session: any Session) throws -> Savings {
    Savings(
      try OrderQuestions.holdOutcomes(shop: shop, now: now, session), try Setup.costRates(session))
  }
}
