import AddressParsing
import Playbooks
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// Labels belong to parcels: an order may be in two, and its parcel may be further than itself.
@Suite struct AddressInParcelTests {
  private func change(_ id: String, of shop: Shop) throws -> Addresses.Approved {
    let (intake, couriers) = (AddressIntake(storeSecret: "test"), try PlaybookSet.builtIn.couriers())
    try shop.perform {
      try Addresses.propose(
        Shop.key(id), AddressParser.parse("浙江省杭州市西湖区文三路1号"), intake, couriers, $0)
    }
    return try shop.perform {
      try Addresses.approve(Shop.key(id), acceptsUnserved: true, intake, couriers, $0)
    }
  }

  @Test("a new address after the parcel left by another order's number is late", arguments: TestStore.engines)
  func leftWithAMate(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    for id in ["11", "12"] { try shop.put(makeOrder(id, stage: .packed)) }
    try shop.link("SF1", ["11", "12"])
    #expect(try shop.pass(["11"], at: "handOver").map(\.outcome) == [.pass])
    #expect(try shop.parcel("SF1")?.stage == .handedOver)
    #expect(try shop.order("12")?.stage == .packed)
    #expect(try change("12", of: shop).consequence == .interception)
    #expect(shop.log.facts.contains(.addressLate))
  }

  @Test("the parcel that is still here gets another label", arguments: TestStore.engines)
  func secondParcel(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.put(makeOrder("21", stage: .printed))
    for waybill in ["SF1", "SF2"] { try shop.link(waybill, ["21"]) }
    #expect(try shop.pass(["SF1"], at: "handOver").map(\.outcome) == [.pass])
    #expect(try change("21", of: shop).consequence == .interception)
    #expect(try shop.pass(["SF2"], at: "pack").map(\.outcome) == [.reprint])
    #expect(try shop.pass(["SF1"], at: "print").map(\.outcome) == [.notDue], "it has left")
    #expect(try shop.pass(["SF2"], at: "print").map(\.outcome) == [.pass])
    #expect(try shop.order("21")?.stage == .handedOver)
    #expect(try shop.pass(["SF2"], at: "print").map(\.outcome) == [.notDue])
    #expect(try shop.pass(["SF2"], at: "pack").map(\.outcome) == [.pass])
    let passes = try shop.store.read { try Gates.passes(Shop.key("21"), $0) }
    #expect(passes.map(\.gate) == ["handOver", "pack"], "what is printed again is no pass")
  }
}
