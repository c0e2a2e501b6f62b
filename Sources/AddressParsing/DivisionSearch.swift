/// Looks for the divisions in a text, from left to right. It keeps every reading that agrees with all names so far, with a
/// cost: full names of today cost nothing, short ones and those of former days more. Only the cheapest count at the end,
/// and when they still disagree the answer is their common part.
struct DivisionSearch {
  struct Reading {
    let entry: Int32
    var cost: Int32
    /// The entry it was found in; -1 for the first name.
    var scope: Int32
  }

  let table: DivisionTable
  let letters: [UInt32]
  private(set) var readings: [Reading] = []
  /// Where the accepted names stand.
  private(set) var spans: [Range<Int>] = []
  private(set) var contradiction: (span: Range<Int>, entries: [Int32])?
  private(set) var unknownZone: Range<Int>?
  /// 市辖区 was written.
  private(set) var saysCityProper = false
  private var hasFullName = false
  private var isRelaxed = false

  init(table: DivisionTable, letters: [UInt32]) {
    self.table = table
    self.letters = letters
  }

  mutating func run() {
    scan()
    if readings.isEmpty {
      isRelaxed = true
      scan()
    }
    settle()
  }

  // MARK: - Reading from left to right

  private mutating func scan() {
    var position = 0
    var gap = 0
    var isStart = true
    while position < letters.count {
      let letter = letters[position]
      if Letter.isSeparator(letter) {
        isStart = true
        position += 1
        continue
      }
      if !readings.isEmpty, gap == 0, let end = Filler.end(in: letters, at: position, atStart: isStart) {
        if end - position == 3, letter == 0x5E02 { saysCityProper = true }
        spans.append(position..<end)
        position = end
        isStart = false
        continue
      }
      if let end = take(position, gap: gap, isStart: isStart) {
        position = end
        gap = 0
      } else {
        gap += 1
        position += 1
        if gap > 24, !readings.isEmpty || !isRelaxed && gap > 60 { return }
      }
      isStart = false
    }
  }

  /// The longest acceptable name that begins here; its end.
  private mutating func take(_ start: Int, gap: Int, isStart: Bool) -> Int? {
    var node = table.names.root(letters[start])
    var end = start + 1
    var names: [(node: UInt16, end: Int)] = []
    while node != 0 {
      if table.names.isName(node) { names.append((node, end)) }
      guard end < letters.count else { break }
      node = table.names.step(node, letters[end])
      end += 1
    }
    for name in names.reversed() {
      if let end = accept(name.node, start..<name.end, gap: gap, isStart: isStart) { return end }
    }
    return nil
  }

  private mutating func accept(_ node: UInt16, _ span: Range<Int>, gap: Int, isStart: Bool) -> Int? {
    var bearers: [NameTrie.Bearer] = []
    table.names.eachBearer(of: node) { bearers.append($0) }
    let found = readings.isEmpty ? first(bearers, span, isStart: isStart) : next(bearers, span, gap: gap)
    if !found.isEmpty {
      readings = found
      if bearers.contains(where: { $0.form == .full }) { hasFullName = true }
      let end = splitCityCentre(span)
      spans.append(span.lowerBound..<end)
      return end
    }
    guard !readings.isEmpty, gap == 0 else { return nil }
    return disagree(bearers, span, isStart: isStart)
  }

  /// 济南市中区 is 济南 and 市中区, although 济南市 is longer.
  private func splitCityCentre(_ span: Range<Int>) -> Int {
    let end = span.upperBound
    guard letters[end - 1] == 0x5E02, end + 1 < letters.count, letters[end + 1] == 0x533A else { return end }
    switch letters[end] {
    case 0x4E2D, 0x5357, 0x5317:  // 市中区 市南区 市北区
      let isThere = readings.contains { reading in
        walk(from: end - 1, to: end + 2).contains { Relation.isChild($0, of: reading.entry, in: table) }
      }
      return isThere ? end - 1 : end
    default: return end
    }
  }

