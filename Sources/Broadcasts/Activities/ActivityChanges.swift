public import Playbooks
public import Store
public import Vocabulary

/// One version of an activity; the first is the playbook's.
public struct ActivityVersion: Sendable, Codable, Equatable {
  public let activity: String
  public let number: Int64
  public let effectiveAt: Instant
  public let patch: ActivityPatch
  public let note: String
  public let at: Instant
  public let actor: String
}

/// An activity changed: courses, scripts and pages may have to follow.
public enum ActivityFact: Fact {
  case changed(shop: String, activity: String, version: Int64)
}

/// The verbs of changes to activities.
public enum ActivityChanges {
  public struct Changed: Sendable, Codable, Equatable {
    public let activity: String
    public let name: String
    public let version: Int64
    public let effectiveAt: Instant
    public let differences: [ActivityDifference]
  }

  /// Writes down the next version.
  ///
  /// - Parameters:
  ///   - book: the playbook's activities.
  ///   - floors: the least a code may cost.
  /// - Throws: refused `unknown_activity`, `activity_unchanged`, `activity_ended`, and what the book's own check finds
  ///   wrong with the activity afterwards.
  public static func change(
    _ id: String, _ patch: ActivityPatch, from effective: Instant, note: String, _ book: ActivityBook,
    floors: [String: Money], shop: String, _ change: Change
  ) throws -> Changed {
    let states = try current(book, at: effective, shop: shop, change.session)
    guard let place = states.firstIndex(where: { $0.activity.id == id }) else { throw unknown(id) }
    let last = try ActivityRecords.versions(id, shop: shop, change.session).last
    if let last, last.effectiveAt > effective {
      throw Failure(
        .refused, code: "activity_later_change",
        Message(
          zh: "第 \(last.number) 版从 \(last.effectiveAt.shopText) 起生效，新的不能更早",
          en: "version \(last.number) takes effect at \(last.effectiveAt.shopText); the next one cannot be earlier"),
        place: id, next: Message(zh: "把 --effective 写晚些", en: "give a later --effective"))
    }
    let old = states[place].activity
    let new = patch.applied(to: old)
    let differences = ActivityDifference.between(old, new)
    guard !differences.isEmpty else {
      throw Failure(
        .refused, code: "activity_unchanged", Message(zh: "和现在的一样", en: "this is how it is already"), place: id,
        next: Message(zh: "查看：peakday activity history \(id)", en: "look: peakday activity history \(id)"))
    }
    var changed = ActivityBook(activities: states.map(\.activity))
    let before = changed.faults(floors: floors)
    changed.activities[place] = new
    if let fault = changed.faults(floors: floors).first(where: { !before.contains($0) }) {
      throw Failure(.refused, code: fault.code, fault.message, place: fault.place, next: fault.next)
    }
    let number = (last?.number ?? 1) + 1
    try ActivityRecords.insert(id, number, patch, from: effective, note: note, shop: shop, change)
    try change.announce(ActivityFact.changed(shop: shop, activity: id, version: number))
    return Changed(activity: id, name: new.name, version: number, effectiveAt: effective, differences: differences)
  }

  /// An activity as it is at a moment, with the version that makes it so.
  public struct State: Sendable, Equatable {
    public let activity: Activity
    public let version: Int64
    /// The newest version there is, which may take effect later.
    public let newest: Int64
  }

  /// Every activity of the book as it is at a moment.
  public static func current(
    _ book: ActivityBook, at moment: Instant, shop: String, _ session: any Session
  ) throws -> [State] {
    let versions = Dictionary(grouping: try ActivityRecords.versions(nil, shop: shop, session), by: \.activity)
    return book.activities.map { activity in
      let known = versions[activity.id] ?? []
      let effective = known.filter { $0.effectiveAt <= moment }
      return State(
        activity: effective.reduce(activity) { $1.patch.applied(to: $0) }, version: effective.last?.number ?? 1,
        newest: known.last?.number ?? 1)
    }
  }

  /// The changes of one activity, the first first.
  public static func history(_ id: String, shop: String, _ session: any Session) throws -> [ActivityVersion] {
    try ActivityRecords.versions(id, shop: shop, session)
  }

  /// The newest version of every activity that was changed; it may take effect later.
  public static func newest(shop: String, _ session: any Session) throws -> [String: Int64] {
    Dictionary(
      try ActivityRecords.versions(nil, shop: shop, session).map { ($0.activity, $0.number) }, uniquingKeysWith: max)
  }

  /// The broadcast in force that tells of an activity: its next change is the next version of it.
  public static func broadcast(of id: String, shop: String, _ session: any Session) throws -> Int64? {
    try BroadcastRecords.number(ofActivity: id, shop: shop, session)
  }

  public static func unknown(_ id: String) -> Failure {
    Failure(
      .refused, code: "unknown_activity", Message(zh: "没有这个活动", en: "there is no such activity"), place: id,
      next: Message(zh: "找一下：peakday activity find 词", en: "look for it: peakday activity find WORD"))
  }
}
