/// The number of a cell as a person sees it: up to 15 significant digits, no exponent. Programs write the same number
/// as `178.80000000000001`, `1.788E2` or `178.80`.
enum NumberText {
  /// Rewrites what stands from `start` on; what is no number stays as it is.
  ///
  /// Whole numbers written digit by digit are not touched, however long. Returns whether digits are lost: a whole number
  /// of 16 digits or more, written as a rounded one (`3.51511110000001E+18`), stays as it is written.
  static func tidy(_ arena: inout ByteArena, from start: Int) -> Bool {
    var isPlain = true
    for at in start..<arena.count where !isDigit(arena.base[at]) {
      if at > start || arena.base[at] != minus {
        isPlain = false
        break
      }
    }
    if isPlain { return false }
    guard var number = Parsed(arena.bytes(start, arena.count)) else { return false }
    if number.wholeDigits > 15 { return true }
    number.round()
    guard number.wholeDigits > -15 else { return false }
    arena.cut(to: start)
    number.write(to: &arena)
    return false
  }

  fileprivate static let minus = UInt8(ascii: "-")
  fileprivate static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// 0.DIGITS × 10^wholeDigits, without zeros at either end; no digits for 0.
  private struct Parsed {
    var isNegative = false
    var digits: [UInt8] = []
    var wholeDigits = 0

    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
      guard bytes.count <= 64 else { return nil }
      var at = 0
      func skip(_ any: String) -> UInt8? {
        guard at < bytes.count, any.utf8.contains(bytes[at]) else { return nil }
        at += 1
        return bytes[at - 1]
      }
      isNegative = skip("+-") == NumberText.minus
      digits.reserveCapacity(24)
      var isAny = false
      var isFraction = false
      while at < bytes.count {
        if bytes[at] == UInt8(ascii: "."), !isFraction {
          isFraction = true
        } else if NumberText.isDigit(bytes[at]) {
          isAny = true
          if !digits.isEmpty || bytes[at] != 0x30 {
            digits.append(bytes[at] - 0x30)
            if !isFraction { wholeDigits += 1 }
          } else if isFraction {
            wholeDigits -= 1
          }
        } else {
          break
        }
        at += 1
      }
      guard isAny else { return nil }
      if skip("eE") != nil {
        let isDown = skip("+-") == NumberText.minus
        guard at < bytes.count, bytes.count - at <= 4 else { return nil }
        var exponent = 0
        while at < bytes.count, NumberText.isDigit(bytes[at]) {
          exponent = exponent * 10 + Int(bytes[at] - 0x30)
          at += 1
        }
        wholeDigits += isDown ? -exponent : exponent
      }
      guard at == bytes.count else { return nil }
      trim()
    }

    private mutating func trim() {
      while digits.last == 0 { digits.removeLast() }
      if digits.isEmpty { wholeDigits = 0 }
    }

    /// Rounds to 15 significant digits, half up.
    mutating func round() {
      guard digits.count > 15 else { return }
      var carries = digits[15] >= 5
      digits.removeSubrange(15...)
      var at = 14
      while carries, at >= 0 {
        carries = digits[at] == 9
        digits[at] = carries ? 0 : digits[at] + 1
        at -= 1
      }
      if carries {
        digits.insert(1, at: 0)
        wholeDigits += 1
      }
      trim()
    }

    func write(to arena: inout ByteArena) {
      if isNegative, !digits.isEmpty { arena.append(NumberText.minus) }
      if wholeDigits <= 0 { arena.append(0x30) }
      for place in 0..<max(wholeDigits, 0) { arena.append(0x30 + (place < digits.count ? digits[place] : 0)) }
      guard digits.count > wholeDigits else { return }
      arena.append(UInt8(ascii: "."))
      for _ in 0..<max(-wholeDigits, 0) { arena.append(0x30) }
      for digit in digits[max(wholeDigits, 0)...] { arena.append(0x30 + digit) }
    }
  }
}
