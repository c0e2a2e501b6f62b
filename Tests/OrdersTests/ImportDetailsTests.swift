import Store
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// What an import reads beside the memo: messages, refunds, items, waybills, deadlines.
@Suite struct ImportDetailsTests {
  static let orders = "订单编号,订单状态,总金额,买家实际支付金额,订单付款时间,宝贝标题,订单备注,买家留言,修改后的sku,异常信息,退款状态,物流单号,物流公司"
  static let items = "子订单编号,主订单编号,商品标题,购买数量,商家编码,商品属性,订单状态,买家实付金额,退款状态,应发货时间,物流单号,商家备注"

  static func order(
    _ id: String, message: String = "", sku: String = "", note: String = "", refund: String = "", waybill: String = ""
  ) -> String {
    "\(id),买家已付款，等待卖家发货,178.80,175.80,2026-11-11 00:01:02,面霜,,\(message),\(sku),\(note),\(refund),\(waybill),圆通速递"
  }

  static func item(
    _ line: String, of id: String, attributes: String = "颜色:红色", refund: String = "没有申请退款", waybill: String = "",
    status: String = "买家已付款，等待卖家发货"
  ) -> String {
    "\(line),\(id),毛衣,1,MY-\(line),\(attributes),\(status),88.00,\(refund),2026-11-12 10:0\(line.suffix(1)),\(waybill),"
  }

  static func at(_ minutes: Int64) -> Instant { Moments.midnight.adding(minutes: minutes) }

  @Test("what stands at an order beside its memo holds it, once", arguments: TestStore.engines)
  func inputs(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    let rows = [
      Self.order("1", sku: "红色 L"), Self.order("2", note: "地址异常"), Self.order("3", refund: "买家已经申请退款"),
      Self.order("4"), Self.order("5", refund: "退款成功"),
    ]
    #expect(try shop.take(rows, header: Self.orders).totals.held == 3)
    #expect(try shop.holds("1").map(\.reason) == [.amend])
    #expect(try shop.holds("1").map(\.note) == ["红色 L"])
    #expect(try shop.holds("2").map(\.source) == ["platform:exception"])
    #expect(try shop.holds("3").map(\.reason) == [.refundRequested])
    #expect(try shop.order("3")?.refundBlock == .appliedFor)
    #expect(try shop.order("5")?.refundBlock == .paidBack)
    try shop.lift("1")
    let again = try shop.take(rows, header: Self.orders, exportedAt: Self.at(30), run: "R2").totals
    #expect(again.held == 0, "what a person has lifted is not held again for the same words")
    #expect(again.same == 5)
    #expect(try shop.order("1")?.openHolds == 0)
    let changed = [Self.order("1", sku: "蓝色 L")]
    #expect(try shop.take(changed, header: Self.orders, exportedAt: Self.at(60), run: "R3").totals.held == 1)
    #expect(try shop.store.read { try Holds.miscounted($0) } == [])
  }

  @Test("a refund that was closed asks a person, and its hold goes", arguments: TestStore.engines)
  func closedRefund(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.take([Self.order("1", refund: "买家已经申请退款")], header: Self.orders)
    let closed = [Self.order("1", refund: "退款关闭")]
    let totals = try shop.take(closed, header: Self.orders, exportedAt: Self.at(20), run: "R2").totals
    #expect(totals.lifted == 1)
    let order = try #require(try shop.order("1"))
    #expect(order.refundBlock == .none)
    #expect(order.openHolds == 1)
    #expect(try shop.holds("1").filter { $0.liftedAt == nil }.map(\.reason) == [.review])
    #expect(try shop.store.read { try Holds.miscounted($0) } == [])
  }

  @Test("words do not lift a hold while a refund is applied for", arguments: TestStore.engines)
  func appliedStandsAgainstWords(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.take([Self.order("1", refund: "买家已经申请退款")], header: Self.orders)
    try shop.remark("1", "买家又要了，正常发")
    #expect(try shop.order("1")?.openHolds == 2)
  }

  @Test("items become lines; an order stands where its last line stands", arguments: TestStore.engines)
  func lines(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    let shipped = "卖家已发货，等待买家确认"
    let rows = [
      Self.item("11", of: "1", status: shipped), Self.item("12", of: "1", attributes: "颜色:蓝色"),
      Self.item("21", of: "2"),
    ]
    let taken = try shop.take(rows, header: Self.items)
    #expect(taken.summary.kind == .items)
    #expect(taken.totals.rows == 3)
    #expect(taken.totals.new == 2)
    let order = try #require(try shop.order("1"))
    #expect(order.stage == .paid)
    #expect(order.columns.paid == Money(fen: 17_600))
    #expect(order.columns.shipBy == ShipBy(at: try #require(Instant("2026-11-12 10:01")), source: .platform))
    let lines = try shop.store.read { try OrderQuestions.lines(of: Shop.key("1"), $0) }
    #expect(lines.map(\.line) == ["11", "12"])
    #expect(lines.map(\.attributes) == ["颜色:红色", "颜色:蓝色"])
    #expect(lines.map(\.sku) == ["MY-11", "MY-12"])
    #expect(try shop.take(rows, header: Self.items, exportedAt: Self.at(9), run: "R2").totals.same == 2)
  }

