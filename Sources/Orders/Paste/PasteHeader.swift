import Vocabulary

/// Who said something and when, as chat programs write it before a message or around it.
struct PasteHeader: Equatable {
  var name: String?
  var time: PasteTime?
  /// What stands behind it in the same line.
  var rest: String
}

/// A moment as far as a chat names it.
struct PasteTime: Equatable {
  var year: Int?
  var month: Int?
  var day: Int?
  /// Days before the day of reading: 昨天 1.
  var daysAgo: Int?
  var hour: Int
  var minute: Int

  /// The moment, with `date` for what it leaves open; a time of day that lies ahead of `now` is that of the day before.
  func instant(on date: Instant?, now: Instant) -> Instant? {
    let base = (date ?? now.adding(minutes: -Int64(daysAgo ?? 0) * 1_440)).shopText.split { "- :".contains($0) }
    let numbers = base.compactMap { Int($0) }
    guard numbers.count >= 3 else { return nil }
    let made = Instant(
      shopYear: year ?? numbers[0], month: month ?? numbers[1], day: day ?? numbers[2], hour: hour, minute: minute)
    guard let made, made > now.adding(minutes: 10), day == nil, date == nil else { return made }
    return made.adding(minutes: -1_440)
  }
}

/// Reads headers. Holds its patterns, which are dear to make.
struct PasteHeaderReader {
  private let stamp =
    /^(?:(?:(\d{4})[-\/.年])?(\d{1,2})[-\/.月](\d{1,2})日?号?)?[ ,]*(今天|昨天|前天|星期.|周.)?[ ,]*(凌晨|早上|上午|中午|下午|晚上)?[ ,]*(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?/
  private let date = /^[-—–=_* ]*(\d{4})[-\/.年](\d{1,2})[-\/.月](\d{1,2})日?[ ]*(?:星期.|周.)?[-—–=_* ]*$/

  /// A line that is only a date, between strokes or not.
  func day(_ line: String) -> Instant? {
    guard line.count < 60, let match = line.wholeMatch(of: date), let year = Int(match.1), let month = Int(match.2),
      let day = Int(match.3)
    else { return nil }
    return Instant(shopYear: year, month: month, day: day)
  }

  /// `小美 01:52`, `【小美00:35】`, `[01:52] 小美: …`, `2026-11-11 01:52:03 小美`, `小美：…`; nil for plain words.
  func read(_ line: String) -> PasteHeader? {
    let head = String(line.prefix(120))
    if let found = stampFirst(head, line) ?? nameFirst(head, line) ?? bracketed(line) ?? spoken(line) { return found }
    return nil
  }

  private func stampFirst(_ head: String, _ line: String) -> PasteHeader? {
    let open = head.drop { "[【(（ ".contains($0) }
    guard let (time, length) = time(open) else { return nil }
    let behind = PasteHeader(
      name: nil, time: time, rest: rest(of: line, from: head.count - open.count + length))
    let words = behind.rest
    // A name may follow: alone, or before a colon.
    if PasteText.isName(words) { return PasteHeader(name: words, time: time, rest: "") }
    if let spoken = spoken(words) { return PasteHeader(name: spoken.name, time: time, rest: spoken.rest) }
    return behind
  }

  private func nameFirst(_ head: String, _ line: String) -> PasteHeader? {
    let open = head.drop { "[【(（ ".contains($0) }
    // The stamp may stand right behind the name: 小美00:35.
    var name = Substring()
    var rest = open
    while let first = rest.first, name.count <= 24 {
      if first.isNumber || "昨今前上下凌早晚中星周".contains(first), let (time, length) = time(rest) {
        // 小美(客服): what stands in brackets is no part of the name.
        let plain = PasteText.trimmed(name.prefix { !"(（".contains($0) })
        guard PasteText.isName(plain), !PasteText.isTelling(String(name)) else { return nil }
        let start = head.count - rest.count + length
        return PasteHeader(name: plain, time: time, rest: self.rest(of: line, from: start))
      }
      name.append(first)
      rest.removeFirst()
    }
    return nil
  }

  private func bracketed(_ line: String) -> PasteHeader? {
    guard let first = line.first, "[【".contains(first), let end = line.firstIndex(where: { "]】".contains($0) }) else {
      return nil
    }
    let name = String(line[line.index(after: line.startIndex)..<end])
    guard PasteText.isName(name) else { return nil }
    return PasteHeader(name: name, time: nil, rest: rest(of: line, from: name.count + 2))
  }

  private func spoken(_ line: String) -> PasteHeader? {
    guard let colon = line.prefix(24).lastIndex(where: { $0 == ":" || $0 == "：" }) else { return nil }
    // The shop's own accounts have a colon in their names: 旗舰店:小美: …
    for mark in [colon, line.prefix(24).firstIndex { $0 == ":" || $0 == "：" } ?? colon] {
      let name = line[..<mark].trimmingSpaces
      let rest = line[line.index(after: mark)...]
      guard name.count <= 12, PasteText.isName(name), !rest.hasPrefix("//") else { continue }
      return PasteHeader(name: name, time: nil, rest: rest.trimmingSpaces)
    }
    return nil
  }

  private func time(_ text: Substring) -> (PasteTime, length: Int)? {
    guard let match = text.prefixMatch(of: stamp), var hour = Int(match.6), let minute = Int(match.7), minute < 60,
      hour < 24
    else { return nil }
    switch match.5 {
    case "下午", "晚上": if hour < 12 { hour += 12 }
    case "中午": if hour < 3 { hour += 12 }
    default: break
    }
    let ago: Int? =
      switch match.4 {
      case "今天": 0
      case "昨天": 1
      case "前天": 2
      default: nil
      }
    let time = PasteTime(
      year: match.1.flatMap { Int($0) }, month: match.2.flatMap { Int($0) }, day: match.3.flatMap { Int($0) },
      daysAgo: ago, hour: hour, minute: minute)
    // "12:30前发" is a wish, no stamp.
    let behind = text[match.range.upperBound...].drop { $0 == " " }.first
    if let behind, "前后之以左点到".contains(behind) { return nil }
    return (time, text.distance(from: text.startIndex, to: match.range.upperBound))
  }

  private func rest(of line: String, from start: Int) -> String {
    String(line.dropFirst(start).drop { "]】)） :：-—".contains($0) })
  }
}

extension StringProtocol {
  var trimmingSpaces: String {
    var text = Substring(self)
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
