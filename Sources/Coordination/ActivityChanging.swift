public import Broadcasts
import Playbooks
public import Store
import Training
public import Vocabulary

/// A change of an activity with all that follows at once: its version, the broadcast, and the passes that end.
public enum ActivityChanging {
  /// What somebody asks for.
  public struct Request: Sendable {
    public var activity: String
    public var patch: ActivityPatch
    public var effectiveAt: Instant
    public var note = ""
    public var urgency = "urgent"
    public var audience: [String] = []
    /// nil for one that is made from the change.
    public var question: Broadcast.Question?
    public var asksNothing = false

    public init(activity: String, patch: ActivityPatch, effectiveAt: Instant) {
      self.activity = activity
      self.patch = patch
      self.effectiveAt = effectiveAt
    }
  }

  public struct Done: Sendable, Codable, Equatable {
    public let change: ActivityChanges.Changed
    public let broadcast: Broadcasts.Sent
    /// People whose pass ended, by course.
    public let endedPasses: Int
  }

  public static func change(_ request: Request, shop: String, _ change: Change) throws -> Done {
    let book = try Setup.activities(change.session)
    try book.requireAny()
    let changed = try ActivityChanges.change(
      request.activity, request.patch, from: request.effectiveAt, note: request.note, book,
      floors: try PlaybookRecords.files(prefix: "handbook/", change.session).handbook().floors, shop: shop, change)
    let told = try ActivityChanges.broadcast(of: request.activity, shop: shop, change.session).map {
      try Broadcasts.versions($0, shop: shop, change.session)
    }
    let news = try ActivityNews.gather(changed, book, toldBy: told ?? [], shop: shop, change.session)
    var message = Broadcasts.Request(
      title: Self.title("\(changed.name)：" + news.lines.joined(separator: "；")),
      body: news.body(of: request.activity), urgency: request.urgency,
      audience: try Broadcasting.audience(request.audience, shop: shop, change.session),
      effectiveAt: request.effectiveAt)
    message.activity = request.activity
    message.activityVersion = changed.version
    if let last = told?.first {
      message.replacing = last.number
      // Whoever was told of the changes before has to hear of what becomes of them.
      message.audience = Broadcast.Audience.union(last.audience, message.audience)
      let rules = try Setup.broadcastRules(change.session)
      if try Broadcasts.unread(last.reference, shop: shop, change.session) > 0 {
        message.urgency = rules.sterner(last.urgency, message.urgency)
      }
    }
    if !request.asksNothing { message.question = request.question ?? news.question }
    return Done(
      change: changed, broadcast: try Broadcasting.send(spelled: message, shop: shop, change),
      endedPasses: try Training.endedCount(by: change))
  }

  /// As much as a title takes.
  private static func title(_ text: String) -> String {
    guard text.utf8.count > 180 else { return text }
    var bytes = 0
    return text.prefix { character in
      bytes += character.utf8.count
      return bytes <= 180
    } + "…"
  }
}

/// One version of an activity, and what it changed.
public struct ActivityHistory: Sendable, Codable, Equatable {
  public let activity: String
  public let version: Int64
  /// nil for the playbook's.
  public let effectiveAt: Instant?
  public let differences: [ActivityDifference]
  public let by: String
  public let note: String

  /// The playbook's first, then each change.
  public static func ask(_ id: String, shop: String, _ session: any Session) throws -> [ActivityHistory] {
    guard var activity = try Setup.activities(session).activity(id) else { throw ActivityChanges.unknown(id) }
    var lines = [
      ActivityHistory(activity: id, version: 1, effectiveAt: nil, differences: [], by: "", note: activity.name)
    ]
    for version in try ActivityChanges.history(id, shop: shop, session) {
      let next = version.patch.applied(to: activity)
      lines.append(
        ActivityHistory(
          activity: id, version: version.number, effectiveAt: version.effectiveAt,
          differences: ActivityDifference.between(activity, next), by: version.actor, note: version.note))
      activity = next
    }
    return lines
  }
}
