public import Formats
public import Vocabulary

/// A file of orders or refunds, opened as what its content is.
public enum OrderFile {
  /// An order, item or refund export.
  case table(any TableRows)
  /// Trade and refund documents. `showsMemo`: some document shows a memo, so that one without has an empty one: the
  /// platform leaves out members that are empty as well as those that were not asked for.
  case documents(JSONReader, showsMemo: Bool)

  /// Opens a file on disk.
  ///
  /// - Throws: `Failure` `.usage` for a file that cannot be read, or is neither a table nor JSON.
  public static func open(_ path: String) throws -> OrderFile {
    switch try FileKind(path: path) {
    case .json:
      return .documents(try documents(path), showsMemo: try ByteSource.file(path).contains("\"seller_memo\""))
    case .xlsx, .ole2, .zip, .text:
      return .table(try TableFile.open(path))
    }
  }

  /// Documents that are read from anywhere.
  public static func documents(_ source: ByteSource, showsMemo: Bool) -> OrderFile {
    .documents(JSONReader(source, opening: TradeReader.opens), showsMemo: showsMemo)
  }

  private static func documents(_ path: String) throws -> JSONReader {
    JSONReader(try ByteSource.file(path), opening: TradeReader.opens)
  }

  /// When the newest document of a JSON file changed; nil for a table, and where no document tells.
  public static func newestChange(in path: String, _ playbooks: ImportPlaybooks) throws -> Instant? {
    guard case .json = try FileKind(path: path) else { return nil }
    let documents = try documents(path)
    var reader = TradeReader(playbooks: playbooks, showsMemo: false)
    var newest: Instant?
    while let item = try documents.next() {
      guard case .record(let record) = item, let time = reader.modified(record) else { continue }
      newest = max(newest ?? time, time)
    }
    return newest
  }

  /// What stands in the file, by its header.
  func source(
    _ playbooks: ImportPlaybooks, of file: ImportFile, knownName: String?
  ) throws -> any OrderSource {
    switch self {
    case .documents(let documents, let showsMemo):
      return DocumentOrders(documents, showsMemo: showsMemo, playbooks: playbooks, of: file)
    case .table(let rows):
      let header = try Self.header(rows, of: file)
      if let refunds = RefundLayout(header: header) { return TableRefunds(rows, layout: refunds) }
      return TableOrders(
        rows, layout: try OrderLayout(header: header, file: file.name), playbooks: playbooks, of: file,
        knownName: knownName)
    }
  }

  private static func header(_ rows: any TableRows, of file: ImportFile) throws -> [String] {
    switch try rows.nextTableRow() {
    case .record(let record): return record.texts
    case .defect(let defect): throw defect.failure(in: file.name)
    case nil:
      throw Failure(
        .usage, code: "file_empty", Message(zh: "文件是空的", en: "the file is empty"), place: file.name,
        next: Message(zh: "重新导出订单", en: "export the orders again"))
    }
  }
}
