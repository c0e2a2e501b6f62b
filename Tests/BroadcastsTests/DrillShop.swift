import Coordination
import Foundation
import Playbooks
import Rota
import Store
import TestSupport
import Vocabulary

/// Where every drill begins: 500 people of a shop at ten in the morning, and three group robots.
///
/// 350 have clocked in, 50 come on shift in the next minutes and never clock in, 50 are rostered for the afternoon, and
/// 50 are at home. Every third has a deputy who is there, every third one who is not.
struct DrillShop {
  static let shop = "main"
  static let people = (0..<500).map { "P\($0)" }
  static let present = people[..<350]
  static let coming = people[350..<400]
  static let later = people[400..<450]
  static let home = people[450...]
  static let robots = """
    robots:
      - {key: ding, platform: dingtalk}
      - {key: wecom, platform: wecom}
      - {key: feishu, platform: feishu}
    """

  static func start() throws -> Instant { try BroadcastHouse.at("11-11 10:00") }
  /// Of the shift of somebody in `coming`.
  static func shift(of place: Int) throws -> Instant { try start().adding(minutes: Int64(place % 5 + 1)) }

  private static let made = Result {
    let place = try TestStore.nowhere(engine: .sqlite)
    try fill(place)
    return place
  }

  /// A store of its own: on SQLite a copy of one that is made once.
  static func open(engine: Engine) throws -> TestStore {
    let place = try TestStore.nowhere(engine: engine)
    guard engine == .sqlite else {
      try fill(place)
      return place
    }
    let source = URL(fileURLWithPath: try made.get().path)
    let target = URL(fileURLWithPath: place.path).deletingLastPathComponent()
    for name in try FileManager.default.contentsOfDirectory(atPath: source.deletingLastPathComponent().path) {
      try FileManager.default.copyItem(
        at: source.deletingLastPathComponent().appendingPathComponent(name), to: target.appendingPathComponent(name))
    }
    return place
  }

  private static func fill(_ place: TestStore) throws {
    let store = try place.create(follow: Consequences.follow)
    let files = PlaybookSet.builtIn.files.filter { !$0.path.contains("/") }.map { file in
      guard file.path == "broadcasts.yaml" else { return file }
      // A day has no time for half an hour.
      let text = file.text.replacing("robots: []", with: robots).replacing(
        "remindMinutes: [10, 20]", with: "remindMinutes: [3]"
      )
      .replacing("deadlineMinutes: 30", with: "deadlineMinutes: 7").replacing("leadMinutes: 45", with: "leadMinutes: 9")
      return PlaybookFile(path: file.path, text: text)
    }
    _ = try store.perform(try operation("SHOP", at: try start().adding(minutes: -600))) { change in
      _ = try Setup.installPlaybooks(PlaybookSet(files: files), change)
      for (place, name) in people.enumerated() {
        try change.session.run(
          """
          INSERT INTO agent (shop, name, group_name, concurrency, level, deputy, min_minutes, max_minutes,
            max_shift_minutes, max_shifts, operation_id)
          VALUES ($1, $2, '', 3, 'regular', $3, 0, 2400, 600, 6, $4)
          """,
          [
            .text(shop), .text(name), .text([0, 499].contains(place) ? "" : ["P0", "P499", ""][place % 3]),
            .text(change.operation.id.text),
          ])
      }
      for name in present {
        try change.session.run(
          "INSERT INTO attendance (shop, agent, in_at, in_by, operation_id) VALUES ($1, $2, $3, $2, $4)",
          [
            .text(shop), .text(name), .integer(try start().adding(minutes: -60).milliseconds),
            .text(change.operation.id.text),
          ])
      }
      let day = ShopDay(try start())
      try publish(
        coming.enumerated().map { ($1, try shift(of: $0), day.start.adding(minutes: 18 * 60)) }
          + later.map { ($0, day.start.adding(minutes: 15 * 60), day.start.adding(minutes: 23 * 60)) }, day, change)
      return 0
    }
  }

  private static func publish(
    _ shifts: [(name: String, start: Instant, end: Instant)], _ day: ShopDay, _ change: Change
  ) throws {
    let cost = #"{"belowMinHours":0,"changes":0,"idle":0,"missingSlots":{},"nights":0,"under":0,"wishes":0}"#
    let id = change.operation.id.text
    try change.session.run(
      """
      INSERT INTO rota (shop, version, state, source, from_at, until_at, slot_minutes, cost, made_at, made_by,
        published_at, published_by, revision, operation_id, publish_operation_id)
      VALUES ($1, 1, 'published', 'file', $2, $3, 30, $5, 1, 'a', 1, 'a', 1, $4, $4)
      """,
      [.text(shop), .integer(day.start.milliseconds), .integer(day.end.milliseconds), .text(id), .text(cost)])
    try change.session.run(
      "INSERT INTO rota_day (shop, day, version, operation_id) VALUES ($1, $2, 1, $3)",
      [.text(shop), .integer(Int64(day.number)), .text(id)])
    for (place, shift) in shifts.enumerated() {
      try change.session.run(
        """
        INSERT INTO rota_shift (shop, version, number, agent, start_at, end_at, is_pinned, operation_id)
        VALUES ($1, 1, $6, $2, $3, $4, 0, $5)
        """,
        [
          .text(shop), .text(shift.name), .integer(shift.start.milliseconds), .integer(shift.end.milliseconds),
          .text(id),
          .integer(Int64(place + 1)),
        ])
    }
  }
}
