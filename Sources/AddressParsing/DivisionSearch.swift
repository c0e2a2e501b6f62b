/// Looks for the divisions in a text, from left to right. It keeps every reading that agrees with all names so far, with a
/// cost: full names of today cost nothing, short ones and those of former days more. Only the cheapest count at the end,
/// and when they still disagree the answer is their common part.
struct DivisionSearch: ~Copyable {
  let table: DivisionTable
  private(set) var readings = ReadingList()
  /// The entry of today that the readings stand for; -1 when there is none, or a doubt.
  private(set) var sole: Int32 = -1
  /// Those that are in doubt.
  private(set) var heirs: [Int32] = []
  /// Where the last accepted name stands.
  private(set) var lastSpan = 0..<0
  private(set) var contradiction: (span: Range<Int>, name: UInt16)?
  private(set) var unknownZone: Range<Int>?
  /// 市辖区 was written.
  private(set) var saysCityProper = false
  private var next = ReadingList()
  private var hasFullName = false
  private var isRelaxed = false

  init(table: DivisionTable) {
    self.table = table
  }

  mutating func run(_ text: Text) {
    scan(text)
    if readings.isEmpty {
      isRelaxed = true
      scan(text)
    }
    settle(text)
  }

  // MARK: - Reading from left to right

  /// How many letters that are no name may stand between two names before the rest is taken for the street.
  private static let longestGap = 24

