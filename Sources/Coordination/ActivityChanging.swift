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
    let lines = changed.differences.map { "\($0.zh)：\($0.before) → \($0.after)" }
    var message = Broadcasts.Request(
      title: Self.title("\(changed.name)：" + lines.joined(separator: "；")),
      body: (lines + [request.note].filter { !$0.isEmpty }).joined(separator: "\n"), urgency: request.urgency,
      audience: request.audience, effectiveAt: request.effectiveAt)
    message.activity = request.activity
    message.activityVersion = changed.version
    message.replacing = try ActivityChanges.broadcast(of: request.activity, shop: shop, change.session)
    if !request.asksNothing {
      message.question = try request.question ?? question(request, book, shop, change)
    }
    return Done(
      change: changed, broadcast: try Broadcasting.send(message, shop: shop, change),
      endedPasses: try Training.endedCount(by: change))
  }

  /// Asks about what has changed, as far as there is a question of that kind.
  private static func question(
    _ request: Request, _ book: ActivityBook, _ shop: String, _ change: Change
  ) throws -> Broadcast.Question? {
    let states = try ActivityChanges.current(book, at: request.effectiveAt, shop: shop, change.session)
    guard let activity = states.first(where: { $0.activity.id == request.activity })?.activity else { return nil }
    let patch = request.patch
    let made =
      if patch.discountFen != nil || patch.thresholdFen != nil || patch.every != nil {
        ActivityQuestions.discount(activity)
      } else if patch.percentOff != nil {
        ActivityQuestions.percent(activity)
      } else if patch.ends != nil {
        ActivityQuestions.ending(activity)
      } else {
        Course.Question?.none
      }
    return made.map { Broadcast.Question(text: $0.text, options: $0.options, answer: $0.answer) }
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
