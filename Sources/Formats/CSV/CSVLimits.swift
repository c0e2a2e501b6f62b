/// How much of a CSV file is held at once. What goes beyond makes the row defective; reading goes on behind it.
public struct CSVLimits: Sendable, Equatable {
  /// The longest field, in bytes as written, its quotes included where they need undoing.
  public let fieldBytes: Int
  /// The longest record, in bytes as written, without its line end.
  public let rowBytes: Int
  /// The most fields in a record.
  public let columns: Int
  /// How much of a defective record is kept for the rejects file, in bytes.
  public let rawBytes: Int
  /// How much of the file's beginning decides its encoding, in bytes.
  public let detectionBytes: Int
  /// How much is read at once, in bytes.
  public let chunkBytes: Int

  public init(
    fieldBytes: Int = 1 << 20, rowBytes: Int = 4 << 20, columns: Int = 512, rawBytes: Int = 64 << 10,
    detectionBytes: Int = 64 << 10, chunkBytes: Int = 256 << 10
  ) {
    // Field positions are kept in 31 bits, relative to their record.
    self.fieldBytes = min(max(fieldBytes, 1), 1 << 29)
    self.rowBytes = min(max(rowBytes, 1), 1 << 29)
    self.columns = max(columns, 1)
    self.rawBytes = max(rawBytes, 0)
    self.detectionBytes = max(detectionBytes, 4)
    self.chunkBytes = max(chunkBytes, 1)
  }
}
