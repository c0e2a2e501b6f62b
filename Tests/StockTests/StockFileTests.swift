import Formats
import Orders
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Stock

/// What pages and warehouses show, as their files have it, and what is wrong with such files.
@Suite struct StockFileTests {
  private static func rows(_ text: String, _ source: StockSource) throws -> SnapshotFile {
    try SnapshotFile.read(try CSVReader(.bytes(Array(text.utf8))), of: source)
  }

  private static let warehouse = StockSource.warehouse("main")
  private static let erp = "款式编码,商品编码,颜色,规格,实际库存数,订单占有数,销退仓库存,进货仓库存,采购在途数,销退在途数,虚拟库存数,可用数,公有可用数"

  @Test("an ERP's export: the count on the shelves, by name of the column")
  func erpExport() throws {
    let file = try Self.rows(
      "\(Self.erp)\r\nK1,A-1,红,L,12,3,0,0,0,0,0,9,9\r\nK1,A-2,红,M,\"1,234.0\",3,0,0,0,0,0,9,9\r\n", Self.warehouse)
    #expect(file.rows == [.init(sku: "A-1", item: "", quantity: 12), .init(sku: "A-2", item: "", quantity: 1_234)])
    #expect(file.rejects.isEmpty)
    #expect(file.read == 2)
  }

