import Glibc

/// Splits bytes into records and fields, without decoding: in UTF-8 and GB18030 no part of a character is one of
/// `,` `"` CR LF NUL, so that raw bytes can be split.
///
/// It follows RFC 4180 and, where that is silent, Python's csv module: a quote opens only at the start of a field, text
/// behind a closing quote belongs to the field, CR, LF and CRLF end a record, blank lines are no records.
final class CSVScanner {
  enum Outcome {
    case record
    case defect(CSVDefect.Reason, columnNumber: Int?)
    case end
  }

  /// Where a field's bytes are, relative to the record.
  struct Field {
    var start: UInt32
    var end: UInt32
    /// The bytes include quotes that `FieldText` must undo.
    var isEscaped: Bool
  }

  enum State { case lineStart, fieldStart, unquoted, quoted, quoteInQuoted }

  let limits: CSVLimits
  private let source: ByteSource
  var buffer: UnsafeMutablePointer<UInt8>
  private(set) var capacity: Int
  var filled = 0
  var position = 0
  var sourceEnded = false
  /// The physical line of `position`, from 1.
  private var line = 1
  /// The byte before `position` was a CR that ended a line; an LF now belongs to it.
  private var afterLineEndCR = false
  /// The last byte dropped from an over-long quoted field was a CR.
  private var droppedCR = false

  private(set) var recordStart = 0
  private(set) var recordEnd = 0
  private(set) var recordLine = 1
  let fields: UnsafeMutablePointer<Field>
  private(set) var fieldCount = 0

  private var defect: (reason: CSVDefect.Reason, columnNumber: Int?)?
  private(set) var raw: [UInt8] = []
  private(set) var rawIsComplete = true

  init(_ source: ByteSource, limits: CSVLimits) {
    self.source = source
    self.limits = limits
    capacity = limits.detectionBytes + limits.chunkBytes
    buffer = .allocate(capacity: capacity)
    fields = .allocate(capacity: limits.columns)
  }

  deinit {
    buffer.deallocate()
    fields.deallocate()
  }

  /// Reads until `count` bytes are held, or all there are.
  func prefetch(_ count: Int) throws {
    while filled < count, !sourceEnded { try readChunk() }
  }

  /// Finds the next record. Its fields stay where they are until the next call.
  func next() throws -> Outcome {
    var state = State.lineStart
    var base = buffer
    let fields = self.fields
    let maximumColumns = limits.columns
    let maximumField = limits.fieldBytes
    let unsuspicious = min(limits.fieldBytes, limits.rowBytes)
    var at = position
    var end = filled
    var start = at
    var recordStart = at
    var closingQuote = at
    var isEscaped = false
    var count = 0
    var quoteLine = line
    defect = nil
    droppedCR = false
    raw = []
    rawIsComplete = true

    func endField(_ from: Int, _ to: Int, _ escaped: Bool) {
      if to &- recordStart > unsuspicious {
        noteLengths(to, start, recordStart, count)
        if to &- from > maximumField { note(.fieldTooLong(limit: maximumField), column: count) }
      }
      if count < maximumColumns {
        if defect == nil {
          fields[count] = Field(
            start: UInt32(truncatingIfNeeded: from &- recordStart), end: UInt32(truncatingIfNeeded: to &- recordStart),
            isEscaped: escaped)
        }
      } else {
        note(.tooManyColumns(limit: maximumColumns), column: nil)
      }
      count &+= 1
    }

    func endQuotedField(_ to: Int) {
      if isEscaped { endField(start, to, true) } else { endField(start &+ 1, closingQuote, false) }
    }

    scanning: while true {
      if at == end {
        position = at
        self.recordStart = recordStart
        let moved = try refill(fieldStart: start, column: count, inRecord: state != .lineStart)
        if let moved {
          base = buffer
          at = position
          end = filled
          start &-= moved
          closingQuote &-= moved
          recordStart = 0
          continue
        }
        switch state {
        case .lineStart: return .end
        case .fieldStart: endField(at, at, false)
        case .unquoted: endField(start, at, isEscaped)
        case .quoteInQuoted: endQuotedField(at)
        case .quoted: defect = (.unterminatedQuote(openedAtRow: quoteLine), count &+ 1)
        }
        break scanning
      }
      switch state {
      case .lineStart:
        let byte = base[at]
        if byte == lineFeed || byte == carriageReturn {
          if !(byte == lineFeed && afterLineEndCR) { line &+= 1 }
          afterLineEndCR = byte == carriageReturn
          at &+= 1
          recordStart = at
        } else {
          afterLineEndCR = false
          recordStart = at
          start = at
          recordLine = line
          state = .fieldStart
        }
      case .fieldStart:
        start = at
        isEscaped = false
        if base[at] == quote {
          quoteLine = line
          at &+= 1
          state = .quoted
        } else {
          state = .unquoted
        }
      case .unquoted:
        // All bytes that matter are at most a comma, which most text and all digits are above.
        while at < end, base[at] > comma { at &+= 1 }
        if at == end { continue }
        switch base[at] {
        case comma:
          endField(start, at, isEscaped)
          at &+= 1
          start = at
          state = .fieldStart
        case lineFeed, carriageReturn:
          endField(start, at, isEscaped)
          break scanning
        case 0:
          noteLengths(at, start, recordStart, count)
          note(.nulByte, column: count)
          at &+= 1
        default:
          at &+= 1
        }
      case .quoted:
        while at < end, base[at] > quote { at &+= 1 }
        if at == end { continue }
        switch base[at] {
        case quote:
          closingQuote = at
          state = .quoteInQuoted
        case lineFeed:
          let followsCR = at > recordStart ? base[at &- 1] == carriageReturn : droppedCR
          if !followsCR { line &+= 1 }
        case carriageReturn:
          line &+= 1
        case 0:
          noteLengths(at, start, recordStart, count)
          note(.nulByte, column: count)
        default:
          break
        }
        at &+= 1
      case .quoteInQuoted:
        switch base[at] {
        case quote:
          isEscaped = true
          state = .quoted
          at &+= 1
        case comma:
          endQuotedField(at)
          at &+= 1
          start = at
          state = .fieldStart
        case lineFeed, carriageReturn:
          endQuotedField(at)
          break scanning
        default:
          isEscaped = true
          state = .unquoted
        }
      }
    }

    self.recordStart = recordStart
    recordEnd = at
    fieldCount = count
    if at < end {
      afterLineEndCR = base[at] == carriageReturn
      line &+= 1
      at &+= 1
    }
    position = at
    guard let defect else { return .record }
    keepRaw(through: recordEnd)
    return .defect(defect.reason, columnNumber: defect.columnNumber)
  }

