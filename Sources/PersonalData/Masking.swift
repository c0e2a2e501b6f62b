/// How personal data looks wherever the work does not need all of it.
public enum Masking {
  /// 张三丰 → 张**; one character stays one star.
  public static func name(_ name: String) -> String {
    guard let first = name.first else { return "" }
    return name.count < 2 ? "*" : "\(first)" + String(repeating: "*", count: min(name.count - 1, 2))
  }

  /// 13800138000 → 138****8000; shorter numbers keep less.
  public static func phone(_ phone: String) -> String {
    guard !isMasked(phone) else { return phone }
    let digits = Array(phone)
    switch digits.count {
    case 0: return ""
    case 11...: return String(digits.prefix(3)) + "****" + String(digits.dropFirst(7).prefix(4))
    case 7...: return String(digits.prefix(digits.count - 6)) + "****" + String(digits.suffix(2))
    default: return "****"
    }
  }

  /// The divisions stay, the rest goes.
  public static func address(divisions: String) -> String {
    divisions.isEmpty ? "***" : divisions + " ***"
  }

  /// Platforms hand out 张**, 138****8000 and 文三路***.
  public static func isMasked(_ text: String) -> Bool {
    var text = text
    // ＊ is EF BC 8A.
    return text.withUTF8 { bytes in
      bytes.indices.contains { index in
        bytes[index] == UInt8(ascii: "*")
          || bytes[index] == 0xEF && index + 2 < bytes.count && bytes[index + 1] == 0xBC && bytes[index + 2] == 0x8A
      }
    }
  }

  /// Replaces every phone number in free text: 11 digits that begin with 1, however they are grouped, and longer runs
  /// that begin with 0 (010-12345678). Order numbers, which are longer, stay.
  public static func phones(in text: String) -> String {
    guard text.contains(where: { digit($0) != nil }) else { return text }
    let characters = Array(text)
    var result = ""
    var index = 0
    while index < characters.count {
      let run = digitRun(characters, from: index)
      if run.digits.isEmpty {
        result.append(characters[index])
        index += 1
      } else if isPhone(run.digits) {
        result += phone(String(run.digits))
        index = run.end
      } else {
        result += String(characters[index..<run.end])
        index = run.end
      }
    }
    return result
  }

  /// Digits from `start` on, with single separators between groups of them.
  private static func digitRun(_ characters: [Character], from start: Int) -> (digits: [Character], end: Int) {
    var digits: [Character] = []
    var index = start
    var end = start
    while index < characters.count {
      let character = characters[index]
      if let digit = digit(character) {
        digits.append(digit)
        index += 1
        end = index
      } else if (character == "-" || character == " "), !digits.isEmpty, index == end, digits.count < 11 {
        index += 1
      } else {
        break
      }
    }
    return (digits, end)
  }

  /// A digit of either width as a plain one; 三 is none.
  private static func digit(_ character: Character) -> Character? {
    guard character.unicodeScalars.count == 1, let scalar = character.unicodeScalars.first else { return nil }
    switch scalar.value {
    case 0x30...0x39: return character
    case 0xFF10...0xFF19: return Unicode.Scalar(scalar.value - 0xFEE0).map(Character.init)
    default: return nil
    }
  }

  private static func isPhone(_ digits: [Character]) -> Bool {
    if digits.count == 11, digits[0] == "1", let second = digits[1].wholeNumberValue { return second >= 3 }
    if digits.count == 13, digits[0] == "8", digits[1] == "6", digits[2] == "1" { return true }
    return (11...12).contains(digits.count) && digits[0] == "0"
  }
}
