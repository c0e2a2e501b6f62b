import Vocabulary

/// Where the orders and refunds of one file come from, row by row or document by document, always in the same order.
protocol OrderSource: AnyObject {
  /// What the file turned out to hold, once it is read.
  var kind: ImportKind { get }
  /// Whether it shows memos, so that an order without one has an empty one.
  var hasMemo: Bool { get }
  /// The headers of columns that a whole export has and this file has not.
  var missedColumns: [String] { get }
  /// The platform's name of the shop, where it is new to us since it was last taken.
  var newShopName: String? { get set }

  /// The next one; nil at the end.
  ///
  /// - Throws: `Failure` for a file that is not what was meant as a whole.
  func next() throws -> ReadRow?
}

/// What a file holds.
public enum ImportKind: String, Sendable, Codable {
  /// 订单报表: a row is an order.
  case orders
  /// 宝贝报表: a row is a line of an order.
  case items
  /// Trade documents.
  case trades
  /// 退款报表, or refund documents.
  case refunds
}

/// What one row or document is.
enum ReadRow {
  case order(ImportedOrder)
  case refund(ImportedRefund)
  case reject(RejectedRow)
}
