import CXLSXWriter
import Glibc
public import Vocabulary

/// Writes a workbook of one sheet, row by row in constant memory: a bold header that stays in sight, a filter on each
/// column, columns as wide as their contents.
///
/// Text is always text: order numbers keep all digits, and nothing becomes a formula. The file appears under its name
/// when it is whole, readable by its owner only. Not for two threads at once.
public final class XLSXWriter {
  private let path: String
  private let file: TemporaryTarget
  private let library: LibXLSXWriter
  private var book: LibXLSXWriter.Book?
  private let sheet: LibXLSXWriter.Sheet
  private let bold: LibXLSXWriter.Format?
  private let timeFormat: LibXLSXWriter.Format?
  private var decimalFormats: [Int: LibXLSXWriter.Format] = [:]
  private var row: lxw_row_t = 0
  private var column: lxw_col_t = 0
  private var widths: [Int] = []
  /// How many rows decide how wide a column of text is.
  private static let measuredRows = 1_000
  /// The last row, from 1, that holds something.
  private var lastFilledRow = 0

  /// Begins a file and writes its header.
  ///
  /// - Parameters:
  ///   - path: a file that is not there yet.
  ///   - sheet: the sheet's name, at most 31 characters without `[]:*?/\`.
  ///   - header: the columns' names.
  ///   - created: the time that the file's properties show.
  /// - Throws: `Failure` of kind `.usage`: `file_exists`, `file_not_writable`, `library_missing`.
  public init(path: String, sheet: String, header: [String], created: Instant) throws {
    library = try LibXLSXWriter.shared.get()
    file = try TemporaryTarget(path)
    self.path = path
    let folder = strdup(file.folder)
    defer { Glibc.free(folder) }
    // What is put aside until the end stands beside the file: one full disk less to think of.
    var options = lxw_workbook_options(constant_memory: 1, tmpdir: folder, use_zip64: 0)
    guard let book = library.create(file.temporary, &options) else { throw file.unwritable() }
    guard let new = library.addSheet(book, sheet) else {
      library.free(book)
      throw Failure(.internal, code: "sheet_name", Message(zh: "工作表名无效：\(sheet)", en: "no sheet name: \(sheet)"))
    }
    self.book = book
    self.sheet = new
    var properties = lxw_doc_properties()
    properties.created = time_t(created.milliseconds / 1_000)
    _ = library.setProperties(book, &properties)
    bold = library.addFormat(book)
    timeFormat = library.addFormat(book)
    if let bold { library.setBold(bold) }
    if let timeFormat { library.setNumberFormat(timeFormat, "yyyy-mm-dd hh:mm:ss") }
    library.freeze(new, 1, 0)
    for name in header { try write(CSVWriter.neutral(name), format: bold) }
    try endRow()
  }

  deinit {
    if let book { library.free(book) }
  }

  /// A cell of text. One that would become a formula if it were saved as CSV gets a leading `'` (`CSVWriter.neutral`).
  /// Characters that XML forbids go; text beyond Excel's 32,767 characters is cut, which `…` shows.
  public func text(_ value: String) throws {
    try write(CSVWriter.neutral(value), format: nil)
  }

  /// A whole number; one that Excel would round becomes text.
  public func number(_ value: Int64) throws {
    guard value.magnitude < 1_000_000_000_000_000 else { return try write(String(value), format: nil) }
    try write(Double(value), format: nil, width: String(value).utf8.count)
  }

  /// An amount in yuan, shown with two decimals.
  public func money(_ value: Money) throws {
    try decimal(value.fen, decimals: 2)
  }

  /// A number with a fixed count of decimals: `units` counted in tenths, hundredths, thousandths …
  public func decimal(_ units: Int64, decimals: Int) throws {
    let value = Double(units) / pow(10, Double(decimals))
    try write(value, format: decimalFormat(decimals), width: String(units).utf8.count + 1)
  }

  /// A moment, as a date cell in shop time, to the second.
  public func time(_ value: Instant) throws {
    let seconds = (value.milliseconds + 8 * 3_600_000) / 1_000
    try write(Double(seconds) / 86_400 + 25_569, format: timeFormat, width: 19)
  }

  /// A cell without content.
  public func empty() {
    column += 1
  }

