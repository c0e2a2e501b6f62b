import Formats
import Vocabulary

/// The refunds of a refund export (退款报表).
final class TableRefunds: OrderSource {
  let kind = ImportKind.refunds
  let hasMemo = false
  let missedColumns: [String] = []
  var newShopName: String?
  private let rows: any TableRows
  private let layout: RefundLayout

  /// `rows` stand behind the header.
  init(_ rows: any TableRows, layout: RefundLayout) {
    self.rows = rows
    self.layout = layout
  }

  func next() throws -> ReadRow? {
    switch try rows.nextTableRow() {
    case nil: return nil
    case .defect(let defect): return .reject(RejectedRow(defect))
    case .record(let record):
      for column in layout.identifiers {
        if let defect = record.lostDigits(column) { return .reject(RejectedRow(defect)) }
      }
      do throws(RowDefect) {
        var refund = try layout.read(width: record.count, cell: record.text)
        refund.row = record.rowNumber
        refund.rawText = record.rawText
        return .refund(refund)
      } catch {
        return .reject(RejectedRow(error, record))
      }
    }
  }
}

/// Which columns stand where in a refund export, and what its rows say: the classic one of 2020 and that of 2026.
struct RefundLayout {
  private enum Column: String, CaseIterable {
    case order = "订单编号"
    case id = "退款编号"
    case status = "退款状态"
    case amount = "买家退款金额"
    case paid = "买家实际支付金额"
    case part = "部分退款/全部退款"
    case phase = "售中或售后"
    case deadline = "超时时间"
  }

  let width: Int
  /// Columns that name the order and the refund.
  let identifiers: [Int]
  private let positions: [Column: Int]

  /// nil for a header of another kind of file.
  init?(header: [String]) {
    let names = header.map(OrderLayout.plainName)
    guard names.contains(Column.id.rawValue), names.contains(Column.order.rawValue) else { return nil }
    var positions: [Column: Int] = [:]
    for column in Column.allCases { positions[column] = names.firstIndex(of: column.rawValue) }
    self.positions = positions
    width = header.count
    identifiers = [Column.order, .id].compactMap { positions[$0] }
  }

  func read(width: Int, cell: (Int) -> String) throws(RowDefect) -> ImportedRefund {
    try RowDefect.refuseOtherWidth(width, expected: self.width, cell)
    func text(_ column: Column) -> String? {
      positions[column].map(cell).flatMap { $0.isEmpty ? nil : $0 }
    }
    func money(_ column: Column) throws(RowDefect) -> Money? {
      guard let text = text(column) else { return nil }
      guard let money = Money(yuan: text) else {
        throw RowDefect(
          code: "bad_amount", column: column.rawValue, message: Message(zh: "金额看不懂", en: "this is not an amount"))
      }
      return money
    }
    let (id, order) = (text(.id) ?? "", text(.order) ?? "")
    try ImportedRefund.check(id: id, order: order)
    let status = text(.status) ?? ""
    // A row without a state is a refund all the same: doubt never ships.
    var refund = ImportedRefund(
      id: id, order: order, state: PlatformCells.refundState(status) ?? .applied, status: status)
    refund.amount = try money(.amount)
    refund.paid = try money(.paid)
    if let words = text(.part) {
      refund.isWhole = words.contains("全部") ? true : words.contains("部分") ? false : nil
    }
    refund.phase = text(.phase)
    // Some rows say in words how much time is left.
    refund.deadline = text(.deadline).flatMap { Instant($0) }
    return refund
  }
}
