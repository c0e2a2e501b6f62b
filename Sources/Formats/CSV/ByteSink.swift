import Glibc
import Vocabulary

/// Where bytes go: a new file, standard output, or memory.
public final class ByteSink {
  /// What people call it: the path, or `-`.
  public let name: String
  /// What was written to memory; empty for files.
  public private(set) var bytes: [UInt8] = []
  private var descriptor: Int32?
  private let isOwned: Bool

  private init(name: String, descriptor: Int32?, isOwned: Bool) {
    self.name = name
    self.descriptor = descriptor
    self.isOwned = isOwned
  }

  deinit {
    if isOwned, let descriptor { close(descriptor) }
  }

  /// Makes a file that only its owner can read, as it may hold personal data. A file that is there already stays.
  ///
  /// - Throws: `Failure` of kind `.usage`: `file_exists`, `file_not_writable`.
  public static func newFile(_ path: String) throws -> ByteSink {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw unwritable(path, errno) }
    return ByteSink(name: path, descriptor: descriptor, isOwned: true)
  }

  public static func standardOutput() -> ByteSink {
    ByteSink(name: "-", descriptor: STDOUT_FILENO, isOwned: false)
  }

  public static func memory() -> ByteSink {
    ByteSink(name: "-", descriptor: nil, isOwned: false)
  }

  /// Writes all bytes.
  ///
  /// - Throws: `Failure` `file_not_writable`, for instance when the disk is full.
  public func write(_ new: [UInt8]) throws {
    guard let descriptor else {
      bytes += new
      return
    }
    try new.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let count = Glibc.write(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
        if count >= 0 {
          written += count
        } else if errno != EINTR {
          throw Self.unwritable(name, errno)
        }
      }
    }
  }

  /// Makes sure that a file is on the disk, and closes it.
  public func finish() throws {
    guard isOwned, let descriptor else { return }
    self.descriptor = nil
    let isSynced = fsync(descriptor) == 0
    let reason = errno
    let isClosed = close(descriptor) == 0
    if !isSynced { throw Self.unwritable(name, reason) }
    if !isClosed { throw Self.unwritable(name, errno) }
  }

  static func unwritable(_ path: String, _ reason: Int32) -> Failure {
    if reason == EEXIST {
      return Failure(
        .usage, code: "file_exists", Message(zh: "文件已经存在，不会覆盖", en: "the file is there already and is not replaced"),
        place: path, next: Message(zh: "换一个文件名，或先移走它", en: "choose another name, or move it away first"))
    }
    let text = String(cString: strerror(reason))
    return Failure(
      .usage, code: "file_not_writable", Message(zh: "文件写不进去：\(text)", en: "the file cannot be written: \(text)"),
      place: path, next: Message(zh: "检查目录、权限和磁盘空间", en: "check the folder, its permissions and the space on the disk"))
  }
}
