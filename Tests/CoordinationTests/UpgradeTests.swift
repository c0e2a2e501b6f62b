import Cases
import Formats
import Orders
import Playbooks
import TestSupport
import Testing
import Vocabulary

@testable import Coordination
@testable import Store

/// A store of every earlier schema, with a night's work in it, goes on where it stood.
@Suite struct UpgradeTests {
  /// The schemas that stores out there may have.
  static let versions: [Int64] = [6, 12, 15]

  static var all: [(engine: Engine, version: Int64)] {
    TestStore.engines.flatMap { engine in versions.map { (engine, $0) } }
  }

  @Test("a populated store of an earlier version is brought up to date and works on", arguments: all)
  func upgrade(engine: Engine, version: Int64) throws {
    let place = try TestStore.nowhere(engine: engine)
    try populate(place, version)
    let store = try place.create(follow: Consequences.follow)
    #expect(try store.read { try Migrator.version($0) } == Migrator.newest(for: engine))
    try look(store)
    try work(on: store)
    #expect(try store.verifyLog().findings.isEmpty)
    #expect(try AuditVerify.run(store, since: nil).findings.isEmpty)
  }

  /// What was there is there: an order held after print, and its recall.
  private func look(_ store: Store) throws {
    let dossier = try #require(try store.read { try OrderDossier.find(House.key("1001"), $0) })
    #expect(dossier.order.stage == .printed)
    #expect(dossier.order.openHolds == 1)
    #expect(dossier.order.columns.paid == Money(fen: 17_580))
    #expect(dossier.order.columns.shipBy == nil)
    #expect(dossier.holds.map(\.reason) == [.buyerCancelled])
    #expect(dossier.holds.map(\.until) == [nil])
    #expect(dossier.memos.map(\.text) == ["买家不要了"])
    let status = try store.read { try DayStatus.ask(shop: House.shop, now: Moments.midnight, $0) }
    #expect(status.heldOrders == 1)
    #expect(status.picture.unwanted.printed == 1)
  }

  /// The playbooks of then are in force, and what they do not have yet is the shipped one.
  private func work(on store: Store) throws {
    let playbooks = try store.read { try Setup.importPlaybooks(AddressIntake(storeSecret: "test"), $0) }
    let text =
      "订单编号,订单状态,订单付款时间,买家实际支付金额,订单备注,买家留言\r\n"
      + "1002,买家已付款，等待卖家发货,2026-11-11 00:01:02,99.00,买家不要了,麻烦尽快\r\n"
    let file = ImportFile(
      shop: House.shop, name: "after.csv", digest: "after", exportedAt: Moments.midnight)
    let summary = try OrderImport(
      file: file, playbooks: playbooks, actor: People.wang, run: try #require(OperationID("AFTER")),
      now: { Moments.midnight }
    ).perform(try CSVReader(.bytes(Array(text.utf8))), in: store, reject: { _ in })
    #expect(summary.totals.new == 1)
    #expect(summary.totals.held == 1)
    let gate = try store.read { try Gates.find("print", $0) }
    let answers = try store.perform(try operation("PASS")) {
      try Gates.pass([House.key("1001"), House.key("1002"), House.key("1003")], at: gate, $0)
    }.result
    #expect(answers.map(\.outcome) == [.notDue, .held, .pass])
    _ = try store.perform(try operation("LIFT")) { try Holds.lift(House.key("1001"), reason: nil, $0) }
    let cases = try store.read { try Cases.ofOrder(shop: House.shop, order: "1001", $0) }
    #expect(cases.map(\.state) == [.void])
  }

