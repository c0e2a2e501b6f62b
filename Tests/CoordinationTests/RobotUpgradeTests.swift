import Broadcasts
import Playbooks
import TestSupport
import Testing
import Vocabulary

@testable import Coordination
@testable import Store

/// A robot spoke for each shop by itself; from now on for the whole store.
@Suite struct RobotUpgradeTests {
  /// Two shops with a text of the same robot on its way and a pause each, and one of them with an older text, too.
  private static let rows = [
    """
    INSERT INTO broadcast (shop, number, version, title, body, urgency, audience, activity, activity_version,
      effective_at, question, options, answer, sent_at, sent_by, operation_id)
    VALUES ('店铺甲', 1, 1, '减50', '', 'urgent', '', '', 0, 10, '', '', 0, 10, '王芳', 'OLD-WORK'),
      ('店铺乙', 1, 1, '减60', '', 'urgent', '', '', 0, 11, '', '', 0, 11, '王芳', 'OLD-WORK')
    """,
    """
    INSERT INTO robot_message (shop, robot, broadcast, version, kind, lane, body, state, not_before, losses, queued_at,
      sending, operation_id)
    VALUES ('店铺甲', 'ding', 1, 1, 'change', 'urgent', '减50', 'sending', 10, 0, 10, 2, 'OLD-WORK'),
      ('店铺乙', 'ding', 1, 1, 'change', 'urgent', '减60', 'sending', 11, 2, 11, 1, 'OLD-WORK')
    """,
    """
    INSERT INTO robot_sending (shop, robot, number, lane, messages, is_repeat, state, code, claimed_at, lease_until,
      answered_at, operation_id, answer_operation_id)
    VALUES ('店铺甲', 'ding', 1, 'urgent', 1, 0, 'sent', '0', 12, 72, 13, 'OLD-WORK', 'OLD-WORK'),
      ('店铺甲', 'ding', 2, 'urgent', 1, 0, 'sending', '', 14, 74, NULL, 'OLD-WORK', NULL),
      ('店铺乙', 'ding', 1, 'urgent', 1, 0, 'sending', '', 15, 75, NULL, 'OLD-WORK', NULL)
    """,
    """
    INSERT INTO robot_pause (shop, robot, until_at, code, operation_id)
    VALUES ('店铺甲', 'ding', 200, '-1', 'OLD-WORK'), ('店铺乙', 'ding', 900, '410100', 'OLD-WORK')
    """,
  ]

  @Test("what was on its way is said again, marked; the longest pause stays", arguments: TestStore.engines)
  func upgrade(engine: Engine) throws {
    let place = try TestStore.nowhere(engine: engine)
    try UpgradeTests().populate(place, 21, adding: Self.rows)
    let store = try place.create(follow: Consequences.follow)
    #expect(try store.read { try Migrator.version($0) } == Migrator.newest(for: engine))
    let standings = try store.read { session in
      try ["店铺甲", "店铺乙"].flatMap { try RobotStanding.all(shop: $0, session) }
    }
    #expect(standings.map(\.waiting) == [1, 0] && standings.map(\.unsure) == [0, 1])
    #expect(standings.map(\.pausedUntil) == [Instant(milliseconds: 900), Instant(milliseconds: 900)])
    let robot = BroadcastRules.Robot(key: "ding", platform: .dingtalk, audience: [], perMinute: 18, reserved: 6)
    let claim = try store.perform(try operation("CLAIM")) { try RobotOutbox.claim(robot, shop: "店铺甲", $0) }.result
    guard case .take(let sending) = claim else {
      Issue.record("nothing to say")
      return
    }
    #expect(sending.isRepeat && sending.number == 3)
    #expect(try AuditVerify.run(store, since: nil).findings.isEmpty)
  }
}
