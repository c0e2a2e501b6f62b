import Glibc
import Vocabulary

/// A new file that is written under another name in the same folder, and gets its own when it is whole.
final class TemporaryTarget {
  let path: String
  let temporary: String
  private let replaces: Bool
  private var isThere = true

  /// Makes the temporary file, which only its owner can read, as it may hold personal data.
  ///
  /// - Parameter replaces: takes the place of a file of that name, which else is a failure.
  /// - Throws: `Failure` of kind `.usage`: `file_exists`, `file_not_writable`.
  init(_ path: String, replaces: Bool = false) throws {
    self.path = path
    self.replaces = replaces
    var status = stat()
    if !replaces, lstat(path, &status) == 0 { throw ByteSink.unwritable(path, EEXIST) }
    var name = Array((path + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else { throw ByteSink.unwritable(path, errno) }
    close(descriptor)
    temporary = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    if isThere { unlink(temporary) }
  }

  /// The folder of both names.
  var folder: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Makes sure that the file is on the disk, and gives it its name. A file of that name stays as it is.
  ///
  /// - Throws: `Failure` of kind `.usage`: `file_exists`, `file_not_writable`.
  func publish() throws {
    let descriptor = open(temporary, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unwritable() }
    let isSynced = fsync(descriptor) == 0
    close(descriptor)
    guard isSynced else { throw unwritable() }
    // Unlike a renaming, a link never replaces what is there; some file systems have none.
    if !replaces, link(temporary, path) == 0 {
      unlink(temporary)
    } else {
      guard replaces || errno != EEXIST else { throw ByteSink.unwritable(path, EEXIST) }
      guard rename(temporary, path) == 0 else { throw unwritable() }
    }
    isThere = false
  }

  /// The failure of the system call that went wrong last.
  func unwritable() -> Failure {
    ByteSink.unwritable(path, errno == 0 ? EIO : errno)
  }
}
