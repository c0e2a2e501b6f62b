import Formats
import Glibc
import Vocabulary

/// The items of a file: CSV and XLSX by rows, HTML as one page.
public struct PageSource: Sendable, Equatable {
  public let path: String
  public var items: [PageItem] = []
  /// Rows that cannot be used, each with its reason.
  public var rejects: [Reject] = []

  public struct Reject: Sendable, Equatable, Codable {
    public let row: Int
    public let code: String
    public let zh: String
    public let en: String
  }

  /// More than any shop has; a larger file is something else.
  public static let most = 500_000

  /// - Throws: `Failure` `.usage` for a file that cannot be read, or has no column of titles or prices.
  public init(_ path: String) throws {
    self.path = path
    let name = path.lowercased()
    if name.hasSuffix(".html") || name.hasSuffix(".htm") {
      items = [Self.item(of: try HTMLPage(path: path), path: path)]
    } else {
      try readTable(try TableFile.open(path))
    }
  }

  private mutating func readTable(_ rows: any TableRows) throws {
    guard case .record(let header)? = try rows.nextTableRow(), let columns = PageColumns(header.texts) else {
      throw Failure(
        .usage, code: "page_columns_missing",
        Message(zh: "第 1 行要有标题，或编码和价格", en: "row 1 needs a title, or a SKU and a price"), place: path,
        next: Message(
          zh: "列名如：商家编码、宝贝标题、价格、库存；网页存成 .html",
          en: "name the columns: sku, title, price, stock; a web page ends in .html"))
    }
    while let row = try rows.nextTableRow() {
      switch row {
      case .defect(let defect): reject(defect.rowNumber, defect.code, defect.message)
      case .record(let record): take(record, columns)
      }
      guard items.count <= Self.most else {
        throw Failure(
          .usage, code: "pages_too_many", Message(zh: "超过 \(Self.most) 行", en: "there are more than \(Self.most) rows"),
          place: path, next: Message(zh: "分成几个文件", en: "part it into several files"))
      }
    }
  }

  private mutating func take(_ record: any TableRecord, _ columns: PageColumns) {
    let title = columns.text(.title, of: record)
    let id = columns.text(.id, of: record)
    guard !title.isEmpty || !id.isEmpty else { return }
    let line = record.rowNumber
    let priceText = columns.text(.price, of: record)
    let stockText = columns.text(.stock, of: record)
    let price = priceText.isEmpty ? nil : Money(yuan: priceText)
    if !priceText.isEmpty, price == nil {
      reject(line, "page_price", Message(zh: "价格不是金额", en: "the price is no amount"))
      return
    }
    var texts = title.isEmpty ? [] : [PageItem.Text(line: line, text: title)]
    let more = columns.text(.text, of: record)
    if !more.isEmpty { texts.append(PageItem.Text(line: line, text: more)) }
    let link = columns.text(.link, of: record)
    items.append(
      PageItem(
        id: id.isEmpty ? title : id, file: path, line: line, title: title, texts: texts, price: price,
        stock: Int64(stockText), links: link.isEmpty ? [] : [PageItem.Text(line: line, text: link)],
        day: columns.text(.day, of: record)))
  }

  private mutating func reject(_ row: Int, _ code: String, _ message: Message) {
    rejects.append(Reject(row: row, code: code, zh: message.zh, en: message.en))
  }

  private static func item(of page: HTMLPage, path: String) -> PageItem {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    func mark(_ names: [String]) -> String? { names.lazy.compactMap { page.marks[$0] }.first { !$0.isEmpty } }
    let name = file.split(separator: ".").dropLast().joined(separator: ".")
    return PageItem(
      id: mark(["data-sku", "sku", "data-id"]) ?? (name.isEmpty ? file : name), file: path, line: 1, title: page.title,
      texts: page.texts.map { PageItem.Text(line: $0.line, text: $0.text) },
      price: mark(["data-price", "price", "product:price:amount", "og:product:price"]).flatMap { Money(yuan: $0) },
      stock: mark(["data-stock", "stock"]).flatMap { Int64($0) },
      links: page.links.map { PageItem.Text(line: $0.line, text: $0.text) }, isWhole: true)
  }
}
