import Glibc
import Vocabulary

/// Where bytes come from: a file, standard input, or memory. Read once, from front to back.
public final class ByteSource {
  /// What people call the source: the path, or `-` for standard input.
  public let name: String
  private let deliver: (UnsafeMutableRawBufferPointer) throws -> Int
  /// The descriptor to close at the end; nil when it is not ours.
  private let owned: Int32?

  /// Bytes that a closure delivers: it fills the front of the buffer and returns how many, 0 at the end.
  public init(name: String, reading deliver: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) {
    self.name = name
    self.deliver = deliver
    owned = nil
  }

  private init(descriptor: Int32, name: String, owned: Bool) {
    self.name = name
    self.owned = owned ? descriptor : nil
    deliver = { buffer in
      while true {
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        if count >= 0 { return count }
        let reason = errno
        if reason != EINTR { throw Self.unreadable(name, reason) }
      }
    }
  }

  deinit {
    if let owned { close(owned) }
  }

  /// Opens a file for reading.
  ///
  /// - Throws: `Failure` of kind `.usage`: `file_not_found`, `file_is_directory`, `file_unreadable`.
  public static func file(_ path: String) throws -> ByteSource {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path, errno) }
    let source = ByteSource(descriptor: descriptor, name: path, owned: true)
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { throw unreadable(path, EISDIR) }
    return source
  }

  /// Standard input; it stays open.
  public static func standardInput() -> ByteSource {
    ByteSource(descriptor: STDIN_FILENO, name: "-", owned: false)
  }

  /// Bytes in memory, delivered at most `chunk` at a time.
  public static func bytes(_ bytes: [UInt8], chunk: Int = .max, name: String = "-") -> ByteSource {
    var position = 0
    return ByteSource(name: name) { buffer in
      let count = min(buffer.count, chunk, bytes.count - position)
      buffer.copyBytes(from: bytes[position..<position + count])
      position += count
      return count
    }
  }

  /// Reads into the front of the buffer. Returns the number of bytes, 0 at the end.
  func fill(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    try deliver(buffer)
  }

  private static func unreadable(_ path: String, _ reason: Int32) -> Failure {
    switch reason {
    case ENOENT:
      Failure(
        .usage, code: "file_not_found", Message(zh: "没有这个文件", en: "there is no such file"), place: path,
        next: Message(zh: "检查路径后重试", en: "check the path and try again"))
    case EISDIR:
      Failure(
        .usage, code: "file_is_directory", Message(zh: "这是一个目录，不是文件", en: "this is a directory, not a file"),
        place: path, next: Message(zh: "给出目录里的某个文件", en: "name a file inside it"))
    default:
      Failure(
        .usage, code: "file_unreadable",
        Message(
          zh: "文件读不出来：\(String(cString: strerror(reason)))",
          en: "the file cannot be read: \(String(cString: strerror(reason)))"),
        place: path,
        next: Message(zh: "检查权限和磁盘后重试", en: "check its permissions and the disk, then try again"))
    }
  }
}
