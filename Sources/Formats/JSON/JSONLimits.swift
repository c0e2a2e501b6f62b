/// How much of a JSON file is held at once, and what no document of a platform needs.
public struct JSONLimits: Sendable, Equatable {
  /// The longest record, in bytes. Only the record at hand is held, however large the file around it is.
  public let recordBytes: Int
  /// The longest string, in bytes as written.
  public let stringBytes: Int
  /// How deep objects and arrays may stand in each other, the envelope's own counted.
  public let depth: Int
  /// How much of a defective record is kept for the rejects file, in bytes.
  public let rawBytes: Int
  /// How much is read at once, in bytes.
  public let chunkBytes: Int

  public init(
    recordBytes: Int = 4 << 20, stringBytes: Int = 64 << 10, depth: Int = 64, rawBytes: Int = 64 << 10,
    chunkBytes: Int = 256 << 10
  ) {
    // Positions are kept in 32 bits, relative to their record.
    self.recordBytes = min(max(recordBytes, 16), 1 << 30)
    self.stringBytes = max(stringBytes, 1)
    self.depth = max(depth, 1)
    self.rawBytes = max(rawBytes, 0)
    self.chunkBytes = max(chunkBytes, 16)
  }
}
