/// What the platform and Excel wrap around a cell's value.
public enum Cell {
  /// The value inside a cell: surrounding white space (tabs, full-width and no-break spaces, line ends) goes, `="3515…"`
  /// and a leading `'` are undone, and the text `null` is empty.
  public static func clean(_ text: String) -> String {
    var text = text
    return text.withUTF8 { clean(utf8: $0) ?? "" }
  }

  /// The same for valid UTF-8.
  static func clean(utf8 bytes: UnsafeBufferPointer<UInt8>) -> String? {
    guard let base = bytes.baseAddress else { return nil }
    var (start, end) = trim(base, 0, bytes.count)
    var hasDoubledQuotes = false
    var isUnwrapped = false
    func unwrap() {
      guard !isUnwrapped, end - start >= 3, base[start] == UInt8(ascii: "="), base[start + 1] == quote,
        base[end - 1] == quote
      else { return }
      isUnwrapped = true
      (start, end) = trim(base, start + 2, end - 1)
      hasDoubledQuotes = bytes[start..<end].contains(quote)
    }
    unwrap()
    if start < end, base[start] == UInt8(ascii: "'") {
      (start, end) = trim(base, start + 1, end)
      unwrap()
    }
    guard start < end else { return nil }
    let value = UnsafeBufferPointer(rebasing: bytes[start..<end])
    if value.count == 4, value.elementsEqual("null".utf8) { return nil }
    if hasDoubledQuotes { return String(decoding: undoubled(value), as: UTF8.self) }
    return String(decoding: value, as: UTF8.self)
  }

  private static func undoubled(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      result.append(bytes[index])
      index += bytes[index] == quote && index + 1 < bytes.count && bytes[index + 1] == quote ? 2 : 1
    }
    return result
  }

  private static func trim(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> (Int, Int) {
    var start = start
    var end = end
    while start < end {
      let byte = base[start]
      if byte == 0x20 || (0x09...0x0D).contains(byte) {
        start += 1
      } else if byte == 0xE3, end - start >= 3, base[start + 1] == 0x80, base[start + 2] == 0x80 {
        start += 3  // U+3000, the full-width space
      } else if byte == 0xC2, end - start >= 2, base[start + 1] == 0xA0 {
        start += 2  // U+00A0, the no-break space
      } else {
        break
      }
    }
    while start < end {
      let byte = base[end - 1]
      if byte == 0x20 || (0x09...0x0D).contains(byte) {
        end -= 1
      } else if byte == 0x80, end - start >= 3, base[end - 2] == 0x80, base[end - 3] == 0xE3 {
        end -= 3
      } else if byte == 0xA0, end - start >= 2, base[end - 2] == 0xC2 {
        end -= 2
      } else {
        break
      }
    }
    return (start, end)
  }
}
