/// A moment, in milliseconds since 1970-01-01 00:00 UTC. People see it in shop time, which is fixed at +08:00.
public struct Instant: Sendable, Hashable, Comparable {
  public let milliseconds: Int64

  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// Shop time minus UTC, in milliseconds. China has had no daylight saving time since 1991.
  static let shopOffset: Int64 = 8 * 3_600_000

  public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

  public func adding(milliseconds: Int64) -> Instant {
    Instant(milliseconds: self.milliseconds + milliseconds)
  }

  public func adding(minutes: Int64) -> Instant { adding(milliseconds: minutes * 60_000) }
}

extension Instant {
  /// A moment by the shop's clock. Returns nil when the date or the time does not exist.
  public init?(
    shopYear year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, millisecond: Int = 0
  ) {
    guard (1970...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year),
      (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second), (0...999).contains(millisecond)
    else { return nil }
    let seconds = Self.dayNumber(year: year, month: month, day: day) * 86_400 + hour * 3_600 + minute * 60 + second
    milliseconds = Int64(seconds) * 1_000 + Int64(millisecond) - Self.shopOffset
  }

  /// Reads `2026-11-11 00:05:09`, `2026-11-11T00:05`, `2026/11/11 0:05` or `2026-11-11` as shop time, and RFC 3339 with
  /// a zone (`…Z`, `…+08:00`) as that moment. Returns nil for anything else.
  public init?(_ text: some StringProtocol) {
    var reader = DigitReader(text)
    guard let year = reader.number(upTo: 4), reader.skip("-/"), let month = reader.number(upTo: 2), reader.skip("-/"),
      let day = reader.number(upTo: 2)
    else { return nil }
    var parts = (hour: 0, minute: 0, second: 0, millisecond: 0)
    var zone = Self.shopOffset
    if reader.skip(" T") {
      guard let hour = reader.number(upTo: 2), reader.skip(":"), let minute = reader.number(upTo: 2) else { return nil }
      parts.hour = hour
      parts.minute = minute
      if reader.skip(":") {
        guard let second = reader.number(upTo: 2) else { return nil }
        parts.second = second
        if reader.skip(".") {
          guard let fraction = reader.fraction() else { return nil }
          parts.millisecond = fraction
        }
      }
      guard let written = reader.zone(default: Self.shopOffset) else { return nil }
      zone = written
    }
    guard reader.isAtEnd,
      let local = Instant(
        shopYear: year, month: month, day: day, hour: parts.hour, minute: parts.minute, second: parts.second,
        millisecond: parts.millisecond)
    else { return nil }
    self = local.adding(milliseconds: Self.shopOffset - zone)
  }

  /// RFC 3339 in shop time: `2026-11-11T00:05:09+08:00`; milliseconds only where there are any.
  public var rfc3339: String {
    let fraction = Self.split(milliseconds, 1_000).rest
    let tail = fraction == 0 ? "" : "." + Self.padded(Int(fraction), 3)
    return shopText(separator: "T") + tail + "+08:00"
  }

  /// For people: `2026-11-11 00:05:09`.
  public var shopText: String { shopText(separator: " ") }

  private func shopText(separator: String) -> String {
    let (days, inDay) = Self.split(milliseconds + Self.shopOffset, 86_400_000)
    let (year, month, day) = Self.civil(dayNumber: Int(days))
    let rest = Int(inDay / 1_000)
    return Self.padded(year, 4) + "-" + Self.padded(month, 2) + "-" + Self.padded(day, 2) + separator
      + Self.padded(rest / 3_600, 2) + ":" + Self.padded(rest / 60 % 60, 2) + ":" + Self.padded(rest % 60, 2)
  }

  /// Division that rounds down, so that moments before 1970 have their place in the day, too.
  private static func split(_ number: Int64, _ unit: Int64) -> (whole: Int64, rest: Int64) {
    let (whole, rest) = number.quotientAndRemainder(dividingBy: unit)
    return rest < 0 ? (whole - 1, rest + unit) : (whole, rest)
  }

  static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days since 1970-01-01, after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
  static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The inverse of `dayNumber` (civil_from_days of the same source).
  static func civil(dayNumber: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = dayNumber + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }
}

extension Instant: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let instant = Instant(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an RFC 3339 time")
    }
    self = instant
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rfc3339)
  }
}

/// Reads the numbers of a date from left to right.
private struct DigitReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: some StringProtocol) {
    bytes = Array(text.utf8)
  }

  var isAtEnd: Bool { position == bytes.count }

  mutating func skip(_ any: StaticString) -> Bool {
    guard position < bytes.count else { return false }
    let byte = bytes[position]
    let found = any.withUTF8Buffer { $0.contains(byte) }
    if found { position += 1 }
    return found
  }

  mutating func number(upTo width: Int) -> Int? {
    var value = 0
    var count = 0
    while position < bytes.count, count < width, (0x30...0x39).contains(bytes[position]) {
      value = value * 10 + Int(bytes[position] - 0x30)
      position += 1
      count += 1
    }
    return count > 0 ? value : nil
  }

  /// Digits behind the point, as milliseconds; more than three are cut.
  mutating func fraction() -> Int? {
    let start = position
    var value = 0
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
      if position - start < 3 { value = value * 10 + Int(bytes[position] - 0x30) }
      position += 1
    }
    switch position - start {
    case 0: return nil
    case 1: return value * 100
    case 2: return value * 10
    default: return value
    }
  }

  /// The zone's offset from UTC in milliseconds; `fallback` where none is written.
  mutating func zone(default fallback: Int64) -> Int64? {
    if isAtEnd { return fallback }
    if skip("Zz") { return 0 }
    let negative = position < bytes.count && bytes[position] == UInt8(ascii: "-")
    guard skip("+-"), let hours = number(upTo: 2) else { return nil }
    _ = skip(":")
    guard let minutes = number(upTo: 2), hours <= 14, minutes < 60 else { return nil }
    return Int64(hours * 60 + minutes) * (negative ? -60_000 : 60_000)
  }
}