  private func walk(from start: Int, to end: Int) -> [Int32] {
    var node = table.names.root(letters[start])
    for index in (start + 1)..<end where node != 0 { node = table.names.step(node, letters[index]) }
    var entries: [Int32] = []
    if node != 0 { table.names.eachBearer(of: node) { entries.append($0.entry) } }
    return entries
  }

  private func first(_ bearers: [NameTrie.Bearer], _ span: Range<Int>, isStart: Bool) -> [Reading] {
    let isFull = bearers.contains { $0.form == .full && table.entries[Int($0.entry)].kind != .zone }
    if isFull {
      if span.count < 3, isWeak(span) { return [] }
      if isMarket(span) { return [] }
    } else {
      let highest = bearers.map { table.entries[Int($0.entry)].level }.min() ?? 3
      if Surroundings.isTail(letters, at: span.upperBound, table: table, strong: highest == 3) { return [] }
      let isCountyTown = bearers.contains {
        let entry = table.entries[Int($0.entry)]
        return entry.kind == .current && entry.name.unicodeScalars.last == "市"
      }
      if highest < 3 {
        guard isRelaxed || isStart || Surroundings.isIntroduced(letters, at: span.lowerBound) else { return [] }
      } else if isCountyTown {
        guard isStart || Surroundings.isIntroduced(letters, at: span.lowerBound) else { return [] }
        if !isRelaxed, Surroundings.isWholePiece(letters, span) { return [] }
      } else {
        guard isRelaxed, isStart,
          Surroundings.isWholePiece(letters, span) || Surroundings.hasTown(letters, from: span.upperBound)
        else { return [] }
      }
    }
    return bearers.compactMap { bearer in
      let entry = table.entries[Int(bearer.entry)]
      if entry.kind == .zone { return nil }
      return Reading(entry: bearer.entry, cost: Cost.first(entry, bearer.form), scope: -1)
    }
  }

  private func next(_ bearers: [NameTrie.Bearer], _ span: Range<Int>, gap: Int) -> [Reading] {
    let isTail = Surroundings.isTail(letters, at: span.upperBound, table: table, strong: false)
    let isStrongTail = Surroundings.isTail(letters, at: span.upperBound, table: table, strong: true)
    var found: [Reading] = []
    for bearer in bearers {
      let entry = table.entries[Int(bearer.entry)]
      let level = entry.level
      if bearer.form == .short, gap > 0 || (level == 3 ? isStrongTail : isTail) { continue }
      if gap > 0, span.count < 3 || gap > 12 || isMarket(span) { continue }
      for reading in readings {
        let inner = Relation.isChild(bearer.entry, of: reading.entry, in: table)
        var candidate: Reading
        if inner {
          candidate = Reading(
            entry: bearer.entry, cost: reading.cost + Cost.further(entry, bearer.form), scope: reading.entry)
        } else if gap == 0, bearer.form == .full || level < 3,
          bearer.entry == reading.entry || Relation.isChild(reading.entry, of: bearer.entry, in: table)
        {
          candidate = reading
          candidate.cost += 1
          if candidate.scope < 0, bearer.entry != reading.entry { candidate.scope = bearer.entry }
        } else {
          continue
        }
        if let index = found.firstIndex(where: { $0.entry == candidate.entry }) {
          if candidate.cost < found[index].cost { found[index] = candidate }
        } else {
          found.append(candidate)
        }
      }
    }
    return found
  }

  /// A name that does not lie in what was found: a full name beats a chain of short ones; otherwise it is said.
  private mutating func disagree(_ bearers: [NameTrie.Bearer], _ span: Range<Int>, isStart: Bool) -> Int? {
    let full = bearers.filter { $0.form == .full }
    if full.isEmpty || isWeak(span) || isMarket(span) { return nil }
    if full.allSatisfy({ table.entries[Int($0.entry)].kind == .zone }) {
      if unknownZone == nil { unknownZone = span }
      return nil
    }
    let current = full.filter { table.entries[Int($0.entry)].kind == .current }
    if current.isEmpty { return nil }
    if !hasFullName {
      let fresh = first(bearers, span, isStart: isStart)
      if fresh.isEmpty { return nil }
      readings = fresh
      spans = [span]
      hasFullName = true
      return span.upperBound
    }
    if contradiction == nil { contradiction = (span, current.map(\.entry)) }
    return nil
  }