  /// Ends the row.
  ///
  /// - Throws: `Failure` `xlsx_too_many_rows` behind Excel's last row.
  public func endRow() throws {
    row += 1
    column = 0
    guard row < XLSXLimits().rows else { throw XLSXRefusal.tooManyRows(limit: XLSXLimits().rows).failure(path) }
  }

  /// A whole row of text cells.
  public func row(_ cells: [String]) throws {
    for cell in cells { try text(cell) }
    try endRow()
  }

  /// Writes the file, makes sure that it is whole and on the disk, and gives it its name.
  ///
  /// - Throws: `Failure` of kind `.usage`: `file_not_writable`, for instance when the disk is full; `file_exists`.
  public func finish() throws {
    guard let book else { return }
    for (column, width) in widths.enumerated() {
      let wide = Double(min(max(width + 3, 8), 60))
      _ = library.setColumn(sheet, lxw_col_t(column), lxw_col_t(column), wide, nil)
    }
    if !widths.isEmpty { _ = library.filter(sheet, 0, 0, max(row, 1) - 1, lxw_col_t(widths.count - 1)) }
    self.book = nil
    let code = library.close(book)
    guard code == LXW_NO_ERROR, isWhole() else { throw file.unwritable() }
    try file.publish()
  }

  /// Reads the file back: the library does not notice when what it puts aside meets a full disk.
  private func isWhole() -> Bool {
    let limits = XLSXLimits(inflatedBytes: .max, cellBytes: 1 << 20, rowBytes: 1 << 29, textBytes: .max)
    guard let reader = try? XLSXReader(path: file.temporary, limits: limits) else { return false }
    var last = 0
    do {
      while let row = try reader.next() {
        if case .record(let record) = row { last = record.rowNumber }
      }
    } catch {
      return false
    }
    return last == lastFilledRow
  }

  private func decimalFormat(_ decimals: Int) -> LibXLSXWriter.Format? {
    if let known = decimalFormats[decimals] { return known }
    guard let book, let new = library.addFormat(book) else { return nil }
    library.setNumberFormat(new, decimals > 0 ? "0." + String(repeating: "0", count: decimals) : "0")
    decimalFormats[decimals] = new
    return new
  }

  private func write(_ text: String, format: LibXLSXWriter.Format?) throws {
    let text = Self.allowed(EscapedText.escaping(text))
    guard !text.isEmpty else { return empty() }
    try check(library.writeString(sheet, row, column, text, format))
    note(width: row < Self.measuredRows ? TerminalText.width(text) : 0)
  }

  private func write(_ number: Double, format: LibXLSXWriter.Format?, width: Int) throws {
    try check(library.writeNumber(sheet, row, column, number, format))
    note(width: width)
  }

  private func note(width: Int) {
    while widths.count <= Int(column) { widths.append(0) }
    widths[Int(column)] = max(widths[Int(column)], width)
    lastFilledRow = Int(row) + 1
    column += 1
  }

  private func check(_ code: lxw_error) throws {
    switch code {
    case LXW_NO_ERROR: break
    case LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE:
      throw XLSXRefusal.tooManyColumns(limit: XLSXLimits().columns).failure(path)
    default: throw file.unwritable()
    }
  }

  /// The text without characters that XML 1.0 forbids (2.2), cut to what a cell of Excel takes.
  static func allowed(_ text: String) -> String {
    // U+FFFE and U+FFFF are EF BF BE and EF BF BF, few others have BF behind EF.
    var previous: UInt8 = 0
    let isPlain = text.utf8.allSatisfy { byte in
      defer { previous = byte }
      return byte >= 0x20 && !(byte == 0xBF && previous == 0xEF)
    }
    if isPlain, text.utf8.count <= cellUnits { return text }
    var result = String.UnicodeScalarView()
    var units = 0
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0..<0x09, 0x0B, 0x0C, 0x0E..<0x20, 0xFFFE, 0xFFFF: continue
      default: break
      }
      units += UTF16.width(scalar)
      result.append(scalar)
    }
    guard units > cellUnits else { return String(result) }
    while units > cellUnits - 1, let last = result.popLast() { units -= UTF16.width(last) }
    return String(result) + "…"
  }

  private static let cellUnits = 32_767
}
