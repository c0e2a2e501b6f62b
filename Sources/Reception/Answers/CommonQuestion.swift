public import Playbooks
public import Vocabulary

/// A common question (常见问题) and the best answer to it.
public struct CommonQuestion: Sendable, Codable, Equatable {
  public enum State: String, Sendable, CaseIterable, Codable {
    case candidate, reviewed, published, dropped

    public var name: Message {
      switch self {
      case .candidate: Message(zh: "待审", en: "candidate")
      case .reviewed: Message(zh: "已审", en: "reviewed")
      case .published: Message(zh: "已发布", en: "published")
      case .dropped: Message(zh: "不采用", en: "dropped")
      }
    }
  }

  public let number: Int64
  public let question: String
  /// Empty until somebody has written one.
  public let answer: String
  /// What it is about; empty where it is about everything.
  public let sku: String
  public let activity: String
  /// The version of the activity that was in force when somebody reviewed it; nil where nobody has, or it is about none.
  public let activityVersion: Int?
  public let state: State
  public let proposedBy: String
  public let reviewedBy: String?
  /// Why it was dropped.
  public let reason: String?
  public let changedAt: Instant

  /// Whether what it says of its activity still holds.
  public func standing(_ day: ActivityDay) -> Standing {
    activityVersion.map { day.standing(of: activity, version: $0) } ?? .usable
  }
}
