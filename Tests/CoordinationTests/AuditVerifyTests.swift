import Cases
import Orders
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Coordination

/// A store that was changed by hand does not pass the check.
@Suite struct AuditVerifyTests {
  private static func tamper(_ house: House, _ sql: SQL) throws {
    #expect(try house.store.database.write { try $0.run(sql) } > 0)
  }

  private static func full(_ engine: Engine) throws -> House {
    let house = try House(engine: engine)
    try house.bring("801", to: .printed)
    try house.remark("801", "买家不要了")
    try house.perform(actor: People.zhao) {
      try Cases.close(.recall, shop: House.shop, order: "801", as: .done, result: "takenOut", $0)
    }
    try house.perform { try Holds.lift(House.key("801"), reason: nil, $0) }
    try house.bring("802", to: .paid)
    try house.remark("802", "买家不要了")
    try house.take([("802", "卖家已发货，等待买家确认")], minutes: 1)
    return house
  }

  @Test("a store that was only used is clean", arguments: TestStore.engines)
  func clean(engine: Engine) throws {
    let house = try Self.full(engine)
    let report = try AuditVerify.run(house.store, since: nil)
    #expect(report.findings == [])
    #expect(report.entries + report.unsealed >= 10)
    #expect(try Doctor.examine(house.store, now: Moments.evening).allSatisfy(\.isGood))
  }

  @Test("a count of open holds that was altered is found", arguments: TestStore.engines)
  func miscounted(engine: Engine) throws {
    let house = try Self.full(engine)
    try Self.tamper(house, "UPDATE shop_order SET open_holds = 0 WHERE id = '802'")
    #expect(try house.verify().map(\.code) == ["open_holds_mismatch"])
    #expect(try house.verify().map(\.place) == ["\(House.shop)/802"])
    let bad = try Doctor.examine(house.store, now: Moments.evening).filter { !$0.isGood }
    #expect(bad.map(\.check) == ["open_holds"])
    try Self.tamper(house, "UPDATE shop_order SET open_holds = 1 WHERE id IN ('801', '802')")
    #expect(try house.verify().map(\.place) == ["\(House.shop)/801"])
  }

  static let effects: [(String, SQL)] = [
    ("hold", "UPDATE hold SET operation_id = 'X' WHERE order_id = '802'"),
    ("hold", "UPDATE hold SET lift_operation_id = 'X' WHERE order_id = '801'"),
    ("gate_pass", "UPDATE gate_pass SET operation_id = 'X'"),
    ("memo_version", "UPDATE memo_version SET operation_id = 'X' WHERE order_id = '802'"),
    ("bypass", "UPDATE bypass SET operation_id = 'X'"),
    ("shop_case", "UPDATE shop_case SET operation_id = 'X' WHERE order_id = '801'"),
    ("shop_case", "UPDATE shop_case SET close_operation_id = 'X' WHERE order_id = '801'"),
    ("shop_order", "UPDATE shop_order SET operation_id = 'X' WHERE id = '801'"),
    ("playbook_version", "UPDATE playbook_version SET operation_id = 'X'"),
  ]

  @Test("an effect that belongs to no operation is found in every table", arguments: TestStore.engines)
  func strangers(engine: Engine) throws {
    struct RolledBack: Error {}
    let house = try Self.full(engine)
    for (table, sql) in Self.effects {
      #expect(throws: RolledBack.self) {
        try house.store.database.write { session in
          #expect(try session.run(sql) == 1, "\(table)")
          let found = try EffectRecords.withoutOperation(session)
          #expect(found.map(\.table) == [table])
          #expect(found.map(\.rows) == [1])
          throw RolledBack()
        }
      }
    }
    try Self.tamper(house, "UPDATE memo_version SET operation_id = 'X'")
    let finding = try #require(try house.verify().first)
    #expect(finding.code == "effect_without_operation")
    #expect(finding.place == "memo_version")
    #expect(finding.en.hasPrefix("2 rows"))
  }

  @Test("a log that was cut is found by an earlier receipt", arguments: TestStore.engines)
  func since(engine: Engine) throws {
    let house = try Self.full(engine)
    var head = try AuditVerify.run(house.store, since: nil).head
    // On PostgreSQL a change joins the chain when no older transaction is open on the server; other tests have some.
    for _ in 0..<100 where head.sequence == 0 {
      try house.remark("801", "好评")
      head = try AuditVerify.run(house.store, since: nil).head
    }
    try #require(head.sequence > 0)
    try house.remark("801", "好评")
    #expect(try AuditVerify.run(house.store, since: head).findings == [])
    let other = LogHead(sequence: head.sequence, hash: String(repeating: "0", count: 64))
    #expect(try !AuditVerify.run(house.store, since: other).findings.isEmpty)
  }
}
