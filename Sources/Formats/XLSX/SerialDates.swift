import Glibc
import Vocabulary

/// Dates as spreadsheets count them: days since 1899-12-31, or since 1904-01-01 (ECMA-376 part 1, 18.17.4.1).
struct SerialDates {
  let is1904: Bool
  /// The day that was written last, as days since 1970: the rows of an export are mostly of few days.
  private var day = Int.min
  private var dayText: [UInt8] = []

  init(is1904: Bool) {
    self.is1904 = is1904
  }

  /// Rewrites the number that stands from `start` on as text; what is no date stays. Seconds are rounded.
  mutating func write(_ arena: inout ByteArena, from start: Int, as format: NumberFormat) -> Bool {
    guard let serial = Self.number(&arena, from: start), serial >= 0, serial < 2_958_466 else { return false }
    let (days, rest) = Int((serial * 86_400).rounded()).quotientAndRemainder(dividingBy: 86_400)
    arena.cut(to: start)
    if format == .duration {
      for byte in String(days * 24 + rest / 3_600).utf8 { arena.append(byte) }
    } else {
      let isTimeOnly = days == 0 && !is1904
      if !isTimeOnly {
        // Excel knows a 29th of February 1900, day 60: before it days count from the 31st of December.
        writeDay(days + (is1904 ? Self.start1904 : days < 60 ? Self.start1900 + 1 : Self.start1900), &arena)
        if format == .date, rest == 0 { return true }
        arena.append(0x20)
      }
      Self.writeTwo(rest / 3_600, &arena)
    }
    arena.append(UInt8(ascii: ":"))
    Self.writeTwo(rest / 60 % 60, &arena)
    arena.append(UInt8(ascii: ":"))
    Self.writeTwo(rest % 60, &arena)
    return true
  }

  /// 1899-12-30 and 1904-01-01 as days since 1970-01-01.
  private static let start1900 = -25_569
  private static let start1904 = -24_107

  private static func number(_ arena: inout ByteArena, from start: Int) -> Double? {
    let length = arena.count - start
    arena.append(0)
    let text = UnsafeMutableRawPointer(arena.base + start).assumingMemoryBound(to: CChar.self)
    var end: UnsafeMutablePointer<CChar>?
    let number = strtod(text, &end)
    arena.cut(to: start + length)
    return length > 0 && end == text + length ? number : nil
  }

  private mutating func writeDay(_ day: Int, _ arena: inout ByteArena) {
    if day != self.day {
      self.day = day
      let midday = Instant(milliseconds: Int64(day) * 86_400_000 + 4 * 3_600_000)
      dayText = Array(midday.shopText.utf8.prefix(10))
    }
    for byte in dayText { arena.append(byte) }
  }

  private static func writeTwo(_ number: Int, _ arena: inout ByteArena) {
    arena.append(0x30 + UInt8(number / 10))
    arena.append(0x30 + UInt8(number % 10))
  }
}
