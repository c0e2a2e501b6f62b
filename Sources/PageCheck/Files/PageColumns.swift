import Formats
import Vocabulary

/// Which columns of a table hold what; every name that exports and shops use for it.
struct PageColumns {
  private var places: [Column: Int] = [:]

  enum Column: CaseIterable {
    case id, title, price, stock, link, day, text

    var names: Set<String> {
      switch self {
      case .id: ["商家编码", "sku", "id", "宝贝id", "商品id", "宝贝编号", "商品编码", "编码", "宝贝ID", "num_iid"]
      case .title: ["title", "宝贝名称", "宝贝标题", "商品标题", "商品名称", "标题", "名称"]
      case .price: ["price", "活动价", "到手价", "宝贝价格", "一口价", "售价", "价格", "价格(元)"]
      case .stock: ["宝贝数量", "库存", "数量", "num", "stock", "quantity"]
      case .link: ["链接", "宝贝链接", "商品链接", "url", "link"]
      case .day: ["update_time", "日期", "更新时间", "抓取日期", "date"]
      case .text: ["宝贝描述", "描述", "详情", "卖点", "副标题", "宝贝卖点", "text", "description"]
      }
    }
  }

  /// nil where there is no title and no number to speak of.
  init?(_ header: [String]) {
    let names = header.map { $0.lowercased().filter { !$0.isWhitespace } }
    for column in Column.allCases {
      places[column] = names.firstIndex { column.names.contains($0) }
    }
    guard places[.title] != nil || places[.id] != nil && places[.price] != nil else { return nil }
  }

  func text(_ column: Column, of record: any TableRecord) -> String {
    places[column].map { record.text($0) } ?? ""
  }
}
