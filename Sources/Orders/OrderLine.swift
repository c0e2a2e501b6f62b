public import Vocabulary

/// One kind of goods in an order, as an item (宝贝) export shows it. Columns that no source has shown are nil.
public struct OrderLine: Sendable, Equatable, Codable {
  /// The platform's 子订单编号; where an export has none, its SKU or its place among the order's rows.
  public let line: String
  public var title: String?
  /// The shop's own code (商家编码).
  public var sku: String?
  /// The chosen attributes in words (商品属性).
  public var attributes: String?
  public var quantity: Int64?
  public var price: Money?
  public var paid: Money?
  public var refund: Money?
  /// The platform's own words.
  public var platformStatus: String?
  public var refundState: RefundState?
  public var shipBy: Instant?

  public init(line: String) {
    self.line = line
  }

  /// How people name it: its attributes and title, else its SKU.
  public var name: String {
    let words = [attributes, title ?? sku].compactMap { $0 }.joined(separator: " ")
    return words.isEmpty ? line : words
  }
}
