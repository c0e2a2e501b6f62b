import Vocabulary

/// Numbers of a forecast and a need, as people read them.
enum RotaNumber {
  static func count(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return value >= 100 || tenths % 10 == 0 ? String(Int(value.rounded())) : "\(tenths / 10).\(tenths % 10)"
  }

  static func percent(_ value: Double?, signed: Bool = false) -> String {
    guard let value else { return "–" }
    let tenths = Int((abs(value) * 1_000).rounded())
    let sign = value < 0 && tenths > 0 ? "-" : signed && tenths > 0 ? "+" : ""
    return "\(sign)\(tenths / 10).\(tenths % 10)%"
  }
}

/// Times of a rota, as people read them.
enum RotaTime {
  static let weekdays = [
    Message(zh: "周一", en: "Monday"), Message(zh: "周二", en: "Tuesday"), Message(zh: "周三", en: "Wednesday"),
    Message(zh: "周四", en: "Thursday"), Message(zh: "周五", en: "Friday"), Message(zh: "周六", en: "Saturday"),
    Message(zh: "周日", en: "Sunday"),
  ]

  /// `11-11 20:30`.
  static func minute(_ moment: Instant) -> String { ShopDay(moment).shortText + " " + moment.clockText }
}
