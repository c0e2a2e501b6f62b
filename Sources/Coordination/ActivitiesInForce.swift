import Broadcasts
public import Playbooks
public import Store
public import Vocabulary

/// Activities with their changes.
extension Setup {
  /// The activities of a shop as they are at a moment.
  public static func activities(shop: String, at moment: Instant, _ session: any Session) throws -> ActivityBook {
    ActivityBook(
      activities: try ActivityChanges.current(try activities(session), at: moment, shop: shop, session).map(\.activity))
  }

  /// The newest version of each activity that was changed, also one that takes effect later; the others stand at 1.
  public static func activityVersions(shop: String, _ session: any Session) throws -> [String: Int] {
    try ActivityChanges.newest(shop: shop, session).mapValues { Int($0) }
  }

  /// What tells whether scripts may be said in a shop at a moment.
  public static func activityDay(shop: String, at moment: Instant, _ session: any Session) throws -> ActivityDay {
    let states = try ActivityChanges.current(try activities(session), at: moment, shop: shop, session)
    return ActivityDay(
      now: moment,
      activities: Dictionary(
        states.map { ($0.activity.id, ActivityDay.State(version: Int($0.version), ends: $0.activity.ends)) }
      ) { first, _ in first })
  }

  /// An activity of a shop as it is at a moment. Throws refused `unknown_activity`, and `playbook_missing` where there are
  /// none at all.
  public static func activity(
    _ id: String, shop: String, at moment: Instant, _ session: any Session
  ) throws -> Activity {
    let book = try activities(shop: shop, at: moment, session)
    try book.requireAny()
    guard let activity = book.activity(id) else { throw ActivityChanges.unknown(id) }
    return activity
  }
}