  /// A store as an earlier version left it, written by that version's own SQL.
  func populate(_ place: TestStore, _ version: Int64, adding rows: [String] = []) throws {
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
      try Migrator.migrate(session, to: version)
      for (name, value) in [("id", "OLD"), ("digest_key", "00"), ("is_rehearsal", "0"), ("created_at", "then")] {
        try session.run("INSERT INTO store_setting (name, value) VALUES ($1, $2)", [.text(name), .text(value)])
      }
    }
    let settings = Store.Settings(id: "OLD", isRehearsal: false, digestKey: "00")
    let store = Store(database: database, settings: settings, follow: { _, _ in })
    _ = try store.perform(try operation("OLD-INIT")) { change in
      try PlaybookRecords.insert(Self.playbooksOfThen, version: 1, digest: "then", change)
      try Gates.replace(try Self.playbooksOfThen.gates(), change)
      return 0
    }
    _ = try store.perform(try operation("OLD-WORK")) { change in
      for row in Self.night(version) + rows { try change.session.script(row) }
      return 0
    }
    if case .file = place.location {
      try database.write {
        try $0.script("PRAGMA application_id=\(SQLiteDatabase.applicationID); PRAGMA user_version=\(version)")
      }
    }
  }

  /// Before there were files for buyers' messages, flags, deadlines and costs, and with the keys of those rules.
  private static var playbooksOfThen: PlaybookSet {
    let kept = PlaybookSet.builtIn.files.filter { $0.path == "gates.yaml" || $0.path.hasPrefix("event/") }
    let rules = """
      words:
        le: 了 啦
      rules:
        - {key: unwanted, says: cancel, joining: across, patterns: 不要<le>?}
        - {key: may-ship, says: resume, weak: true, patterns: 正常发}
      """
    return PlaybookSet(files: kept + [PlaybookFile(path: "remarks/seller-memo.yaml", text: rules)])
  }

  private static func night(_ version: Int64) -> [String] {
    [
      """
      INSERT INTO shop_order (shop, id, stage, version, open_holds, refund_block, memo_seen_at, memo_version, source_at,
        platform_status, created_at, paid_at, total_fen, paid_fen, refund_fen, title, item_count, operation_id)
      VALUES ('店铺甲', '1001', 50, 3, 1, 0, 1794326709007, 1, 1794326709007, '买家已付款', 1794312000000, 1794312060000,
        17880, 17580, 0, '保湿面霜', 1, 'OLD-WORK'),
        ('店铺甲', '1003', 30, 1, 0, 0, 1794326709007, 0, 1794326709007, '买家已付款', 1794312000000, 1794312060000,
        8880, 8880, 0, '口红', 1, 'OLD-WORK')
      """,
      """
      INSERT INTO memo_version (shop, order_id, number, text, seen_at, source, verdict, rule, operation_id)
      VALUES ('店铺甲', '1001', 1, '买家不要了', 1794326709007, 'import', 'cancel', 'unwanted', 'OLD-WORK')
      """,
      """
      INSERT INTO hold (id, shop, order_id, line, reason, source, note, placed_by, placed_at, placed_stage, consequence,
        operation_id)
      VALUES ('OLD-WORK:1001', '店铺甲', '1001', '', 'buyerCancelled', 'memo:1', '', '王芳', 1794326709007, 50, 'recall',
        'OLD-WORK')
      """,
      """
      INSERT INTO gate_pass (operation_id, shop, order_id, gate, at, actor)
      VALUES ('OLD-WORK', '店铺甲', '1001', 'print', 1794326709007, '王芳')
      """,
      // Since schema 13 a case may be about something else than an order.
      version < 13
        ? """
        INSERT INTO shop_case (id, kind, shop, order_id, stage, owner_group, state, opened_at, operation_id, result)
        VALUES ('OLD-WORK:recall:1001', 'recall', '店铺甲', '1001', 50, 'warehouse', 'open', 1794326709007, 'OLD-WORK', '')
        """
        : """
        INSERT INTO shop_case (id, kind, shop, order_id, subject, stage, owner_group, state, opened_at, operation_id, result)
        VALUES ('OLD-WORK:recall:1001', 'recall', '店铺甲', '1001', '', 50, 'warehouse', 'open', 1794326709007, 'OLD-WORK', '')
        """,
      "INSERT INTO case_hold (case_id, hold_id) VALUES ('OLD-WORK:recall:1001', 'OLD-WORK:1001')",
    ]
  }
}
