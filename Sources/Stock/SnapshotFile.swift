public import Formats
public import Orders
import Vocabulary

/// What a page's or a warehouse's export shows, read as a whole: a snapshot is taken in or it is not.
public struct SnapshotFile: Sendable {
  let rows: [SnapshotRow]
  /// Rows of the file, the header not counted.
  public let read: Int64
  public let rejects: [RejectedRow]

  /// More SKUs than any shop has; a larger file is something else.
  static let most = 500_000

  /// - Throws: `Failure` `.usage`: `stock_columns_missing`, `file_empty`, `snapshot_too_large`, `no_usable_rows`.
  public static func read(_ reader: any TableRows, of source: StockSource) throws -> SnapshotFile {
    var lines = Lines(reader, source)
    let layout = try lines.layout()
    var found: [SnapshotRow] = []
    var places: [SnapshotRow.Key: (row: Int, index: Int)] = [:]
    var doubled: Set<Int> = []
    var rejects: [RejectedRow] = []
    var read: Int64 = 0
    while let line = try lines.next() {
      read += 1
      let record: any TableRecord
      switch line {
      case .defect(let defect):
        rejects.append(RejectedRow(defect))
        continue
      case .record(let found): record = found
      }
      do {
        let shown =
          source == .page
          ? try SnapshotRow.page(layout, width: record.count, cell: record.text)
          : try SnapshotRow.warehouse(layout, width: record.count, cell: record.text)
        for row in shown {
          if let first = places[row.key] {
            rejects.append(Self.twice(row, record.rowNumber, other: first.row))
            if doubled.insert(first.index).inserted {
              rejects.append(Self.twice(row, first.row, other: record.rowNumber))
            }
          } else {
            places[row.key] = (record.rowNumber, found.count)
            found.append(row)
          }
        }
        guard found.count <= Self.most else { throw tooLarge(reader.name) }
      } catch let defect as StockDefect {
        rejects.append(
          RejectedRow(
            row: record.rowNumber, column: defect.column, code: defect.code, message: defect.message,
            text: String(record.rawText.prefix(2_000))))
      }
    }
    let rows = found.enumerated().filter { !doubled.contains($0.offset) }.map(\.element)
    guard !rows.isEmpty else { throw unusable(reader.name, rejects.first) }
    return SnapshotFile(rows: rows, read: read, rejects: rejects.sorted { $0.row < $1.row })
  }

  private static func twice(_ row: SnapshotRow, _ number: Int, other: Int) -> RejectedRow {
    RejectedRow(
      row: number, column: "商家编码", code: "sku_twice",
      message: Message(zh: "第 \(other) 行也是这个编码：两行都不用", en: "row \(other) has this SKU too: neither is taken"),
      text: row.sku)
  }

  private static func tooLarge(_ name: String) -> Failure {
    Failure(
      .usage, code: "snapshot_too_large",
      Message(zh: "超过 \(most) 个编码", en: "there are more than \(most) SKUs"), place: name,
      next: Message(zh: "核对导出的是不是库存", en: "check that this is an export of stock"))
  }

  private static func unusable(_ name: String, _ first: RejectedRow?) -> Failure {
    guard let first else {
      return Failure(
        .usage, code: "file_empty", Message(zh: "文件里没有货品", en: "the file lists no goods"), place: name,
        next: Message(zh: "重新导出", en: "export it again"))
    }
    return Failure(
      .usage, code: "no_usable_rows",
      Message(
        zh: "没有一行能用；第 \(first.row) 行：\(first.message.zh)",
        en: "no row can be used; row \(first.row): \(first.message.en)"),
      place: name, next: Message(zh: "改正后重新导入", en: "correct the file and import it again"))
  }

  /// The lines of a file behind its headers. 淘宝助理 writes its version into the first row, and the headers twice.
  private struct Lines {
    let reader: any TableRows
    let source: StockSource
    private var isFirst = true

    init(_ reader: any TableRows, _ source: StockSource) {
      (self.reader, self.source) = (reader, source)
    }

    private func readHeader(_ row: TableRow) -> StockLayout? {
      guard case .record(let record) = row else { return nil }
      let layout = StockLayout(
        header: record.texts, source == .page ? StockColumn.page : StockColumn.warehouse)
      let names = layout.has(.sku) || layout.has(.options)
      return layout.has(.quantity) && names ? layout : nil
    }

    mutating func layout() throws -> StockLayout {
      var seen = 0
      while seen < 2, let row = try reader.nextTableRow() {
        if let layout = readHeader(row) { return layout }
        if case .defect(let defect) = row { throw defect.failure(in: reader.name) }
        seen += 1
      }
      guard seen > 0 else {
        throw Failure(
          .usage, code: "file_empty", Message(zh: "文件是空的", en: "the file is empty"), place: reader.name,
          next: Message(zh: "重新导出", en: "export it again"))
      }
      let page = source == .page
      throw Failure(
        .usage, code: "stock_columns_missing",
        page
          ? Message(
            zh: "第 1 行要有宝贝数量和商家编码（或销售属性组合）这样的列", en: "row 1 needs the columns 宝贝数量 and 商家编码 (or 销售属性组合)")
          : Message(zh: "第 1 行要有商品编码和实际库存数两列", en: "row 1 needs the columns 商品编码 and 实际库存数"),
        place: reader.name,
        next: page
          ? Message(zh: "用淘宝助理导出全部宝贝的 CSV", en: "export all items as CSV with 淘宝助理")
          : Message(zh: "从 ERP 的商品库存页导出", en: "export the stock page of the ERP"))
    }

    mutating func next() throws -> TableRow? {
      guard let row = try reader.nextTableRow() else { return nil }
      defer { isFirst = false }
      return isFirst && readHeader(row) != nil ? try reader.nextTableRow() : row
    }
  }
}

extension SnapshotRow {
  struct Key: Hashable {
    let sku: String
    let item: String
  }

  var key: Key { Key(sku: sku, item: item) }
}

extension RejectedRow {
  init(_ defect: any TableDefect) {
    self.init(
      row: defect.rowNumber, column: defect.columnNumber.map(String.init), code: defect.code, message: defect.message,
      text: defect.rawText)
  }
}
