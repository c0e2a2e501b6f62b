import Store
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// Memos that exports show, in the order of their sources' ages and out of it.
@Suite struct ImportMemoTests {
  static func at(_ minutes: Int64) -> Instant { Moments.opening.adding(minutes: minutes) }

  /// Imports one order with this memo; nil for a file without a memo column.
  @discardableResult
  private func take(_ memo: String?, at minutes: Int64, status: String = Export.paid, _ shop: Shop) throws
    -> ImportTotals
  {
    guard let memo else {
      return try shop.take(
        [Export.lineWithoutMemo("4001", status: status)], header: Export.headerWithoutMemo,
        exportedAt: Self.at(minutes)
      ).totals
    }
    return try shop.take(
      [Export.line("4001", status: status, memo: memo)], exportedAt: Self.at(minutes), run: "R\(minutes)"
    ).totals
  }

  @Test("a memo that was A, then B, then A again is judged three times", arguments: TestStore.engines)
  func backAgain(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    #expect(try take("买家不要了", at: 10, shop).held == 1)
    #expect(try take("买家又要了，正常发", at: 20, shop).lifted == 1)
    #expect(try shop.order("4001")?.openHolds == 0)
    let third = try take("买家不要了", at: 30, shop)
    #expect(third.held == 1)
    #expect(third.changed == 1)
    #expect(try shop.order("4001")?.openHolds == 1)
    #expect(try shop.order("4001")?.memoVersion == 3)
    #expect(try shop.memos("4001").map(\.source) == ["import", "import", "import"])
    #expect(shop.log.ofParcels == [.released])
  }

  @Test("an unchanged memo of the platform does not undo what a person noted", arguments: TestStore.engines)
  func personFirst(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try take("买家不要了", at: 10, shop)
    try shop.remark("4001", "买家又要了，正常发")
    #expect(try shop.order("4001")?.openHolds == 0)
    let again = try take("买家不要了", at: 20, shop)
    #expect(again.same == 1)
    #expect(again.held == 0)
    #expect(try shop.order("4001")?.openHolds == 0)
    #expect(try shop.order("4001")?.memoSeenAt == Self.at(20))
    try take("买家还是不要了", at: 30, shop)
    #expect(try shop.order("4001")?.openHolds == 1)
  }

  @Test("an emptied memo keeps its hold; a file without the column says nothing", arguments: TestStore.engines)
  func emptied(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try take("买家不要了", at: 10, shop)
    #expect(try take(nil, at: 20, shop).same == 1)
    #expect(try shop.order("4001")?.memoSeenAt == Self.at(10))
    #expect(try take("", at: 30, shop).changed == 1)
    #expect(try shop.order("4001")?.openHolds == 1)
    #expect(try shop.memos("4001").map(\.text) == ["买家不要了", ""])
    #expect(try take("", at: 40, shop).same == 1)
  }

  @Test("an older file may add a hold, and never lifts or overwrites", arguments: TestStore.engines)
  func older(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try take("赠品不要了", at: 50, status: "卖家已发货，等待买家确认", shop)
    let older = try take("买家不要了", at: 20, shop)
    #expect(older.held == 1)
    #expect(older.changed == 1)
    let order = try #require(try shop.order("4001"))
    #expect(order.stage == .consigned)
    #expect(order.sourceAt == Self.at(50))
    #expect(order.memoSeenAt == Self.at(50))
    #expect(order.memoVersion == 1)
    #expect(try take("买家又要了，正常发", at: 30, shop).lifted == 0)
    #expect(try shop.order("4001")?.openHolds == 1)
    #expect(try take("买家不要了", at: 21, shop).same == 1, "the older memo again")
    #expect(try take("赠品不要了", at: 60, status: "卖家已发货，等待买家确认", shop).same == 1, "the platform's memo has not changed")
    #expect(try shop.memos("4001").count == 3)
  }

  @Test("two rows of one order in one part may both hold it", arguments: TestStore.engines)
  func twiceInOnePart(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    let rows = [Export.line("4002", memo: "买家不要了"), Export.line("4002", memo: "客户不想要了 12号再退")]
    let totals = try shop.take(rows).totals
    #expect(totals.new == 1)
    #expect(totals.changed == 1)
    #expect(totals.held == 2)
    #expect(try shop.order("4002")?.openHolds == 2)
    #expect(try shop.holds("4002").map(\.source) == ["memo:1", "memo:2"])
    #expect(try shop.store.read { try Holds.miscounted($0) } == [])
    #expect(try shop.take(rows, run: "R2").totals.same == 2, "the same file again")
    #expect(try shop.order("4002")?.openHolds == 2)
  }

  @Test("a held order shown as shipped is a bypass, once for each import", arguments: TestStore.engines)
  func bypass(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try take("买家不要了", at: 10, shop)
    let shipped = try take("买家不要了", at: 20, status: "卖家已发货，等待买家确认", shop)
    #expect(shipped.bypassed == 1)
    #expect(shop.log.ofParcels == [.bypassed])
    let bypass = try #require(try shop.store.read { try Bypasses.list(shop: Shop.name, limit: 9, $0) }.first)
    #expect(bypass.order == "4001")
    #expect(bypass.stage == .consigned)
    #expect(bypass.foundAt == Moments.midnight.adding(minutes: 2))
    #expect(try take("买家不要了", at: 30, status: "买家已签收", shop).bypassed == 0)
    #expect(try shop.store.read { try Bypasses.count(shop: nil, $0) } == 1)
    #expect(try shop.store.read { try Bypasses.count(shop: "店铺乙", $0) } == 0)
  }

  @Test("an import whose facts nobody follows is not taken in", arguments: TestStore.engines)
  func unfollowed(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try take("买家不要了", at: 10, shop)
    let deaf = try shop.place.open()
    #expect(throws: TestStore.UnhandledFact.self) {
      try shop.take(
        [Export.line("4001", status: "卖家已发货，等待买家确认"), Export.line("4003")], exportedAt: Self.at(20), in: deaf)
    }
    #expect(try shop.order("4001")?.stage == .paid)
    #expect(try shop.order("4003") == nil)
    #expect(try shop.store.read { try Bypasses.count(shop: nil, $0) } == 0)
  }

  @Test("the words of an older export lift nothing that was noted after it", arguments: TestStore.engines)
  func olderWords(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try take("买家不要了", at: 10, shop)
    // The buyer cancels again at midnight; the export of minute 30 shows the words before that.
    try shop.remark("4001", "买家又不要了")
    let late = try take("买家又要了，正常发", at: 30, shop)
    #expect(late.lifted == 1)
    #expect(try shop.order("4001")?.openHolds == 1)
    #expect(try shop.pass(["4001"], now: Self.at(40)).map(\.outcome) == [.held])
  }

  @Test("a remark lifts only what its author may lift", arguments: TestStore.engines)
  func author(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try take("买家不要了", at: 10, shop)
    #expect(try shop.remark("4001", "买家又要了，正常发", actor: People.zhao).lifted == [])
    #expect(try shop.order("4001")?.openHolds == 1)
    #expect(try shop.remark("4001", "买家又要了，正常发", actor: People.li).lifted == [.buyerCancelled])
  }

  @Test("an order that its memo releases was shipped rightly", arguments: TestStore.engines)
  func releasedAndShipped(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try take("买家不要了", at: 10, shop)
    let totals = try take("买家又要了，正常发", at: 20, status: "卖家已发货，等待买家确认", shop)
    #expect(totals.bypassed == 0)
    #expect(totals.lifted == 1)
    #expect(shop.log.ofParcels == [.released])
  }
}
