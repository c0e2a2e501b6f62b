import Glibc
import Vocabulary

/// A file whose bytes are read here and there.
struct RandomAccessFile: ~Copyable {
  let path: String
  let size: Int
  private let descriptor: Int32

  /// - Throws: `Failure` of kind `.usage`: those of `ByteSource.file`, and `file_unreadable` for what is no plain file.
  init(_ path: String) throws {
    var status = stat()
    if stat(path, &status) == 0, ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) {
      throw Failure(
        .usage, code: "file_unreadable",
        Message(zh: "Excel 文件要存成普通文件才能读", en: "an Excel file is read from a plain file only"), place: path,
        next: Message(zh: "先存成文件再给出路径", en: "save it to a file, and give its path"))
    }
    // It says in the usual words why a file cannot be opened.
    _ = try ByteSource.file(path)
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    self.path = path
    size = descriptor >= 0 && fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// The bytes from `offset`: `count` of them, or fewer where the file ends or cannot be read.
  func bytes(at offset: Int, _ count: Int) -> [UInt8] {
    guard offset >= 0, offset < size, count > 0 else { return [] }
    return [UInt8](unsafeUninitializedCapacity: min(count, size - offset)) { buffer, filled in
      while filled < buffer.count {
        let got = pread(
          descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled, off_t(offset + filled))
        if got > 0 {
          filled += got
        } else if got == 0 || errno != EINTR {
          break
        }
      }
    }
  }
}

extension [UInt8] {
  /// An unsigned number in little endian; 0 where the bytes end before it.
  func number(at offset: Int, bytes: Int) -> UInt64 {
    guard offset >= 0, offset + bytes <= count else { return 0 }
    return self[offset..<offset + bytes].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  func holds(_ other: some Collection<UInt8>, at offset: Int) -> Bool {
    offset >= 0 && offset + other.count <= count && self[offset..<offset + other.count].elementsEqual(other)
  }
}