  /// 城区, 郊区, 矿区: words of any town, names only directly behind their city.
  private func isWeak(_ span: Range<Int>) -> Bool {
    guard span.count == 2 else { return false }
    switch letters[span.lowerBound] {
    case 0x57CE, 0x90CA, 0x77FF, 0x5E02, 0x65B0, 0x4E1C, 0x897F, 0x5357, 0x5317: return true
    default: return false
    }
  }

  /// 上海市场 is a market.
  private func isMarket(_ span: Range<Int>) -> Bool {
    letters[span.upperBound - 1] == 0x5E02 && span.upperBound < letters.count && letters[span.upperBound] == 0x573A
  }

  // MARK: - Deciding

  /// Leaves the cheapest readings; of several, the one that contains all others, or those that other words agree with.
  private mutating func settle() {
    guard let least = readings.map(\.cost).min() else { return }
    readings.removeAll { $0.cost > least }
    if readings.count > 1,
      let whole = readings.first(where: { outer in
        readings.allSatisfy { $0.entry == outer.entry || Relation.isChild($0.entry, of: outer.entry, in: table) }
      })
    {
      readings = [whole]
    }
    if readings.count > 1 { readings = agreeing(readings) }
  }

  /// Those readings that lie in a place which the text names somewhere else.
  private func agreeing(_ readings: [Reading]) -> [Reading] {
    for start in letters.indices where !spans.contains(where: { $0.contains(start) }) {
      var node = table.names.root(letters[start])
      var end = start + 1
      while node != 0 {
        if table.names.isName(node), !Surroundings.isTail(letters, at: end, table: table, strong: false) {
          var places: [Int32] = []
          table.names.eachBearer(of: node) { places.append($0.entry) }
          let kept = readings.filter { reading in
            places.contains { Relation.isChild(reading.entry, of: $0, in: table) }
          }
          if !kept.isEmpty, kept.count < readings.count { return kept }
        }
        guard end < letters.count else { break }
        node = table.names.step(node, letters[end])
        end += 1
      }
    }
    return readings
  }

  /// The codes of today that a reading stands for, narrowed by where it was found.
  func heirs(of reading: Reading) -> [Int32] {
    let all = table.entries[Int(reading.entry)].heirs
    guard all.count > 1, reading.scope >= 0 else { return all }
    let scope = table.entries[Int(reading.scope)].heirs
    let kept = all.filter { heir in scope.contains { DivisionCode.contains($0, heir) } }
    return kept.isEmpty ? all : kept
  }
}

/// What lies in what, across the years.
enum Relation {
  static func isChild(_ inner: Int32, of outer: Int32, in table: DivisionTable) -> Bool {
    let inner = table.entries[Int(inner)]
    let outer = table.entries[Int(outer)]
    guard inner.level > outer.level, outer.kind != .zone else { return false }
    if DivisionCode.contains(outer.code, inner.code), inner.kind != .current || outer.kind == .current { return true }
    return inner.heirs.contains { heir in outer.heirs.contains { DivisionCode.contains($0, heir) && $0 != heir } }
  }
}

/// How far a name is from the official one of today.
enum Cost {
  static func first(_ entry: DivisionEntry, _ form: NameTrie.Form) -> Int32 {
    switch (entry.kind, form) {
    case (.former, .full): return 5
    case (.former, .short): return 8
    case (_, .full): return entry.level == 3 && DivisionCode.isOutside(entry.code) ? 4 : 0
    case (_, .short):
      guard entry.level == 3 else { return 2 }
      return DivisionCode.isOutside(entry.code) ? 12 : entry.name.unicodeScalars.last == "市" ? 3 : 7
    }
  }

  static func further(_ entry: DivisionEntry, _ form: NameTrie.Form) -> Int32 {
    switch (entry.kind, form) {
    case (.former, .full): 4
    case (.former, .short): 6
    case (.zone, .full): 2
    case (_, .full): 0
    case (_, .short): entry.level < 3 ? 1 : entry.name.unicodeScalars.last == "市" ? 2 : 3
    }
  }
}