  /// Sets a record aside that was split without trouble, and turned out not to be text.
  func keepRawOfRecord() {
    keepRaw(through: recordEnd)
  }

  /// Skips a byte order mark.
  func skip(_ count: Int) {
    position += count
    recordStart = position
  }

  private func note(_ reason: CSVDefect.Reason, column: Int?) {
    if defect == nil { defect = (reason, column.map { $0 + 1 }) }
  }

  /// Notes the limit that the record crossed first before `at`, so that the reason does not depend on how the source
  /// is cut into chunks. A field may still be in its quotes, hence two bytes of grace.
  @inline(__always)
  private func noteLengths(_ at: Int, _ fieldStart: Int, _ recordStart: Int, _ column: Int) {
    let fieldEnd = fieldStart &+ limits.fieldBytes &+ 2
    let rowEnd = recordStart &+ limits.rowBytes
    if at > min(fieldEnd, rowEnd) {
      if fieldEnd <= rowEnd {
        note(.fieldTooLong(limit: limits.fieldBytes), column: column)
      } else {
        note(.rowTooLong(limit: limits.rowBytes), column: nil)
      }
    }
  }

  private func keepRaw(through end: Int) {
    let room = max(0, limits.rawBytes - raw.count)
    let length = end - recordStart
    raw.append(contentsOf: UnsafeBufferPointer(start: buffer + recordStart, count: min(room, length)))
    if length > room { rawIsComplete = false }
  }

  /// Moves the unfinished record to the front and reads more behind it. A record that is defective already is not held.
  ///
  /// Returns how far bytes moved towards the front; nil at the end of the source.
  private func refill(fieldStart: Int, column: Int, inRecord: Bool) throws -> Int? {
    if sourceEnded { return nil }
    if inRecord { noteLengths(position, fieldStart, recordStart, column) }
    if defect != nil {
      keepRaw(through: position)
      if position > recordStart { droppedCR = buffer[position - 1] == carriageReturn }
      recordStart = position
    }
    let moved = recordStart
    if moved > 0 {
      filled -= moved
      position -= moved
      recordStart = 0
      memmove(buffer, buffer + moved, filled)
    }
    try readChunk()
    return moved
  }

  private func readChunk() throws {
    if capacity - filled < limits.chunkBytes {
      // A record is held only up to `rowBytes`, so that this bound is enough for ever.
      let wanted = max(filled + limits.chunkBytes, min(capacity * 2, limits.rowBytes + 2 * limits.chunkBytes))
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
      larger.update(from: buffer, count: filled)
      buffer.deallocate()
      buffer = larger
      capacity = wanted
    }
    let count = try source.fill(UnsafeMutableRawBufferPointer(start: buffer + filled, count: limits.chunkBytes))
    if count == 0 { sourceEnded = true } else { filled += count }
  }
}

let comma = UInt8(ascii: ",")
let quote = UInt8(ascii: "\"")
let lineFeed = UInt8(ascii: "\n")
let carriageReturn = UInt8(ascii: "\r")
