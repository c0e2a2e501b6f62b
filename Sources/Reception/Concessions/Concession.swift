public import Vocabulary

/// Something given to a buyer who bargains (议价让步), or not.
public struct Concession: Sendable, Codable, Equatable {
  public enum State: String, Sendable, CaseIterable, Codable {
    case asked, granted, refused

    public var name: Message {
      switch self {
      case .asked: Message(zh: "已申请", en: "asked")
      case .granted: Message(zh: "已给", en: "granted")
      case .refused: Message(zh: "已拒绝", en: "refused")
      }
    }
  }

  public let number: Int64
  public let sku: String
  public let order: String?
  /// What is given, and what the buyer does in return: keys of `concessions.yaml`.
  public let give: String
  public let condition: String
  public let askedFen: Money
  public let state: State
  public let grantedFen: Money?
  /// The rule that a refusal cites.
  public let citation: String?
  public let agent: String
  public let askedAt: Instant
  /// Before this moment nothing is granted.
  public let readyAt: Instant
}

/// How much may be given for one piece, and why not more.
public struct ConcessionRange: Sendable, Codable, Equatable {
  public enum Bound: String, Sendable, Codable {
    case percent, amount, floor, budget

    public var name: Message {
      switch self {
      case .percent: Message(zh: "价格的比例", en: "share of the price")
      case .amount: Message(zh: "每次的上限", en: "limit of one concession")
      case .floor: Message(zh: "底价", en: "floor price")
      case .budget: Message(zh: "今天剩下的预算", en: "rest of today's budget")
      }
    }
  }

  public let mostFen: Money
  public let bound: Bound
  /// What a buyer pays at the least with every activity that goes together.
  public let leastPriceFen: Money
  public let floorFen: Money
  /// What was given for the same product in the same order before.
  public let givenFen: Money

  /// The least of four bounds; never below zero.
  public init(
    price: Money, least: Money, floor: Money, given: Money, mostPercent: Int, most: Money, budgetLeft: Money
  ) {
    let bounds: [(Bound, Int64)] = [
      (.floor, least.fen - floor.fen - given.fen), (.budget, budgetLeft.fen), (.amount, most.fen),
      (.percent, price.fen * Int64(mostPercent) / 100),
    ]
    let tightest = bounds.min { $0.1 < $1.1 } ?? (.floor, 0)
    mostFen = Money(fen: max(0, tightest.1))
    bound = tightest.0
    leastPriceFen = least
    floorFen = floor
    givenFen = given
  }
}
