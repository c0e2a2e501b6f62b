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
      take(try HTMLPage(path: path))
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
    let price = PageNumber.price(priceText)
    if !priceText.isEmpty, price == nil { return rejectPrice(line) }
    let stock = PageNumber.stock(stockText)
    if !stockText.isEmpty, stock == nil { return rejectStock(line) }
    var texts = title.isEmpty ? [] : [PageItem.Text(line: line, text: title)]
    let more = columns.text(.text, of: record)
    if !more.isEmpty { texts.append(PageItem.Text(line: line, text: more)) }
    let link = columns.text(.link, of: record)
    items.append(
      PageItem(
        id: id.isEmpty ? title : id, file: path, line: line, title: title, texts: texts, price: price,
        stock: stock, links: link.isEmpty ? [] : [PageItem.Text(line: line, text: link)],
        day: columns.text(.day, of: record), tellsLinks: columns.has(.link)))
  }

  private mutating func reject(_ row: Int, _ code: String, _ message: Message) {
    rejects.append(Reject(row: row, code: code, zh: message.zh, en: message.en))
  }

  private mutating func rejectPrice(_ row: Int) {
    reject(row, "page_price", Message(zh: "价格不是金额", en: "the price is no amount"))
  }

  private mutating func rejectStock(_ row: Int) {
    reject(row, "page_stock", Message(zh: "库存不是整数", en: "the stock is no whole number"))
  }

  /// A web page is one item. What it calls its price and stock is told of where it cannot be read; its words are checked
  /// all the same.
  private mutating func take(_ page: HTMLPage) {
    func mark(_ names: [String]) -> String { names.lazy.compactMap { page.marks[$0] }.first { !$0.isEmpty } ?? "" }
    let sku = mark(["data-sku", "sku", "data-id"])
    let price = mark(["data-price", "price", "product:price:amount", "og:product:price"])
    let stock = mark(["data-stock", "stock"])
    if !price.isEmpty, PageNumber.price(price) == nil { rejectPrice(1) }
    if !stock.isEmpty, PageNumber.stock(stock) == nil { rejectStock(1) }
    items.append(
      PageItem(
        id: sku.isEmpty ? Self.name(of: path) : sku, file: path, line: 1, title: page.title,
        texts: page.texts.map { PageItem.Text(line: $0.line, text: $0.text) }, price: PageNumber.price(price),
        stock: PageNumber.stock(stock), links: page.links.map { PageItem.Text(line: $0.line, text: $0.text) },
        isWhole: true))
  }

  /// The file's name without its ending; with its folder where the name says nothing.
  private static func name(of path: String) -> String {
    let parts = path.split(separator: "/").map(String.init)
    guard let file = parts.last else { return path }
    let name = file.split(separator: ".").dropLast().joined(separator: ".")
    guard !name.isEmpty else { return file }
    guard name.lowercased() == "index", let folder = parts.dropLast().last, folder != ".", folder != ".." else {
      return name
    }
    return "\(folder)/\(name)"
  }
}

/// Amounts and counts as pages and tables write them.
enum PageNumber {
  /// `9.90`, `¥1,299.00`, `￥9.9`, `99元`; nil for everything else, such as `99起` and `9.9-19.9`.
  static func price(_ text: String) -> Money? {
    var text = Substring(text.filter { !$0.isWhitespace })
    for sign in ["¥", "￥", "RMB", "CNY"] where text.hasPrefix(sign) {
      text = text.dropFirst(sign.count)
      break
    }
    return Money(yuan: text).flatMap { $0 >= .zero ? $0 : nil }
  }

  /// `5`, `1,000`, `12件`.
  static func stock(_ text: String) -> Int64? {
    let text = text.filter { !$0.isWhitespace }
    let digits = text.hasSuffix("件") ? text.dropLast() : Substring(text)
    guard !digits.hasSuffix("元"), let amount = Money(yuan: digits), amount.fen % 100 == 0 else { return nil }
    return amount.fen / 100
  }
}
