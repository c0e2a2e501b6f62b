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

  /// The newest version of each activity that was changed; the others stand at 1. A script for an older one is stale.
  public static func activityVersions(shop: String, _ session: any Session) throws -> [String: Int] {
    try ActivityChanges.newest(shop: shop, session).mapValues { Int($0) }
  }
}
