/// One bearer of names: a division of today or of former days, a functional zone, or a town that tells districts apart.
struct DivisionEntry {
  enum Kind: UInt8 { case current, former, zone, town }

  let kind: Kind
  /// 1 province, 2 city, 3 district.
  let level: UInt8
  /// 市 is the last letter of its name.
  let endsWithCity: Bool
  /// Whether districts lie in a city: not in 东莞, 中山, 嘉峪关 and 儋州.
  fileprivate(set) var hasDistricts = false
  /// Of today, or of then; a town's is that of its district.
  let code: Int32
  /// The codes that lie in it.
  let reach: ClosedRange<Int32>
  /// When the name was given up.
  let lastYear: Int32
  /// Which entries of today it stands for: a stretch of the table's `heirs`. Of today's divisions it is the entry itself.
  let heirs: Range<Int32>
  /// The entries above it; -1 where there is none.
  fileprivate(set) var province: Int32 = -1
  fileprivate(set) var city: Int32 = -1
}

/// The data files as they are searched. It holds only pointers to memory that is made once and never freed or written
/// again, so that passing it around costs nothing.
struct DivisionTable: @unchecked Sendable {
  let entries: UnsafeBufferPointer<DivisionEntry>
  /// The official name and code of each entry.
  let divisions: UnsafeBufferPointer<Division>
  /// Entries of today, see `DivisionEntry.heirs`.
  private let heirs: UnsafeBufferPointer<Int32>
  let names: NameTrie
  /// Codes of today and of zones, ascending, and the entry of each.
  private let codes: UnsafeBufferPointer<(code: Int32, entry: Int32)>

  static let builtIn = DivisionTable(files: EmbeddedFiles.all)

  init(files: [(path: String, text: String)]) {
    var loader = DivisionLoader()
    for (path, kind) in [
      ("current.tsv", DivisionEntry.Kind.current), ("history.tsv", .former), ("zones.tsv", .zone), ("towns.tsv", .town),
    ] {
      guard let text = files.first(where: { $0.path == path })?.text else { continue }
      loader.load(Self.kept(Array(text.utf8)), kind: kind)
    }
    codes = Self.kept(loader.codes.sorted { $0.code < $1.code })
    names = loader.names.build()
    divisions = Self.kept(loader.divisions)
    heirs = Self.kept(loader.heirCodes.map { [codes] in Self.entry($0, in: codes) ?? 0 })
    for index in loader.entries.indices {
      let code = loader.entries[index].code
      loader.entries[index].province = Self.entry(DivisionCode.province(code), in: codes) ?? -1
      // A province's own code is no city's: 澳门 has districts and no city.
      let city = DivisionCode.level(code) == 1 ? code + 100 : DivisionCode.city(code)
      if DivisionCode.level(city) == 2, DivisionCode.level(code) > 1 || DivisionCode.isMunicipality(code) {
        loader.entries[index].city = Self.entry(city, in: codes) ?? -1
      }
      let next = Self.place(of: city + 1, in: codes)
      loader.entries[index].hasDistricts = next < codes.count && DivisionCode.city(codes[next].code) == city
    }
    entries = Self.kept(loader.entries)
  }

  /// 市辖区 of a city: what lies in it and in none of its districts by name.
  static func cityProper(of city: Int32) -> Division { Division(city + 1, namedAs: nameOfCityProper) }
  private static let nameOfCityProper = Division(0, name: kept(Array("市辖区".utf8)))

  private static func kept<Element>(_ array: [Element]) -> UnsafeBufferPointer<Element> {
    let copy = UnsafeMutableBufferPointer<Element>.allocate(capacity: array.count)
    _ = copy.initialize(from: array)
    return UnsafeBufferPointer(copy)
  }

  func heirs(of entry: Int32) -> Slice<UnsafeBufferPointer<Int32>> {
    let range = entries[Int(entry)].heirs
    return heirs[Int(range.lowerBound)..<Int(range.upperBound)]
  }

  /// The place of the first code that is not smaller.
  private static func place(of code: Int32, in codes: UnsafeBufferPointer<(code: Int32, entry: Int32)>) -> Int {
    var low = 0
    var high = codes.count
    while low < high {
      let middle = (low + high) / 2
      if codes[middle].code < code { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func entry(_ code: Int32, in codes: UnsafeBufferPointer<(code: Int32, entry: Int32)>) -> Int32? {
    let place = place(of: code, in: codes)
    return place < codes.count && codes[place].code == code ? codes[place].entry : nil
  }

  /// The entry of the division of today, or of the zone, with this code.
  func entry(code: Int32) -> Int32? { Self.entry(code, in: codes) }

  func division(_ entry: Int32) -> Division? { entry < 0 ? nil : divisions[Int(entry)] }

  /// What lies in what, across the years.
  func isChild(_ inner: Int32, of outer: Int32) -> Bool {
    let child = entries[Int(inner)]
    let parent = entries[Int(outer)]
    guard child.level > parent.level else { return false }
    let isBothCurrent = child.kind == .current && parent.kind == .current
    if isBothCurrent || child.kind != .current, parent.reach.contains(child.code) { return true }
    if isBothCurrent { return false }
    for heir in child.heirs {
      let heir = heirs[Int(heir)]
      let code = entries[Int(heir)].code
      for other in parent.heirs where heirs[Int(other)] != heir {
        if entries[Int(heirs[Int(other)])].reach.contains(code) { return true }
      }
    }
    return false
  }
}
