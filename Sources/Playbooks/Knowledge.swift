public import Vocabulary

/// What agents look up. Its files name each other, so they are read and judged together.
struct Knowledge {
  static let activityFolder = "activities/"

  let activities: [Placed<Activity>]
  private var problems: [String: Problems] = [:]

  /// Files of other folders are left alone.
  init(_ files: [PlaybookFile]) {
    var activities: [Placed<Activity>] = []
    for file in files where Self.reads(file.path) {
      let problems = Problems(path: file.path)
      self.problems[file.path] = problems
      activities += ActivityReader.read(file, problems)
    }
    self.activities = activities
    ActivityReader.judge(activities, floors: [:])
  }

  static func reads(_ path: String) -> Bool {
    path.hasSuffix(".yaml") && path.hasPrefix(activityFolder)
  }

  /// What is wrong with one file, by line.
  func problems(of path: String) -> [Failure] { problems[path]?.list ?? [] }

  /// What is wrong with all of them, by path.
  var allProblems: [Failure] { problems.keys.sorted().flatMap { problems(of: $0) } }
}

extension PlaybookSet {
  /// The activities of `activities/*.yaml`, by path and line; none in a set from before there were any. Throws the first
  /// problem found.
  public func activities() throws(Failure) -> ActivityBook {
    let knowledge = Knowledge(files)
    if let first = knowledge.allProblems.first { throw first }
    return ActivityBook(activities: knowledge.activities.map(\.value))
  }
}
