import Formats
import Orders
import Vocabulary

/// The rows of an import that were set aside, each with its place and reason. Made when the first one comes.
final class RejectsFile {
  private let wish: String
  private var writer: CSVWriter?
  /// The file's path, once there was anything to write.
  private(set) var writtenPath: String?
  /// How many rows there are for each reason.
  private(set) var reasons: [String: Int] = [:]

  init(path: String) {
    wish = path
  }

  func add(_ row: RejectedRow, language: Language) throws {
    if writer == nil {
      let sink = try newFile()
      writtenPath = sink.name
      writer = CSVWriter(to: sink)
      try writer?.row(["row", "column", "code", "reason", "text"])
    }
    reasons[row.code, default: 0] += 1
    writer?.number(Int64(row.row))
    writer?.text(row.column ?? "")
    writer?.text(row.code)
    writer?.text(row.message.text(in: language))
    writer?.text(row.text)
    try writer?.endRow()
  }

  /// An earlier import's rejects may still be needed, so a taken name is followed by a number.
  private func newFile() throws -> ByteSink {
    let stem = wish.hasSuffix(".csv") ? String(wish.dropLast(4)) : wish
    for number in 2...1_000 {
      do {
        return try ByteSink.newFile(number == 2 ? wish : "\(stem).\(number - 1).csv")
      } catch let failure as Failure where failure.code == "file_exists" {
        continue
      }
    }
    return try ByteSink.newFile(wish)
  }

  func finish() throws {
    try writer?.finish()
  }
}
