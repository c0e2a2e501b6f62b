import Formats
import Vocabulary

/// The trades and refunds of a JSON file.
final class DocumentOrders: OrderSource {
  let hasMemo: Bool
  let missedColumns: [String] = []
  var newShopName: String?
  private let documents: JSONReader
  private var reader: TradeReader
  private let file: ImportFile
  private var hasTrades = false
  private var hasRefunds = false

  init(_ documents: JSONReader, showsMemo: Bool, playbooks: ImportPlaybooks, of file: ImportFile) {
    self.documents = documents
    self.file = file
    hasMemo = showsMemo
    reader = TradeReader(playbooks: playbooks, showsMemo: showsMemo)
  }

  var kind: ImportKind { hasRefunds && !hasTrades ? .refunds : .trades }

  /// A file that begins with an error of the platform, or of which nothing can be read, is refused as a whole.
  func next() throws -> ReadRow? {
    while let item = try documents.next() {
      switch item {
      case .defect(let defect):
        if defect.endsFile, !hasTrades, !hasRefunds { throw defect.failure(in: file.name) }
        return .reject(
          RejectedRow(
            row: defect.line, column: nil, code: defect.code, message: defect.message, text: defect.rawText))
      case .record(let record):
        if let row = try read(record) { return row }
      }
    }
    return nil
  }

  private func read(_ record: JSONRecord) throws -> ReadRow? {
    do {
      switch try reader.read(record) {
      case .trade(let order):
        hasTrades = true
        return .order(order)
      case .refund(let refund):
        hasRefunds = true
        return .refund(refund)
      case .empty: return nil
      case .error(let error):
        guard hasTrades || hasRefunds else { throw error.failure(file, line: record.line) }
        return .reject(error.reject(record))
      }
    } catch let defect as RowDefect {
      return .reject(
        RejectedRow(
          row: record.line, column: defect.column, code: defect.code, message: defect.message,
          text: record.rawText()))
    }
  }
}
