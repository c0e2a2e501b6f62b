import Crypto
import Formats
import Glibc
public import Vocabulary

/// A file to import, and what is known of it before its rows.
public struct ImportFile: Sendable {
  public let shop: String
  /// The file's name without its folder.
  public let name: String
  /// SHA-256 of its bytes, in hexadecimal.
  public let digest: String
  /// When the platform wrote it.
  public let exportedAt: Instant
  public internal(set) var hasMemo = false

  public init(shop: String, name: String, digest: String, exportedAt: Instant) {
    self.shop = shop
    self.name = name
    self.digest = digest
    self.exportedAt = exportedAt
  }

  /// SHA-256 of a file's bytes, in hexadecimal.
  ///
  /// - Throws: `Failure` `.usage`: those of `ByteSource.file`, and `file_not_regular`.
  public static func digest(path: String) throws -> String {
    _ = try ByteSource.file(path)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Failure(
        .usage, code: "file_not_regular",
        Message(zh: "只能导入磁盘上的文件，不能是管道", en: "only a file on disk can be imported, not a pipe"), place: path,
        next: Message(zh: "先存成文件再导入", en: "save it to a file first"))
    }
    var hash = SHA256()
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw unreadable(path)
      }
      buffer.withUnsafeBytes { hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
    return hash.finalize().map { byte in
      let text = String(byte, radix: 16)
      return byte < 16 ? "0" + text : text
    }.joined()
  }

  private static func unreadable(_ path: String) -> Failure {
    let reason = String(cString: strerror(errno))
    return Failure(
      .usage, code: "file_unreadable", Message(zh: "文件读不了：\(reason)", en: "the file cannot be read: \(reason)"),
      place: path,
      next: Message(zh: "核对文件名和权限", en: "check the name and the permissions"))
  }

  /// The export time that a file's name carries: 12 or 14 digits that are a date and time, as in
  /// `ExportOrderList202611110930.csv` or `orders 2026-11-11 09:30.csv`.
  public static func exportTime(inName name: String) -> Instant? {
    var runs: [[UInt8]] = [[]]
    for byte in name.utf8 {
      if (0x30...0x39).contains(byte) {
        runs[runs.count - 1].append(byte)
      } else if !" :-_".utf8.contains(byte) {
        runs.append([])
      }
    }
    for run in runs {
      // A platform number may stand before the time.
      for width in [14, 12] where run.count >= width {
        for start in 0...(run.count - width) {
          if let time = time(run[start..<(start + width)]) { return time }
        }
      }
    }
    return nil
  }

  /// The export time to go by: what the person says, else what the file's name says, else the newest change in it, for
  /// documents carry theirs. That one comes last: an order may have stood unchanged for long when the file was made, so
  /// it is the least time at which the file is true, and never makes a memo look fresher than it is.
  ///
  /// Refused when neither tells (the time of the file on disk is the time of its download at best), and when it lies
  /// in the future: it would make old memos look fresh for too long.
  public static func exportTime(
    given: Instant?, name: String, newestChange: () throws -> Instant? = { nil }, now: Instant
  ) throws -> Instant {
    guard let time = try given ?? exportTime(inName: name) ?? newestChange() else {
      throw Failure(
        .usage, code: "export_time_unknown",
        Message(zh: "不知道这个文件是什么时候导出的", en: "it is not known when this file was exported"), place: name,
        next: Message(
          zh: "加上导出时间，例如：--exported-at \"\(now.shopText)\"",
          en: "say so, for example: --exported-at \"\(now.shopText)\""))
    }
    // Clocks of two machines may differ by a little.
    guard time <= now.adding(minutes: 5) else {
      throw Failure(
        .usage, code: "export_time_future",
        Message(zh: "导出时间 \(time.shopText) 在将来", en: "the export time \(time.shopText) lies in the future"),
        place: name,
        next: Message(zh: "用 --exported-at 写上真实的导出时间", en: "give the true time with --exported-at"))
    }
    return time
  }

  private static func time(_ digits: ArraySlice<UInt8>) -> Instant? {
    let numbers = Array(digits).map { Int($0 - 0x30) }
    func number(_ start: Int, _ count: Int) -> Int { numbers[start..<(start + count)].reduce(0) { $0 * 10 + $1 } }
    let year = number(0, 4)
    guard (2010...2099).contains(year) else { return nil }
    return Instant(
      shopYear: year, month: number(4, 2), day: number(6, 2), hour: number(8, 2), minute: number(10, 2),
      second: numbers.count == 14 ? number(12, 2) : 0)
  }
}
