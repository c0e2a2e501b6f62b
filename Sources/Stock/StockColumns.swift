import Vocabulary

/// The columns of stock files that we read, by the headers that ERPs and the platform give them.
enum StockColumn: CaseIterable {
  case sku, item, quantity, options, source, line, from, to, at

  /// An ERP's list of goods: the count of what lies on the shelves, not what the ERP calls available.
  static let warehouse: [(header: String, column: StockColumn)] = [
    ("商品编码", .sku), ("规格编码", .sku), ("SKU编码", .sku), ("商家编码", .sku), ("sku", .sku),
    ("实际库存数", .quantity), ("实际库存", .quantity), ("实物库存", .quantity), ("库存数量", .quantity), ("quantity", .quantity),
  ]

  /// A page's list of goods. An item of several options has them all in one cell.
  static let page: [(header: String, column: StockColumn)] = [
    ("商家编码", .sku), ("outer_id", .sku), ("sku", .sku),
    ("数字ID", .item), ("num_id", .item), ("宝贝ID", .item), ("商品ID", .item), ("item", .item),
    ("宝贝数量", .quantity), ("num", .quantity), ("页面库存", .quantity), ("库存", .quantity), ("quantity", .quantity),
    ("销售属性组合", .options), ("skuProps", .options),
  ]

  /// Movements, one a row.
  static let movements: [(header: String, column: StockColumn)] = [
    ("单号", .source), ("单据编号", .source), ("source", .source), ("行号", .line), ("line", .line),
    ("商家编码", .sku), ("商品编码", .sku), ("sku", .sku), ("从", .from), ("转出", .from), ("from", .from),
    ("到", .to), ("转入", .to), ("to", .to), ("数量", .quantity), ("quantity", .quantity),
    ("时间", .at), ("发生时间", .at), ("at", .at),
  ]
}

/// Which columns stand where; headers are matched by trimmed name, never by position.
struct StockLayout {
  let positions: [StockColumn: Int]
  let width: Int

  init(header: [String], _ aliases: [(header: String, column: StockColumn)]) {
    let names = header.map { $0.filter { !$0.isWhitespace && $0 != "\u{FEFF}" } }
    var positions: [StockColumn: Int] = [:]
    for (header, column) in aliases where positions[column] == nil { positions[column] = names.firstIndex(of: header) }
    self.positions = positions
    width = header.count
  }

  func has(_ columns: StockColumn...) -> Bool { columns.allSatisfy { positions[$0] != nil } }

  func text(_ column: StockColumn, _ cell: (Int) -> String) -> String {
    guard let text = positions[column].map(cell) else { return "" }
    return text.first == " " || text.last == " "
      ? String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) : text
  }

  /// An unquoted comma would move every later column.
  func problem(width found: Int, _ cell: (Int) -> String) -> StockDefect? {
    let isSurplusEmpty = found > width && (width..<found).allSatisfy { cell($0).isEmpty }
    guard found != width, !isSurplusEmpty else { return nil }
    return StockDefect(
      "row_width", nil,
      Message(zh: "这一行有 \(found) 列，表头有 \(width) 列", en: "this row has \(found) fields, the header has \(width)"))
  }
}

/// Why a row of a stock file was set aside.
struct StockDefect: Error, Equatable {
  let code: String
  let column: String?
  let message: Message

  init(_ code: String, _ column: String?, _ message: Message) {
    (self.code, self.column, self.message) = (code, column, message)
  }

  /// The code of goods, as lists and orders write it.
  static func problem(ofSku sku: String) -> StockDefect? {
    guard !sku.isEmpty else {
      return StockDefect("sku_missing", "商家编码", Message(zh: "没有商家编码", en: "there is no SKU"))
    }
    guard sku.utf8.count <= 128,
      !sku.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
    else {
      return StockDefect(
        "bad_sku", "商家编码", Message(zh: "商家编码太长或有不可见的字符", en: "the SKU is too long, or has invisible characters"))
    }
    return nil
  }

  /// A count of pieces: `12`, `1,234`, `12.0`; never below 0.
  static func count(_ text: String, _ column: String) throws(StockDefect) -> Int64 {
    var digits = text.filter { $0 != "," }
    if let point = digits.firstIndex(of: "."), digits[digits.index(after: point)...].allSatisfy({ $0 == "0" }) {
      digits = String(digits[..<point])
    }
    guard let count = Int64(digits) else {
      throw StockDefect("bad_number", column, Message(zh: "\(column)看不懂", en: "this is not a count"))
    }
    guard count >= 0 else {
      throw StockDefect("negative_count", column, Message(zh: "\(column)是负数", en: "the count is below 0"))
    }
    guard count <= 1_000_000_000 else {
      throw StockDefect("count_too_large", column, Message(zh: "\(column)超过十亿", en: "the count is above a billion"))
    }
    return count
  }
}

/// What one row of a snapshot file says of a SKU.
struct SnapshotRow: Hashable {
  let sku: String
  let item: String
  let quantity: Int64

  static func warehouse(_ layout: StockLayout, width: Int, cell: (Int) -> String) throws(StockDefect) -> [SnapshotRow] {
    if let problem = layout.problem(width: width, cell) { throw problem }
    let sku = layout.text(.sku, cell)
    if let problem = StockDefect.problem(ofSku: sku) { throw problem }
    return [SnapshotRow(sku: sku, item: "", quantity: try StockDefect.count(layout.text(.quantity, cell), "实际库存数"))]
  }

  /// An item with options has each option's own number in one cell: `price:number:code:pid:vid;pid:vid;price:…`, where a
  /// bare `pid:vid` is a further property of the option before.
  static func page(_ layout: StockLayout, width: Int, cell: (Int) -> String) throws(StockDefect) -> [SnapshotRow] {
    if let problem = layout.problem(width: width, cell) { throw problem }
    let item = layout.text(.item, cell)
    let options = layout.text(.options, cell)
    guard !options.isEmpty else {
      let sku = layout.text(.sku, cell)
      if let problem = StockDefect.problem(ofSku: sku) { throw problem }
      return [SnapshotRow(sku: sku, item: item, quantity: try StockDefect.count(layout.text(.quantity, cell), "宝贝数量"))]
    }
    var rows: [SnapshotRow] = []
    for option in options.split(separator: ";") {
      let parts = option.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      if parts.count == 2, !rows.isEmpty { continue }
      guard parts.count >= 5 else {
        throw StockDefect(
          "bad_options", "销售属性组合",
          Message(zh: "销售属性组合看不懂：第 \(rows.count + 1) 个规格", en: "option \(rows.count + 1) of the cell cannot be read"))
      }
      // The code may hold colons; the numbers around it cannot.
      let sku = parts[2..<(parts.count - 2)].joined(separator: ":")
      guard !sku.isEmpty else {
        throw StockDefect(
          "option_without_sku", "销售属性组合",
          Message(zh: "第 \(rows.count + 1) 个规格没有商家编码", en: "option \(rows.count + 1) has no SKU"))
      }
      if let problem = StockDefect.problem(ofSku: sku) { throw problem }
      rows.append(SnapshotRow(sku: sku, item: item, quantity: try StockDefect.count(parts[1], "销售属性组合")))
    }
    return rows
  }
}
