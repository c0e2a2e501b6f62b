import Formats
import Vocabulary

/// The orders of an order or item export.
final class TableOrders: OrderSource {
  let kind: ImportKind
  let hasMemo: Bool
  let missedColumns: [String]
  var newShopName: String?
  private let rows: any TableRows
  private var reader: ImportedOrderReader
  private let file: ImportFile
  /// The shop's name on the platform: as it is known, else as the first row shows it.
  private var shopName: String?
  private var isFirst = true
  /// Columns that name the order and its line.
  private let identifiers: [Int]

  /// `rows` stand behind the header. `knownName` is the platform's name of the shop from earlier files.
  init(
    _ rows: any TableRows, layout: OrderLayout, playbooks: ImportPlaybooks, of file: ImportFile, knownName: String?
  ) {
    self.rows = rows
    self.file = file
    reader = ImportedOrderReader(layout: layout, playbooks: playbooks)
    kind = layout.kind == .items ? .items : .orders
    hasMemo = layout.hasMemo
    missedColumns = layout.missed.map(\.header)
    shopName = knownName
    identifiers = [OrderColumn.id, .line].flatMap { layout.positions[$0] ?? [] }
  }

  func next() throws -> ReadRow? {
    guard let row = try rows.nextTableRow() else { return nil }
    defer { isFirst = false }
    switch row {
    case .defect(let defect): return .reject(RejectedRow(defect))
    case .record(let record):
      do {
        // A workbook may hold numbers as such, which keep 15 digits.
        for column in identifiers {
          if let defect = record.lostDigits(column) { return .reject(RejectedRow(defect)) }
        }
        var order = try reader.read(width: record.count, cell: record.text)
        order.row = record.rowNumber
        try compareShop(reader.shopName(record.text))
        return .order(order)
      } catch let defect as RowDefect {
        return .reject(RejectedRow(defect, record))
      }
    }
  }

  /// A whole file of another shop is refused at its first row; later, single rows of one are set aside.
  private func compareShop(_ shown: String?) throws {
    guard let shown else { return }
    guard let shopName else {
      shopName = shown
      newShopName = shown
      return
    }
    guard shown != shopName else { return }
    if isFirst { throw ImportChecks.otherShop(shown, known: shopName, file) }
    throw RowDefect(
      code: "other_shop", column: OrderColumn.shopName.header,
      message: Message(zh: "这一行是别的店“\(shown)”的", en: "this row is of another shop, '\(shown)'"))
  }
}

extension RejectedRow {
  init(_ defect: any TableDefect) {
    self.init(
      row: defect.rowNumber, column: defect.columnNumber.map(String.init), code: defect.code, message: defect.message,
      text: defect.rawText)
  }

  init(_ defect: RowDefect, _ record: any TableRecord) {
    self.init(
      row: record.rowNumber, column: defect.column, code: defect.code, message: defect.message, text: record.rawText)
  }
}
