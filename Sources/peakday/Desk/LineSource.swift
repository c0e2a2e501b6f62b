import Glibc

/// Lines of standard input, as they arrive: a scanner's line is answered at once, a pipe's lines come in batches.
final class LineSource {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  /// Where what was not taken yet begins in `buffer`.
  private var start = 0
  private var ended = false
  /// Whether the input ended because it could not be read.
  private(set) var isBroken = false
  /// Whether the line being read was too long: what follows up to its end is no line of its own.
  private var isSkipping = false
  /// A line longer than this is no identifier.
  private let longestLine = 4_096

  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// For tests.
  init(text: String) {
    descriptor = -1
    buffer = Array(text.utf8)
    ended = true
  }

  /// Waits for a line, then takes what else has arrived, up to `limit` lines; nil at the end. `full` waits until there
  /// are `limit` lines or the input ends, so that the same input always gives the same batches.
  func batch(limit: Int, full: Bool) -> [String]? {
    var lines: [String] = []
    while lines.count < limit {
      if let line = takeLine() {
        if !line.isEmpty { lines.append(line) }
        continue
      }
      if ended { break }
      if !lines.isEmpty && !full && !isReadable() { break }
      fill()
    }
    return lines.isEmpty ? nil : lines
  }

  /// All that is left of the input as it is, empty lines too; what goes beyond `limit` bytes is left unread.
  func rest(limit: Int) -> [UInt8] {
    while !ended, buffer.count - start <= limit { fill() }
    defer { dropAll() }
    return Array(buffer[start...])
  }

  /// A line as text: what stands in it counts, and where it stands.
  struct Text {
    let text: String
    /// Whether the line was longer than any text; `text` is its beginning.
    let isCut: Bool
  }

  /// A line longer than this is no text that a person wrote.
  private let longestText = 65_536

  /// Waits for a line, then takes what else has arrived, up to `limit` lines, empty ones too; nil at the end.
  func texts(limit: Int) -> [Text]? {
    var texts: [Text] = []
    while texts.count < limit {
      if let text = takeText() {
        texts.append(text)
        continue
      }
      if ended { break }
      if !texts.isEmpty && !isReadable() { break }
      fill()
    }
    return texts.isEmpty ? nil : texts
  }

  private func takeText() -> Text? {
    while isSkipping {
      guard let end = buffer[start...].firstIndex(of: 0x0A) else {
        dropAll()
        isSkipping = !ended
        return nil
      }
      start = end + 1
      isSkipping = false
    }
    let end = buffer[start...].firstIndex(of: 0x0A)
    let all = (end ?? buffer.count) - start
    guard end != nil || all > longestText || (ended && all > 0) else { return nil }
    let isCut = all > longestText
    let text = trimmed(buffer[start..<start + min(all, longestText)])
    if let end { start = end + 1 } else { dropAll() }
    isSkipping = end == nil && !ended
    return Text(text: text, isCut: isCut)
  }

  private func takeLine() -> String? {
    if let end = buffer[start...].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
      defer {
        start = end + 1
        isSkipping = false
      }
      return isSkipping ? "" : trimmed(buffer[start..<end])
    }
    guard ended || buffer.count - start > longestLine, buffer.count > start else { return nil }
    let line = isSkipping ? "" : trimmed(buffer[start...])
    isSkipping = !ended
    dropAll()
    return line
  }

  /// Without the blanks around it, of which most lines have none.
  private func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    let line = String(decoding: bytes, as: UTF8.self)
    guard let first = line.unicodeScalars.first, let last = line.unicodeScalars.last,
      first.properties.isWhitespace || last.properties.isWhitespace
    else { return line }
    return String(line.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }

  private func dropAll() {
    buffer.removeAll(keepingCapacity: true)
    start = 0
  }

  private func isReadable() -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, 0) > 0
  }

  private func fill() {
    buffer.removeFirst(start)
    start = 0
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    if count > 0 {
      buffer.append(contentsOf: chunk[..<count])
    } else if count == 0 {
      ended = true
    } else if errno != EINTR {
      isBroken = true
      ended = true
    }
  }
}
