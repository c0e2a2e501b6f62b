/// Reads the lines of the data files. It works on bytes: the program starts anew for every command.
struct DivisionLoader {
  var entries: [DivisionEntry] = []
  private(set) var divisions: [Division] = []
  private(set) var heirCodes: [Int32] = []
  private(set) var names = NameTrieBuilder()
  private(set) var codes: [(code: Int32, entry: Int32)] = []

  init() {
    entries.reserveCapacity(6_000)
    divisions.reserveCapacity(6_000)
    heirCodes.reserveCapacity(6_000)
    codes.reserveCapacity(4_000)
  }

  /// - Parameter bytes: must stay where they are for good: the names are not copied.
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
    let firstHeir = Int32(heirCodes.count)
    if kind == .former {
      let list = line.cell()
      var rest = Line(list, separator: UInt8(ascii: ","))
      while let heir = rest.number() { heirCodes.append(heir) }
    } else {
      heirCodes.append(code)
    }
    let index = Int32(entries.count)
    entries.append(
      DivisionEntry(
        kind: kind, level: UInt8(DivisionCode.level(code)),
        endsWithCity: name.suffix(3).elementsEqual("市".utf8), code: code,
        reach: DivisionCode.reach(code), lastYear: year, heirs: firstHeir..<Int32(heirCodes.count)))
    divisions.append(Division(code, name: name))
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
