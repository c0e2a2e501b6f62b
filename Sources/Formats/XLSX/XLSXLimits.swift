/// How much of an XLSX file is taken in. The defaults are Excel's own limits, and what keeps a hostile file harmless.
public struct XLSXLimits: Sendable, Equatable {
  /// The most entries of the archive.
  public let entries: Int
  /// The most bytes that all parts read may unpack to, counted while unpacking.
  public let inflatedBytes: Int
  /// How deep XML elements may nest.
  public let depth: Int
  /// The most rows and columns of a sheet.
  public let rows: Int
  public let columns: Int
  /// The longest cell, in bytes of UTF-8. A longer one makes its row defective.
  public let cellBytes: Int
  /// The longest row, in bytes of UTF-8 of its cells. A longer one is defective.
  public let rowBytes: Int
  /// The most bytes of cells that are handed out, and one for each column of each row: many cells may show one long
  /// shared string, and a row may be wide with next to nothing in it.
  public let textBytes: Int

  /// The most bytes that the table of shared strings may hold in memory.
  static let sharedBytes = 192 << 20
  /// The most bytes of a part that is held as a whole: relationships, the workbook, styles.
  static let smallPartBytes = 16 << 20
  /// The most elements that are kept of such a part; Excel knows 65,490 cell styles.
  static let smallPartElements = 100_000
  /// The longest tag or comment, in bytes.
  static let tokenBytes = 1 << 20
  /// The most memory that expat may take: it remembers each distinct name.
  static let parserBytes = 64 << 20
  /// The longest central directory of the archive, in bytes.
  static let directoryBytes = 4 << 20

  public init(
    entries: Int = 1_000, inflatedBytes: Int = 256 << 20, depth: Int = 64, rows: Int = 1_048_576,
    columns: Int = 16_384, cellBytes: Int = 65_536, rowBytes: Int = 4 << 20,
    textBytes: Int = 2 << 30
  ) {
    self.entries = entries
    self.inflatedBytes = inflatedBytes
    self.depth = depth
    self.rows = rows
    self.columns = columns
    self.cellBytes = cellBytes
    self.rowBytes = min(rowBytes, 1 << 29)
    self.textBytes = textBytes
  }
}
