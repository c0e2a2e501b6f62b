/// One text on its way to a `ParsedAddress`: each step takes its letters out and writes down what they say; what nobody
/// took is the detail.
struct AddressReader: ~Copyable {
  let text: Text
  private var phoneAt: Int?
  /// Where the value of a label for the name begins.
  private var nameAt: Int?
  private var search = DivisionSearch(table: .builtIn)

  init(_ text: Text) {
    self.text = text
  }

  // MARK: - Phone, labels, postcode

  mutating func findContacts(_ address: inout ParsedAddress) {
    var at = 0
    var isStart = true
    while at < text.count {
      if let label = FieldLabel.read(text, at: at, isStart: isStart) {
        text.take(at..<label.end)
        if label.field == .name, nameAt == nil { nameAt = label.end }
        at = label.end
        isStart = true
      } else if let number = PhoneNumber.read(text, at: at) {
        // A mobile number beats a landline found before it.
        let isLandline = address.phone?.utf8.first == UInt8(ascii: "0")
        if address.phone == nil || isLandline && number.digits.utf8.first == UInt8(ascii: "1") {
          address.phone = number.digits
          phoneAt = number.range.lowerBound
        }
        text.take(number.range)
        at = number.range.upperBound
        isStart = true
      } else {
        isStart = text.isSeparator(at)
        at += 1
      }
    }
    findPostcode(&address)
  }

  /// Six digits that stand alone, or in brackets.
  func findPostcode(_ address: inout ParsedAddress) {
    guard text.hasSixDigits else { return }
    var at = 0
    while at < text.count {
      guard text.isDigit(at) else {
        at += 1
        continue
      }
      let start = at
      while at < text.count, text.isDigit(at) { at += 1 }
      guard at - start == 6 else { continue }
      let isBracketed = start > 0 && text[start - 1] == 0x28 && at < text.count && text[at] == 0x29
      guard isBracketed || text.isEdge(start - 1) && text.isEdge(at) else { continue }
      let digits = Text.string(6) { text[start + $0] }
      if digits != "000000" { address.postcode = digits }
      text.take(isBracketed ? start - 1..<at + 1 : start..<at)
    }
  }

  mutating func findDivisions() {
    search.run(text)
    dropIntroduction()
  }

  /// 我家的地址是…, 地址改成…: words in front of the first division that only lead to it.
  private func dropIntroduction() {
    guard let first = (0..<text.count).first(where: { text[$0] == Text.division }) else { return }
    var start = first
    while start > 0, text.isSeparator(start - 1) { start -= 1 }
    let end = start
    while start > 0, text.has(start - 1, .introduces) { start -= 1 }
    if end - start > 1, text.isEdge(start - 1) { text.take(start..<end) }
  }

  // MARK: - Name

  func findName(_ address: inout ParsedAddress) {
    var best: (piece: Range<Int>, score: Int)?
    var count = 0
    var at = 0
    while let piece = piece(from: at) {
      if let nameAt, piece.lowerBound >= nameAt, piece.count <= 25,
        (nameAt..<piece.lowerBound).allSatisfy({ text.has($0, .blank) })
      {
        return takeName(piece, &address)
      }
      count += 1
      at = piece.upperBound
      guard standsAlone(piece) else { continue }
      let score = PersonName.score(piece, in: text, phoneAt: phoneAt)
      if score > best?.score ?? 0 { best = (piece, score) }
    }
    // Without a phone and a place only a surname tells a person from anything else, and not when it is the only word.
    guard let best, address.phone != nil || !search.readings.isEmpty || count > 1 && best.score >= 40 else { return }
    takeName(best.piece, &address)
  }

  /// The next stretch between separators.
  private func piece(from position: Int) -> Range<Int>? {
    var start = position
    while start < text.count, text.isSeparator(start) { start += 1 }
    guard start < text.count else { return nil }
    var end = start
    while end < text.count, !text.isSeparator(end) { end += 1 }
    return start..<end
  }

  /// Not the rest of an address behind its divisions (西安|交通大学). In front of them only if it can be little else.
  private func standsAlone(_ piece: Range<Int>) -> Bool {
    if piece.lowerBound > 0, text[piece.lowerBound - 1] == Text.division { return false }
    if piece.upperBound < text.count, text[piece.upperBound] == Text.division {
      return piece.count <= 3 && text.has(piece.lowerBound, .surname)
    }
    return true
  }

  private func takeName(_ piece: Range<Int>, _ address: inout ParsedAddress) {
    address.name = text.string(piece)
    text.take(piece)
  }

  // MARK: - Putting it together

  func finish(_ address: inout ParsedAddress, withPerson: Bool = true) {
    address.detail = text.remains()
    if withPerson {
      if address.name == nil { address.missing.append(.name) }
      if address.phone == nil { address.missing.append(.phone) }
    }
    search.write(to: &address, from: text)
    if address.detail.isEmpty { address.missing.append(.detail) }
    if text.hasStar { address.addMasked() }
  }
}

extension ParsedAddress {
  /// Says which parts have stars in them.
  mutating func addMasked() {
    func isMasked(_ part: String?) -> Bool { part?.utf8.contains(UInt8(ascii: "*")) ?? false }
    if isMasked(name) { doubts.append(.masked(.name)) }
    if isMasked(phone) { doubts.append(.masked(.phone)) }
    if isMasked(detail) { doubts.append(.masked(.detail)) }
  }
}
