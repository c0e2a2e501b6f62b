import Cases
import Coordination
import Orders
import Store
import TestSupport
import Testing
import Vocabulary

@Suite struct DayStatusTests {
  @Test("a store without orders has an empty day", arguments: TestStore.engines)
  func empty(engine: Engine) throws {
    let status = try House(engine: engine).status()
    #expect(status.orders == 0)
    #expect(status.stages == [])
    #expect(status.reasons == [])
    #expect(status.heldFen == 0)
    #expect(status.newestImport == nil)
    #expect(status.newestMemoImport == nil)
    #expect(status.at == Moments.evening)
  }

  @Test("the day adds up", arguments: TestStore.engines)
  func addsUp(engine: Engine) throws {
    let house = try House(engine: engine)
    for (index, stage) in OrderStage.allCases.enumerated() { try house.bring("70\(index)", to: stage) }
    try house.take([("720", "买家已付款，等待卖家发货"), ("721", "买家已付款，等待卖家发货")], minutes: 1)
    try house.remark("702", "买家不要了")  // paid
    try house.remark("704", "买家不要了")  // printed
    try house.remark("704", "等通知")
    try house.hold("706", .amend)  // packed
    try house.remark("708", "买家不要了")  // handed over
    let status = try house.status()
    #expect(status.orders == 13)
    #expect(status.stages.map(\.orders).reduce(0, +) == status.orders)
    #expect(status.stages.map(\.stage) == OrderStage.allCases)
    #expect(status.stages.first { $0.stage == .paid }?.orders == 3)
    #expect(status.heldOrders == 4)
    #expect(status.stages.map(\.held).reduce(0, +) == status.heldOrders)
    #expect(status.heldFen == 4 * 17_580)
    #expect(status.heldAfterPrint == 2)
    #expect(status.unwanted == 3)
    #expect(status.reasons.map(\.reason) == [.amend, .buyerCancelled, .shipLater])
    #expect(status.reasons.map(\.orders) == [1, 3, 1])
    #expect(status.openRecalls == 2)
    #expect(status.openInterceptions == 1)
    #expect(status.bypasses == 0)
    #expect(status.newestImport == Moments.midnight.adding(minutes: 1))
    #expect(status.newestMemoImport == Moments.midnight.adding(minutes: 1))
    #expect(status.unfinishedImports == 0)
    #expect(try house.status(shop: House.shop) == status)
    #expect(try house.status(shop: "店铺乙").orders == 0)
    #expect(try house.status(shop: "店铺乙").openRecalls == 0)
  }

  @Test("orders that are over are not at risk, whatever their memos say", arguments: TestStore.engines)
  func over(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.take([("741", "交易成功"), ("742", "交易关闭"), ("743", "卖家已发货，等待买家确认")], memo: "买家不要了")
    let status = try house.status()
    #expect(status.stages.map(\.held) == [1, 1, 1])
    #expect(status.heldOrders == 1)
    #expect(status.unwanted == 1)
    #expect(status.heldFen == 17_580)
    #expect(status.reasons.map(\.orders) == [1])
    #expect(status.openRecalls == 1)
  }

  @Test("a dossier holds all that the rooms know of an order", arguments: TestStore.engines)
  func dossier(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.bring("731", to: .printed)
    try house.remark("731", "买家不要了")
    try house.remark("731", "赠品不要了")
    let dossier = try #require(try house.store.read { try OrderDossier.find(House.key("731"), $0) })
    #expect(dossier.order.stage == .printed)
    #expect(dossier.memos.map(\.text) == ["买家不要了", "赠品不要了"])
    #expect(dossier.holds.map(\.reason) == [.buyerCancelled])
    #expect(dossier.passes.map(\.gate) == ["print"])
    #expect(dossier.cases.map(\.kind) == [.recall])
    #expect(try house.store.read { try OrderDossier.find(House.key("732"), $0) } == nil)
  }
}
