import Orders
import Playbooks
import Refunds
import TestSupport
import Testing
import Vocabulary

@testable import Coordination
@testable import Store

/// A store from before refunds were queued: what its holds should have queued is there afterwards.
@Suite struct RefundUpgradeTests {
  private static let orders = """
    INSERT INTO shop_order (shop, id, stage, version, open_holds, refund_block, memo_version, source_at, paid_at, paid_fen,
      refund_fen, operation_id)
    VALUES ('店铺甲', '1', 30, 1, 1, 0, 0, 1, 1794326462000, 17580, 0, 'OLD'),
      ('店铺甲', '2', 50, 1, 1, 0, 0, 1, 1794326462000, NULL, NULL, 'OLD'),
      ('店铺甲', '3', 30, 1, 1, 2, 0, 1, 1794326462000, 17580, 0, 'OLD'),
      ('店铺甲', '4', 20, 1, 1, 0, 0, 1, NULL, 17580, 0, 'OLD'),
      ('店铺甲', '5', 30, 1, 1, 0, 0, 1, 1794326462000, 17580, 0, 'OLD'),
      ('店铺甲', '6', 30, 1, 0, 0, 0, 1, 1794326462000, 17580, 0, 'OLD'),
      ('店铺甲', '7', 30, 1, 2, 0, 0, 1, 1794326462000, 100, 0, 'OLD'),
      ('店铺甲', '8', 110, 1, 1, 0, 0, 1, 1794326462000, 100, 0, 'OLD')
    """

  private static let holds = """
    INSERT INTO hold (id, shop, order_id, line, reason, source, note, placed_by, placed_at, placed_stage, consequence,
      operation_id, lifted_at, lifted_by, lift_operation_id)
    VALUES ('H1', '店铺甲', '1', '', 'buyerCancelled', 'person:a', '', 'a', 1794326709007, 30, 'none', 'OLD', NULL, NULL, NULL),
      ('H2', '店铺甲', '2', '', 'buyerCancelled', 'person:a', '', 'a', 1794326709007, 50, 'recall', 'OLD', NULL, NULL, NULL),
      ('H3', '店铺甲', '3', '', 'buyerCancelled', 'person:a', '', 'a', 1794326709007, 30, 'none', 'OLD', NULL, NULL, NULL),
      ('H4', '店铺甲', '4', '', 'buyerCancelled', 'person:a', '', 'a', 1794326709007, 20, 'none', 'OLD', NULL, NULL, NULL),
      ('H5', '店铺甲', '5', '', 'review', 'person:a', '', 'a', 1794326709007, 30, 'none', 'OLD', NULL, NULL, NULL),
      ('H6', '店铺甲', '6', '', 'buyerCancelled', 'person:a', '', 'a', 1794326709007, 30, 'none', 'OLD', 1794326709008, 'a',
        'OLD'),
      ('H7', '店铺甲', '7', '', 'buyerCancelled', 'person:a', '', 'a', 1794326709007, 30, 'none', 'OLD', NULL, NULL, NULL),
      ('H7b', '店铺甲', '7', '', 'buyerCancelled', 'memo:1', '', 'a', 1794326709007, 30, 'none', 'OLD', NULL, NULL, NULL),
      ('H8', '店铺甲', '8', '', 'buyerCancelled', 'person:a', '', 'a', 1794326709007, 110, 'none', 'OLD', NULL, NULL, NULL)
    """

  @Test("open holds of unwanted, paid orders have their refunds", arguments: TestStore.engines)
  func backfill(engine: Engine) throws {
    let place = try TestStore.nowhere(engine: engine)
    try populate(place)
    let store = try place.create(follow: Consequences.follow)
    let refunds = try store.read { try Refunds.list(RefundFilter(limit: 100), $0) }.sorted { $0.id < $1.id }
    #expect(refunds.map(\.order) == ["1", "2", "7"])
    #expect(refunds.map(\.amountFen) == [17_580, nil, 100])
    #expect(refunds.map(\.review) == [nil, .amountUnknown, nil])
    #expect(refunds.map(\.state) == [.awaitingApplication, .awaitingApplication, .awaitingApplication])
    #expect(refunds[0].key == "3:店铺甲:1:1:0::1")
    #expect(refunds[0].opensAt == Instant("2026-11-12 00:00"))
    #expect(refunds[0].deadline == Instant("2026-11-14 00:00"))
    #expect(try AuditVerify.run(store, since: nil).findings.map(\.code).allSatisfy { $0 != "refund_mismatch" })
    // And they live on: a lift withdraws.
    _ = try store.perform(try operation("LIFT")) { try Holds.lift(House.key("1"), reason: nil, $0) }
    #expect(try store.read { try Refunds.find("1", shop: House.shop, $0) }.map(\.refund.state) == [.withdrawn])
  }

  private func populate(_ place: TestStore) throws {
    let database: any Database
    switch place.location {
    case .file(let path):
      let file = try SQLiteDatabase(path: path, creating: true)
      try file.useWriteAheadLog()
      database = file
    case .server(let url):
      let server = try PostgreSQLDatabase(url: url, settings: .init())
      try server.createSchema()
      database = server
    }
    try database.write { session in
      try Migrator.migrate(session, to: 12)
      for (name, value) in [("id", "OLD"), ("digest_key", "00"), ("is_rehearsal", "0"), ("created_at", "then")] {
        try session.run("INSERT INTO store_setting (name, value) VALUES ($1, $2)", [.text(name), .text(value)])
      }
    }
    let settings = Store.Settings(id: "OLD", isRehearsal: false, digestKey: "00")
    let store = Store(database: database, settings: settings, follow: { _, _ in })
    _ = try store.perform(try operation("OLD-INIT")) { change in
      try PlaybookRecords.insert(.builtIn, version: 1, digest: "then", change)
      try Gates.replace(try PlaybookSet.builtIn.gates(), change)
      return 0
    }
    _ = try store.perform(try operation("OLD")) { change in
      try change.session.script(Self.orders)
      try change.session.script(Self.holds)
      return 0
    }
    if case .file = place.location {
      try database.write {
        try $0.script("PRAGMA application_id=\(SQLiteDatabase.applicationID); PRAGMA user_version=12")
      }
    }
  }
}
