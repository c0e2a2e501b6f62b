import Cases
import Formats
import Orders
import PageCheck
import Playbooks
import Refunds
import TestSupport
import Testing
import Vocabulary

@testable import Coordination
@testable import Store

/// A store from before there were broadcasts, training, deadlines of cases and page checks works on with all of them.
@Suite struct ServiceUpgradeTests {
  private static let refunds = """
    INSERT INTO refund (shop, id, order_id, line, sequence, kind, state, review, amount_fen, key, phase, opens_at,
      deadline, attempts, source, note, queued_at, queued_by, amount_by, version, operation_id)
    VALUES ('店铺甲', '1003.1', '1003', '', 1, 'difference', 'awaitingApplication', '', 300, '3:店铺甲:4:1003:0::1', '',
      1794412800000, 1794585600000, 0, 'person', '', 1794326709007, '王芳', '王芳', 1, 'OLD-WORK')
    """

  private static let cases = """
    INSERT INTO shop_case (id, kind, shop, order_id, subject, stage, owner_group, state, opened_at, closed_at, closed_by,
      close_operation_id, operation_id, result)
    VALUES ('OLD-WORK:oversold:A', 'oversold', '店铺甲', '', 'A', NULL, 'operations', 'open', 1794326709007, NULL, NULL, NULL,
        'OLD-WORK', ''),
      ('OLD-WORK:recall:1003', 'recall', '店铺甲', '1003', '', 50, 'warehouse', 'done', 1794326709007, 1794326710000, '王芳',
        'OLD-WORK', 'OLD-WORK', 'takenOut')
    """

  @Test(
    "a populated store of schema 16 has deadlines, and pages, claims and passes work on it",
    arguments: TestStore.engines)
  func upgrade(engine: Engine) throws {
    let place = try TestStore.nowhere(engine: engine)
    try UpgradeTests().populate(place, 16, adding: [Self.refunds, Self.cases])
    let store = try place.create(follow: Consequences.follow)
    #expect(try store.read { try Migrator.version($0) } == Migrator.newest(for: engine))
    try deadlines(store)
    try claims(store)
    try pages(store)
    let ready = try store.read { try DayReady.ask(shop: House.shop, now: Moments.midnight, $0) }
    #expect(!ready.isReady)
    #expect(try AuditVerify.run(store, since: nil).findings.isEmpty)
    #expect(try store.verifyLog().findings.isEmpty)
  }

  /// Old cases get late, too, and go to the lead.
  private func deadlines(_ store: Store) throws {
    let old = Instant(milliseconds: 1_794_326_709_007)
    let cases = try store.read { try Cases.list(CaseFilter(shop: House.shop, openOnly: false), $0) }
    #expect(
      cases.map { "\($0.reference) \($0.state)" }.sorted() == [
        "oversold:A open", "recall:1001 open", "recall:1003 done",
      ])
    #expect(cases.filter { !$0.state.isEnd }.allSatisfy { $0.dueAt == old.adding(minutes: 30) })
    #expect(cases.filter { $0.state.isEnd }.allSatisfy { $0.dueAt == nil })
    let late = try store.perform(try operation("LATE", at: old.adding(minutes: 31))) {
      try Cases.escalateOverdue(shop: House.shop, $0)
    }.result
    #expect(late.map(\.reference.description).sorted() == ["oversold:A", "recall:1001"])
  }

  /// A refund that was queued by hand before takes from what a claim may be given.
  private func claims(_ store: Store) throws {
    let asked = try store.perform(try operation("ASK", actor: People.zhao)) {
      try CaseDesk.claim(
        of: "1003", amount: Money(fen: 99_900), liability: .ours, reason: "破", follows: nil, shop: House.shop, $0)
    }.result
    #expect(asked.limitFen == 8_580, "88.80 were paid and 3.00 go back already")
    let granted = try store.perform(try operation("GRANT")) {
      try CaseDesk.grant(nil, of: "1003", shop: House.shop, $0)
    }.result
    #expect(granted.refund == "1003.2")
  }

  /// The playbooks of then have no rules for pages: the shipped ones hold.
  private func pages(_ store: Store) throws {
    let item = PageItem(id: "A", file: "a.csv", line: 2, title: "全网第一", texts: [.init(line: 2, text: "全网第一")])
    let book = try store.read { try PageDesk.book(shop: House.shop, at: nil, now: Moments.midnight, $0) }
    let looks = [PageInspector(book).look(at: item)]
    let noted = try store.perform(try operation("PAGES")) {
      try Pages.note(looks, pricesAt: book.at, shop: House.shop, $0)
    }.result
    #expect([noted.pages, noted.faults] == [1, 1])
    #expect(try store.read { try Cases.countOpen(.pageFault, shop: House.shop, $0) } == 1)
  }
}
