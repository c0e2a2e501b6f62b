public import Formats
import Vocabulary

/// Reads a wave list: a table with a column of order numbers or waybills, or simply one identifier a line.
public struct WaveList {
  /// A row that names nothing: it is answered as unknown, never dropped.
  public struct Unreadable: Sendable, Equatable {
    public let row: Int
    public let text: String
  }

  private let reader: any TableRows
  private let layout: ParcelLayout?
  /// The first row of a list without a header.
  private var first: [String]?
  /// An ERP writes a row for each item, in any order: each entry counts once.
  private var seen: Set<WaveEntry> = []

  /// Throws when the file is empty, or has several columns of which none is known.
  public init(_ reader: any TableRows, file: String) throws {
    self.reader = reader
    switch try reader.nextTableRow() {
    case .record(let record):
      layout = ParcelLayout(header: record.texts)
      guard layout == nil else { return }
      first = record.texts
      guard record.count == 1 || OrderNumber.problem(record.text(0)) == nil else {
        throw Failure(
          .usage, code: "wave_columns_missing",
          Message(zh: "第 1 行没有“订单编号”或“运单号”这样的列", en: "row 1 has no column such as 订单编号 or 运单号"), place: file,
          next: Message(
            zh: "保留表头，或只留一列号码、一行一个", en: "keep the header, or leave one column with one number a line"))
      }
    case .defect(let defect): throw defect.failure(in: file)
    case nil:
      throw Failure(
        .usage, code: "file_empty", Message(zh: "文件是空的", en: "the file is empty"), place: file,
        next: Message(zh: "重新导出波次", en: "export the wave again"))
    }
  }

  /// The next entries, at most `limit`, and the rows between them that name nothing; nil at the end.
  public mutating func next(limit: Int) throws -> (entries: [WaveEntry], unreadable: [Unreadable])? {
    var entries: [WaveEntry] = []
    var unreadable: [Unreadable] = []
    func take(_ texts: [String], _ row: Int) {
      guard texts.contains(where: { !$0.isEmpty }) else { return }
      if let entry = entry(texts) {
        if seen.insert(entry).inserted { entries.append(entry) }
      } else {
        unreadable.append(Unreadable(row: row, text: texts.joined(separator: ",")))
      }
    }
    if let first {
      take(first, 1)
      self.first = nil
    }
    while entries.count < limit {
      guard let row = try reader.nextTableRow() else { break }
      switch row {
      case .record(let record): take(record.texts, record.rowNumber)
      case .defect(let defect): unreadable.append(Unreadable(row: defect.rowNumber, text: defect.rawText))
      }
    }
    return entries.isEmpty && unreadable.isEmpty ? nil : (entries, unreadable)
  }

  private func entry(_ texts: [String]) -> WaveEntry? {
    func isName(_ text: String) -> Bool { OrderNumber.problem(text) == nil }
    guard let layout else {
      return texts.first.flatMap { isName($0) ? WaveEntry(either: $0) : nil }
    }
    func cell(_ index: Int) -> String { index < texts.count ? texts[index] : "" }
    let waybill = layout.text(.waybill, cell)
    let orders = ParcelLayout.orders(layout.text(.order, cell))
    guard orders.allSatisfy(isName), waybill.isEmpty || isName(waybill), !(orders.isEmpty && waybill.isEmpty) else {
      return nil
    }
    return WaveEntry(waybill: waybill.isEmpty ? nil : waybill, orders: orders)
  }
}