  private mutating func scan(_ text: Text) {
    var position = 0
    var gap = 0
    var isStart = true
    while position < text.count {
      if text.isSeparator(position) {
        isStart = true
        position += 1
        continue
      }
      if !readings.isEmpty, gap == 0, let end = Filler.end(in: text, at: position, atStart: isStart) {
        if end - position == 3, text[position] == 0x5E02 { saysCityProper = true }
        text.take(position..<end, as: Text.division)
        position = end
        isStart = false
        continue
      }
      if let end = take(text, position, gap: gap, isStart: isStart) {
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

  /// The longest acceptable name that begins here; its end. Of more than three names the shortest are not tried.
  private mutating func take(_ text: Text, _ start: Int, gap: Int, isStart: Bool) -> Int? {
    var node = table.names.root(text[start])
    guard node != 0 else { return nil }
    var end = start + 1
    var longest: (name: UInt16, end: Int) = (0, 0)
    var second = longest
    var third = longest
    while node != 0 {
      if table.names.isName(node) { (longest, second, third) = ((node, end), longest, second) }
      guard end < text.count else { break }
      node = table.names.step(node, text[end])
      end += 1
    }
    func accepts(_ candidate: (name: UInt16, end: Int)) -> Int? {
      candidate.name == 0 ? nil : accept(text, candidate.name, start..<candidate.end, gap: gap, isStart: isStart)
    }
    return accepts(longest) ?? accepts(second) ?? accepts(third)
  }

  // Seldom called and from three places: written into each, it slows down the look at every other letter.
  @inline(never)
  private mutating func accept(
    _ text: Text, _ name: UInt16, _ span: Range<Int>, gap: Int, isStart: Bool
  ) -> Int? {
    next.removeAll()
    if readings.isEmpty {
      begin(text, name, span, isStart: isStart)
    } else {
      goOn(text, name, span, gap: gap)
    }
    if !next.isEmpty {
      swap(&readings, &next)
      if !hasFullName { hasFullName = table.names.hasBearer(name) { $0.form == .full } }
      let end = splitCityCentre(text, span)
      text.take(span.lowerBound..<end, as: Text.division)
      lastSpan = span.lowerBound..<end
      return end
    }
    return !readings.isEmpty && gap == 0 ? disagree(text, name, span, isStart: isStart) : nil
  }

  /// 济南市中区 is 济南 and 市中区, although 济南市 is longer.
  private func splitCityCentre(_ text: Text, _ span: Range<Int>) -> Int {
    let end = span.upperBound
    guard text[end - 1] == 0x5E02, end + 1 < text.count, text[end + 1] == 0x533A, span.count > 2 else {
      return end
    }
    let isCentre = table.names.firstName(in: text, at: end - 1) { node, nameEnd in
      nameEnd == end + 2
        && table.names.hasBearer(node) { bearer in readings.contains { table.isChild(bearer.entry, of: $0.entry) } }
    }
    return isCentre ? end - 1 : end
  }

  /// The first name of the text: everything that bears it, if the surroundings allow.
  private mutating func begin(_ text: Text, _ name: UInt16, _ span: Range<Int>, isStart: Bool) {
    var isFull = false
    var highest: UInt8 = 9
    var isCountyTown = false
    // A zone's name stands for itself only if nothing else bears it: 苏州工业园区, not 高新区.
    let isOwn = table.names.isOnlyBearer(name) && span.count > 3
    for bearer in table.names.bearers(of: name) {
      let entry = table.entries[Int(bearer.entry)]
      if entry.kind == .zone && !isOwn || entry.kind == .town { continue }
      if bearer.form == .full { isFull = true }
      highest = min(highest, entry.level)
      if entry.kind == .current, entry.endsWithCity { isCountyTown = true }
    }
    guard highest < 9 else { return }
    if isFull {
      if isWeak(text, span) || isMarket(text, span) { return }
    } else {
      if Surroundings.isTail(text, at: span.upperBound, of: name, in: table, strong: highest == 3) { return }
      let isIntroduced = isStart || Surroundings.isIntroduced(text, at: span.lowerBound)
      if highest < 3 {
        guard isRelaxed || isIntroduced else { return }
      } else if isCountyTown {
        guard isIntroduced, isRelaxed || !Surroundings.isWholePiece(text, span) else { return }
      } else {
        guard isRelaxed, isStart,
          Surroundings.isWholePiece(text, span) || Surroundings.hasTown(text, from: span.upperBound)
        else { return }
      }
    }
    for bearer in table.names.bearers(of: name) {
      let entry = table.entries[Int(bearer.entry)]
      if entry.kind == .zone && !isOwn || entry.kind == .town { continue }
      next.append(Reading(entry: bearer.entry, cost: Cost.first(entry, bearer.form), scope: -1))
    }
  }

  /// A further name: what lies in a reading, or says it once more.
  private mutating func goOn(_ text: Text, _ name: UInt16, _ span: Range<Int>, gap: Int) {
    // A short name is looked at only directly behind another; a full one may stand a few letters further.
    if gap > 0, span.count < 3 || gap > 12 || isMarket(text, span) { return }
    var tail: Bool?
    var strongTail: Bool?
    bearers: for bearer in table.names.bearers(of: name) {
      let entry = table.entries[Int(bearer.entry)]
      if entry.kind == .town { continue }
      for at in 0..<readings.count {
        let reading = readings[at]
        let isInner = table.isChild(bearer.entry, of: reading.entry)
        guard
          isInner
            || gap == 0 && (bearer.form == .full || entry.level < 3)
              && (bearer.entry == reading.entry || table.isChild(reading.entry, of: bearer.entry))
        else { continue }
        if bearer.form == .short {
          if gap > 0 { continue bearers }
          if entry.level == 3 {
            if strongTail == nil {
              strongTail = Surroundings.isTail(text, at: span.upperBound, of: name, in: table, strong: true)
            }
            if strongTail == true { continue bearers }
          } else {
            if tail == nil {
              tail = Surroundings.isTail(text, at: span.upperBound, of: name, in: table, strong: false)
            }
            if tail == true { continue bearers }
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
        if let index = (0..<next.count).first(where: { next[$0].entry == candidate.entry }) {
          if candidate.cost < next[index].cost { next[index] = candidate }
        } else {
          next.append(candidate)
        }
      }
    }
  }

  /// A name that does not lie in what was found: a full name beats a chain of short ones; otherwise it is said.
  private mutating func disagree(
    _ text: Text, _ name: UInt16, _ span: Range<Int>, isStart: Bool
  ) -> Int? {
    if isWeak(text, span) || isMarket(text, span) { return nil }
    func bears(_ kind: DivisionEntry.Kind) -> Bool {
      table.names.hasBearer(name) { $0.form == .full && table.entries[Int($0.entry)].kind == kind }
    }
    guard bears(.current) else {
      if unknownZone == nil, !bears(.former), bears(.zone) { unknownZone = span }
      return nil
    }
    if !hasFullName {
      begin(text, name, span, isStart: isStart)
      if next.isEmpty { return nil }
      swap(&readings, &next)
      text.release()
      text.take(span, as: Text.division)
      lastSpan = span
      hasFullName = true
      return span.upperBound
    }
    if contradiction == nil { contradiction = (span, name) }
    return nil
  }

  /// 城区, 郊区, 矿区: words of any town, names only directly behind their city.
  private func isWeak(_ text: Text, _ span: Range<Int>) -> Bool {
    span.count == 2 && text[span.lowerBound + 1] == 0x533A
  }

  /// 上海市场 is a market.
  private func isMarket(_ text: Text, _ span: Range<Int>) -> Bool {
    text[span.upperBound - 1] == 0x5E02 && span.upperBound < text.count && text[span.upperBound] == 0x573A
  }

  // MARK: - Deciding

  /// Leaves the cheapest readings; of several, the one that contains all others, or those that other words agree with.
  private mutating func settle(_ text: Text) {
    if readings.count > 1 {
      var least = Int32.max
      for place in 0..<readings.count { least = min(least, readings[place].cost) }
      readings.keep { $0.cost == least }
    }
    if readings.count > 1, let whole = wholeReading() { readings.keep { $0.entry == whole } }
    if readings.count == 1, table.entries[Int(readings[0].entry)].heirs.count == 1 {
      sole = table.heirs(of: readings[0].entry).first ?? -1
      return
    }
    var found: [Int32] = []
    for place in 0..<readings.count { Self.addHeirs(of: readings[place], in: table, to: &found) }
    let heirs = found.count > 1 ? agreeing(found, text) : found
    self.heirs = heirs
    if heirs.count == 1 { sole = heirs[0] }
    readings.keep { [table] reading in
      var own: [Int32] = []
      Self.addHeirs(of: reading, in: table, to: &own)
      return own.contains { heirs.contains($0) }
    }
  }

  /// The entry that contains all others.
  private func wholeReading() -> Int32? {
    let entries = (0..<readings.count).map { readings[$0].entry }
    return entries.first { outer in entries.allSatisfy { $0 == outer || table.isChild($0, of: outer) } }
  }

  /// What of today a reading stands for, narrowed by where it was found.
  private static func addHeirs(of reading: Reading, in table: DivisionTable, to heirs: inout [Int32]) {
    let all = table.heirs(of: reading.entry)
    func isInScope(_ heir: Int32) -> Bool {
      let code = table.entries[Int(heir)].code
      return table.heirs(of: reading.scope).contains { table.entries[Int($0)].reach.contains(code) }
    }
    let isNarrowed = all.count > 1 && reading.scope >= 0 && all.contains(where: isInScope)
    for heir in all where !heirs.contains(heir) && (!isNarrowed || isInScope(heir)) { heirs.append(heir) }
  }

  /// Those that lie in a place, or hold a town, which the text names somewhere else.
  private func agreeing(_ heirs: [Int32], _ text: Text) -> [Int32] {
    var kept: [Int32] = []
    for start in 0..<text.count {
      let isDecided = table.names.firstName(in: text, at: start) { name, end in
        kept.removeAll()
        for bearer in table.names.bearers(of: name) {
          let entry = table.entries[Int(bearer.entry)]
          for heir in heirs where !kept.contains(heir) {
            let code = table.entries[Int(heir)].code
            let agrees =
              entry.kind == .town
              ? entry.code == code : entry.kind == .current && entry.level < 3 && entry.reach.contains(code)
            if agrees { kept.append(heir) }
          }
        }
        guard !kept.isEmpty, kept.count < heirs.count else { return false }
        return table.names.hasBearer(name) { table.entries[Int($0.entry)].kind == .town }
          || !Surroundings.isTail(text, at: end, of: name, in: table, strong: false)
      }
      if isDecided { return kept }
    }
    return heirs
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
