public import Vocabulary

/// What agents must know of a product (产品手册).
public struct Product: Sendable, Codable, Equatable {
  public struct Attribute: Sendable, Codable, Equatable {
    public let name: String
    public let value: String
  }

  public struct Competitor: Sendable, Codable, Equatable {
    public let name: String
    /// What is different, in words for a buyer.
    public let versus: String
  }

  /// How it is measured: 衣长 from the collar or from the shoulder is the difference between a sale and a return.
  public struct Measurement: Sendable, Codable, Equatable {
    public let method: String
    public let unit: String
    public let tolerance: String
  }

  public struct Warranty: Sendable, Codable, Equatable {
    public let scope: String
    public let term: String
    /// Who pays the freight.
    public let freight: String
  }

  public let sku: String
  public let name: String
  public let sellingPoints: [String]
  public let attributes: [Attribute]
  public let benefits: [String]
  public let usage: String
  public let competitors: [Competitor]
  public let measurement: Measurement?
  public let warranty: Warranty?
  /// Known ones, told before a buyer finds them.
  public let defects: [String]
  public let goesWith: [String]
  public let price: Money?
  /// The least it may cost, whatever is stacked.
  public let floor: Money?
  public let isBestSeller: Bool
}

extension Product {
  /// What an entry should say; `score` counts how much of it does.
  public enum Part: String, Sendable, CaseIterable, Codable {
    case sellingPoints, attributes, benefits, usage, competitors, measurement, warranty, defects, goesWith, price, floor

    public var name: Message {
      switch self {
      case .sellingPoints: Message(zh: "卖点", en: "selling points")
      case .attributes: Message(zh: "属性", en: "attributes")
      case .benefits: Message(zh: "好处", en: "benefits")
      case .usage: Message(zh: "用法", en: "usage")
      case .competitors: Message(zh: "竞品", en: "competitors")
      case .measurement: Message(zh: "测量方法", en: "measurement")
      case .warranty: Message(zh: "保修", en: "warranty")
      case .defects: Message(zh: "已知瑕疵", en: "known defects")
      case .goesWith: Message(zh: "搭配", en: "goes with")
      case .price: Message(zh: "价格", en: "price")
      case .floor: Message(zh: "底价", en: "floor price")
      }
    }
  }

  /// What the entry does not say yet.
  public var missing: [Part] {
    Part.allCases.filter { part in
      switch part {
      case .sellingPoints: sellingPoints.isEmpty
      case .attributes: attributes.isEmpty
      case .benefits: benefits.isEmpty
      case .usage: usage.isEmpty
      case .competitors: competitors.isEmpty
      case .measurement: measurement.map { $0.method.isEmpty || $0.unit.isEmpty || $0.tolerance.isEmpty } ?? true
      case .warranty: warranty.map { $0.scope.isEmpty || $0.term.isEmpty || $0.freight.isEmpty } ?? true
      case .defects: defects.isEmpty
      case .goesWith: goesWith.isEmpty
      case .price: price == nil
      case .floor: floor == nil
      }
    }
  }

  /// How complete the entry is, in percent.
  public var score: Int { 100 * (Part.allCases.count - missing.count) / Part.allCases.count }
}

/// The entries of `handbook/*.yaml`, by path and line.
public struct Handbook: Sendable, Equatable {
  public let products: [Product]

  public init(products: [Product]) {
    self.products = products
  }

  public func product(_ sku: String) -> Product? { products.first { $0.sku == sku } }

  /// The least each code may cost, where the handbook says so.
  public var floors: [String: Money] {
    Dictionary(products.compactMap { product in product.floor.map { (product.sku, $0) } }) { first, _ in first }
  }

  /// The entry of a code; throws a refusal that names the nearest one.
  public func find(_ sku: String) throws(Failure) -> Product {
    if let product = product(sku) { return product }
    guard !products.isEmpty else { throw PlaybookSet.withoutFolder(Knowledge.handbookFolder) }
    let near = nearest(to: sku, among: products.map(\.sku))
    throw Failure(
      .refused, code: "unknown_product", Message(zh: "手册里没有这个编码", en: "the handbook has no such code"), place: sku,
      next: near.map { Message(zh: "是不是 \($0)？", en: "did you mean '\($0)'?") }
        ?? Message(zh: "找一下：peakday handbook search 词", en: "look for it: peakday handbook search WORD"))
  }
}
