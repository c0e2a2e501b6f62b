public import Playbooks
public import Vocabulary

/// What to offer beside a product: two or three, never four, for with more a buyer does not choose.
public struct Recommendation: Sendable, Codable, Equatable {
  public enum Reason: Sendable, Codable, Equatable {
    /// The product's own entry names it.
    case goesWith
    /// Its entry names the product.
    case pointsBack
    /// Both go with this product, which stands between them.
    case shared(String)
    /// With it the order reaches the threshold of this activity.
    case reaches(String)
    case bestSeller

    public var name: Message {
      switch self {
      case .goesWith: Message(zh: "手册里写了搭配", en: "the handbook pairs them")
      case .pointsBack: Message(zh: "它的手册里写了搭配", en: "its own entry pairs them")
      case .shared(let sku): Message(zh: "都与 \(sku) 搭配", en: "both go with \(sku)")
      case .reaches(let activity): Message(zh: "加上就够“\(activity)”", en: "with it the order reaches '\(activity)'")
      case .bestSeller: Message(zh: "热销", en: "a best seller")
      }
    }

    fileprivate var weight: Int {
      switch self {
      case .goesWith: 8
      case .reaches: 5
      case .pointsBack: 4
      case .shared: 2
      case .bestSeller: 1
      }
    }
  }

  public let sku: String
  public let name: String
  public let priceFen: Money?
  /// Its best selling point; nil where the handbook has none.
  public let point: String?
  public let reasons: [Reason]

  static let most = 3

  /// The best two or three for a product. Refused where the handbook gives fewer than two reasons to offer something.
  ///
  /// - Parameters:
  ///   - amount: what is in the buyer's cart so far; the product's price where it is not known.
  ///   - outOfStock: codes that nobody can buy now.
  public static func choose(
    for sku: String, in handbook: Handbook, _ activities: ActivityBook, amount: Money? = nil, at now: Instant,
    outOfStock: Set<String> = []
  ) throws(Failure) -> [Recommendation] {
    let product = try handbook.find(sku)
    let cart = amount ?? product.price
    let candidates = handbook.products.filter { $0.sku != sku && !outOfStock.contains($0.sku) }
      .map { other in
        (other, reasons(for: other, beside: product, in: handbook, activities, cart: cart, at: now))
      }
      .filter { !$0.1.isEmpty }
      .map { other, reasons in
        (
          weight: reasons.map(\.weight).reduce(0, +),
          entry: Recommendation(
            sku: other.sku, name: other.name, priceFen: other.price, point: other.sellingPoints.first,
            reasons: reasons)
        )
      }
      .sorted { ($0.weight, $1.entry.sku) > ($1.weight, $0.entry.sku) }
    guard candidates.count >= 2 else {
      throw Failure(
        .refused, code: "nothing_to_recommend",
        Message(zh: "手册里能推荐的不到两样", en: "the handbook gives fewer than two to recommend"), place: sku,
        next: Message(
          zh: "在 handbook/ 里补 goes_with 或 best_seller", en: "add 'goes_with' or 'best_seller' in handbook/"))
    }
    return candidates.prefix(most).map(\.entry)
  }

  private static func reasons(
    for other: Product, beside product: Product, in handbook: Handbook, _ activities: ActivityBook, cart: Money?,
    at now: Instant
  ) -> [Reason] {
    var reasons: [Reason] = []
    if product.goesWith.contains(other.sku) { reasons.append(.goesWith) }
    if other.goesWith.contains(product.sku) { reasons.append(.pointsBack) }
    if reasons.isEmpty, let between = product.goesWith.first(where: { other.goesWith.contains($0) }) {
      reasons.append(.shared(between))
    }
    if let cart, let price = other.price,
      let reached = activities.activities.first(where: { activity in
        activity.holds(at: now) && activity.covers(product.sku) && activity.covers(other.sku)
          && cart < activity.threshold && cart + price >= activity.threshold
      })
    {
      reasons.append(.reaches(reached.name))
    }
    if other.isBestSeller { reasons.append(.bestSeller) }
    return reasons
  }
}
