import Foundation

/// A ZIP archive made byte by byte, so that it can be wrong in any way.
struct ZipBytes {
  struct Entry {
    var name: String
    var bytes: [UInt8]
    /// How they unpack; nil when they are stored as they are.
    var unpackedCount: Int?
    var checksum: UInt32?
    var isEncrypted = false
    var method: UInt64?
  }

  var entries: [Entry] = []
  /// Sizes and checksum stand behind each entry.
  var hasDescriptors = false
  var isZip64 = false
  /// How many entries the end promises; nil for the truth.
  var promisedEntries: Int?

  mutating func add(_ name: String, _ text: String) {
    entries.append(Entry(name: name, bytes: Array(text.utf8)))
  }

  var bytes: [UInt8] {
    var result: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let offset = result.count
      let crc = entry.checksum ?? Self.crc32(entry.bytes)
      let unpacked = entry.unpackedCount ?? entry.bytes.count
      let method = entry.method ?? (entry.unpackedCount == nil ? 0 : 8)
      let flags: UInt64 = (hasDescriptors ? 8 : 0) | (entry.isEncrypted ? 1 : 0) | 0x800
      var sizes: [UInt8] = []
      sizes.put(UInt64(crc), 4)
      sizes.put(UInt64(entry.bytes.count), 4)
      sizes.put(UInt64(unpacked), 4)
      var common: [UInt8] = []
      common.put(isZip64 ? 45 : 20, 2)
      common.put(flags, 2)
      common.put(method, 2)
      common.put(0x21_0000, 4)
      result += [0x50, 0x4B, 3, 4] + common + (hasDescriptors ? [UInt8](repeating: 0, count: 12) : sizes)
      result.put(UInt64(entry.name.utf8.count), 2)
      result.put(0, 2)
      result += Array(entry.name.utf8) + entry.bytes
      if hasDescriptors { result += [0x50, 0x4B, 7, 8] + sizes }
      directory += [0x50, 0x4B, 1, 2, 45, 0] + common
      if isZip64 {
        directory.put(UInt64(crc), 4)
        directory.put(0xFFFF_FFFF, 4)
        directory.put(0xFFFF_FFFF, 4)
      } else {
        directory += sizes
      }
      directory.put(UInt64(entry.name.utf8.count), 2)
      directory.put(isZip64 ? 28 : 0, 2)
      directory += [UInt8](repeating: 0, count: 10)
      directory.put(isZip64 ? 0xFFFF_FFFF : UInt64(offset), 4)
      directory += Array(entry.name.utf8)
      if isZip64 {
        directory.put(1, 2)
        directory.put(24, 2)
        directory.put(UInt64(unpacked), 8)
        directory.put(UInt64(entry.bytes.count), 8)
        directory.put(UInt64(offset), 8)
      }
    }
    let start = result.count
    let count = UInt64(promisedEntries ?? entries.count)
    result += directory
    if isZip64 {
      let record = result.count
      result += [0x50, 0x4B, 6, 6]
      result.put(44, 8)
      result += [45, 0, 45, 0] + [UInt8](repeating: 0, count: 8)
      result.put(count, 8)
      result.put(count, 8)
      result.put(UInt64(directory.count), 8)
      result.put(UInt64(start), 8)
      result += [0x50, 0x4B, 6, 7, 0, 0, 0, 0]
      result.put(UInt64(record), 8)
      result += [1, 0, 0, 0]
    }
    result += [0x50, 0x4B, 5, 6, 0, 0, 0, 0]
    result.put(isZip64 ? 0xFFFF : count, 2)
    result.put(isZip64 ? 0xFFFF : count, 2)
    result.put(isZip64 ? 0xFFFF_FFFF : UInt64(directory.count), 4)
    result.put(isZip64 ? 0xFFFF_FFFF : UInt64(start), 4)
    result.put(0, 2)
    return result
  }

  private static let table: [UInt32] = (0..<256).map { start in
    (0..<8).reduce(UInt32(start)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
  }

  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(0xFFFF_FFFF) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ ($0 >> 8) }
  }

  /// A deflate stream (RFC 1951, fixed codes) of an ASCII text and then its last character `repeats` × 258 times more.
  static func bomb(_ text: String, repeats: Int) -> [UInt8] {
    var bits = Bits()
    bits.put(0b011, 3)
    // Literals up to 143 have eight bits, 0x30 and up, the highest bit first.
    for byte in text.utf8 { bits.put(reversed: UInt32(byte) + 0x30, 8) }
    for _ in 0..<repeats { bits.put(0b00000_10100011, 13) }
    bits.put(0, 7)
    return bits.bytes + [0]
  }

  private struct Bits {
    var bytes: [UInt8] = []
    private var held: UInt32 = 0
    private var count = 0

    mutating func put(_ value: UInt32, _ width: Int) {
      held |= value << count
      count += width
      while count >= 8 {
        bytes.append(UInt8(held & 0xFF))
        held >>= 8
        count -= 8
      }
    }

    mutating func put(reversed value: UInt32, _ width: Int) {
      for place in (0..<width).reversed() { put(value >> place & 1, 1) }
    }
  }
}

extension [UInt8] {
  fileprivate mutating func put(_ value: UInt64, _ bytes: Int) {
    for place in 0..<bytes { append(UInt8(value >> (8 * place) & 0xFF)) }
  }
}
