public import Vocabulary

/// Writes CSV (RFC 4180, UTF-8, CRLF) that Excel opens in Chinese, and where no text becomes a formula.
public final class CSVWriter {
  private let sink: ByteSink
  private var pending: [UInt8] = []
  private var cellsInRow = 0
  /// The row so far is one empty cell, which must not become a blank line.
  private var isRowBare = false

  /// - Parameter byteOrderMark: Excel on Windows needs it to see UTF-8.
  public init(to sink: ByteSink, byteOrderMark: Bool = true) {
    self.sink = sink
    if byteOrderMark { pending += [0xEF, 0xBB, 0xBF] }
  }

  /// A cell of text. One that a spreadsheet would take for a formula gets a leading `'` (`CSVWriter.neutral`).
  public func text(_ value: String) {
    append(Self.neutral(value))
  }

  /// An identifier. Digits alone are written `="3515…"`, as the platform's exports do: a spreadsheet keeps 15 digits of a
  /// number and would lose the rest.
  public func identifier(_ value: String) {
    guard value.utf8.count > 11, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return text(value) }
    append("=\"\(value)\"")
  }

  /// A whole number, which may be negative.
  public func number(_ value: Int64) {
    append(String(value))
  }

  /// An amount in yuan with two decimals.
  public func money(_ value: Money) {
    append(value.yuan)
  }

  /// A number with a fixed count of decimals, such as `-3.5`: `units` counted in tenths, hundredths, thousandths …
  public func decimal(_ units: Int64, decimals: Int) {
    var digits = String(units.magnitude)
    if digits.count <= decimals { digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits }
    let point = decimals > 0 ? "." : ""
    append((units < 0 ? "-" : "") + digits.dropLast(decimals) + point + digits.suffix(decimals))
  }

  /// Ends the row.
  ///
  /// - Throws: `Failure` when the sink cannot be written.
  public func endRow() throws {
    if isRowBare { pending += [quote, quote] }
    pending += [carriageReturn, lineFeed]
    cellsInRow = 0
    isRowBare = false
    if pending.count >= 64 << 10 { try flush() }
  }

  /// A whole row of text cells.
  public func row(_ cells: [String]) throws {
    for cell in cells { text(cell) }
    try endRow()
  }

  /// Writes what is still pending and finishes the sink.
  public func finish() throws {
    try flush()
    try sink.finish()
  }

  /// The text with a leading `'` where it begins with one of = + - @ TAB CR LF or their full-width forms, which
  /// spreadsheets may run as a formula (OWASP, "CSV Injection").
  public static func neutral(_ value: String) -> String {
    switch value.unicodeScalars.first {
    case "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠": "'" + value
    default: value
    }
  }

  private func append(_ value: String) {
    if cellsInRow > 0 { pending.append(comma) }
    cellsInRow += 1
    isRowBare = cellsInRow == 1 && value.isEmpty
    Self.append(value.utf8, to: &pending)
  }

  /// A cell as CSV writes it: in quotes where it needs them.
  static func append(_ bytes: some Collection<UInt8>, to line: inout [UInt8]) {
    // U+FEFF in front would be taken for a byte order mark if it began the file.
    let needsQuotes =
      bytes.first == 0xEF
      || bytes.contains { $0 == comma || $0 == quote || $0 == carriageReturn || $0 == lineFeed }
    guard needsQuotes else {
      line += bytes
      return
    }
    line.append(quote)
    for byte in bytes {
      if byte == quote { line.append(quote) }
      line.append(byte)
    }
    line.append(quote)
  }

  private func flush() throws {
    try sink.write(pending)
    pending.removeAll(keepingCapacity: true)
  }
}
