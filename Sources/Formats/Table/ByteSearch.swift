import Glibc

extension ByteSource {
  /// Whether the bytes of the rest hold this word, of one byte at least; read up to where it is found.
  public func contains(_ word: StaticString) throws -> Bool {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 1)
    defer { buffer.deallocate() }
    var filled = 0
    while true {
      let count = try fill(.init(rebasing: buffer[filled...]))
      if count == 0 { return false }
      filled += count
      if Self.holds(word, UnsafeRawBufferPointer(rebasing: buffer[..<filled])) { return true }
      // Its beginning may be the end of what was read.
      let kept = min(word.utf8CodeUnitCount - 1, filled)
      if let base = buffer.baseAddress { memmove(base, base + filled - kept, kept) }
      filled = kept
    }
  }

  private static func holds(_ word: StaticString, _ bytes: UnsafeRawBufferPointer) -> Bool {
    guard var at = bytes.baseAddress else { return false }
    let end = at + bytes.count
    while end - at >= word.utf8CodeUnitCount, let found = memchr(at, Int32(word.utf8Start[0]), end - at) {
      let place = UnsafeRawPointer(found)
      guard end - place >= word.utf8CodeUnitCount else { return false }
      if memcmp(place, word.utf8Start, word.utf8CodeUnitCount) == 0 { return true }
      at = place + 1
    }
    return false
  }
}
