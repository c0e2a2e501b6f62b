public import Vocabulary

/// `costs.yaml`: what a hold saves and what a mistake costs, by the shop's own estimate.
public struct CostRates: Sendable, Equatable {
  public let courierFee: Money
  public let returnFee: Money
  public let handling: Money
  public let latePenalty: Money
  public let goodOrderHeld: Money

  /// What it saves that an unwanted parcel never left.
  public var perAvoidedParcel: Money { courierFee + returnFee + handling }

  static func read(_ file: PlaybookFile, _ problems: Problems) -> CostRates? {
    let keys = ["courierFee", "returnFee", "handling", "latePenalty", "goodOrderHeld"]
    guard let root = YamlReader.read(file, problems), let fields = Fields(root, known: keys, problems) else {
      return nil
    }
    let rates = keys.map { rate(fields, $0) }
    guard let courier = rates[0], let back = rates[1], let handling = rates[2], let late = rates[3],
      let mistake = rates[4]
    else { return nil }
    return CostRates(
      courierFee: courier, returnFee: back, handling: handling, latePenalty: late, goodOrderHeld: mistake)
  }

  private static func rate(_ fields: Fields, _ key: String) -> Money? {
    guard let text = fields.text(key) else { return nil }
    guard let money = Money(yuan: text), money >= .zero, money <= Money(fen: 10_000_00) else {
      fields.wrong(key, zh: "应是 0 到 10000 之间的金额（元）", en: "must be an amount in yuan between 0 and 10000")
      return nil
    }
    return money
  }
}
