import Vocabulary

/// A text of moderate size as a whole, in UTF-8 or GB18030.
public enum TextFile {
  /// Reads all of a source. A spoilt character becomes U+FFFD: the words around it still count.
  ///
  /// - Throws: `Failure` of kind `.usage`: `text_too_long` beyond `limit` bytes, and what an `encoding_unknown` file is
  ///   refused for.
  public static func read(_ source: ByteSource, limit: Int) throws -> String {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = try chunk.withUnsafeMutableBytes { try source.fill($0) }
      if count == 0 { break }
      bytes += chunk[..<count]
      guard bytes.count <= limit else {
        throw Failure(
          .usage, code: "text_too_long",
          Message(zh: "文字太长（最多 \(limit >> 20) MB）", en: "the text is too long (at most \(limit >> 20) MB)"),
          place: source.name, next: Message(zh: "分成几次", en: "give it in several parts"))
      }
    }
    let detected = try bytes.withUnsafeBufferPointer {
      try DetectedEncoding(prefix: $0, isWhole: true, file: source.name)
    }
    return detected.encoding.lenientText(Array(bytes.dropFirst(detected.markBytes)))
  }
}
