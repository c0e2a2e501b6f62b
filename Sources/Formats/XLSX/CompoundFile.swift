/// An OLE2 compound file, as far as its directory tells what it holds (MS-CFB 2.6.1: entries of 128 bytes on multiples
/// of it, a name in UTF-16 first).
enum CompoundFile {
  /// Why the file cannot be read.
  static func refusal(_ file: borrowing RandomAccessFile) -> XLSXRefusal {
    let encrypted = ["EncryptedPackage", "EncryptionInfo"].map(wide)
    let old = ["Workbook\0", "Book\0"].map(wide)
    var isOld = false
    let chunk = 1 << 20
    for offset in stride(from: 0, to: min(file.size, 256 << 20), by: chunk) {
      let bytes = file.bytes(at: offset, chunk)
      for entry in stride(from: 0, to: bytes.count, by: 128) {
        if encrypted.contains(where: { bytes.holds($0, at: entry) }) { return .encrypted }
        if !isOld { isOld = old.contains { bytes.holds($0, at: entry) } }
      }
    }
    return isOld ? .oldExcel : .otherCompound
  }

  private static func wide(_ name: String) -> [UInt8] {
    name.utf8.reduce(into: []) { $0 += [$1, 0] }
  }
}
