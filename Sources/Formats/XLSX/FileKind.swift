/// What a file is, judged by its content; its name may say anything.
public enum FileKind: Sendable, Equatable {
  /// CSV or other text; also what is none of the others.
  case text
  /// Begins with `{` or `[`.
  case json
  /// An Excel workbook of 2007 or later.
  case xlsx
  /// An OLE2 compound file: an Excel file with a password, an old .xls, or another old Office file.
  case ole2
  /// Another ZIP archive.
  case zip

  /// Looks at a file.
  ///
  /// - Throws: `Failure` of kind `.usage`: `file_not_found`, `file_is_directory`, `file_unreadable`.
  public init(path: String) throws {
    let file = try RandomAccessFile(path)
    self.init(file)
  }

  init(_ file: borrowing RandomAccessFile) {
    let head = file.bytes(at: 0, Self.headBytes)
    self.init(prefix: head)
    guard self == .zip else { return }
    // Names of entries stand unpacked in front of each, and once more at the end.
    let tail = file.bytes(at: max(0, file.size - Self.tailBytes), Self.tailBytes)
    if Self.marks.contains(where: { Self.find($0, in: head) || Self.find($0, in: tail) }) { self = .xlsx }
  }

  /// What the first bytes say. An Excel workbook is told from another archive only when they hold one of its names.
  public init(prefix: [UInt8]) {
    if prefix.starts(with: [0x50, 0x4B, 0x03, 0x04]) || prefix.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
      self = Self.marks.contains { Self.find($0, in: prefix) } ? .xlsx : .zip
    } else if prefix.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
      self = .ole2
    } else {
      let text = prefix.dropFirst(prefix.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
      switch text.first(where: { $0 != 0x20 && !(0x09...0x0D).contains($0) }) {
      case UInt8(ascii: "{"), UInt8(ascii: "["): self = .json
      default: self = .text
      }
    }
  }

  private static let headBytes = 64 << 10
  private static let tailBytes = 128 << 10
  private static let marks = ["xl/workbook", "xl/worksheets/", "xl/sharedStrings", "xl\\workbook"]

  private static func find(_ word: String, in bytes: [UInt8]) -> Bool {
    let first = word.utf8.first
    return bytes.indices.contains { bytes[$0] == first && bytes.holds(word.utf8, at: $0) }
  }
}
