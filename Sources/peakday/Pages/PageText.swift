import Formats
import PageCheck
import Vocabulary

/// Pages in tables and words.
enum PageText {
  static func table(_ faults: [PageFault]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "问题", en: "Fault"), isWhole: true),
        .init(title: Message(zh: "页面", en: "Page"), isWhole: true),
        .init(title: Message(zh: "行", en: "Line"), alignment: .right),
        .init(title: Message(zh: "查什么", en: "Check")), .init(title: Message(zh: "怎么了", en: "What is wrong")),
      ],
      rows: faults.map {
        [.init($0.id), .init($0.page), .init(String($0.line)), .init($0.check.name), .init($0.message, ink: .red)]
      })
  }

  static func table(_ changes: [PageChange]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "页面", en: "Page"), isWhole: true), .init(title: Message(zh: "改动", en: "Change")),
        .init(title: Message(zh: "原来", en: "Before")), .init(title: Message(zh: "现在", en: "Now")),
        .init(title: Message(zh: "标题", en: "Title")),
      ],
      rows: changes.map { [.init($0.page), .init($0.kind.name), .init($0.old), .init($0.new), .init($0.title)] })
  }

  static func table(_ series: [PriceSeries]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "页面", en: "Page"), isWhole: true),
        .init(title: Message(zh: "价格", en: "Prices"), isWhole: true), .init(title: Message(zh: "标题", en: "Title")),
      ],
      rows: series.map { item in
        let prices = item.prices.map { "\(Money(fen: $0.priceFen).yuan)（\($0.day)）" }.joined(separator: " → ")
        return [.init(item.page), .init(prices), .init(item.title)]
      })
  }

  /// How many of each kind, and of how many pages nobody can say what they should cost.
  static func summary(_ faults: [PageFault], _ coverage: PageCoverage, waived: Int, at moment: Instant) -> Message {
    let counts = PageFault.Check.allCases.compactMap { check -> (Message, Int)? in
      let count = faults.count { $0.check == check }
      return count == 0 ? nil : (check.name, count)
    }
    let zh = counts.map { "\($0.0.zh) \($0.1)" }.joined(separator: "、")
    let en = counts.map { "\($0.1) \($0.0.en)" }.joined(separator: ", ")
    let pages = coverage.pages
    let unchecked = uncheckedPrices(coverage)
    return Message(
      zh:
        "\(pages) 页，\(faults.count) 个问题\(zh.isEmpty ? "" : "（\(zh)）")，放行 \(waived) 个；价格按 \(moment.shopText)\(unchecked.zh)",
      en:
        "\(pages) pages, \(faults.count) faults\(en.isEmpty ? "" : " (\(en))"), \(waived) let stand; prices of \(moment.shopText)\(unchecked.en)"
    )
  }

  private static func uncheckedPrices(_ coverage: PageCoverage) -> Message {
    let (bare, unknown) = (coverage.withoutPrice, coverage.unknown)
    guard bare + unknown > 0 else { return Message(zh: "", en: "") }
    return Message(
      zh: "；价格没查：\(bare) 页没写价格，\(unknown) 页的编码手册和活动里都没有",
      en:
        "; prices not checked: \(bare) pages show none, \(unknown) have a SKU that neither handbook nor activities know"
    )
  }
}
