/// One line of the data: a division of today, one of former days, or a functional zone.
struct DivisionEntry {
  enum Kind: UInt8 { case current, former, zone }

  let kind: Kind
  /// Of today, or of then.
  let code: Int32
  let name: String
  let lastYear: Int32
  /// Codes of today that this name stands for.
  let heirs: [Int32]

  var level: Int { DivisionCode.level(code) }
}

/// Arithmetic of the six digits: province, city, district, two each.
enum DivisionCode {
  /// 1 province, 2 city, 3 district.
  static func level(_ code: Int32) -> Int { code % 10_000 == 0 ? 1 : code % 100 == 0 ? 2 : 3 }
  static func province(_ code: Int32) -> Int32 { code / 10_000 * 10_000 }
  static func city(_ code: Int32) -> Int32 { code / 100 * 100 }
  static func isMunicipality(_ code: Int32) -> Bool {
    switch code / 10_000 {
    case 11, 12, 31, 50: true
    default: false
    }
  }
  /// Hong Kong, Macau and Taiwan, where the standard names only the whole.
  static func isOutside(_ code: Int32) -> Bool { code >= 710_000 && !(code < 810_000 && code >= 720_000) }

  static func contains(_ outer: Int32, _ inner: Int32) -> Bool {
    switch level(outer) {
    case 1: province(inner) == outer
    case 2: city(inner) == outer || isMunicipality(outer) && province(inner) == province(outer)
    default: inner == outer
    }
  }

  static func read(_ text: some StringProtocol) -> Int32? {
    guard text.utf8.count == 6, text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
    return Int32(text)
  }
}

/// The data files as they are searched: every entry, the names of all, the codes of today in order.
struct DivisionTable {
  private(set) var entries: [DivisionEntry] = []
  private(set) var names = NameTrie()
  /// Codes of today and of zones, ascending, and the entry of each.
  private var codes: [(code: Int32, entry: Int32)] = []

  static let builtIn = DivisionTable(files: EmbeddedFiles.all)

  init(files: [(path: String, text: String)]) {
    entries.reserveCapacity(4_500)
    codes.reserveCapacity(4_000)
    for (path, kind) in [
      ("current.tsv", DivisionEntry.Kind.current), ("history.tsv", .former), ("zones.tsv", .zone),
    ] {
      guard let text = files.first(where: { $0.path == path })?.text else { continue }
      for line in text.utf8.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
        add(line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false), kind: kind)
      }
    }
    codes.sort { $0.code < $1.code }
  }

  private mutating func add(_ cells: [Substring.UTF8View], kind: DivisionEntry.Kind) {
    let isFormer = kind == .former
    let first = isFormer ? 1 : 0
    guard cells.count >= first + 2, let code = Self.number(cells[first]) else { return }
    let name = Substring(cells[first + 1])
    let heirs = isFormer ? cells[3].split(separator: UInt8(ascii: ",")).compactMap(Self.number) : [code]
    let index = Int32(entries.count)
    entries.append(
      DivisionEntry(
        kind: kind, code: code, name: String(name), lastYear: isFormer ? Self.number(cells[0]) ?? 0 : 0, heirs: heirs))
    if !isFormer { codes.append((code, index)) }
    names.insert(name.unicodeScalars.lazy.map(\.value), entry: index, form: .full)
    for (column, form) in [(isFormer ? 4 : 2, NameTrie.Form.full), (isFormer ? 5 : 3, .short)]
    where cells.count > column {
      for name in cells[column].split(separator: UInt8(ascii: " ")) {
        names.insert(Substring(name).unicodeScalars.lazy.map(\.value), entry: index, form: form)
      }
    }
  }

  private static func number(_ digits: Substring.UTF8View) -> Int32? {
    var value: Int32 = 0
    guard !digits.isEmpty, digits.count <= 6 else { return nil }
    for digit in digits {
      guard digit &- 0x30 < 10 else { return nil }
      value = value * 10 + Int32(digit &- 0x30)
    }
    return value
  }

  /// The entry of a division of today or of a zone.
  func entry(code: Int32) -> Int32? {
    var low = 0
    var high = codes.count
    while low < high {
      let middle = (low + high) / 2
      if codes[middle].code < code { low = middle + 1 } else { high = middle }
    }
    return low < codes.count && codes[low].code == code ? codes[low].entry : nil
  }

  /// Whether districts lie in a city: not in 东莞, 中山, 嘉峪关 and 儋州.
  func hasDistricts(_ city: Int32) -> Bool {
    codes.contains { $0.code > city && $0.code < city + 71 }
  }

  func division(_ code: Int32) -> Division? {
    entry(code: code).map { Division(code: String(code), name: entries[Int($0)].name) }
  }

  /// The city above a code; nil where counties stand directly below the province.
  func city(of code: Int32) -> Division? {
    if DivisionCode.level(code) == 1 {
      return DivisionCode.isMunicipality(code) ? division(code + 100) : nil
    }
    return division(DivisionCode.city(code))
  }
}
