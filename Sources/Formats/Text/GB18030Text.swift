import Glibc
import Vocabulary

/// GB18030 as byte sequences. Every two-byte sequence of the right form is a character; the four-byte ones are checked
/// by the range of their linear number, and by iconv where library versions differ.
enum GB18030Text {
  /// The offset of the first character that is not valid; nil when all are. A lone 0x80 is €.
  static func firstFault(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    let end = bytes.count
    var at = 0
    while at < end {
      let lead = base[at]
      if lead <= 0x80 {
        at &+= 1
        continue
      }
      guard lead != 0xFF, at &+ 1 < end else { return at }
      let second = base[at &+ 1]
      if second >= 0x40 {
        if second == 0x7F || second == 0xFF { return at }
        at &+= 2
      } else {
        guard at &+ 4 <= end, isFourByteCharacter(base + at) else { return at }
        at &+= 4
      }
    }
    return nil
  }

  /// Whether the bytes begin a character and end inside it.
  static func isUnfinished(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let lead = bytes.first, (0x81...0xFE).contains(lead) else { return false }
    guard bytes.count > 1 else { return true }
    guard bytes.count < 4, (0x30...0x39).contains(bytes[1]) else { return false }
    return bytes.count < 3 || (0x81...0xFE).contains(bytes[2])
  }

  /// The linear numbers of four-byte characters: the rest of the BMP, and the planes above it.
  private static let linear = (basic: 0..<39_420, supplementary: 189_000..<1_237_576)
  /// 18 code points that GB18030-2005 writes in two bytes and the edition of 2022 in four (U+9FB4…, U+FE10…): glibc
  /// accepts these sequences from 2.38 on.
  private static let disputed = (19_057..<19_065, 39_076..<39_086)

  private static func isFourByteCharacter(_ bytes: UnsafePointer<UInt8>) -> Bool {
    guard (0x30...0x39).contains(bytes[1]), (0x81...0xFE).contains(bytes[2]), (0x30...0x39).contains(bytes[3]) else {
      return false
    }
    let number =
      ((Int(bytes[0] - 0x81) * 10 + Int(bytes[1] - 0x30)) * 126 + Int(bytes[2] - 0x81)) * 10 + Int(bytes[3] - 0x30)
    if disputed.0.contains(number) || disputed.1.contains(number) {
      guard let decoder = try? GB18030Decoder() else { return false }
      return decoder.decode(UnsafeBufferPointer(start: bytes, count: 4)) { _ in } == nil
    }
    return linear.basic.contains(number) || linear.supplementary.contains(number)
  }

  /// The text with U+FFFD for every byte that does not belong to a character.
  static func lenientText(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    guard let decoder = try? GB18030Decoder() else {
      return String(decoding: bytes.map { $0 < 0x80 ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    }
    var text = ""
    var rest = bytes
    while !rest.isEmpty {
      let good = firstFault(in: rest) ?? rest.count
      decoder.decode(UnsafeBufferPointer(rebasing: rest[..<good])) { text += String(decoding: $0, as: UTF8.self) }
      if good == rest.count { break }
      text += "\u{FFFD}"
      rest = UnsafeBufferPointer(rebasing: rest[(good + 1)...])
    }
    return text
  }
}

/// Turns GB18030 into UTF-8 with glibc's iconv. Not for two threads at once.
final class GB18030Decoder {
  private let descriptor: iconv_t
  private var output: UnsafeMutableBufferPointer<UInt8>

  /// - Throws: `Failure` `gb18030_missing` when this system's C library has no such table.
  init() throws {
    let descriptor = iconv_open("UTF-8", "GB18030")
    guard descriptor != iconv_t(bitPattern: -1), let descriptor else {
      throw Failure(
        .usage, code: "gb18030_missing",
        Message(zh: "本机的 C 库不带 GB18030 编码表", en: "this system's C library has no GB18030 table"),
        next: Message(
          zh: "安装 gconv 模块（Debian：libc-gconv-modules-extra），或把文件另存为 UTF-8 CSV",
          en: "install the gconv modules (Debian: libc-gconv-modules-extra), or save the file as CSV UTF-8"))
    }
    self.descriptor = descriptor
    output = .allocate(capacity: 4_096)
  }

  deinit {
    iconv_close(descriptor)
    output.deallocate()
  }

  /// Decodes the bytes and hands over the UTF-8, which lasts as long as the call of `use`.
  ///
  /// Returns the offset of the first byte that iconv refuses (`use` then gets what stands before it); nil when all went
  /// well.
  @discardableResult
  func decode(_ bytes: UnsafeBufferPointer<UInt8>, _ use: (UnsafeBufferPointer<UInt8>) -> Void) -> Int? {
    // No sequence of GB18030 grows by more than this: ASCII 1→1, 0x80 1→3, two bytes → at most 3, four → at most 4.
    if output.count < bytes.count * 3 {
      output.deallocate()
      output = .allocate(capacity: bytes.count * 4)
    }
    guard let source = bytes.baseAddress, let target = output.baseAddress else {
      use(UnsafeBufferPointer(start: nil, count: 0))
      return nil
    }
    var input: UnsafeMutablePointer<CChar>? = UnsafeMutableRawPointer(mutating: source).assumingMemoryBound(
      to: CChar.self)
    var inputLeft = bytes.count
    var result: UnsafeMutablePointer<CChar>? = UnsafeMutableRawPointer(target).assumingMemoryBound(to: CChar.self)
    var resultLeft = output.count
    var fault: Int?
    iconv(descriptor, nil, nil, nil, nil)
    while inputLeft > 0 {
      let outcome = iconv(descriptor, &input, &inputLeft, &result, &resultLeft)
      if outcome != Int(bitPattern: UInt.max) || inputLeft == 0 { break }
      guard source[bytes.count - inputLeft] == 0x80, let next = result else {
        fault = bytes.count - inputLeft
        break
      }
      // iconv knows no single 0x80; Windows writes the euro sign so.
      for (offset, byte) in "€".utf8.enumerated() { next[offset] = CChar(bitPattern: byte) }
      result = next + 3
      resultLeft -= 3
      input = input.map { $0 + 1 }
      inputLeft -= 1
    }
    use(UnsafeBufferPointer(start: target, count: output.count - resultLeft))
    return fault
  }
}
