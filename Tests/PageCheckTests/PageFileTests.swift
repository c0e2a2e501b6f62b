import Formats
import Foundation
import PageCheck
import TestSupport
import Testing
import Vocabulary

/// Pages are read from web pages and tables, and compared.
@Suite struct PageFileTests {
  static func file(_ name: String, _ text: String, _ folder: TemporaryFolder) throws -> PageSource {
    let path = folder.file(name)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return try PageSource(path)
  }

  @Test("a web page is read as a buyer sees it: words in two colours are one, scripts are none")
  func html() throws {
    let folder = try TemporaryFolder()
    let text = """
      <!DOCTYPE html><html><head><title>保湿&amp;面霜</title><meta name="description" content="滋润">
      <meta name="sku" content="HJ-1"><meta itemprop="price" content="199.00">
      <script>var a = "最佳";</script><style>.最佳{}</style></head>
      <body><!-- 最佳 --><p>全网<b>最</b><font color=red>佳</font></p>
      <ul><li>第一行</li><li>第二行</ul>
      <img alt="瓶身" src="//img.tmall.com/a.png"><a href="http://x.cn/">看</a></body></html>
      """
    let item = try #require(try Self.file("a.html", text, folder).items.first)
    #expect(item.id == "HJ-1")
    #expect(item.title == "保湿&面霜")
    #expect(item.price == Money(fen: 19_900))
    #expect(item.isWhole)
    let texts = item.texts.map(\.text)
    #expect(texts == ["保湿&面霜", "滋润", "全网最佳", "第一行", "第二行", "瓶身", "看"])
    #expect(item.texts[2].line == 4)
    #expect(item.links.map(\.text) == ["//img.tmall.com/a.png", "http://x.cn/"])
    #expect(
      try Self.file("HJ-2.html", "<p>好", folder).items.first?.id == "HJ-2",
      "the file's name where the page names no SKU")
  }

  @Test("broken and hostile pages are read or refused, never fetched from")
  func hostile() throws {
    let folder = try TemporaryFolder()
    let deep = String(repeating: "<div>", count: 5_000) + "最佳"
    _ = try? Self.file("deep.html", deep, folder)
    let entity = #"<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;好</p>"#
    let item = try #require(try Self.file("entity.html", entity, folder).items.first)
    #expect(!item.texts.contains { $0.text.contains("root") })
    let failure = #expect(throws: Failure.self) { try Self.file("empty.html", "", folder) }
    #expect(failure?.kind == .usage)
  }

  @Test("a table is read by the names of its columns; what is no price is told of")
  func table() throws {
    let folder = try TemporaryFolder()
    let file = try Self.file(
      "a.csv", "商家编码,宝贝标题,活动价,宝贝数量,链接\nA,甲,\"1,299.00\",5,https://a.tmall.com\nB,乙,面议,,\n,,,,\n", folder)
    #expect(file.items.map(\.id) == ["A"])
    let item = try #require(file.items.first)
    #expect(item.price == Money(fen: 129_900))
    #expect([item.stock, Int64(item.line)] == [5, 2])
    #expect(item.links.map(\.text) == ["https://a.tmall.com"])
    #expect(file.rejects.map(\.code) == ["page_price"])
    #expect(file.rejects.map(\.row) == [3])
    let failure = #expect(throws: Failure.self) { try Self.file("b.csv", "甲,乙\n1,2\n", folder) }
    #expect(failure?.code == "page_columns_missing")
  }

  static func row(_ id: String, _ fen: Int64, _ day: String, title: String = "甲") -> PageItem {
    PageItem(
      id: id, file: "f", line: 1, title: title, texts: [.init(line: 1, text: title)], price: Money(fen: fen), day: day)
  }

  @Test("the newest of each item counts, by day and not by spelling")
  func newest() {
    let items = [Self.row("A", 3, "2016/11/10"), Self.row("A", 1, "2016/11/5"), Self.row("B", 7, "2016/11/5")]
    #expect(
      PageDiff.newest(items).map { $0.price?.fen } == [3, 7] || PageDiff.newest(items).map(\.id).sorted() == ["A", "B"])
    #expect(PageDiff.newest(items).first { $0.id == "A" }?.price?.fen == 3)
    let series = PageDiff.priceSeries(items + [Self.row("A", 1, "2016/11/6"), Self.row("B", 7, "2016/11/6")])
    #expect(series.map(\.page) == ["A"])
    #expect(series.first?.prices.map { "\($0.day) \($0.priceFen)" } == ["2016/11/5 1", "2016/11/10 3"])
  }

  @Test("what changed: new, gone, another price, another title, another text")
  func difference() {
    func state(_ page: String, _ fen: Int64, _ title: String = "甲", text: String = "x") -> PageState {
      PageState(page: page, title: title, price: Money(fen: fen), stock: nil, digest: text)
    }
    let old = [state("A", 100), state("B", 100), state("C", 100), state("D", 100), state("E", 100)]
    let new = [state("A", 100), state("B", 90), state("C", 100, "乙"), state("D", 100, text: "y"), state("F", 5)]
    #expect(
      PageDiff.between(old, new).map { "\($0.page) \($0.kind) \($0.old) \($0.new)" } == [
        "B price 1.00 0.90", "C title 甲 乙", "D text x y", "E removed 1.00 ", "F added  0.05",
      ])
    #expect(PageDiff.between(old, old) == [])
  }

  static let real = Processes.packageRoot.appendingPathComponent(
    "../shared/data/double11_cosmetics_2016/双十一淘宝美妆数据_gbk.csv"
  ).path

  static let isThere = {
    let found = FileManager.default.fileExists(atPath: real)
    if !found { print("The real titles are not here, their test is left out: ../shared/data/double11_cosmetics_2016") }
    return found
  }()

  @Test(
    "3,497 real titles are read, and every item whose price changed is listed",
    .enabled(if: isThere, "../shared/data/double11_cosmetics_2016 is not here"))
  func realTitles() throws {
    let file = try PageSource(Self.real)
    #expect(file.rejects == [])
    #expect(file.items.count == 27_598)
    let titles = PageDiff.newest(file.items)
    #expect(titles.count == 3_497)
    // Counted apart by a few lines of Python: the items that have more than one price in the file.
    #expect(PageDiff.priceSeries(file.items).count == 863)
  }
}
