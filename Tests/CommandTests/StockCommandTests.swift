import Store
import TestSupport
import Testing
import Vocabulary

@testable import peakday

/// The stock commands as people type them.
@Suite struct StockCommandTests {
  static let items =
    "子订单编号,主订单编号,商品标题,购买数量,商家编码,订单状态,买家实付金额,退款状态,订单创建时间,订单付款时间,商家备注\r\n"
    + "11,1001,面霜,3,SKU-1,买家已付款，等待卖家发货,30.00,没有申请退款,2026-11-11 00:01:00,2026-11-11 00:01:02,\r\n"
    + "12,1002,面霜,2,SKU-1,买家已付款，等待卖家发货,20.00,没有申请退款,2026-11-11 00:01:00,2026-11-11 00:01:02,买家不要了\r\n"

  static let steps: [Step] = [
    Step(
      command: ["stock", "show"], zh: ["还没有库存；先：peakday stock import-warehouse 文件 --opening"],
      en: ["there is no stock yet; first: peakday stock import-warehouse FILE --opening"]),
    Step(
      command: ["stock", "reconcile"], zh: ["还没有可对的"], en: ["nothing to reconcile yet"]),
    Step(
      command: ["stock", "import-warehouse", "WAREHOUSE", "--opening"],
      zh: ["2 行，2 个编码，拒 0", "2 个编码从这里起账", "2 个编码只在仓库里：SKU-1、SKU-2"],
      en: ["2 rows, 2 SKUs, 0 rejected", "the ledger of 2 SKUs begins here", "2 SKUs are in the warehouse only"]),
    Step(
      command: ["stock", "import-page", "PAGE"], code: .doneWithRejects, zh: ["3 行，2 个编码，拒 1", "看不懂的行在："],
      en: ["3 rows, 2 SKUs, 1 rejected", "Rejected rows are in: "]),
    Step(command: ["order", "import", "ITEMS"], zh: ["2 行，新 2"], en: ["2 rows, 2 new"]),
    Step(
      command: ["stock", "show", "SKU-1"], zh: ["商家编码", "可卖", "SKU-1       50    45"],
      en: ["On hand", "SKU-1       50    45"]),
    Step(
      command: ["stock", "movements", "--order", "1002"], zh: ["SKU-1", "买家不要了（挂起）", "order:1002"],
      en: ["held: buyer doesn't want it", "order:1002"]),
    Step(
      command: ["stock", "reconcile"], zh: ["SKU-1", "同步延迟 +5", "SKU-2", "-3"], en: ["late sync +5", "SKU-2"]),
    Step(
      command: ["stock", "reconcile", "--explain", "SKU-1"],
      zh: ["仓库 50", "+5  同步延迟", "+3  order:1001", "+2  order:1002", "= +5  仓库减页面"],
      en: ["warehouse 50", "+5  late sync", "+3  order:1001", "= +5  warehouse less page"]),
    Step(
      command: ["stock", "receive", "SKU-2", "10", "--document", "D1"], zh: ["SKU-2：10 件 供应商 → 仓库 main；在库 17，可卖 17"],
      en: ["SKU-2: 10 supplier → warehouse main; on hand 17, free 17"]),
    Step(command: ["stock", "receive", "SKU-2", "10", "--document", "D1"], code: .refused, zh: [], en: []),
    Step(
      command: ["stock", "adjust", "SKU-2", "2", "--why", "defect"], zh: ["仓库 main → 残次；在库 17，可卖 15"],
      en: ["warehouse main → defect; on hand 17, free 15"]),
    Step(command: ["stock", "adjust", "SKU-2", "3", "--why", "scrapped"], code: .refused, zh: [], en: []),
    Step(
      command: ["stock", "count", "SKU-2", "16"], zh: ["盘点 16，当时账上 17，差 -1，已记入账"],
      en: ["counted 16, the ledger said 17 then: -1, posted"]),
    Step(command: ["stock", "count", "SKU-2", "16"], zh: ["与账相符"], en: ["as the ledger says"]),
    Step(
      command: ["stock", "import-movements", "MOVES"], code: .doneWithRejects, zh: ["2 行，记账 1，已有 0，拒 1"],
      en: ["2 rows, 1 posted, 0 known, 1 rejected"]),
    Step(
      command: ["stock", "publish"], zh: ["要改 2 行，1 批", "SKU-2", "挂起的 2 件里大约 0 件"],
      en: ["2 lines to change in 1 batches", "of 2 held pieces about 0"]),
    Step(
      command: ["stock", "publish", "--file", "UPDATE"], zh: ["2 行，1 批，已写入"], en: ["2 lines in 1 batches written"]),
    Step(command: ["stock", "publish", "--file", "UPDATE"], code: .usage, zh: [], en: []),
    Step(command: ["audit", "verify"], zh: ["干净："], en: ["clean: "]),
  ]

