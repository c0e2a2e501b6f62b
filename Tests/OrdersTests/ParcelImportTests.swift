import Store
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// An ERP's list says what is in which parcel; newer lists count, and nothing held leaves a box by a list alone.
@Suite struct ParcelImportTests {
  @Test(
    "merged orders in one cell, several rows of one parcel, several parcels of one order", arguments: TestStore.engines)
  func shapes(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    for id in ["351511110000001", "351511110000002", "351511110000003"] { try shop.put(makeOrder(id)) }
    let taken = try shop.takeParcels([
      "顺丰,=\"SF1\",\"351511110000001;351511110000002\",,", "圆通,YT2,351511110000003,A,1", "圆通,YT2,351511110000001,A,1",
      "圆通,YT3,351511110000003,B,2",
    ])
    #expect(taken.rejects == [])
    #expect(taken.summary.parcels == 3)
    #expect(taken.summary.linked == 5)
    #expect(try shop.inside("SF1") == ["351511110000001", "351511110000002"])
    #expect(try shop.inside("YT2") == ["351511110000001", "351511110000003"])
    #expect(try shop.parcel("YT3")?.courier == "圆通")
    #expect(
      try shop.store.read { try Parcels.ofOrder(Shop.key("351511110000003"), $0) }.map(\.waybill) == ["YT2", "YT3"])
    #expect(try shop.isCounted())
    let again = try shop.takeParcels(
      ["顺丰,SF1,351511110000001 351511110000002,,"], minutes: 1)
    #expect(again.summary.linked == 0)
    #expect(again.summary.left == 0)
    #expect(try shop.order("351511110000001")?.version == 2, "nothing changed")
  }

  @Test("a newer list moves orders, an older one only adds", arguments: TestStore.engines)
  func moved(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    for id in ["11", "12", "13"] { try shop.put(makeOrder(id)) }
    try shop.takeParcels(["顺丰,SF1,11 12,,"], minutes: 10)
    let newer = try shop.takeParcels(["顺丰,SF1,13,,", "顺丰,SF2,12,,"], minutes: 20)
    #expect(newer.summary.left == 2)
    #expect(try shop.inside("SF1") == ["13"])
    #expect(try shop.inside("SF2") == ["12"])
    try shop.takeParcels(["顺丰,SF1,11,,", "顺丰,SF2,11,,"], minutes: 15)
    #expect(try shop.inside("SF1") == ["13"], "a newer list has said that 11 is not in there")
    #expect(try shop.inside("SF2") == ["11", "12"])
    #expect(try shop.isCounted())
  }

  @Test("a held order stays in a printed parcel until a person takes it out", arguments: TestStore.engines)
  func kept(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    for id in ["11", "12", "13", "14"] { try shop.put(makeOrder(id)) }
    try shop.takeParcels(["顺丰,SF1,11 12,,", "顺丰,SF2,13 14,,"])
    _ = try shop.pass(["SF1"])
    for id in ["12", "14"] { try shop.hold(id, .buyerCancelled) }
    let newer = try shop.takeParcels(["顺丰,SF1,11,,", "顺丰,SF2,13,,"], minutes: 5)
    #expect(newer.summary.left == 1)
    #expect(newer.summary.kept == 1)
    #expect(try shop.inside("SF1") == ["11", "12"])
    #expect(try shop.inside("SF2") == ["13"], "nothing was printed yet")
    #expect(try shop.pass(["SF1"], at: "pack").map(\.outcome) == [.held])
    try shop.takeOut("12", "SF1")
    try shop.takeParcels(["顺丰,SF1,11 12,,"], minutes: 6)
    #expect(try shop.inside("SF1") == ["11"], "what a person took out stays out")
    #expect(failureCode { try putBack(shop) } == "still_held")
    try shop.lift("12")
    try putBack(shop)
    #expect(try shop.inside("SF1") == ["11", "12"])
    #expect(try shop.isCounted())
  }

  private func putBack(_ shop: Shop) throws {
    try shop.perform(actor: People.zhao) { try Parcels.putBack("12", into: "SF1", shop: Shop.name, $0) }
  }

  @Test("a waybill that the courier gave out again begins anew", arguments: TestStore.engines)
  func reused(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    for id in ["11", "12"] { try shop.put(makeOrder(id, stage: .printed)) }
    try shop.link("SF1", ["11"], at: Moments.midnight.adding(minutes: -31 * 24 * 60))
    _ = try shop.pass(["SF1"], at: "handOver")
    try shop.link("SF1", ["12"])
    #expect(try shop.inside("SF1") == ["12"])
    #expect(try shop.parcel("SF1")?.stage == .printed)
    #expect(try shop.isCounted())
    _ = try shop.pass(["SF1"], at: "pack")
    #expect(try shop.undo("SF1").stage == .printed)
  }

  @Test("a parcel of an order that has another is still here", arguments: TestStore.engines)
  func second(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.put(makeOrder("11", stage: .printed))
    try shop.takeParcels(["顺丰,SF1,11,,"])
    _ = try shop.pass(["SF1"], at: "handOver")
    try shop.takeParcels(["顺丰,SF2,11,,"], minutes: 1)
    #expect(try shop.parcel("SF2")?.stage == .printed)
    #expect(try shop.pass(["SF2"], at: "pack").map(\.outcome) == [.pass])
  }

  @Test("bad rows are set aside in order, the others are taken in", arguments: TestStore.engines)
  func rejects(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.put(makeOrder("11"))
    let taken = try shop.takeParcels([
      "顺丰,SF1,11,,", "顺丰,SF2,404,,", "顺丰,,11,,", "顺丰,7.3E+13,11,,", "顺丰,SF 3,11,,", "顺丰,SF4,,,", "顺丰,SF5,3.5E+15,,",
      "顺丰,SF6,11,,半", "顺丰,SF7,11", "顺丰,SF8,买家,,",
    ])
    #expect(
      taken.rejects.map(\.code) == [
        "unknown_order", "waybill_missing", "waybill_scientific", "waybill_malformed", "order_number_missing",
        "order_number_scientific", "bad_number", "row_width", "order_number_malformed",
      ])
    #expect(taken.rejects.map(\.row) == Array(3...11))
    #expect(taken.summary.rows == 10)
    #expect(taken.summary.rejected == 9)
    #expect(try shop.inside("SF1") == ["11"])
    #expect(try shop.parcel("SF2") == nil)
  }

  static let headers: [(String, Bool)] = [
    ("运单号,订单编号", true), ("订单编号,系统单号,快递单号", true), (" 物流单号 ,原始单号,平台状态", true), ("运单号,商家编码", false),
    ("订单编号,订单状态", false), ("编号,名称", false),
  ]

  @Test("columns are known by their names, in any order", arguments: headers)
  func layout(header: String, isGood: Bool) throws {
    let shop = try Shop(engine: .sqlite)
    try shop.put(makeOrder("11"))
    let code = failureCode { try shop.takeParcels([], header: header) }
    #expect(code == (isGood ? nil : "parcel_columns_missing"))
  }

  @Test("where an ERP shows its own number too, the platform's counts")
  func platformNumber() throws {
    let shop = try Shop(engine: .sqlite)
    try shop.put(makeOrder("11"))
    try shop.takeParcels(["E-9,SF1,11"], header: "订单编号,运单号,平台单号")
    #expect(try shop.inside("SF1") == ["11"])
  }

  @Test("the same run again gives the same answer and changes nothing", arguments: TestStore.engines)
  func replay(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    for id in ["11", "12"] { try shop.put(makeOrder(id)) }
    let first = try shop.takeParcels(["顺丰,SF1,11 12 404,,"])
    let version = try shop.order("11")?.version
    let second = try shop.takeParcels(["顺丰,SF1,11 12 404,,"])
    #expect(first.rejects == second.rejects)
    #expect(first.summary.linked == second.summary.linked)
    #expect(try shop.order("11")?.version == version)
  }
}
