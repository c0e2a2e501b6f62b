public import Playbooks
public import Vocabulary

/// What a change makes of an activity: only the fields that are given are different from now on.
public struct ActivityPatch: Sendable, Codable, Equatable {
  public var name: String?
  public var venue: String?
  public var starts: Instant?
  public var ends: Instant?
  public var thresholdFen: Int64?
  public var discountFen: Int64?
  public var percentOff: Int?
  public var every: Bool?
  public var stacksWith: [String]?
  public var excludes: [String]?
  /// Empty for none any more.
  public var gift: String?
  /// 0 for none any more.
  public var limitPerBuyer: Int?
  /// By SKU, in fen.
  public var prices: [String: Int64]?

  public init() {}

  /// The activity as it is afterwards.
  public func applied(to activity: Activity) -> Activity {
    var changed = activity
    if let name { changed.name = name }
    if let venue { changed.venue = venue }
    if let starts { changed.starts = starts }
    if let ends { changed.ends = ends }
    if let thresholdFen { changed.threshold = Money(fen: thresholdFen) }
    if let discountFen { changed.discount = Money(fen: discountFen) }
    if let percentOff { changed.percentOff = percentOff }
    if let every { changed.isEvery = every }
    if let stacksWith { changed.stacksWith = stacksWith }
    if let excludes { changed.excludes = excludes }
    if let gift { changed.gift = gift.isEmpty ? nil : gift }
    if let limitPerBuyer { changed.limitPerBuyer = limitPerBuyer == 0 ? nil : limitPerBuyer }
    for (sku, fen) in (prices ?? [:]).sorted(by: { $0.key < $1.key }) {
      let price = Activity.Price(sku: sku, price: Money(fen: fen))
      if let place = changed.prices.firstIndex(where: { $0.sku == sku }) {
        changed.prices[place] = price
      } else {
        changed.prices.append(price)
      }
    }
    return changed
  }
}

/// One field of an activity before and after a change, in words.
public struct ActivityDifference: Sendable, Codable, Equatable {
  public let field: String
  public let zh: String
  public let en: String
  public let before: String
  public let after: String

  /// In the order in which people name them.
  public static func between(_ old: Activity, _ new: Activity) -> [ActivityDifference] {
    func list(_ words: [String]) -> String { words.isEmpty ? "–" : words.joined(separator: "、") }
    func money(_ amount: Money) -> String { amount.yuan }
    func limit(_ number: Int?) -> String { number.map { String($0) } ?? "–" }
    var rows: [(String, String, String, String, String)] = [
      ("name", "名称", "name", old.name, new.name),
      ("venue", "会场", "venue", old.venue, new.venue),
      ("starts", "开始", "starts", old.starts.shopText, new.starts.shopText),
      ("ends", "结束", "ends", old.ends.shopText, new.ends.shopText),
      ("threshold", "门槛", "threshold", money(old.threshold), money(new.threshold)),
      ("discount", "减", "discount", money(old.discount), money(new.discount)),
      ("percent_off", "折扣%", "percent off", String(old.percentOff), String(new.percentOff)),
      ("every", "每满", "every", old.isEvery ? "是" : "否", new.isEvery ? "是" : "否"),
      ("stacks_with", "可叠加", "stacks with", list(old.stacksWith), list(new.stacksWith)),
      ("excludes", "不参加", "excludes", list(old.excludes), list(new.excludes)),
      ("gift", "赠品", "gift", old.gift ?? "–", new.gift ?? "–"),
      ("limit_per_buyer", "每人限", "limit per buyer", limit(old.limitPerBuyer), limit(new.limitPerBuyer)),
    ]
    for sku in Set(old.prices.map(\.sku)).union(new.prices.map(\.sku)).sorted() {
      rows.append(
        (
          "price \(sku)", "\(sku) 价", "price of \(sku)", old.price(of: sku).map(money) ?? "–",
          new.price(of: sku).map(money) ?? "–"
        ))
    }
    return rows.filter { $0.3 != $0.4 }.map {
      ActivityDifference(field: $0.0, zh: $0.1, en: $0.2, before: $0.3, after: $0.4)
    }
  }
}
