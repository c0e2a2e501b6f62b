import Formats
import Vocabulary

/// Which columns of a table hold what; every name that exports and shops use for it.
struct PageColumns {
  private var places: [Column: [Int]] = [:]

  enum Column: CaseIterable {
    case id, title, price, stock, link, day, text

    /// The best first, wherever it stands in the file: the shop's own code before the platform's number, and what a page
    /// asks for during the event before what it asks for at other times.
    var names: [String] {
      switch self {
      case .id: ["商家编码", "sku", "商品编码", "编码", "宝贝id", "商品id", "宝贝编号", "num_iid", "id"]
      case .title: ["宝贝标题", "商品标题", "标题", "title", "宝贝名称", "商品名称", "名称"]
      case .price: ["活动价", "宝贝价格", "售价", "价格", "价格(元)", "price", "一口价", "到手价"]
      case .stock: ["宝贝数量", "库存", "stock", "quantity", "数量", "num"]
      case .link: ["宝贝链接", "商品链接", "链接", "url", "link"]
      case .day: ["update_time", "更新时间", "抓取日期", "日期", "date"]
      case .text: ["宝贝描述", "描述", "详情", "宝贝卖点", "卖点", "副标题", "description", "text"]
      }
    }
  }

  /// nil where there is no title and no number to speak of.
  init?(_ header: [String]) {
    let names = header.map { $0.lowercased().filter { !$0.isWhitespace } }
    for column in Column.allCases {
      places[column] = column.names.compactMap { names.firstIndex(of: $0) }
    }
    guard has(.title) || has(.id) && has(.price) else { return nil }
  }

  func has(_ column: Column) -> Bool { !(places[column] ?? []).isEmpty }

  /// Of the best column that says something in this row.
  func text(_ column: Column, of record: any TableRecord) -> String {
    (places[column] ?? []).lazy.map { record.text($0) }.first { !$0.isEmpty } ?? ""
  }
}
