import Store
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// An import counts every row once, however often and by however many it is done.
@Suite struct ImportRunTests {
  static let bad = "3.5E+15,,,,,,,"

  /// 1,300 rows: three parts; row 1,100 is bad.
  static let many: [String] = (1...1_300).map { $0 == 1_100 ? bad : Export.line("\(60_000 + $0)") }

  private static func counts(_ totals: ImportTotals) -> [Int64] {
    [totals.rows, totals.new, totals.changed, totals.same, totals.rejected]
  }

  @Test("rows are counted as new, changed, same or rejected", arguments: TestStore.engines)
  func counts(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    let first = try shop.take([Export.line("1"), Export.line("2"), Self.bad, Export.line("3", memo: "买家不要了")])
    #expect(Self.counts(first.totals) == [4, 3, 0, 0, 1])
    #expect(first.totals.held == 1)
    #expect(first.rejects.map(\.row) == [4])
    #expect(first.rejects.map(\.code) == ["order_number_scientific"])
    #expect(first.rejects.map(\.text) == [Self.bad])
    #expect(first.summary.hasMemo)
    #expect(first.summary.resumedAfter == 0)

    let next = Moments.midnight.adding(minutes: 30)
    let second = try shop.take(
      [
        Export.line("1"), Export.line("2", status: "卖家已发货，等待买家确认"), Export.line("3", memo: "买家不要了"),
        Export.line("4", memo: "等通知"),
      ], exportedAt: next, run: "RUN-2")
    #expect(Self.counts(second.totals) == [4, 1, 1, 2, 0])
    #expect(second.totals.held == 1)
    #expect(try shop.order("1")?.memoSeenAt == next)
    #expect(try shop.order("3")?.openHolds == 1)
    #expect(try shop.runs().map(\.state) == ["done", "done"])
    #expect(try shop.store.read { try OrderQuestions.newestSources(shop: nil, $0) } == (next, next))
  }

  @Test("the same file again changes nothing", arguments: TestStore.engines)
  func again(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    let rows = [
      Export.line("1", memo: "买家不要了"), Export.line("2"), Export.line("3", status: "交易关闭"),
      Export.line("2", memo: "等通知"),
    ]
    try shop.take(rows)
    let holds = try shop.holds("2")
    let again = try shop.take(rows, run: "RUN-2")
    #expect(Self.counts(again.totals) == [4, 0, 0, 4, 0])
    #expect(again.totals.held == 0)
    #expect(try shop.holds("2") == holds)
    #expect(try shop.memos("1").count == 1)
    #expect(try shop.memos("2").count == 1)
    #expect(try shop.runs().count == 2)
  }

  @Test("the same run again gives the stored answer", arguments: TestStore.engines)
  func sameRun(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    let first = try shop.take(Self.many)
    let entries = try shop.store.log(limit: 99).count
    let second = try shop.take(Self.many)
    #expect(second.totals == first.totals)
    #expect(try shop.store.log(limit: 99).count == entries)
    #expect(try shop.runs().map(\.counts) == [[1_300, 1_299, 0, 0, 1]])
  }

  @Test("a killed import is unfinished, and goes on where it stopped", arguments: TestStore.engines)
  func killed(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    #expect(throws: Killed.self) { try shop.take(Self.many, killedAtReject: true) }
    #expect(
      try shop.runs() == [ImportRun(state: "running", counts: [1_000, 1_000, 0, 0, 0], hasMemo: true)])
    #expect(try shop.store.read { try OrderQuestions.countUnfinishedImports($0) } == 1)
    #expect(try shop.store.read { try OrderQuestions.newestSources(shop: nil, $0) } == (nil, nil))
    let version = try shop.order("60001")?.version

    let resumed = try shop.take(Self.many, run: "RUN-2")
    #expect(resumed.summary.resumedAfter == 1_000)
    #expect(resumed.summary.run.text.hasPrefix("RUN-1"))
    #expect(Self.counts(resumed.totals) == [1_300, 1_299, 0, 0, 1])
    #expect(resumed.rejects.count == 1)
    #expect(try shop.order("60001")?.version == version, "a part that was done is not done again")
    #expect(try shop.runs() == [ImportRun(state: "done", counts: [1_300, 1_299, 0, 0, 1], hasMemo: true)])

    let third = try shop.take(Self.many, run: "RUN-3")
    #expect(third.summary.resumedAfter == 0)
    #expect(Self.counts(third.totals) == [1_300, 0, 0, 1_299, 1])
  }

  @Test("an unfinished import of another time is not gone on with", arguments: TestStore.engines)
  func otherTime(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    #expect(throws: Killed.self) { try shop.take(Self.many, killedAtReject: true) }
    let other = try shop.take(Self.many, exportedAt: Moments.midnight.adding(minutes: 9), run: "RUN-2")
    #expect(other.summary.resumedAfter == 0)
    #expect(Self.counts(other.totals) == [1_300, 299, 0, 1_000, 1])
    #expect(try shop.runs().map(\.state).sorted() == ["abandoned", "done"])
  }

  @Test("two imports of one file at once count each row once", arguments: TestStore.engines)
  func atOnce(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    let place = shop.place
    let answers = try Threads.run(3) { index -> [Int64] in
      let other = try place.open(follow: { _, _ in })
      return Self.counts(try shop.take(Self.many, run: "RUN-\(index)", in: other).totals)
    }
    for answer in answers {
      #expect(answer[0] == 1_300)
      #expect(answer[4] == 1)
    }
    let runs = try shop.runs()
    #expect(runs.allSatisfy { $0.state == "done" })
    #expect(runs.map { $0.counts[0] }.allSatisfy { $0 == 1_300 })
    #expect(runs.map { $0.counts[1] }.reduce(0, +) == 1_299, "each order is new to one of them")
    #expect(runs.map { $0.counts[2] }.reduce(0, +) == 0)
    #expect(try shop.store.read { try $0.count("SELECT COUNT(*) FROM shop_order") } == 1_299)
  }

  @Test("an empty file and one with a header only", arguments: TestStore.engines)
  func empty(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    #expect(Self.counts(try shop.take([]).totals) == [0, 0, 0, 0, 0])
    #expect(try shop.runs().map(\.state) == ["done"])
    #expect(failureCode { try shop.take([], header: "总金额,订单状态") } == "order_column_missing")
  }

  @Test("a run with a part settled as never is given up, and the next one compares anew", arguments: TestStore.engines)
  func settledPart(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    #expect(throws: Killed.self) { try shop.take(Self.many, killedAtReject: true) }
    let run = try #require(try shop.store.read { try $0.first("SELECT id FROM import_run") { try $0.text(0) } })
    let part = try #require(OperationID("\(run)/1300"))
    #expect(try shop.store.settle(part, actor: People.wang, now: Moments.midnight) == .never)
    #expect(failureCode { try shop.take(Self.many) } == "import_abandoned")
    #expect(try shop.runs().map(\.state) == ["abandoned"])
    let again = try shop.take(Self.many, run: "RUN-2")
    #expect(Self.counts(again.totals) == [1_300, 299, 0, 1_000, 1])
    #expect(again.summary.resumedAfter == 0)
  }
}
