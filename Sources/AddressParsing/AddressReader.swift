/// One text on its way to a `ParsedAddress`: each step takes its letters out, what nobody took is the detail.
struct AddressReader {
  /// What takes the place of letters that were taken; both are separators.
  static let removed: UInt32 = 0x0A
  static let division: UInt32 = 0x0B

  let text: Text
  /// The text with everything taken replaced by separators.
  var letters: [UInt32]
  private(set) var phone: String?
  private(set) var postcode: String?
  private(set) var name: String?
  private var labelled: [(field: FieldLabel.Field, start: Int)] = []
  private var phoneAt: Int?
  private var search: DivisionSearch?

  init(_ text: Text) {
    self.text = text
    letters = text.plain
  }

  mutating func take(_ range: Range<Int>) {
    for index in range { letters[index] = Self.removed }
  }

  // MARK: - Phone, labels, postcode

  mutating func findContacts() {
    var at = 0
    var isStart = true
    while at < letters.count {
      if let label = FieldLabel.read(letters, at: at, isStart: isStart) {
        take(at..<label.end)
        labelled.append((label.field, label.end))
        at = label.end
        isStart = true
        continue
      }
      if let number = PhoneNumber.read(letters, at: at) {
        // A mobile number beats a landline found before it.
        if phone == nil || phone?.utf8.first == UInt8(ascii: "0") && number.digits.utf8.first == UInt8(ascii: "1") {
          phone = number.digits
          phoneAt = number.range.lowerBound
        }
        take(number.range)
        at = number.range.upperBound
        isStart = true
        continue
      }
      isStart = Letter.isSeparator(letters[at])
      at += 1
    }
    findPostcode()
  }

  /// Six digits that stand alone, or in brackets at the end.
  mutating func findPostcode() {
    var at = 0
    while at + 6 <= letters.count {
      guard Letter.isDigit(letters[at]) else {
        at += 1
        continue
      }
      var end = at
      while end < letters.count, Letter.isDigit(letters[end]) { end += 1 }
      defer { at = end }
      guard end - at == 6 else { continue }
      let before = at == 0 ? Self.removed : letters[at - 1]
      let after = end == letters.count ? Self.removed : letters[end]
      let isBracketed = before == 0x28 && after == 0x29
      guard isBracketed || Letter.isSeparator(before) && Letter.isSeparator(after) else { continue }
      let digits = Text.string(letters[at..<end])
      if digits != "000000" { postcode = digits }
      take(isBracketed ? at - 1..<end + 1 : at..<end)
    }
  }

  // MARK: - Divisions

  mutating func findDivisions() {
    var search = DivisionSearch(table: Divisions.table)
    search.run(letters)
    for span in search.spans {
      for index in span { letters[index] = Self.division }
    }
    self.search = search
  }

  // MARK: - Name

  mutating func findName() {
    let pieces = Piece.all(in: letters)
    for (field, start) in labelled where field == .name {
      if let piece = pieces.first(where: { $0.range.lowerBound >= start }),
        letters[start..<piece.range.lowerBound].allSatisfy({ $0 == Self.removed || Letter.traits($0).contains(.blank) }
        ),
        piece.range.count <= 25
      {
        return takeName(piece.range)
      }
    }
    let best = pieces.filter(standsAlone).map {
      (piece: $0, score: PersonName.score($0, in: letters, phoneAt: phoneAt))
    }
    .filter { $0.score > 0 }
    .max { $0.score < $1.score }
    // The only words of the text are its address, not a name.
    guard let best, pieces.count > 1 || search?.readings.isEmpty == false || phone != nil else { return }
    takeName(best.piece.range)
  }

  /// Not the rest of an address behind its divisions (西安|交通大学). In front of them only if it can be little else.
  private func standsAlone(_ piece: Piece) -> Bool {
    let range = piece.range
    if range.lowerBound > 0, letters[range.lowerBound - 1] == Self.division { return false }
    if range.upperBound < letters.count, letters[range.upperBound] == Self.division {
      return range.count <= 3 && Letter.traits(letters[range.lowerBound]).contains(.surname)
    }
    return true
  }

  private mutating func takeName(_ range: Range<Int>) {
    name = text.string(range)
    take(range)
  }

  // MARK: - Putting it together

  func finish(withPerson: Bool = true) -> ParsedAddress {
    var address = ParsedAddress()
    address.name = name
    address.phone = phone
    address.postcode = postcode
    address.detail = detail()
    if let search { DivisionOutcome(search: search, text: text).write(to: &address) }
    for (part, isMissing) in [
      (ParsedAddress.Part.name, withPerson && name == nil), (.phone, withPerson && phone == nil),
    ] where isMissing { address.missing.insert(part, at: 0) }
    if address.detail.isEmpty { address.missing.append(.detail) }
    for (part, value) in [(ParsedAddress.Part.name, name), (.phone, phone), (.detail, address.detail)] {
      if let value, value.utf8.contains(UInt8(ascii: "*")) { address.doubts.append(.masked(part)) }
    }
    return address
  }

  /// What nobody took, in order; gaps become one blank, and what only introduced the address is dropped.
  private func detail() -> String {
    var kept: [UInt32] = []
    var isGap = false
    for index in letters.indices {
      let letter = letters[index]
      if Letter.isSeparator(letter) && letter != 0x3001 {
        isGap = true
        continue
      }
      if isGap, !kept.isEmpty { kept.append(0x20) }
      isGap = false
      kept.append(text.original[index])
    }
    return Text.string(kept)
  }
}

/// A stretch of the text between separators.
struct Piece {
  let range: Range<Int>

  static func all(in letters: [UInt32]) -> [Piece] {
    var pieces: [Piece] = []
    var start: Int?
    for index in letters.indices {
      if Letter.isSeparator(letters[index]) {
        if let begun = start { pieces.append(Piece(range: begun..<index)) }
        start = nil
      } else if start == nil {
        start = index
      }
    }
    if let begun = start { pieces.append(Piece(range: begun..<letters.count)) }
    return pieces
  }
}
