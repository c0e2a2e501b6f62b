import Formats
import Vocabulary

/// The rows of a file that one operation takes in.
struct ImportPart: Sendable {
  /// The number of its last row; the header is not counted.
  var end: Int64 = 0
  /// How many of its rows count: those that an interrupted import took in before do not.
  var rows: Int64 = 0
  var orders: [ImportedOrder] = []
  /// Rows set aside; also those before the point where an interrupted import goes on.
  var rejects: [RejectedRow] = []
  /// How many of the counted rows were set aside.
  var rejected: Int64 = 0
  /// The platform's name of the shop, where it is new to us.
  var shopName: String?
}

/// Cuts a file into parts. The same file is always cut in the same places, so that an import that is resumed, or runs
/// twice at once, makes the very same parts. Rows of one order that stand together are never separated.
final class PartReader {
  private let rows: CSVReader
  private var reader: ImportedOrderReader
  private let size: Int
  private let skip: Int64
  private let file: ImportFile
  private let checks: ImportChecks
  /// The shop's name on the platform: as it is known, else as the first row shows it.
  private var shopName: String?
  private var newShopName: String?
  private var isFirst = true
  private var number: Int64 = 0
  /// The row behind the part before, which belongs to the next one.
  private var pending: ReadRow?

  /// `knownName` is the platform's name of the shop from earlier files.
  init(
    _ rows: CSVReader, _ reader: ImportedOrderReader, of file: ImportFile, size: Int, skip: Int64,
    checks: ImportChecks, knownName: String?
  ) {
    self.rows = rows
    self.reader = reader
    self.file = file
    self.size = size
    self.skip = skip
    self.checks = checks
    shopName = checks.acceptsNewName ? nil : knownName
  }

  /// The next part; nil at the end.
  func next() throws -> ImportPart? {
    var part = ImportPart()
    part.orders.reserveCapacity(size)
    while let row = try nextRow() {
      if part.rows >= size, !continues(row, part) {
        pending = row
        part.end = number - 1
        return try finished(part)
      }
      switch row {
      case .success(let order): add(order, to: &part)
      case .failure(let reject):
        part.rejects.append(reject)
        if number > skip {
          part.rows += 1
          part.rejected += 1
        }
      }
    }
    part.end = number
    return part.rows > 0 || !part.rejects.isEmpty ? try finished(part) : nil
  }

  private func nextRow() throws -> ReadRow? {
    if let row = pending {
      pending = nil
      return row
    }
    guard let row = try rows.next() else { return nil }
    number += 1
    return try read(row)
  }

  private func continues(_ row: ReadRow, _ part: ImportPart) -> Bool {
    guard case .success(let order) = row else { return false }
    return part.orders.last?.continues(in: order) ?? false
  }

  private func add(_ order: ImportedOrder, to part: inout ImportPart) {
    guard number > skip else { return }
    part.rows += 1
    if let last = part.orders.indices.last, part.orders[last].continues(in: order) {
      part.orders[last].add(order)
    } else {
      part.orders.append(order)
    }
  }

  /// Sets aside the numbers that Excel has rounded, and refuses a file that is not the one that was meant.
  private func finished(_ part: ImportPart) throws -> ImportPart {
    var part = part
    if isFirst, skip == 0 { try checks.refuseOld(part.orders, of: file) }
    isFirst = false
    part.shopName = newShopName
    newShopName = nil
    guard !checks.trustsNumbers, RoundedNumbers.areLikely(part.orders.lazy.map(\.id)) else { return part }
    for order in part.orders where RoundedNumbers.mayBe(order.id) {
      part.rejected += 1
      part.rejects.append(RoundedNumbers.reject(order))
    }
    part.orders.removeAll { RoundedNumbers.mayBe($0.id) }
    return part
  }

  private enum ReadRow {
    case success(ImportedOrder)
    case failure(RejectedRow)
  }

  private func read(_ row: CSVReader.Row) throws -> ReadRow {
    switch row {
    case .record(let record):
      do {
        var order = try reader.read(width: record.count, cell: record.text)
        order.row = record.rowNumber
        try compareShop(reader.shopName(record.text))
        return .success(order)
      } catch let defect as RowDefect {
        return .failure(
          RejectedRow(
            row: record.rowNumber, column: defect.column, code: defect.code, message: defect.message,
            text: record.rawText))
      }
    case .defect(let defect):
      return .failure(
        RejectedRow(
          row: defect.rowNumber, column: defect.columnNumber.map(String.init), code: defect.code,
          message: defect.message, text: defect.rawText))
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
    if isFirst, number == 1 { throw ImportChecks.otherShop(shown, known: shopName, file) }
    throw RowDefect(
      code: "other_shop", column: OrderColumn.shopName.header,
      message: Message(zh: "这一行是别的店“\(shown)”的", en: "this row is of another shop, '\(shown)'"))
  }
}
