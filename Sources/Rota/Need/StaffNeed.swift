public import Vocabulary

/// How many people each skill needs in each interval of a horizon.
public struct StaffNeed: Sendable, Equatable {
  public let start: Instant
  /// The length of an interval: 15, 30 or 60.
  public let minutes: Int
  public let skills: [String]
  /// By skill, in the order of `skills`, and interval.
  public let people: [[Int]]

  /// Every row of `people` has the same length.
  public init(start: Instant, minutes: Int, skills: [String], people: [[Int]]) {
    self.start = start
    self.minutes = minutes
    self.skills = skills
    self.people = people
  }

  public var intervals: Int { people.first?.count ?? 0 }

  /// When an interval begins.
  public func start(of interval: Int) -> Instant { start.adding(minutes: Int64(interval * minutes)) }
}

/// What the files and options of a forecast may say at most; more is a slip of the finger or another kind of file.
enum StaffLimits {
  static let minutes: Set<Int> = [15, 30, 60]
  static let people = 0...10_000
  /// What comes in within an interval.
  static let arrivals = 0.0...200_000
  static let skills = 32
  static let skillBytes = 64
  /// From the first to the last interval of a forecast or need.
  static let days = 92
}
