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
    let entity = #"<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;好</p>"#
    let item = try #require(try Self.file("entity.html", entity, folder).items.first)
    #expect(!item.texts.contains { $0.text.contains("root") })
    let failure = #expect(throws: Failure.self) { try Self.file("empty.html", "", folder) }
    #expect(failure?.kind == .usage)
  }

  @Test("a page is read to its end, or refused: deep ones, cut ones, and those with U+0000 in them")
  func toTheEnd() throws {
    let folder = try TemporaryFolder()
    let whole = [
      String(repeating: "<span>", count: 300) + "最佳", String(repeating: "<div><font>", count: 2_500) + "最佳",
      "<p>a</p>\0<p>最佳</p>", "<p title='a\0b'>x</p><p>最佳", "<p>最\0佳</p>",
      "<p>" + String(repeating: "a", count: 11_000_000) + "</p><p>最佳", "<html><body>好</body></html><p>最佳",
      "<table><tr><td>最佳",
    ]
    for text in whole {
      let item = try HTMLPage(text: text, name: "whole.html")
      #expect(item.texts.contains { $0.text.hasSuffix("最佳") }, "\(text.prefix(40))")
      #expect(!item.texts.contains { $0.text.contains("end-of") })
    }
    let cut = [
      "<p>好<!-- 最佳", "<p>好<script>最佳", "<p>好<style>最佳", "<p>好<p title='最佳",
      String(repeating: "<div>", count: 20_000) + "最佳", " \n",
    ]
    for text in cut {
      let failure = #expect(throws: Failure.self, "\(text.prefix(40))") { try Self.file("cut.html", text, folder) }
      #expect(failure?.code == "html_unreadable")
    }
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

  @Test("of several columns the best is read, wherever it stands; where it is empty, the next")
  func columns() throws {
    let folder = try TemporaryFolder()
    let file = try Self.file(
      "a.csv", "宝贝id,一口价,标题,商家编码,活动价,库存\n9,199,甲,HJ-1,¥99.00,\"1,000\"\n9,199,乙,,,12件\n", folder)
    #expect(file.items.map(\.id) == ["HJ-1", "9"])
    #expect(file.items.map { $0.price?.fen } == [9_900, 19_900])
    #expect(file.items.map(\.stock) == [1_000, 12])
    #expect(file.rejects == [])
  }

  @Test("an amount or a count that cannot be read is told of, in tables and on web pages")
  func numbers() throws {
    let folder = try TemporaryFolder()
    func codes(_ cells: String) throws -> [String] {
      try Self.file("n.csv", "sku,title,price,stock\nA,甲,\(cells)\n", folder).rejects.map(\.code)
    }
    for fine in ["￥9.9,3", "9.90元,0", "\"1,299.00\",", ",5"] { #expect(try codes(fine) == [], "\(fine)") }
    for price in ["99起", "9.9-19.9", "面议", "-1", "9.999"] {
      #expect(try codes("\(price),3") == ["page_price"], "\(price)")
    }
    for stock in ["有货", "1.5", "\"1,00\"", "3元"] { #expect(try codes("9,\(stock)") == ["page_stock"], "\(stock)") }
    let page = try Self.file(
      "p.html", "<meta name=price content='99起'><meta name=stock content='3'><p>最佳", folder)
    #expect(page.rejects.map(\.code) == ["page_price"])
    #expect(page.items.map(\.stock) == [3], "its words and stock are checked all the same")
  }

  @Test("a page named index has the name of its folder, too")
  func index() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b"] {
      try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: true)
    }
    let names = try ["a/index.html", "b/index.html"].flatMap { try Self.file($0, "<p>好", folder).items.map(\.id) }
    #expect(names == ["a/index", "b/index"])
  }

  @Test("an XLSX of items is read as a CSV is, numbers in number cells, too")
  func workbook() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("items.xlsx")
    let writer = try XLSXWriter(
      path: path, sheet: "宝贝", header: ["商家编码", "宝贝标题", "活动价", "库存", "宝贝链接"], created: Moments.midnight)
    try writer.text("HJ-1")
    try writer.text("最佳面霜")
    try writer.money(Money(fen: 19_900))
    try writer.number(12)
    try writer.text("http://x.cn/")
    try writer.endRow()
    try writer.text("HJ-2")
    try writer.text("口红")
    try writer.text("99起")
    writer.empty()
    writer.empty()
    try writer.endRow()
    try writer.finish()
    let file = try PageSource(path)
    let item = try #require(file.items.first)
    #expect(file.items.count == 1)
    #expect([item.id, item.title] == ["HJ-1", "最佳面霜"])
    #expect(item.price == Money(fen: 19_900))
    #expect([item.stock, Int64(item.line)] == [12, 2])
    #expect(item.links.map(\.text) == ["http://x.cn/"])
    #expect(file.rejects.map { "\($0.row) \($0.code)" } == ["3 page_price"])
    let faults = PageInspector(PageInspectorTests.book()).faults(of: item)
    #expect(faults.map(\.check) == [.word, .link])
  }

  static func row(_ id: String, _ fen: Int64, _ day: String, title: String = "甲") -> PageItem {
    PageItem(
      id: id, file: "f", line: 1, title: title, texts: [.init(line: 1, text: title)], price: Money(fen: fen), day: day)
  }

  @Test("the newest of each item counts, by day and not by spelling")
  func newest() {
    let items = [Self.row("A", 3, "2016/11/10"), Self.row("A", 1, "2016/11/5"), Self.row("B", 7, "2016/11/5")]
    #expect(PageDiff.newest(items).map { $0.price?.fen } == [3, 7])
    let rows = [Self.row("A", 3, "2016/11/10"), Self.row("A", 9, "2016/11/9"), Self.row("A", 4, "2016/11/10")]
    #expect(PageDiff.newest(rows).map { $0.price?.fen } == [3, 4], "every SKU of the newest day")
    #expect(PageDiff.newest([Self.row("A", 3, ""), Self.row("A", 4, "")]).count == 2)
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

  @Test("a page of several rows is one state: another price of any of them is a change")
  func merged() {
    func states(_ second: Int64) -> [PageState] {
      [Self.row("A", 300, "", title: "小"), Self.row("A", second, "", title: "大"), Self.row("B", 7, "")].map(
        PageState.init)
    }
    let one = PageState.merged(states(500))
    #expect(one.map(\.page) == ["A", "B"])
    #expect(one.map { $0.price?.fen } == [300, 7])
    #expect(PageDiff.between(states(500), states(500).reversed()) == [])
    #expect(PageDiff.between(states(500), states(600)).map(\.kind) == [.text])
    #expect(PageDiff.between(states(500), states(200)).map { "\($0.kind) \($0.new)" }.first == "price 2.00")
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
    // One of the 3,497 has two rows on its newest day.
    #expect(titles.count == 3_498)
    #expect(Set(titles.map(\.id)).count == 3_497)
    // Counted apart by a few lines of Python: the items that have more than one price in the file.
    #expect(PageDiff.priceSeries(file.items).count == 863)
  }
}
