import Glibc

/// Bytes that grow at the end. A large one moves without a copy (glibc grows it by page tables), and room that is not yet
/// used takes no memory.
struct ByteArena: ~Copyable {
  private(set) var base: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  private var capacity: Int

  init(capacity: Int = 64 << 10) {
    self.capacity = max(capacity, 16)
    base = Self.allocated(nil, self.capacity)
  }

  deinit {
    free(base)
  }

  @inline(__always)
  mutating func append(_ bytes: UnsafeRawPointer, _ added: Int) {
    if count &+ added > capacity { grow(added) }
    memcpy(base + count, bytes, added)
    count &+= added
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    if count == capacity { grow(1) }
    base[count] = byte
    count &+= 1
  }

  mutating func cut(to count: Int) {
    self.count = count
  }

  /// Moves what stands from `start` on to the front; the rest goes.
  mutating func keep(from start: Int) {
    count -= start
    memmove(base, base + start, count)
  }

  func bytes(_ start: Int, _ end: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: base + start, count: end - start)
  }

  private mutating func grow(_ added: Int) {
    capacity = max(capacity * 2, count + added)
    base = Self.allocated(base, capacity)
  }

  private static func allocated(_ old: UnsafeMutablePointer<UInt8>?, _ size: Int) -> UnsafeMutablePointer<UInt8> {
    // Without memory Swift's own containers end the program, too.
    guard let new = realloc(old, size) else { abort() }
    return new.assumingMemoryBound(to: UInt8.self)
  }
}
