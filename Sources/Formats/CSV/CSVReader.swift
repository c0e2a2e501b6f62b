/// Reads CSV of any size in bounded memory: each record whole or set aside with its reason.
///
/// The header is an ordinary record. Not for two threads at once.
public final class CSVReader {
  public enum Row {
    /// Valid until the next call of `next()`.
    case record(CSVRecord)
    case defect(CSVDefect)
  }

  public let name: String
  public let limits: CSVLimits
  /// What the file is read as; it may change from UTF-8 to GB18030 as long as all rows were ASCII.
  public private(set) var encoding: TextEncoding
  private var isEncodingOpen: Bool
  let scanner: CSVScanner
  private(set) var decoder: GB18030Decoder?
  private var scratch: [UInt8] = []
  /// How often `next()` moved on; a record of an earlier number is gone.
  private(set) var generation = 0

  /// Looks at the beginning of the source.
  ///
  /// - Throws: `Failure` of kind `.usage` when it is no CSV text: an Excel file, an archive, UTF-16, an unknown encoding.
  public init(_ source: ByteSource, limits: CSVLimits = CSVLimits()) throws {
    name = source.name
    self.limits = limits
    scanner = CSVScanner(source, limits: limits)
    try scanner.prefetch(limits.detectionBytes)
    let detected = try DetectedEncoding(
      prefix: UnsafeBufferPointer(start: scanner.buffer, count: min(scanner.filled, limits.detectionBytes)),
      isWhole: scanner.sourceEnded && scanner.filled <= limits.detectionBytes, file: source.name)
    encoding = detected.encoding
    isEncodingOpen = detected.isOpen
    if encoding == .gb18030 { decoder = try GB18030Decoder() }
    scanner.skip(detected.markBytes)
  }

  /// The next record or defect; nil at the end.
  ///
  /// - Throws: `Failure` when the source cannot be read further.
  public func next() throws -> Row? {
    generation &+= 1
    switch try scanner.next() {
    case .end: return nil
    case .defect(let reason, let column): return .defect(setAside(reason, column))
    case .record:
      let isValid = try isRecordValid()
      if encoding == .gb18030, isUTF8() {
        scanner.keepRawOfRecord()
        return .defect(setAside(.otherEncoding, nil))
      }
      guard isValid else {
        let column = faultyColumn()
        scanner.keepRawOfRecord()
        return .defect(setAside(.invalidText(encoding), column))
      }
      return .record(CSVRecord(reader: self, generation: generation))
    }
  }

  private func isRecordValid() throws -> Bool {
    let start = scanner.recordStart
    let record = UnsafeBufferPointer(start: scanner.buffer + start, count: scanner.recordEnd - start)
    if isASCII(record) { return true }
    if encoding.firstFault(in: record) == nil {
      isEncodingOpen = false
      return true
    }
    guard isEncodingOpen, TextEncoding.gb18030.firstFault(in: record) == nil else { return false }
    decoder = try GB18030Decoder()
    encoding = .gb18030
    isEncodingOpen = false
    return true
  }

  /// Whether a row of a GB18030 file is UTF-8: two files were put together. Most UTF-8 text can be read as GB18030,
  /// as other words; text of some length that is not meant to be UTF-8 is hardly ever valid in it.
  private func isUTF8() -> Bool {
    let start = scanner.recordStart
    let record = UnsafeBufferPointer(start: scanner.buffer + start, count: scanner.recordEnd - start)
    var others = 0
    for byte in record where byte >= 0x80 {
      others += 1
      if others >= Self.tellingBytes { break }
    }
    return others >= Self.tellingBytes && TextEncoding.utf8.firstFault(in: record) == nil
  }

  /// Three Chinese characters of UTF-8.
  private static let tellingBytes = 9

  private func faultyColumn() -> Int? {
    for column in 0..<scanner.fieldCount {
      let field = scanner.fields[column]
      let start = scanner.recordStart + Int(field.start)
      let bytes = UnsafeBufferPointer(start: scanner.buffer + start, count: Int(field.end) - Int(field.start))
      if encoding.firstFault(in: bytes) != nil { return column + 1 }
    }
    return nil
  }