  @Test("every stock command says what it did", arguments: Language.allCases, TestStore.engines)
  func everyCommand(language: Language, engine: Engine) throws {
    let place = try Workplace(initialised: false)
    let elsewhere = try TestStore.nowhere(engine: engine)
    place.environment["PEAKDAY_STORE"] = engine == .sqlite ? elsewhere.path : elsewhere.url
    place.environment["PEAKDAY_LANG"] = language.rawValue
    try #require(place.run("init").code == .done)
    let files = [
      "WAREHOUSE": try place.write(
        "stock202611102300.csv", "商品编码,实际库存数\r\nSKU-1,50\r\nSKU-2,7\r\n"),
      "PAGE": try place.write(
        "page202611110003.csv", "数字ID,商家编码,宝贝数量\r\n71,SKU-1,45\r\n72,SKU-2,10\r\n73,SKU-3,-1\r\n"),
      "ITEMS": try place.write("items202611110004.csv", Self.items),
      "MOVES": try place.write(
        "moves.csv", "单号,行号,商家编码,从,到,数量\r\nT1,1,SKU-2,warehouse:main,warehouse:b,1\r\nT1,2,SKU-2,a,b,1\r\n"),
      "UPDATE": place.path("update.csv"),
    ]
    for step in Self.steps {
      let command = step.command.map { files[$0] ?? $0 }
      let run = place.run(command)
      #expect(run.code == step.code, "\(command) \(run.talk)")
      for words in language == .zh ? step.zh : step.en {
        #expect(run.output.contains(words), "\(command): \(words) is not in \(run.output)")
      }
      if step.code == .refused || step.code == .usage { #expect(!run.talk.isEmpty) }
    }
    #expect(
      try place.text("update.csv").contains("1,=\"71\",SKU-1,") || place.text("update.csv").contains("1,71,SKU-1,"))
  }

  @Test("bad words are named, and nothing is done")
  func badInput() throws {
    let place = try Workplace()
    func code(_ arguments: String...) throws -> String? {
      let run = place.run(arguments + ["--json"])
      #expect(run.code != .done, "\(arguments)")
      return try run.error["error"]?.text
    }
    #expect(try code("stock", "receive", "A", "-3") != nil)
    #expect(try code("stock", "receive", "A", "3", "--warehouse", "a b") == "bad_warehouse")
    #expect(try code("stock", "count", "A", "3", "--at", "2027-01-01") == "moment_in_future")
    #expect(try code("stock", "reconcile", "--as-of", "2027-01-01") == "moment_in_future")
    #expect(try code("stock", "reconcile", "--explain", "A") == "sku_never_shown")
    #expect(try code("stock", "show", "A") == "unknown_sku")
    #expect(try code("stock", "publish", "--file", place.path("a.txt")) == "file_kind")
    #expect(try code("stock", "import-page", place.path("none.csv")) == "file_not_found")
    #expect(try code("recall", "done", "A", "--kind", "oversold") == "case_ends_by_itself")
    let file = try place.write("w.csv", "商品编码,实际库存数\r\nA,-5\r\n")
    #expect(try code("stock", "import-warehouse", file) == "no_usable_rows")
    let good = try place.write("w2.csv", "商品编码,实际库存数\r\nA,5\r\n")
    #expect(try code("stock", "import-warehouse", good) == "export_time_unknown")
    #expect(try code("stock", "receive", "A", "3", "--role", "analyst") == "role_may_not")
    #expect(try code("stock", "publish", "--file", place.path("b.csv"), "--role", "agent") == "role_may_not")
    #expect(place.run("stock", "show").output.hasPrefix("there is no stock yet"))
    #expect(!place.exists("b.csv"))
  }

  @Test("what people repeat under the same operation happens once")
  func replay() throws {
    let place = try Workplace()
    let command = ["stock", "receive", "A", "3", "--operation", "R-1", "--json"]
    let first = try place.run(command).object
    let second = try place.run(command).object
    #expect([first, second].map { $0["is_replay"]?.bool } == [false, true])
    #expect(try place.run("stock", "show", "A", "--json").object["on_hand"]?.number == 3)
  }
}
