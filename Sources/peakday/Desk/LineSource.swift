import Glibc

/// Lines of standard input, as they arrive: a scanner's line is answered at once, a pipe's lines come in batches.
final class LineSource {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
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
    while !ended, buffer.count <= limit { fill() }
    defer { buffer.removeAll() }
    return buffer
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
      guard let end = buffer.firstIndex(of: 0x0A) else {
        buffer.removeAll()
        isSkipping = !ended
        return nil
      }
      buffer.removeFirst(end + 1)
      isSkipping = false
    }
    let end = buffer.firstIndex(of: 0x0A)
    guard end != nil || buffer.count > longestText || (ended && !buffer.isEmpty) else { return nil }
    let length = min(end ?? buffer.count, longestText)
    let isCut = length < (end ?? buffer.count)
    let text = trimmed(String(decoding: buffer[..<length], as: UTF8.self))
    buffer.removeFirst(end.map { $0 + 1 } ?? buffer.count)
    isSkipping = end == nil && !ended
    return Text(text: text, isCut: isCut)
  }

  private func takeLine() -> String? {
    if let end = buffer.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
      let line = isSkipping ? "" : String(decoding: buffer[..<end], as: UTF8.self)
      isSkipping = false
      buffer.removeFirst(end + 1)
      return trimmed(line)
    }
    guard (ended || buffer.count > longestLine), !buffer.isEmpty else { return nil }
    let line = isSkipping ? "" : String(decoding: buffer, as: UTF8.self)
    isSkipping = !ended
    buffer.removeAll()
    return trimmed(line)
  }

  private func trimmed(_ line: String) -> String {
    String(line.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }

  private func isReadable() -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, 0) > 0
  }

  private func fill() {
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
