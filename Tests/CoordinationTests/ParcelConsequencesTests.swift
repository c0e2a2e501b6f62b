import Cases
import Orders
import Playbooks
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Coordination

/// What follows in other rooms when orders travel in parcels.
@Suite struct ParcelConsequencesTests {
  private func pass(_ house: House, _ id: String, _ gate: String) throws -> GateOutcome? {
    let gates = try PlaybookSet.builtIn.gates()
    guard let gate = gates.first(where: { $0.key == gate }) else { throw Unexpected(what: gate) }
    return try house.perform { try Gates.pass([House.key(id)], at: gate, $0) }.first?.outcome
  }

  @Test("a hold between two parcels of one order stops one and recalls the other", arguments: TestStore.engines)
  func split(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.bring("701", to: .printed)
    try house.list(["SF1,701", "SF2,701"])
    #expect(try pass(house, "SF1", "handOver") == .pass)
    #expect(try pass(house, "SF2", "pack") == .pass)
    let placed = try house.hold("701", .buyerCancelled)
    #expect(placed.exitCode == .late)
    #expect(placed.leftBehind == ["SF2"])
    let cases = try house.cases("701")
    #expect(Set(cases.map(\.kind)) == [.recall, .interception])
    #expect(cases.first { $0.kind == .recall }?.stage == .packed)
    for item in cases { #expect(try house.attached(item) == [placed.id]) }
    #expect(try pass(house, "SF2", "handOver") == .held)
    try house.perform { try Holds.lift(House.key("701"), reason: nil, $0) }
    #expect(try house.cases("701").allSatisfy { $0.state == .void })
    #expect(try house.verify() == [])
  }

  @Test("an order whose mate was packed by its own number is recalled too", arguments: TestStore.engines)
  func mate(engine: Engine) throws {
    let house = try House(engine: engine)
    for id in ["702", "703"] { try house.bring(id, to: .paid) }
    try house.list(["SF1,702 703"])
    #expect(try pass(house, "702", "pack") == .pass)
    let placed = try house.hold("703", .buyerCancelled)
    #expect(placed.stage == .packed, "its goods lie in the packed box")
    #expect(try house.cases("703").map(\.kind) == [.recall])
  }

  @Test("what is taken out of its parcel needs no recall, and the rest goes", arguments: TestStore.engines)
  func takenOut(engine: Engine) throws {
    let house = try House(engine: engine)
    for id in ["704", "705", "706"] { try house.bring(id, to: .printed) }
    try house.list(["SF1,704 705 706"])
    for id in ["705", "706"] { try house.hold(id, .buyerCancelled) }
    try house.perform { try Parcels.takeOut("705", of: "SF1", shop: House.shop, $0) }
    #expect(try house.cases("705").map(\.state) == [.done])
    #expect(try house.cases("705").map(\.result) == [Recalls.takenOut])
    #expect(try pass(house, "SF1", "pack") == .held)
    // The other way round: the recall is done, so the goods are out.
    try house.perform {
      try Recalls.close(.recall, shop: House.shop, order: "706", as: .done, result: Recalls.takenOut, $0)
    }
    #expect(try house.cases("706").map(\.state) == [.done])
    #expect(try pass(house, "SF1", "pack") == .pass)
    #expect(try house.verify() == [])
  }

  @Test("a recall that did not find the goods leaves them in the parcel", arguments: TestStore.engines)
  func notFound(engine: Engine) throws {
    let house = try House(engine: engine)
    for id in ["707", "708", "709"] { try house.bring(id, to: .printed) }
    try house.list(["SF1,707 708", "SF2,709"])
    for id in ["708", "709"] { try house.hold(id, .buyerCancelled) }
    try house.perform {
      try Recalls.close(.recall, shop: House.shop, order: "708", as: .failed, result: "notFound", $0)
    }
    #expect(try pass(house, "SF1", "pack") == .held)
    try house.perform {
      try Recalls.close(.recall, shop: House.shop, order: "709", as: .done, result: Recalls.takenOut, $0)
    }
    #expect(try pass(house, "SF2", "pack") == .held, "a parcel of its own stays what it is")
    try house.perform { try Holds.lift(House.key("709"), reason: nil, $0) }
    #expect(try pass(house, "SF2", "pack") == .pass)
  }

  @Test("a wrong count of parcels is found", arguments: TestStore.engines)
  func miscounted(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.bring("710", to: .printed)
    try house.list(["SF1,710"])
    #expect(try house.verify() == [])
    _ = try house.store.database.write { try $0.run("UPDATE shop_order SET parcels = 2 WHERE id = '710'") }
    #expect(try house.verify().map(\.code) == ["parcels_mismatch"])
  }

  static let effects: [(String, SQL)] = [
    ("gate_pass", "UPDATE gate_pass SET undo_operation_id = 'X' WHERE undone_at IS NOT NULL"),
    ("parcel", "UPDATE parcel SET operation_id = 'X' WHERE waybill = 'SF1'"),
    ("parcel_item", "UPDATE parcel_item SET operation_id = 'X' WHERE order_id = '711'"),
    ("parcel_item", "UPDATE parcel_item SET out_operation_id = 'X' WHERE order_id = '712'"),
    ("parcel_pass", "UPDATE parcel_pass SET operation_id = 'X'"),
    ("parcel_pass", "UPDATE parcel_pass SET undo_operation_id = 'X'"),
  ]

  @Test("what belongs to no operation is found in every table of parcels", arguments: TestStore.engines)
  func strangers(engine: Engine) throws {
    struct RolledBack: Error {}
    let house = try House(engine: engine)
    for id in ["711", "712"] { try house.bring(id, to: .printed) }
    try house.list(["SF1,711 712"])
    try house.perform { try Parcels.takeOut("712", of: "SF1", shop: House.shop, $0) }
    #expect(try pass(house, "SF1", "pack") == .pass)
    let gates = try PlaybookSet.builtIn.gates()
    guard let pack = gates.first(where: { $0.key == "pack" }) else { throw Unexpected(what: "pack") }
    try house.perform { try GateUndo.undo(House.key("SF1"), at: pack, reading: .either, $0) }
    #expect(try house.verify() == [])
    for (table, sql) in Self.effects {
      #expect(throws: RolledBack.self) {
        try house.store.database.write { session in
          #expect(try session.run(sql) == 1, "\(table)")
          #expect(try EffectRecords.withoutOperation(session).map(\.table) == [table])
          throw RolledBack()
        }
      }
    }
  }
}
