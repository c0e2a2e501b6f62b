/// The encodings that order exports come in.
public enum TextEncoding: String, Sendable, Codable, CaseIterable {
  case utf8
  /// GB18030, which contains GBK; byte 0x80 is € as in Windows code page 936.
  case gb18030

  /// The name that people know it by.
  public var name: String {
    switch self {
    case .utf8: "UTF-8"
    case .gb18030: "GB18030 (GBK)"
    }
  }

  /// The offset of the first byte that does not belong to a valid character; nil when all are valid.
  ///
  /// - Parameter isCut: the bytes are the beginning of something longer; an unfinished last character is no fault.
  func firstFault(in bytes: UnsafeBufferPointer<UInt8>, isCut: Bool = false) -> Int? {
    let fault: Int?
    let longest: Int
    switch self {
    case .utf8:
      fault = UTF8Text.firstFault(in: bytes)
      longest = 4
    case .gb18030:
      fault = GB18030Text.firstFault(in: bytes)
      longest = 4
    }
    guard let fault else { return nil }
    guard isCut, bytes.count - fault < longest else { return fault }
    let tail = UnsafeBufferPointer(rebasing: bytes[fault...])
    let isUnfinished = self == .utf8 ? UTF8Text.isUnfinished(tail) : GB18030Text.isUnfinished(tail)
    return isUnfinished ? nil : fault
  }

  /// The text, with U+FFFD for what is not valid.
  func lenientText(_ bytes: [UInt8]) -> String {
    switch self {
    case .utf8: String(decoding: bytes, as: UTF8.self)
    case .gb18030: bytes.withUnsafeBufferPointer { GB18030Text.lenientText($0) }
    }
  }
}

/// Whether every byte is below 0x80.
@inline(__always)
func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  guard let base = UnsafeRawPointer(bytes.baseAddress) else { return true }
  let highBits: UInt64 = 0x8080_8080_8080_8080
  var index = 0
  while index &+ 8 <= bytes.count {
    if base.loadUnaligned(fromByteOffset: index, as: UInt64.self) & highBits != 0 { return false }
    index &+= 8
  }
  while index < bytes.count {
    if bytes[index] >= 0x80 { return false }
    index &+= 1
  }
  return true
}
