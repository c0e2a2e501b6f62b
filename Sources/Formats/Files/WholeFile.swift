import Glibc

/// Files that are written in one piece.
public enum WholeFile {
  /// Writes a file whole or not at all; one of that name is replaced. Only its owner can read it.
  ///
  /// - Throws: `Failure` of kind `.usage`: `file_not_writable`.
  public static func replace(_ path: String, with bytes: [UInt8]) throws {
    let target = try TemporaryTarget(path, replaces: true)
    try bytes.withUnsafeBytes { buffer in
      let descriptor = open(target.temporary, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw target.unwritable() }
      defer { close(descriptor) }
      var written = 0
      while written < buffer.count {
        let count = write(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw target.unwritable() }
        written += count
      }
    }
    try target.publish()
  }
}
