import Vocabulary

/// The texts that cells refer to by number: `<sst><si><t>…</t></si><si><r><t>…</t></r>…</si></sst>`. Phonetic runs are
/// left out.
final class SharedStrings: XMLPart {
  /// The texts one behind the other, and where each ends.
  private var texts = ByteArena(capacity: 1 << 20)
  private var ends = ByteArena(capacity: 1 << 18)
  private(set) var count = 0

  private let cellBytes: Int
  private var place = Place.outside
  private var skipped = 0
  private var start = 0

  private enum Place { case outside, table, item, run, itemText, runText }

  override init(_ entry: ZipEntry) throws {
    cellBytes = entry.archive.limits.cellBytes
    try super.init(entry)
    wantText()
    try readAll()
  }

  /// The bytes of all texts.
  var base: UnsafeMutablePointer<UInt8> { texts.base }

  /// Where text number `index` stands in `texts`.
  @inline(__always)
  func range(_ index: Int) -> (start: UInt32, end: UInt32) {
    let ends = UnsafeRawPointer(ends.base).assumingMemoryBound(to: UInt32.self)
    return (index == 0 ? 0 : ends[index - 1], ends[index])
  }

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    guard skipped == 0 else {
      skipped += 1
      return
    }
    switch place {
    case .outside where name.is("sst"): place = .table
    case .outside: refuse(.corrupt("no table of shared strings"))
    case .table where name.is("si"):
      place = .item
      start = texts.count
    case .item where name.is("t"): place = .itemText
    case .item where name.is("r"): place = .run
    case .run where name.is("t"): place = .runText
    default: skipped = 1
    }
  }

  override func end() {
    guard skipped == 0 else {
      skipped -= 1
      return
    }
    switch place {
    case .runText: place = .run
    case .run, .itemText: place = .item
    case .item:
      place = .table
      endItem()
    case .table, .outside: place = .outside
    }
  }

  override func text(_ bytes: UnsafeRawPointer, _ count: Int) {
    guard skipped == 0, place == .itemText || place == .runText else { return }
    // One byte more than a cell may have shows the row that uses it to be defective.
    let room = cellBytes + 1 - (texts.count - start)
    if room > 0 { texts.append(bytes, min(count, room)) }
  }

  private func endItem() {
    EscapedText.undo(&texts, from: start)
    withUnsafeBytes(of: UInt32(texts.count)) { bytes in
      if let base = bytes.baseAddress { ends.append(base, bytes.count) }
    }
    count += 1
    if texts.count + ends.count > XLSXLimits.sharedBytes {
      refuse(.tooLarge(megabytes: XLSXLimits.sharedBytes >> 20))
    }
  }
}
