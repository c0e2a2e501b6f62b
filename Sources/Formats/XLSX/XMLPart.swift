import CExpat
import Vocabulary

/// A part of the workbook that expat reads piece by piece; subclasses say what its elements mean.
///
/// Names come with a prefix or without one. Not for two threads at once.
class XMLPart {
  let entry: ZipEntry
  private let expat: LibExpat
  private let parser: OpaquePointer
  private let depth: UnsafeMutablePointer<Int>
  private let maximumDepth: Int
  private var fed = 0
  private var isAtEnd = false
  private var refusal: Failure?

  private static let chunkBytes = 128 << 10

  init(_ entry: ZipEntry) throws {
    expat = try LibExpat.shared.get()
    var memory = ExpatMemory.functions
    guard let parser = expat.create(nil, &memory, nil) else {
      throw XLSXRefusal.corrupt("XML parser: out of memory").failure(entry.place)
    }
    self.entry = entry
    self.parser = parser
    maximumDepth = entry.archive.limits.depth
    depth = .allocate(capacity: 1)
    depth.initialize(to: 0)
    expat.setUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    expat.setElementHandler(
      parser,
      { part, name, attributes in
        guard let part, let name, let attributes else { return }
        Unmanaged<XMLPart>.fromOpaque(part)._withUnsafeGuaranteedRef { $0.startElement(name, attributes) }
      },
      { part, _ in
        guard let part else { return }
        Unmanaged<XMLPart>.fromOpaque(part)._withUnsafeGuaranteedRef {
          $0.depth.pointee &-= 1
          $0.end()
        }
      })
    expat.setDoctypeHandler(parser) { part, _, _, _, _ in
      guard let part else { return }
      Unmanaged<XMLPart>.fromOpaque(part)._withUnsafeGuaranteedRef { $0.refuse(.documentType) }
    }
  }

  deinit {
    expat.free(parser)
    depth.deallocate()
  }

  // What subclasses make of the part.

  func start(_ name: XMLName, _ attributes: XMLAttributes) {}
  func end() {}
  func text(_ bytes: UnsafeRawPointer, _ count: Int) {}

  /// Whether `text` is called; elements alone are read faster.
  final func wantText() {
    expat.setCharacterHandler(parser) { part, bytes, count in
      guard let part, let bytes else { return }
      Unmanaged<XMLPart>.fromOpaque(part)._withUnsafeGuaranteedRef { $0.text(bytes, Int(count)) }
    }
  }

  /// Reads a piece. Returns false at the end.
  ///
  /// - Throws: `Failure` of kind `.usage` for XML that is damaged or not of this kind.
  final func readPiece() throws -> Bool {
    guard !isAtEnd else { return false }
    guard let buffer = expat.buffer(parser, Int32(Self.chunkBytes)) else {
      throw XLSXRefusal.corrupt("XML: too many distinct names").failure(entry.place)
    }
    let count = try entry.read(buffer, Self.chunkBytes)
    fed += count
    isAtEnd = count == 0
    let status = expat.parseBuffer(parser, Int32(count), isAtEnd ? 1 : 0)
    if let refusal { throw refusal }
    guard status == XML_STATUS_OK else {
      throw XLSXRefusal.corrupt("XML error \(expat.errorCode(parser).rawValue), line \(expat.lineNumber(parser))")
        .failure(entry.place)
    }
    // Expat keeps a tag or comment until it is whole.
    guard fed - max(0, expat.byteIndex(parser)) <= XLSXLimits.tokenBytes + Self.chunkBytes else {
      throw XLSXRefusal.corrupt("XML tag of more than \(XLSXLimits.tokenBytes) bytes").failure(entry.place)
    }
    return !isAtEnd
  }

  /// Reads all of the part.
  ///
  /// - Throws: what `readPiece` throws, and `Failure` `xlsx_too_large` beyond `limit` bytes.
  final func readAll(upTo limit: Int = .max) throws {
    while try readPiece() {
      if fed > limit { throw XLSXRefusal.tooLarge(megabytes: limit >> 20).failure(entry.place) }
    }
  }

  /// Ends the reading with a reason; the first one counts.
  final func refuse(_ reason: XLSXRefusal, at place: String? = nil) {
    guard refusal == nil else { return }
    refusal = reason.failure(place ?? entry.place)
    _ = expat.stop(parser, 0)
  }

  private func startElement(_ name: UnsafePointer<CChar>, _ attributes: LibExpat.Attributes) {
    depth.pointee &+= 1
    if depth.pointee > maximumDepth { refuse(.tooDeep(limit: maximumDepth)) }
    start(XMLName(bytes: name), XMLAttributes(pairs: attributes))
  }
}

/// The name of an element or attribute, compared without its prefix.
struct XMLName {
  let bytes: UnsafePointer<CChar>

  /// Whether it is this name, with any prefix or none.
  @inline(__always)
  func `is`(_ word: StaticString) -> Bool {
    if bytes[0] == CChar(bitPattern: word.utf8Start.pointee), matches(bytes, word) { return true }
    return hasPrefixed(word)
  }

  private func hasPrefixed(_ word: StaticString) -> Bool {
    var at = 0
    while bytes[at] != 0 {
      if bytes[at] == 0x3A { return matches(bytes + at + 1, word) }
      at += 1
    }
    return false
  }

  @inline(__always)
  private func matches(_ start: UnsafePointer<CChar>, _ word: StaticString) -> Bool {
    var at = 0
    while at < word.utf8CodeUnitCount {
      guard start[at] == CChar(bitPattern: word.utf8Start[at]) else { return false }
      at += 1
    }
    return start[at] == 0
  }

  /// The name without its prefix.
  var text: String {
    let text = String(cString: bytes)
    return text.firstIndex(of: ":").map { String(text[text.index(after: $0)...]) } ?? text
  }
}

/// The attributes of an element: names and values in turn, ended by a null.
struct XMLAttributes {
  let pairs: LibExpat.Attributes
}