  private func setAside(_ reason: CSVDefect.Reason, _ column: Int?) -> CSVDefect {
    CSVDefect(
      reason: reason, rowNumber: scanner.recordLine, columnNumber: column, rawBytes: scanner.raw,
      isRawComplete: scanner.rawIsComplete,
      encoding: reason == .otherEncoding ? .utf8 : encoding)
  }

  /// A field's bytes without its quotes; empty beyond the last field.
  func withBytes<Result>(_ column: Int, _ use: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    guard column >= 0, column < scanner.fieldCount else { return try use(UnsafeBufferPointer(start: nil, count: 0)) }
    let field = scanner.fields[column]
    let start = scanner.recordStart + Int(field.start)
    let bytes = UnsafeBufferPointer(start: scanner.buffer + start, count: Int(field.end) - Int(field.start))
    guard field.isEscaped else { return try use(bytes) }
    // Taken out while in use, so that `use` may read another column.
    var unquoted: [UInt8] = []
    swap(&unquoted, &scratch)
    defer { swap(&unquoted, &scratch) }
    unquoted.removeAll(keepingCapacity: true)
    Self.undoQuotes(bytes, into: &unquoted)
    return try unquoted.withUnsafeBufferPointer(use)
  }

  /// Undoes the quotes of a field that is not plainly `"…"`: doubled ones inside, or text behind the closing one.
  static func undoQuotes(_ bytes: UnsafeBufferPointer<UInt8>, into result: inout [UInt8]) {
    var index = 1
    while index < bytes.count {
      if bytes[index] == quote {
        index += 1
        guard index < bytes.count, bytes[index] == quote else { break }
      }
      result.append(bytes[index])
      index += 1
    }
    if index < bytes.count { result.append(contentsOf: bytes[index...]) }
  }
}

/// One record, read from the reader's own buffers. Columns count from 0; one that is not there reads as empty.
public struct CSVRecord {
  let reader: CSVReader
  let generation: Int

  /// The physical line where the record begins; the header is 1.
  public var rowNumber: Int { reader.scanner.recordLine }
  /// How many fields there are. Rows of one file may differ.
  public var count: Int { reader.scanner.fieldCount }

  /// The cell's value, decoded and cleaned (`Cell.clean`).
  public func text(_ column: Int) -> String {
    decoded(column) { Cell.clean(utf8: $0) ?? "" }
  }

  /// The cell as it is written, decoded and without its quotes, and otherwise untouched.
  public func verbatim(_ column: Int) -> String {
    decoded(column) { String(decoding: $0, as: UTF8.self) }
  }

  /// The cell's bytes in the file's encoding, without its quotes, otherwise as written. They last as long as the call.
  public func withBytes<Result>(
    _ column: Int, _ use: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    assert(generation == reader.generation, "a record is valid until the next one is read")
    return try reader.withBytes(column, use)
  }

  /// Every cell, cleaned.
  public var texts: [String] { (0..<count).map(text) }

  /// The record as it stands in the file, for a rejects file: without its line end, with U+FFFD for what is not text.
  public var rawText: String {
    let scanner = reader.scanner
    let start = scanner.recordStart
    let record = UnsafeBufferPointer(start: scanner.buffer + start, count: scanner.recordEnd - start)
    return reader.encoding.lenientText(Array(record))
  }

  private func decoded(_ column: Int, _ use: (UnsafeBufferPointer<UInt8>) -> String) -> String {
    withBytes(column) { bytes in
      guard reader.encoding == .gb18030, !isASCII(bytes), let decoder = reader.decoder else { return use(bytes) }
      var text = ""
      // The record was checked when it was read; should iconv disagree all the same, nothing is dropped in silence.
      let fault = decoder.decode(bytes) { text = use($0) }
      return fault == nil ? text : GB18030Text.lenientText(bytes)
    }
  }
}
