import CZip
import Vocabulary

/// The ZIP archive that a workbook is, opened for reading. Not for two threads at once.
final class ZipArchive {
  let path: String
  let limits: XLSXLimits
  fileprivate let library: LibZip
  private let archive: OpaquePointer
  /// Where each entry is, by its name in lower case: names of parts do not differ by case (ECMA-376 part 2, 6.2.2).
  private var places: [String: UInt64] = [:]
  /// How many bytes were unpacked so far.
  fileprivate var inflated = 0

  /// - Throws: `Failure` of kind `.usage` for what is no archive of harmless names and size.
  init(path: String, limits: XLSXLimits) throws {
    self.path = path
    self.limits = limits
    library = try LibZip.shared.get()
    let file = try RandomAccessFile(path)
    switch FileKind(file) {
    case .xlsx, .zip: break
    case .ole2: throw CompoundFile.refusal(file).failure(path)
    case .text, .json: throw XLSXRefusal.notExcel.failure(path)
    }
    if let refusal = ZipDirectory.refusal(file, limits) { throw refusal.failure(path) }
    var code: Int32 = 0
    guard let archive = library.open(path, Int32(ZIP_RDONLY), &code) else {
      throw XLSXRefusal.corrupt("zip error \(code)").failure(path)
    }
    self.archive = archive
    try list()
  }

  deinit {
    library.discard(archive)
  }

  private func list() throws {
    let count = library.entryCount(archive, 0)
    guard count <= limits.entries else {
      throw XLSXRefusal.tooManyEntries(limit: limits.entries).failure(path)
    }
    for index in 0..<UInt64(max(count, 0)) {
      var status = zip_stat_t()
      guard let bytes = library.entryName(archive, index, zip_flags_t(ZIP_FL_ENC_GUESS)),
        library.entryStatus(archive, index, 0, &status) == 0
      else { throw XLSXRefusal.corrupt("zip entry \(index)").failure(path) }
      // Some programs on Windows write back slashes.
      let name = String(cString: bytes).split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "/")
      let steps = name.split(separator: "/", omittingEmptySubsequences: false)
      if name.hasPrefix("/") || steps.contains("..") || steps.first?.contains(":") ?? false {
        throw XLSXRefusal.entryName.failure(path)
      }
      if status.encryption_method != ZIP_EM_NONE { throw XLSXRefusal.entryEncrypted.failure(path) }
      guard places.updateValue(index, forKey: name.lowercased()) == nil else {
        throw XLSXRefusal.entryTwice.failure(path)
      }
    }
  }

  /// Opens an entry by its name, such as `xl/workbook.xml`; nil when there is none.
  func entry(_ name: String) throws -> ZipEntry? {
    guard let place = places[name.lowercased()] else { return nil }
    guard let file = library.openEntry(archive, place, 0) else {
      throw XLSXRefusal.corrupt("zip error \(library.archiveError(archive).pointee.zip_err)").failure(
        "\(path): \(name)")
    }
    return ZipEntry(name: name, file: file, of: self)
  }
}

/// An entry being unpacked.
final class ZipEntry {
  let name: String
  let archive: ZipArchive
  private let file: OpaquePointer

  fileprivate init(name: String, file: OpaquePointer, of archive: ZipArchive) {
    self.name = name
    self.file = file
    self.archive = archive
  }

  deinit {
    _ = archive.library.closeEntry(file)
  }

  var place: String { "\(archive.path): \(name)" }

  /// Unpacks into the buffer. Returns the number of bytes; 0 at the end, when the checksum was right.
  ///
  /// - Throws: `Failure` `xlsx_corrupt`, and `xlsx_too_large` when all entries together exceed the limit.
  func read(_ buffer: UnsafeMutableRawPointer, _ count: Int) throws -> Int {
    let got = archive.library.read(file, buffer, UInt64(count))
    guard got >= 0 else {
      switch archive.library.entryError(file).pointee.zip_err {
      case ZIP_ER_CRC: throw XLSXRefusal.corrupt("wrong checksum").failure(place)
      case ZIP_ER_EOF: throw XLSXRefusal.truncated.failure(place)
      case let code: throw XLSXRefusal.corrupt("zip error \(code)").failure(place)
      }
    }
    archive.inflated += Int(got)
    guard archive.inflated <= archive.limits.inflatedBytes else {
      throw XLSXRefusal.tooLarge(megabytes: archive.limits.inflatedBytes >> 20).failure(archive.path)
    }
    return Int(got)
  }
}