  @Test("a page: options in one cell, with one property or several, and items without any")
  func page() throws {
    let header = "version 1.00\r\ntitle,num,skuProps,outer_id,num_id\r\n宝贝名称,宝贝数量,销售属性组合,商家编码,数字ID\r\n"
    let file = try Self.rows(
      header
        + "面霜,9,9.9:5:A-1:16:32;20:28;9.9:4:A-2:16:33;20:28;,K1,71\r\n口红,7,,LIP,72\r\n香水,3,9.9:3:X:Y:16:32;,K3,73\r\n",
      .page)
    #expect(
      file.rows == [
        .init(sku: "A-1", item: "71", quantity: 5), .init(sku: "A-2", item: "71", quantity: 4),
        .init(sku: "LIP", item: "72", quantity: 7), .init(sku: "X:Y", item: "73", quantity: 3),
      ])
    #expect(file.rejects.isEmpty)
    #expect(file.read == 3)
  }

  @Test("bad rows are set aside with their reason, the good ones stay")
  func rejects() throws {
    let file = try Self.rows(
      "商品编码,实际库存数\r\nA,5\r\nB,-1\r\n,3\r\nC,viel\r\nD,4\r\nD,5\r\nE,1,2\r\nF,2000000000\r\nG,1.5\r\n", Self.warehouse)
    #expect(file.rows.map(\.sku) == ["A"])
    #expect(file.rejects.map(\.row) == [3, 4, 5, 6, 7, 8, 9, 10])
    #expect(
      file.rejects.map(\.code) == [
        "negative_count", "sku_missing", "bad_number", "sku_twice", "sku_twice", "row_width", "count_too_large",
        "bad_number",
      ])
    let page = try Self.rows(
      "数字ID,商家编码,宝贝数量,销售属性组合\r\n1,A,5,\r\n2,,5,9.9:5::16:32;\r\n3,,5,what\r\n4,,5,9.9:-5:Z:16:32;\r\n5,A,6,\r\n", .page)
    #expect(page.rows.map(\.item) == ["1", "5"], "a SKU may be sold on two pages")
    #expect(page.rejects.map(\.code) == ["option_without_sku", "bad_options", "negative_count"])
  }

  @Test(
    "a file that is none is named as such",
    arguments: [
      ("", "file_empty"), ("商品编码,实际库存数\r\n", "file_empty"), ("a,b\r\n1,2\r\n", "stock_columns_missing"),
      ("商品编码,实际库存数\r\nA,-1\r\n", "no_usable_rows"), ("商品编码\r\nA\r\n", "stock_columns_missing"),
    ])
  func unusable(text: String, code: String) {
    #expect(failureCode { _ = try Self.rows(text, Self.warehouse) } == code)
  }

  @Test("an older snapshot is refused, the same one changes nothing", arguments: TestStore.engines)
  func older(engine: Engine) throws {
    let house = try StockHouse(engine: engine)
    let text = "商品编码,实际库存数\r\nA,5\r\n"
    let first = try house.snapshot(Self.warehouse, text, at: house.now.adding(minutes: -10), digest: "one")
    #expect([first.skus, first.opened] == [1, 0])
    #expect(try house.snapshot(Self.warehouse, text, at: house.now.adding(minutes: -10), digest: "one").isKnown)
    #expect(
      failureCode { try house.snapshot(Self.warehouse, text, at: house.now.adding(minutes: -11), digest: "one") }
        == "snapshot_older")
    #expect(
      failureCode { try house.snapshot(Self.warehouse, text, at: house.now.adding(minutes: -10), digest: "two") }
        == "snapshot_same_time")
    #expect(failureCode { try house.snapshot(.page, "商家编码,库存\r\nA,5\r\n", at: house.now.adding(minutes: -99)) } == nil)
    #expect(try house.balances() == [:], "a snapshot moves nothing")
  }

  @Test("an opening begins the ledgers that have none, as of its moment", arguments: TestStore.engines)
  func opening(engine: Engine) throws {
    let house = try StockHouse(engine: engine, begins: false)
    // Sent before stock was kept here, and waiting to be sent.
    try house.take([.init(order: "1", sku: "A", quantity: 2, status: StockHouse.shipped)])
    try house.take([.init(order: "2", sku: "A", quantity: 3)])
    #expect(try house.balances() == [:])
    try house.begin()
    #expect(try house.balances() == ["A warehouse:main": -5, "A shipped": 2, "A committed": 3])
    house.now = house.now.adding(minutes: 10)
    try house.warehouse(["A": 10, "B": 4], at: house.now, opening: true)
    #expect(try house.level("A").onHand == 10)
    #expect(try house.level("A").free == 7)
    house.now = house.now.adding(minutes: 10)
    try house.warehouse(["A": 9, "C": 1], at: house.now, opening: true)
    #expect(try house.level("A").onHand == 10, "its ledger has begun: only a count changes it")
    #expect(try house.level("C").onHand == 1)
    #expect(try house.store.read { try Stock.miscounted($0) }.isEmpty)
  }

  @Test("movements of a file are posted once, however often it is given", arguments: TestStore.engines)
  func movements(engine: Engine) throws {
    let house = try StockHouse(engine: engine)
    var run = 0
    func load(_ rows: [String]) throws -> (MovementImport.Summary, [RejectedRow]) {
      run += 1
      let text = (["单号,行号,商家编码,从,到,数量,时间"] + rows).map { $0 + "\r\n" }.joined()
      var rejects: [RejectedRow] = []
      let file = ImportFile(shop: StockHouse.shop, name: "m.csv", digest: "\(text.hashValue)", exportedAt: house.now)
      let summary = try MovementImport(
        file: file, actor: People.zhao, run: try #require(OperationID("MOVES\(run)")), now: { house.now }
      ).perform(try CSVReader(.bytes(Array(text.utf8))), in: house.store, reject: { rejects.append($0) })
      return (summary, rejects)
    }
    let good = ["D1,1,A,supplier,warehouse:main,10,2026-11-10 20:00", "D1,2,B,supplier,warehouse:main,5,"]
    let first = try load(good)
    #expect([first.0.posted, first.0.same, first.0.rejected] == [2, 0, 0])
    let again = try load(good + ["D2,1,A,warehouse:main,warehouse:b,4,", "D1,1,A,supplier,warehouse:main,11,"])
    #expect([again.0.posted, again.0.same, again.0.rejected] == [1, 2, 1])
    #expect(again.1.map(\.code) == ["movement_differs"])
    #expect(again.1.map(\.row) == [5])
    #expect(
      try house.balances() == [
        "A supplier": -10, "A warehouse:main": 6, "A warehouse:b": 4, "B supplier": -5, "B warehouse:main": 5,
      ])
    let twice = try load(["D5,1,Z,supplier,warehouse:main,1,", "D5,1,A,supplier,warehouse:main,1,"])
    #expect(twice.0.posted == 1 && twice.1.map(\.row) == [3], "of two rows with one key the first counts")
    let bad = try load([
      "D3,1,A,supplier,nowhere,1,", "D3,2,A,supplier,committed,1,", "D3,3,A,supplier,supplier,1,",
      "D3,4,A,supplier,warehouse:main,0,", "D3,5,A,supplier,warehouse:main,-1,", "D3,6,,supplier,warehouse:main,1,",
      "D3,7,A,supplier,warehouse:main,1,2030-01-01", "D3,8,A,supplier,warehouse:main,1,soon",
      ",9,A,supplier,warehouse:main,1,", "D3,10,A,supplier,warehouse:main,1,,7",
    ])
    #expect(bad.0.posted == 0)
    #expect(
      bad.1.map(\.code) == [
        "unknown_account", "account_follows_orders", "same_account", "nothing_moved", "negative_count", "sku_missing",
        "time_in_future", "bad_time", "bad_document", "row_width",
      ])
    #expect(try house.store.read { try Stock.miscounted($0) }.isEmpty)
    #expect(try house.level("A").onHand == 10)
  }

  @Test("what people move by hand, and what is refused", arguments: TestStore.engines)
  func byHand(engine: Engine) throws {
    let house = try StockHouse(engine: engine)
    func adjust(_ quantity: Int64, _ reason: Stock.Reason) throws {
      try house.perform {
        try Stock.adjust(quantity, of: "A", because: reason, warehouse: nil, shop: StockHouse.shop, $0)
      }
    }
    func receive(_ quantity: Int64, _ sku: String = "A", document: String? = "D1") throws {
      try house.perform {
        try Stock.receive(
          quantity, of: sku, as: .supplier, warehouse: nil, document: document, shop: StockHouse.shop, $0)
      }
    }
    try receive(10)
    #expect(failureCode { try receive(10) } == "document_known")
    #expect(failureCode { try receive(0, document: nil) } == "bad_quantity")
    #expect(failureCode { try receive(-3, document: nil) } == "bad_quantity")
    #expect(failureCode { try receive(3, "", document: nil) } == "sku_missing")
    try house.receive(6, "A", .ordered)
    try house.receive(2, "A", .arrived)
    try adjust(3, .defect)
    try adjust(1, .repaired)
    #expect(failureCode { try adjust(3, .scrapped) } == "not_that_many")
    try adjust(2, .scrapped)
    #expect(failureCode { try adjust(11, .defect) } == "not_that_many")
    #expect(
      try house.balances() == [
        "A supplier": -16, "A inTransit": 4, "A warehouse:main": 10, "A adjusted": 2,
      ])
    func count(_ counted: Int64, minutes: Int64) throws -> Stock.Counted {
      try house.perform {
        try Stock.count(
          counted, of: "A", in: nil, at: house.now.adding(minutes: minutes), shop: StockHouse.shop, $0)
      }
    }
    #expect(failureCode { _ = try count(-1, minutes: 0) } == "negative_count")
    #expect(failureCode { _ = try count(1, minutes: 1) } == "moment_in_future")
    // Counted before the last two came in: those do not matter.
    house.now = house.now.adding(minutes: 10)
    try house.receive(5, "A")
    let counted = try count(9, minutes: -5)
    #expect([counted.expected, counted.difference, counted.level.onHand] == [10, -1, 14])
    #expect(failureCode { _ = try count(9, minutes: -6) } == "count_older")
    #expect(
      failureCode { _ = try house.store.read { try Stock.levels(shop: StockHouse.shop, skus: ["Z"], limit: 1, $0) } }
        == "unknown_sku")
  }
}