  @Test("one line paid back holds that line; all of them block the order", arguments: TestStore.engines)
  func lineRefunds(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.take(
      [Self.item("11", of: "1", refund: "退款成功"), Self.item("12", of: "1", attributes: "颜色:蓝色")], header: Self.items)
    let hold = try #require(try shop.holds("1").first)
    #expect(hold.reason == .partial)
    #expect(hold.line == "11")
    #expect(hold.note == "颜色:红色 毛衣")
    #expect(try shop.order("1")?.refundBlock == RefundBlock.none)
    try shop.take(
      [Self.item("12", of: "1", refund: "退款成功")], header: Self.items, exportedAt: Self.at(10), run: "R2")
    #expect(try shop.order("1")?.refundBlock == .paidBack, "the other line was known to be paid back")
    #expect(try shop.pass(["1"]).map(\.outcome) == [.held])
  }

  @Test("lines of one order that stand apart: the whole refund was none", arguments: TestStore.engines)
  func apart(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.take(
      [Self.item("11", of: "1", refund: "退款成功"), Self.item("21", of: "2"), Self.item("12", of: "1")],
      header: Self.items)
    #expect(try shop.order("1")?.refundBlock == RefundBlock.none)
    #expect(try shop.holds("1").map(\.line) == ["11"])
  }

  @Test("amounts of an order export are not overwritten by sums over items", arguments: TestStore.engines)
  func sums(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.take([Self.order("1")], header: Self.orders)
    try shop.take([Self.item("11", of: "1")], header: Self.items, exportedAt: Self.at(10), run: "R2")
    #expect(try shop.order("1")?.columns.paid == Money(fen: 17_580))
    #expect(try shop.order("1")?.columns.shipBy?.source == .platform)
    #expect(try shop.order("1")?.columns.title == "面霜")
  }

  @Test("a waybill at a paid order proves that it is printed", arguments: TestStore.engines)
  func waybill(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.take(
      [Self.order("1", waybill: "YT1234567890"), Self.order("2", waybill: "YT1234567890")], header: Self.orders)
    #expect(try shop.order("1")?.stage == .printed)
    let count = try shop.store.read { try $0.count("SELECT COUNT(*) FROM parcel_item WHERE waybill = 'YT1234567890'") }
    #expect(count == 2)
  }

  @Test(
    "a deadline by rule is 48 hours from the payment; the platform's word counts more", arguments: TestStore.engines)
  func shipBy(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.take([Self.order("1")], header: Self.orders)
    #expect(
      try shop.order("1")?.columns.shipBy
        == ShipBy(at: try #require(Instant("2026-11-13 00:01:02")), source: .rule))
  }
}

/// Files that are not the ones that were meant.
@Suite struct ImportDoubtTests {
  static let header = "订单编号,订单状态,订单付款时间,店铺名称,订单备注"
  static func row(_ id: String, shop: String = "甲店", paid: String = "2026-11-11 00:01:02") -> String {
    "\(id),买家已付款，等待卖家发货,\(paid),\(shop),"
  }

  @Test("a file of another shop is refused whole, single rows of one are set aside", arguments: TestStore.engines)
  func otherShop(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    let mixed = try shop.take([Self.row("1"), Self.row("2", shop: "乙店"), Self.row("3")], header: Self.header)
    #expect(mixed.totals.new == 2)
    #expect(mixed.rejects.map(\.code) == ["other_shop"])
    let next = Moments.midnight.adding(minutes: 30)
    #expect(
      failureCode { try shop.take([Self.row("4", shop: "乙店")], header: Self.header, exportedAt: next, run: "R2") }
        == "file_of_other_shop")
    #expect(try shop.order("4") == nil)
    try shop.take(
      [Self.row("4", shop: "新甲店")], header: Self.header, exportedAt: next, run: "R3",
      checks: ImportChecks(acceptsNewName: true))
    try shop.take(
      [Self.row("5", shop: "新甲店")], header: Self.header, exportedAt: next.adding(minutes: 5), run: "R4")
    #expect(try shop.order("5") != nil)
  }

  @Test("last year's file under today's date is refused; under its own it is not", arguments: TestStore.engines)
  func oldFile(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    let rows = [Self.row("1", paid: "2025-11-11 00:01:02")]
    #expect(failureCode { try shop.take(rows, header: Self.header) } == ImportChecks.oldFile)
    #expect(try shop.order("1") == nil)
    try shop.take(rows, header: Self.header, exportedAt: try #require(Instant("2025-11-11 09:00")), run: "R2")
    #expect(try shop.order("1") != nil)
  }

  @Test("numbers that Excel rounded are set aside, unless they are true", arguments: TestStore.engines)
  func rounded(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    let rows = [Self.row("3515112026111110000"), Self.row("3515112026111109305")]
    let taken = try shop.take(rows, header: Self.header)
    #expect(taken.rejects.map(\.code) == ["order_number_rounded"])
    #expect(taken.rejects.map(\.row) == [2])
    #expect(taken.totals.rejected == 1)
    #expect(taken.totals.new == 1)
    let trusted = try shop.take(
      rows, header: Self.header, exportedAt: Moments.midnight.adding(minutes: 1), run: "R2",
      checks: ImportChecks(trustsNumbers: true))
    #expect(trusted.totals.new == 1)
  }

  @Test("an unknown status is counted, and so is an order that stands twice", arguments: TestStore.engines)
  func counted(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    let totals = try shop.take(
      ["1,平台新状态,2026-11-11 00:01:02,甲店,", Self.row("2"), Self.row("2")], header: Self.header
    ).totals
    #expect(totals.unknownStatuses == 1)
    #expect(totals.repeated == 1)
    #expect(try shop.order("1")?.stage == .paid)
  }
}
