public import Vocabulary

/// A file of rows and columns, whatever its format: read once, from front to back. The header is an ordinary row.
public protocol TableRows: AnyObject {
  var name: String { get }

  /// The next row; nil at the end.
  ///
  /// - Throws: `Failure` when the source cannot be read further.
  func nextTableRow() throws -> TableRow?
}

/// What a table hands out.
public enum TableRow {
  /// Valid until the next row is read.
  case record(any TableRecord)
  /// A row that cannot be used as it stands. Reading goes on with the next one.
  case defect(any TableDefect)
}

/// One row. Columns count from 0; one that is not there reads as empty.
public protocol TableRecord {
  /// Its place in the file as people count; the header is 1.
  var rowNumber: Int { get }
  var count: Int { get }
  /// The cell's value, cleaned of what the platform and Excel wrap around it (`Cell.clean`).
  func text(_ column: Int) -> String
  /// The defect of a cell whose number was rounded and is no identifier any more; nil when there is none.
  func lostDigits(_ column: Int) -> (any TableDefect)?
  /// The row as it stands in the file, for a rejects file.
  var rawText: String { get }
}

extension TableRecord {
  public func lostDigits(_ column: Int) -> (any TableDefect)? { nil }

  /// Every cell, cleaned.
  public var texts: [String] { (0..<count).map(text) }
}

/// Why a row cannot be used.
public protocol TableDefect {
  var rowNumber: Int { get }
  /// Counted from 1; nil when it is the whole row.
  var columnNumber: Int? { get }
  var code: String { get }
  var message: Message { get }
  var rawText: String { get }

  /// The same for whoever cannot go on without this row.
  func failure(in file: String) -> Failure
}

extension CSVRecord: TableRecord {}

extension CSVDefect: TableDefect {}

extension CSVReader: TableRows {
  public func nextTableRow() throws -> TableRow? {
    switch try next() {
    case .record(let record): .record(record)
    case .defect(let defect): .defect(defect)
    case nil: nil
    }
  }
}

extension XLSXRecord: TableRecord {
  public func lostDigits(_ column: Int) -> (any TableDefect)? {
    let defect: XLSXDefect? = lostDigits(column)
    return defect
  }
}

extension XLSXDefect: TableDefect {}

extension XLSXReader: TableRows {
  public func nextTableRow() throws -> TableRow? {
    switch try next() {
    case .record(let record): .record(record)
    case .defect(let defect): .defect(defect)
    case nil: nil
    }
  }
}
