import Vocabulary

/// Reads a worksheet of any length, row by row, in memory that grows with the shared strings only.
///
/// Rows without any content are passed over. The first row that is handed out is an ordinary record; later ones are at
/// least as wide, as the format leaves out empty cells at the end. Not for two threads at once.
public final class XLSXReader {
  public enum Row {
    /// Valid until the next call of `next()`.
    case record(XLSXRecord)
    case defect(XLSXDefect)
  }

  /// The path.
  public let name: String
  /// The worksheet that is read.
  public let sheetName: String
  /// All worksheets, hidden ones, too.
  public let sheetNames: [String]
  public let limits: XLSXLimits
  let scanner: UnsafeMutablePointer<SheetScanner>
  let shared: SharedStrings?
  private let part: SheetPart
  private var nextRow = 0
  private var isAtEnd = false
  /// What ends the reading, once the rows before it are handed out.
  private var failure: (any Error)?
  private(set) var row = SheetRow(number: 0, cells: 0..<0, defect: nil, defectColumn: -1)
  /// How often `next()` moved on; a record of an earlier number is gone.
  private(set) var generation = 0

  /// Opens a workbook, and reads all of it but the rows.
  ///
  /// - Parameter sheet: the worksheet's name; nil for the first visible one.
  /// - Throws: `Failure` of kind `.usage`: those of `ByteSource.file`; `library_missing`; `not_excel`,
  ///   `excel_encrypted`, `old_excel`, `xlsb_file`; and `xlsx_…` for a workbook that is damaged, hostile, too large, or
  ///   has no such sheet.
  public init(path: String, sheet: String? = nil, limits: XLSXLimits = XLSXLimits()) throws {
    let archive = try ZipArchive(path: path, limits: limits)
    let book = try Workbook(archive)
    let chosen = try book.sheet(sheet, in: path)
    shared = try book.sharedStrings.flatMap { try archive.entry($0) }.map { try SharedStrings($0) }
    guard let entry = try archive.entry(chosen.part) else {
      throw XLSXRefusal.corrupt("no part of sheet").failure("\(path): \(chosen.name)")
    }
    name = path
    sheetName = chosen.name
    sheetNames = book.sheets.map(\.name)
    self.limits = limits
    part = try SheetPart(entry, chosen.name, book, shared)
    scanner = part.scanner
  }

  /// The next record or defect; nil at the end.
  ///
  /// - Throws: `Failure` of kind `.usage`, `xlsx_…`, when the sheet is damaged or goes beyond a limit, behind the rows that
  ///   stand before that place; asked again, the same.
  public func next() throws -> Row? {
    generation &+= 1
    while nextRow == scanner.pointee.rows.count {
      if let failure { throw failure }
      if isAtEnd { return nil }
      nextRow = 0
      scanner.pointee.forgetRows()
      do {
        isAtEnd = try !part.readPiece()
      } catch {
        failure = error
      }
    }
    row = scanner.pointee.rows[nextRow]
    nextRow += 1
    let record = XLSXRecord(reader: self, generation: generation)
    if let reason = row.defect {
      return .defect(record.defect(reason, column: row.defectColumn < 0 ? nil : Int(row.defectColumn) + 1))
    }
    return .record(record)
  }

  /// Where a column's cell is among those of this row; nil when it is empty.
  func cell(_ column: Int) -> SheetCell? {
    let cells = scanner.pointee.cells
    // Where no cell before it is empty, it stands in its place.
    var (low, high) = (row.cells.lowerBound, min(row.cells.upperBound, row.cells.lowerBound + max(column, -1) + 1))
    if high > low, cells[high - 1].column == column { return cells[high - 1] }
    while low < high {
      let middle = (low + high) / 2
      if cells[middle].column == column { return cells[middle] }
      if cells[middle].column < column { low = middle + 1 } else { high = middle }
    }
    return nil
  }

  func bytes(_ cell: SheetCell) -> UnsafeBufferPointer<UInt8> {
    let base = cell.isShared ? shared?.base : scanner.pointee.texts.base
    return UnsafeBufferPointer(start: base.map { $0 + Int(cell.start) }, count: Int(cell.end - cell.start))
  }
}

/// One row, read from the reader's own buffers. Columns count from 0; one that is empty or not there reads as empty.
public struct XLSXRecord {
  let reader: XLSXReader
  let generation: Int

  /// The row's number in the sheet; the first is 1.
  public var rowNumber: Int { reader.row.number }

  /// How many columns there are: at least as many as the first row has.
  public var count: Int {
    let last = reader.row.cells.last.map { Int(reader.scanner.pointee.cells[$0].column) + 1 } ?? 0
    return max(reader.scanner.pointee.width, last)
  }

  /// The cell's value, cleaned (`Cell.clean`). Numbers and dates read as described at `NumberText` and `SerialDates`.
  public func text(_ column: Int) -> String {
    withBytes(column) { Cell.clean(utf8: $0) ?? "" }
  }

  /// The cell's value, otherwise untouched.
  public func verbatim(_ column: Int) -> String {
    withBytes(column) { String(decoding: $0, as: UTF8.self) }
  }

  /// The cell's value in UTF-8. The bytes last as long as the call.
  public func withBytes<Result>(
    _ column: Int, _ use: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    assert(generation == reader.generation, "a record is valid until the next one is read")
    guard let cell = reader.cell(column) else { return try use(UnsafeBufferPointer(start: nil, count: 0)) }
    return try use(reader.bytes(cell))
  }

  /// Every cell, cleaned.
  public var texts: [String] { (0..<count).map(text) }

  /// The defect of a cell whose number was rounded and is no identifier any more; nil when there is none.
  public func lostDigits(_ column: Int) -> XLSXDefect? {
    guard reader.cell(column)?.hasLostDigits ?? false else { return nil }
    return defect(.digitsLost, column: column + 1)
  }

  /// The row as a line of CSV, for a rejects file, without a line end.
  public var rawText: String { rawText(upTo: .max) }

  func defect(_ reason: XLSXDefect.Reason, column: Int?) -> XLSXDefect {
    XLSXDefect(reason: reason, rowNumber: rowNumber, columnNumber: column, rawText: rawText(upTo: 64 << 10))
  }

  private func rawText(upTo limit: Int) -> String {
    var line: [UInt8] = []
    for column in 0..<count {
      if column > 0 { line.append(comma) }
      withBytes(column) { CSVWriter.append($0, to: &line) }
      if line.count >= limit { break }
    }
    return String(decoding: line.prefix(limit), as: UTF8.self)
  }
}
