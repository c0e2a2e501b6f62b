public import Vocabulary

/// One refund as the platform shows it, in a refund export or a document.
public struct ImportedRefund: Sendable, Equatable {
  /// The platform's `refund_id`, 退款编号.
  public let id: String
  /// The order's number, `tid`.
  public let order: String
  /// The order line, `oid`; nil where the source does not tell.
  public var line: String?
  /// The line of the file.
  public var row = 0
  public var state: RefundState
  /// The platform's own words.
  public var status: String
  /// What is or was asked back.
  public var amount: Money?
  /// What was paid for what the refund is about, as its source tells.
  public var paid: Money?
  /// 全部退款 or 部分退款; nil where the source does not tell.
  public var isWhole: Bool?
  /// `onsale` before the trade is finished, `aftersale` behind; in the platform's words.
  public var phase: String?
  /// When it last changed: the platform's version of it.
  public var modifiedAt: Instant?
  /// Until when somebody has to act.
  public var deadline: Instant?

  /// For a rejects file.
  var rawText = ""

  public init(id: String, order: String, state: RefundState, status: String) {
    self.id = id
    self.order = order
    self.state = state
    self.status = status
  }

  /// The number and order must be such as the platform gives.
  static func check(id: String, order: String) throws(RowDefect) {
    if let problem = OrderNumber.problem(order) {
      throw RowDefect(code: problem.code, column: OrderColumn.id.header, message: problem.message)
    }
    guard OrderNumber.problem(id) == nil else {
      throw RowDefect(
        code: "refund_number_malformed", column: "退款编号",
        message: Message(zh: "退款编号缺失或不像退款编号", en: "the refund's number is missing or malformed"))
    }
  }

  /// For a refund of an order that the store does not have.
  var unknownOrder: RejectedRow {
    RejectedRow(
      row: row, column: OrderColumn.id.header, code: "refund_of_unknown_order",
      message: Message(
        zh: "库里没有这个退款的订单；先导入订单，再导入退款", en: "the store does not have this refund's order; import the orders first"),
      text: rawText)
  }
}

extension ImportedOrder {
  /// What refunds show of their order, as an order export would show it in its refund columns.
  ///
  /// One that is applied for counts more than what is settled. The amounts of settled ones add up, and are never less than
  /// what was known: a list may hold some of them only.
  init(_ refunds: [ImportedRefund], of order: Order) {
    let settled = refunds.filter { $0.state == .refunded }
    var columns = OrderColumns()
    columns.refundState =
      refunds.contains { $0.state == .applied } ? .applied : settled.isEmpty ? .closed : .refunded
    let amounts = settled.compactMap(\.amount)
    if !amounts.isEmpty {
      columns.refund = max(amounts.reduce(.zero, +), order.columns.refund ?? .zero)
    }
    self.init(
      id: order.key.id, row: refunds.first?.row ?? 0, stage: order.stage, memo: nil, refundBlock: nil, columns: columns)
    if order.refundBlock == .paidBack {
      refundBlock = .paidBack
    } else if !settled.isEmpty {
      refundBlock = Self.isWhole(settled, refund: columns.refund, of: order) ? .paidBack : RefundBlock.none
    }
  }

  /// Whether all was paid back: by the list's own word, else by what the order's buyer paid. Nothing known is the whole:
  /// doubt never ships.
  private static func isWhole(_ settled: [ImportedRefund], refund: Money?, of order: Order) -> Bool {
    if settled.contains(where: { $0.isWhole == true }) { return true }
    let paid = order.columns.paid ?? order.columns.total
    if let refund, let paid, paid > .zero { return refund >= paid }
    if settled.allSatisfy({ $0.isWhole == false }) { return false }
    guard let refund, let paid = settled.compactMap(\.paid).max(), paid > .zero else { return true }
    return refund >= paid
  }
}
