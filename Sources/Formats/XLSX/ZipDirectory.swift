/// The end of a ZIP archive (APPNOTE 4.3.14–4.3.16), looked at before a library reads as many entries as it promises.
enum ZipDirectory {
  /// What speaks against opening the archive; nil when nothing does.
  static func refusal(_ file: borrowing RandomAccessFile, _ limits: XLSXLimits) -> XLSXRefusal? {
    let start = max(0, file.size - recordBytes - 0xFFFF - locatorBytes)
    let tail = file.bytes(at: start, file.size - start)
    var isThere = false
    var at = tail.count - recordBytes
    while at >= 0 {
      defer { at -= 1 }
      guard tail[at] == 0x50, tail.holds([0x50, 0x4B, 0x05, 0x06], at: at) else { continue }
      isThere = true
      var entries = tail.number(at: at + 10, bytes: 2)
      var size = tail.number(at: at + 12, bytes: 4)
      let locator = at - locatorBytes
      if tail.holds([0x50, 0x4B, 0x06, 0x07], at: locator) {
        let offset = Int(clamping: tail.number(at: locator + 8, bytes: 8))
        let record = file.bytes(at: offset, 56)
        guard record.holds([0x50, 0x4B, 0x06, 0x06], at: 0) else { return .corrupt("zip64 directory") }
        entries = record.number(at: 32, bytes: 8)
        size = record.number(at: 40, bytes: 8)
      }
      if entries > UInt64(limits.entries) { return .tooManyEntries(limit: limits.entries) }
      if size > UInt64(XLSXLimits.directoryBytes) { return .corrupt("zip directory of \(size) bytes") }
    }
    return isThere ? nil : .truncated
  }

  private static let recordBytes = 22
  private static let locatorBytes = 20
}
