/// What the signature times of a memo (【小美 11-11 00:35】) say about the order in which its notes were written: some
/// shops put the newest note first.
enum NoteOrder {
  /// No time at all.
  case untimed
  /// Each time is later than the one before it; a single time counts too.
  case rising
  /// At least one time is not clearly later than the one before it.
  case unclear

  private struct Stamp {
    /// Month × 32 + day.
    var day: Int?
    var minute: Int?
    var end: Int
  }

  /// Letters between a date and the time that belongs to it: a blank and a short name.
  private static let reach = 8
  private static let evening = 20 * 60
  private static let morning = 6 * 60

  /// `letters` are those of the whole memo, folded.
  init(letters: [UInt32]) {
    let stamps = Self.stamps(letters)
    if stamps.isEmpty {
      self = .untimed
    } else {
      self = zip(stamps, stamps.dropFirst()).allSatisfy(Self.rises) ? .rising : .unclear
    }
  }

  /// Without dates a fall from the evening to the early morning went over midnight.
  private static func rises(from first: Stamp, to second: Stamp) -> Bool {
    if let day = first.day, let later = second.day, day != later {
      let overNewYear = day >= 12 * 32 && later < 2 * 32
      return later > day || overNewYear
    }
    guard let minute = first.minute, let later = second.minute else { return false }
    let overMidnight = minute >= evening && later <= morning && (first.day == nil || second.day == nil)
    return later > minute || overMidnight
  }

  private static func stamps(_ letters: [UInt32]) -> [Stamp] {
    var stamps: [Stamp] = []
    var index = 0
    while index < letters.count {
      guard let first = number(letters, at: index) else {
        index += 1
        continue
      }
      index = first.end
      guard let second = number(letters, at: index + 1), second.digits <= 2, first.digits <= 2 else { continue }
      if letters[index] == colon, second.digits == 2, first.value <= 24, second.value < 60 {
        if isPlan(letters, at: second.end) { continue }
        // Seconds, if any, are passed over.
        let seconds = number(letters, at: second.end + 1)
        index = second.end < letters.count && letters[second.end] == colon ? seconds?.end ?? second.end : second.end
        let minute = first.value * 60 + second.value
        if let last = stamps.last, last.minute == nil, index - last.end <= reach + 6 {
          stamps[stamps.count - 1].minute = minute
        } else {
          stamps.append(Stamp(minute: minute, end: index))
        }
      } else if dateMarks.contains(letters[index]), (1...12).contains(first.value), (1...31).contains(second.value),
        let end = endOfDate(letters, second.end)
      {
        index = end
        stamps.append(Stamp(day: first.value * 32 + second.value, end: end))
      }
    }
    return stamps
  }

  /// Where a date that signs a note ends; nil for a price, a range, or a day on which something is to happen (11.20后发).
  private static func endOfDate(_ letters: [UInt32], _ start: Int) -> Int? {
    var end = start
    if end < letters.count, dayWords.contains(letters[end]) {
      end += 1
    } else if end < letters.count, isWord(letters[end]) || dateMarks.contains(letters[end]) {
      return nil
    }
    return isPlan(letters, at: end < letters.count && letters[end] == blank ? end + 1 : end) ? nil : end
  }

  private static func isPlan(_ letters: [UInt32], at index: Int) -> Bool {
    index < letters.count && plans.contains(letters[index])
  }

  private static func number(_ letters: [UInt32], at start: Int) -> (value: Int, digits: Int, end: Int)? {
    var value = 0
    var end = start
    while end < letters.count, letters[end] >= 0x30, letters[end] <= 0x39 {
      value = min(value * 10 + Int(letters[end]) - 0x30, 99_999)
      end += 1
    }
    return end > start ? (value, end - start, end) : nil
  }

  private static func isWord(_ letter: UInt32) -> Bool {
    (0x61...0x7A).contains(letter) || (0x3400...0x9FFF).contains(letter)
  }

  private static let colon: UInt32 = 0x3A
  private static let blank: UInt32 = 0x20
  private static let dateMarks = scalars("-./月")
  private static let dayWords = scalars("日号")
  private static let plans = scalars("前后之以再点发退到起截")

  private static func scalars(_ text: String) -> Set<UInt32> { Set(text.unicodeScalars.map(\.value)) }
}
