public import Vocabulary

/// Whether something that speaks of an activity may be said now. The raw value is the key in JSON.
public enum Standing: String, Sendable, CaseIterable, Codable {
  case usable
  /// The activity has changed since it was written: it has to be revised.
  case stale
  /// It was written for a version of the activity that does not hold yet.
  case early
  /// The activity has ended.
  case over

  public var name: Message {
    switch self {
    case .usable: Message(zh: "可用", en: "usable")
    case .stale: Message(zh: "过期", en: "stale")
    case .early: Message(zh: "还没生效", en: "not yet")
    case .over: Message(zh: "活动已结束", en: "over")
    }
  }
}

/// A moment, and the activities of a shop as they are then: what tells whether a script may be said.
public struct ActivityDay: Sendable, Equatable {
  public struct State: Sendable, Equatable {
    /// The version in force; 1 is the playbook's.
    public let version: Int
    public let ends: Instant

    public init(version: Int, ends: Instant) {
      self.version = version
      self.ends = ends
    }
  }

  public let now: Instant
  public let activities: [String: State]

  public init(now: Instant, activities: [String: State]) {
    self.now = now
    self.activities = activities
  }

  /// 1 for an activity that it does not have.
  public func version(of activity: String) -> Int { activities[activity]?.version ?? 1 }

  /// Whether what was written for a version of an activity holds; what speaks of an unknown one is not judged.
  public func standing(of activity: String, version: Int) -> Standing {
    guard let state = activities[activity] else { return .usable }
    if state.version > version { return .stale }
    if state.version < version { return .early }
    return now < state.ends ? .usable : .over
  }
}
