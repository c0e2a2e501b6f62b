import Formats
import Glibc
import Vocabulary

/// Standard input as a file of its own, which only its owner can read.
struct SpooledInput {
  let path: String

  init() throws {
    var template = Array("/var/tmp/peakday-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw Self.unwritable() }
    defer { close(descriptor) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    do {
      try Self.copy(to: descriptor)
    } catch {
      remove()
      throw error
    }
  }

  func remove() {
    unlink(path)
  }

  private static func copy(to descriptor: Int32) throws {
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
      if count == 0 { return }
      if count < 0 {
        if errno == EINTR { continue }
        throw Failure(
          .usage, code: "input_unreadable", Message(zh: "标准输入读不了", en: "standard input cannot be read"),
          next: Message(zh: "先存成文件，再导入", en: "save it to a file, and import that"))
      }
      var rest = buffer[..<count]
      while !rest.isEmpty {
        let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { throw unwritable() }
        rest = rest.dropFirst(written)
      }
    }
  }

  private static func unwritable() -> Failure {
    let reason = String(cString: strerror(errno))
    return Failure(
      .storeUnavailable, code: "spool_failed",
      Message(zh: "/var/tmp 写不了：\(reason)", en: "/var/tmp cannot be written: \(reason)"), place: "/var/tmp",
      next: Message(zh: "先存成文件，再导入", en: "save it to a file, and import that"))
  }
}
