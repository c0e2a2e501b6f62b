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
  private(set) var readings: [Reading] = []
  /// Where the accepted names stand.
  private(set) var spans: [Range<Int>] = []
  /// Codes of today that the readings stand for; one, unless there is a doubt.
  private(set) var codes: [Int32] = []
  private(set) var contradiction: (span: Range<Int>, name: UInt16)?
  private(set) var unknownZone: Range<Int>?
  /// 市辖区 was written.
  private(set) var saysCityProper = false
  private var next: [Reading] = []
  private var hasFullName = false
  private var isRelaxed = false

  init(table: DivisionTable) {
    self.table = table
  }

  mutating func run(_ letters: [UInt32]) {
    scan(letters)
    if readings.isEmpty {
      isRelaxed = true
      scan(letters)
    }
    settle(letters)
  }

  // MARK: - Reading from left to right

  /// How many letters that are no name may stand between two names before the rest is taken for the street.
  private static let longestGap = 24

  private mutating func scan(_ letters: [UInt32]) {
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
      if let end = take(letters, position, gap: gap, isStart: isStart) {
        position = end
        gap = 0
      } else {
        gap += 1
        position += 1
        if !readings.isEmpty, gap > (isDeepest ? 0 : Self.longestGap) { return }
      }
      isStart = false
    }
  }

  private var isDeepest: Bool { readings.count == 1 && table.entries[Int(readings[0].entry)].level == 3 }

  /// The longest acceptable name that begins here; its end.
  private mutating func take(_ letters: [UInt32], _ start: Int, gap: Int, isStart: Bool) -> Int? {
    var node = table.names.root(letters[start])
    guard node != 0 else { return nil }
    var end = start + 1
    var names: (UInt16, UInt16, UInt16) = (0, 0, 0)
    var ends: (Int, Int, Int) = (0, 0, 0)
    while node != 0 {
      if table.names.isName(node) {
        names = (node, names.0, names.1)
        ends = (end, ends.0, ends.1)
      }
      guard end < letters.count else { break }
      node = table.names.step(node, letters[end])
      end += 1
    }
    for (name, end) in [(names.0, ends.0), (names.1, ends.1), (names.2, ends.2)] where name != 0 {
      if let end = accept(letters, name, start..<end, gap: gap, isStart: isStart) { return end }
    }
    return nil
  }

  private mutating func accept(
    _ letters: [UInt32], _ name: UInt16, _ span: Range<Int>, gap: Int, isStart: Bool
  ) -> Int? {
    next.removeAll(keepingCapacity: true)
    if readings.isEmpty {
      begin(letters, name, span, isStart: isStart)
    } else {
      goOn(letters, name, span, gap: gap)
    }
    if !next.isEmpty {
      swap(&readings, &next)
      if !hasFullName { hasFullName = table.names.hasBearer(name) { $0.form == .full } }
      let end = splitCityCentre(letters, span)
      spans.append(span.lowerBound..<end)
      return end
    }
    return !readings.isEmpty && gap == 0 ? disagree(letters, name, span, isStart: isStart) : nil
  }

  /// 济南市中区 is 济南 and 市中区, although 济南市 is longer.
  private func splitCityCentre(_ letters: [UInt32], _ span: Range<Int>) -> Int {
    let end = span.upperBound
    guard letters[end - 1] == 0x5E02, end + 1 < letters.count, letters[end + 1] == 0x533A, span.count > 2 else {
      return end
    }
    let isCentre = table.names.firstName(in: letters, at: end - 1) { node, nameEnd in
      nameEnd == end + 2
        && table.names.hasBearer(node) { bearer in readings.contains { table.isChild(bearer.entry, of: $0.entry) } }
    }
    return isCentre ? end - 1 : end
  }

  /// The first name of the text: everything that bears it, if the surroundings allow.
  private mutating func begin(_ letters: [UInt32], _ name: UInt16, _ span: Range<Int>, isStart: Bool) {
    var isFull = false
    var highest: UInt8 = 9
    var isCountyTown = false
    table.names.eachBearer(of: name) { bearer in
      let entry = table.entries[Int(bearer.entry)]
      if entry.kind == .zone || entry.kind == .town { return }
      if bearer.form == .full { isFull = true }
      highest = min(highest, entry.level)
      if entry.kind == .current, entry.endsWithCity { isCountyTown = true }
    }
    guard highest < 9 else { return }
    if isFull {
      if isWeak(letters, span) || isMarket(letters, span) { return }
    } else {
      if Surroundings.isTail(letters, at: span.upperBound, of: name, in: table, strong: highest == 3) { return }
      let isIntroduced = isStart || Surroundings.isIntroduced(letters, at: span.lowerBound)
      if highest < 3 {
        guard isRelaxed || isIntroduced else { return }
      } else if isCountyTown {
        guard isIntroduced, isRelaxed || !Surroundings.isWholePiece(letters, span) else { return }
      } else {
        guard isRelaxed, isStart,
          Surroundings.isWholePiece(letters, span) || Surroundings.hasTown(letters, from: span.upperBound)
        else { return }
      }
    }
    table.names.eachBearer(of: name) { bearer in
      let entry = table.entries[Int(bearer.entry)]
      if entry.kind == .zone || entry.kind == .town { return }
      next.append(Reading(entry: bearer.entry, cost: Cost.first(entry, bearer.form), scope: -1))
    }
  }

  /// A further name: what lies in a reading, or says it once more.
  private mutating func goOn(_ letters: [UInt32], _ name: UInt16, _ span: Range<Int>, gap: Int) {
    // A short name is looked at only directly behind another; a full one may stand a few letters further.
    if gap > 0, span.count < 3 || gap > 12 || isMarket(letters, span) { return }
    var tail: Bool?
    var strongTail: Bool?
    table.names.eachBearer(of: name) { bearer in
      let entry = table.entries[Int(bearer.entry)]
      if entry.kind == .town { return }
      for reading in readings {
        let isInner = table.isChild(bearer.entry, of: reading.entry)
        guard
          isInner
            || gap == 0 && (bearer.form == .full || entry.level < 3)
              && (bearer.entry == reading.entry || table.isChild(reading.entry, of: bearer.entry))
        else { continue }
        if bearer.form == .short {
          if gap > 0 { return }
          if entry.level == 3 {
            if strongTail == nil {
              strongTail = Surroundings.isTail(letters, at: span.upperBound, of: name, in: table, strong: true)
            }
            if strongTail == true { return }
          } else {
            if tail == nil {
              tail = Surroundings.isTail(letters, at: span.upperBound, of: name, in: table, strong: false)
            }
            if tail == true { return }
          }
        }
        var candidate = reading
        if isInner {
          candidate = Reading(
            entry: bearer.entry, cost: reading.cost + Cost.further(entry, bearer.form), scope: reading.entry)
        } else {
          candidate.cost += bearer.form == .full ? 1 : 3
          if candidate.scope < 0, bearer.entry != reading.entry { candidate.scope = bearer.entry }
        }
        if let index = next.firstIndex(where: { $0.entry == candidate.entry }) {
          if candidate.cost < next[index].cost { next[index] = candidate }
        } else {
          next.append(candidate)
        }
      }
    }
  }

  /// A name that does not lie in what was found: a full name beats a chain of short ones; otherwise it is said.
  private mutating func disagree(
    _ letters: [UInt32], _ name: UInt16, _ span: Range<Int>, isStart: Bool
  ) -> Int? {
    if isWeak(letters, span) || isMarket(letters, span) { return nil }
    func bears(_ kind: DivisionEntry.Kind) -> Bool {
      table.names.hasBearer(name) { $0.form == .full && table.entries[Int($0.entry)].kind == kind }
    }
    guard bears(.current) else {
      if unknownZone == nil, !bears(.former), bears(.zone) { unknownZone = span }
      return nil
    }
    if !hasFullName {
      begin(letters, name, span, isStart: isStart)
      if next.isEmpty { return nil }
      swap(&readings, &next)
      spans = [span]
      hasFullName = true
      return span.upperBound
    }
    if contradiction == nil { contradiction = (span, name) }
    return nil
  }

  /// 城区, 郊区, 矿区: words of any town, names only directly behind their city.
  private func isWeak(_ letters: [UInt32], _ span: Range<Int>) -> Bool {
    span.count == 2 && letters[span.lowerBound + 1] == 0x533A
  }

  /// 上海市场 is a market.
  private func isMarket(_ letters: [UInt32], _ span: Range<Int>) -> Bool {
    letters[span.upperBound - 1] == 0x5E02 && span.upperBound < letters.count && letters[span.upperBound] == 0x573A
  }

  // MARK: - Deciding

  /// Leaves the cheapest readings; of several, the one that contains all others, or those that other words agree with.
  private mutating func settle(_ letters: [UInt32]) {
    if readings.count > 1, let least = readings.map(\.cost).min() {
      readings.removeAll { $0.cost > least }
      if readings.count > 1,
        let whole = readings.first(where: { outer in
          readings.allSatisfy { $0.entry == outer.entry || table.isChild($0.entry, of: outer.entry) }
        })
      {
        readings = [whole]
      }
    }
    findCodes()
    if codes.count > 1 {
      codes = agreeing(codes, letters)
      readings = readings.filter { reading in heirs(of: reading).contains { codes.contains($0) } }
    }
  }

  private mutating func findCodes() {
    codes.removeAll(keepingCapacity: true)
    for reading in readings {
      for heir in heirs(of: reading) where !codes.contains(heir) { codes.append(heir) }
    }
  }

  /// Those codes that lie in a place, or hold a town, which the text names somewhere else.
  private func agreeing(_ codes: [Int32], _ letters: [UInt32]) -> [Int32] {
    var kept: [Int32] = []
    for start in letters.indices where !spans.contains(where: { $0.contains(start) }) {
      let isDecided = table.names.firstName(in: letters, at: start) { name, end in
        table.names.eachBearer(of: name) { bearer in
          let entry = table.entries[Int(bearer.entry)]
          for code in codes where !kept.contains(code) {
            let agrees =
              entry.kind == .town
              ? entry.code == code
              : entry.kind == .current && entry.level < 3 && DivisionCode.contains(entry.code, code)
            if agrees { kept.append(code) }
          }
        }
        if !kept.isEmpty, kept.count < codes.count,
          !Surroundings.isTail(letters, at: end, of: name, in: table, strong: false)
        {
          return true
        }
        kept.removeAll()
        return false
      }
      if isDecided { return kept }
    }
    return codes
  }

  /// The codes of today that a reading stands for, narrowed by where it was found.
  private func heirs(of reading: Reading) -> [Int32] {
    let all = Array(table.heirs(of: reading.entry))
    guard all.count > 1, reading.scope >= 0 else { return all }
    let kept = all.filter { heir in
      table.heirs(of: reading.scope).contains { DivisionCode.contains($0, heir) }
    }
    return kept.isEmpty ? all : kept
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
      return DivisionCode.isOutside(entry.code) ? 12 : entry.endsWithCity ? 3 : 7
    }
  }

  static func further(_ entry: DivisionEntry, _ form: NameTrie.Form) -> Int32 {
    switch (entry.kind, form) {
    case (.former, .full): 4
    case (.former, .short): 6
    case (.zone, .full): 2
    case (_, .full): 0
    case (_, .short): entry.level < 3 ? 1 : entry.endsWithCity ? 2 : 3
    }
  }
}
