/// One bearer of names: a division of today or of former days, a functional zone, or a town that tells districts apart.
struct DivisionEntry {
  enum Kind: UInt8 { case current, former, zone, town }

  let kind: Kind
  /// 1 province, 2 city, 3 district.
  let level: UInt8
  /// 市 is the last letter of its name.
  let endsWithCity: Bool
  /// Of today, or of then; a town's is that of its district.
  let code: Int32
  /// When the name was given up.
  let lastYear: Int32
  /// Which codes of today it stands for: a stretch of the table's `heirs`.
  let heirs: Range<Int32>
}

/// The data files as they are searched: every entry, the names of all, the codes of today in order.
final class DivisionTable: Sendable {
  let entries: [DivisionEntry]
  /// The official name and code of each entry.
  let divisions: [Division]
  let heirs: [Int32]
  let names: NameTrie
  /// Codes of today and of zones, ascending, and the entry of each.
  private let codes: [(code: Int32, entry: Int32)]

  static let builtIn = DivisionTable(files: EmbeddedFiles.all)

  init(files: [(path: String, text: String)]) {
    var loader = DivisionLoader()
    for (path, kind) in [
      ("current.tsv", DivisionEntry.Kind.current), ("history.tsv", .former), ("zones.tsv", .zone), ("towns.tsv", .town),
    ] {
      guard var text = files.first(where: { $0.path == path })?.text else { continue }
      text.withUTF8 { loader.load($0, kind: kind) }
    }
    entries = loader.entries
    divisions = loader.divisions
    heirs = loader.heirs
    names = loader.names
    codes = loader.codes.sorted { $0.code < $1.code }
  }

  func heirs(of entry: Int32) -> ArraySlice<Int32> {
    let range = entries[Int(entry)].heirs
    return heirs[Int(range.lowerBound)..<Int(range.upperBound)]
  }

  /// The place of the first code that is not smaller.
  private func place(of code: Int32) -> Int {
    var low = 0
    var high = codes.count
    while low < high {
      let middle = (low + high) / 2
      if codes[middle].code < code { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The division of today, or the zone, with this code.
  func division(_ code: Int32) -> Division? {
    let place = place(of: code)
    return place < codes.count && codes[place].code == code ? divisions[Int(codes[place].entry)] : nil
  }

  /// The city above a code; nil where counties stand directly below the province.
  func city(of code: Int32) -> Division? {
    if DivisionCode.level(code) == 1 {
      return DivisionCode.isMunicipality(code) ? division(code + 100) : nil
    }
    return division(DivisionCode.city(code))
  }

  /// Whether districts lie in a city: not in 东莞, 中山, 嘉峪关 and 儋州.
  func hasDistricts(_ city: Int32) -> Bool {
    let next = place(of: city + 1)
    return next < codes.count && DivisionCode.city(codes[next].code) == city
  }

  /// What lies in what, across the years.
  func isChild(_ inner: Int32, of outer: Int32) -> Bool {
    let child = entries[Int(inner)]
    let parent = entries[Int(outer)]
    guard child.level > parent.level else { return false }
    if DivisionCode.contains(parent.code, child.code), child.kind != .current || parent.kind == .current { return true }
    if child.kind == .current, parent.kind == .current { return false }
    return heirs(of: inner).contains { heir in
      heirs(of: outer).contains { $0 != heir && DivisionCode.contains($0, heir) }
    }
  }
}

/// Reads the lines of the data files. It works on bytes: the program starts anew for every command.
struct DivisionLoader {
  private(set) var entries: [DivisionEntry] = []
  private(set) var divisions: [Division] = []
  private(set) var heirs: [Int32] = []
  private(set) var names = NameTrie()
  private(set) var codes: [(code: Int32, entry: Int32)] = []

  init() {
    entries.reserveCapacity(6_000)
    divisions.reserveCapacity(6_000)
    heirs.reserveCapacity(6_000)
    codes.reserveCapacity(4_000)
  }

  mutating func load(_ bytes: UnsafeBufferPointer<UInt8>, kind: DivisionEntry.Kind) {
    var start = 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
      if end > start, bytes[start] != UInt8(ascii: "#") {
        add(Line(UnsafeBufferPointer(rebasing: bytes[start..<end])), kind)
      }
      start = end + 1
    }
  }

  private mutating func add(_ line: Line, _ kind: DivisionEntry.Kind) {
    var line = line
    let year = kind == .former ? line.number() ?? 0 : 0
    guard let code = line.number() else { return }
    let name = kind == .town ? UnsafeBufferPointer<UInt8>(start: nil, count: 0) : line.cell()
    let firstHeir = Int32(heirs.count)
    if kind == .former {
      let list = line.cell()
      var rest = Line(list, separator: UInt8(ascii: ","))
      while let heir = rest.number() { heirs.append(heir) }
    } else {
      heirs.append(code)
    }
    let index = Int32(entries.count)
    entries.append(
      DivisionEntry(
        kind: kind, level: UInt8(DivisionCode.level(code)),
        endsWithCity: name.suffix(3).elementsEqual("市".utf8), code: code, lastYear: year,
        heirs: firstHeir..<Int32(heirs.count)))
    divisions.append(Division(code: String(code), name: String(decoding: name, as: UTF8.self)))
    if kind == .current || kind == .zone { codes.append((code, index)) }
    if kind != .town { names.insert(name, entry: index, form: .full) }
    for form in [NameTrie.Form.full, .short] {
      var further = Line(line.cell(), separator: UInt8(ascii: " "))
      while !further.isAtEnd { names.insert(further.cell(), entry: index, form: form) }
    }
  }

  /// The cells of a line, one after another.
  private struct Line {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let separator: UInt8
    private var at = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>, separator: UInt8 = UInt8(ascii: "\t")) {
      self.bytes = bytes
      self.separator = separator
    }

    var isAtEnd: Bool { at >= bytes.count }

    mutating func cell() -> UnsafeBufferPointer<UInt8> {
      guard at < bytes.count else { return UnsafeBufferPointer(start: nil, count: 0) }
      var end = at
      while end < bytes.count, bytes[end] != separator { end += 1 }
      defer { at = end + 1 }
      return UnsafeBufferPointer(rebasing: bytes[at..<end])
    }

    mutating func number() -> Int32? {
      let digits = cell()
      guard !digits.isEmpty, digits.count <= 6 else { return nil }
      var value: Int32 = 0
      for digit in digits {
        guard digit &- 0x30 < 10 else { return nil }
        value = value * 10 + Int32(digit &- 0x30)
      }
      return value
    }
  }
}
