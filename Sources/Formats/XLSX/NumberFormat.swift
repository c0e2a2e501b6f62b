/// What a number format makes of a number, as far as text needs it.
enum NumberFormat: UInt8 {
  case number
  /// A day: `2026-11-11`.
  case date
  /// A day and a time: `2026-11-11 09:30:00`.
  case dateTime
  /// Hours that may exceed a day: `27:30:00`.
  case duration

  /// A built-in format by its number (ECMA-376 part 1, 18.8.30, with those of East Asian versions).
  init(builtIn number: Int) {
    switch number {
    case 14...17, 27...31, 36, 50...54, 57, 58: self = .date
    case 18...22, 32...35, 45, 47, 55, 56: self = .dateTime
    case 46: self = .duration
    default: self = .number
    }
  }

  /// A format code such as `yyyy"年"m"月"d"日" hh:mm`. Its first section counts.
  init(code: String) {
    var hasDay = false
    var hasTime = false
    var rest = code.lowercased()[...]
    if rest.hasPrefix("general") { rest = "" }
    scanning: while let letter = rest.popFirst() {
      switch letter {
      case "\"": rest = rest.drop { $0 != "\"" }.dropFirst()
      case "\\", "_", "*": rest = rest.dropFirst()
      case "[":
        let inside = rest.prefix { $0 != "]" }
        rest = rest.dropFirst(inside.count + 1)
        if let first = inside.first, "hms".contains(first), inside.allSatisfy({ $0 == first }) {
          self = .duration
          return
        }
      case "y", "d": hasDay = true
      case "h", "s": hasTime = true
      // Months, or minutes beside hours or seconds.
      case "m": if !hasTime { hasDay = true }
      case ";": break scanning
      default: break
      }
    }
    self = hasTime ? .dateTime : hasDay ? .date : .number
  }
}
