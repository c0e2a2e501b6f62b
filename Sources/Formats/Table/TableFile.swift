import Vocabulary

/// Files of rows and columns, opened as what their content is: CSV in any of its encodings, or XLSX.
public enum TableFile {
  /// One row is short in a shop's lists, and a part of some thousand rows must fit into memory.
  private static let limits = CSVLimits(fieldBytes: 65_536, rowBytes: 262_144)

  /// - Throws: `Failure` `.usage` for a file that cannot be read, or is no table.
  public static func open(_ path: String) throws -> any TableRows {
    switch try FileKind(path: path) {
    case .xlsx, .ole2, .zip: return try XLSXReader(path: path)
    case .text: return try CSVReader(try ByteSource.file(path), limits: limits)
    case .json:
      throw Failure(
        .usage, code: "file_is_json", Message(zh: "这是 JSON，不是表格", en: "this is JSON, not a table"), place: path,
        next: Message(
          zh: "订单和退款的 JSON 用：peakday order import 文件", en: "for trades and refunds: peakday order import FILE"))
    }
  }
}
