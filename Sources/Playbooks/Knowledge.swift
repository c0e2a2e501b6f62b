public import Vocabulary

/// What agents look up. Its files name each other, so they are read and judged together.
struct Knowledge {
  static let activityFolder = "activities/"
  static let handbookFolder = "handbook/"
  static let scriptFolder = "scripts/"

  private(set) var activities: [Placed<Activity>] = []
  private(set) var products: [Placed<Product>] = []
  private(set) var scripts: [Placed<Script>] = []
  private var problems: [String: Problems] = [:]

  /// Files of other folders are left alone.
  init(_ files: [PlaybookFile]) {
    for file in files where Self.reads(file.path) {
      let problems = Problems(path: file.path)
      self.problems[file.path] = problems
      if file.path.hasPrefix(Self.activityFolder) {
        activities += ActivityReader.read(file, problems)
      } else if file.path.hasPrefix(Self.handbookFolder) {
        products += HandbookReader.read(file, problems)
      } else {
        scripts += ScriptReader.read(file, problems)
      }
    }
  }

  /// Notes what is wrong between the files; without it each was only looked at alone.
  func judge() {
    let handbook = Handbook(products: products.map(\.value))
    ActivityReader.judge(activities, floors: handbook.floors)
    HandbookReader.judge(products)
    ScriptReader.judge(
      scripts, activities: Set(activities.map(\.value.id)), products: Set(handbook.products.map(\.sku)))
  }

  static func reads(_ path: String) -> Bool {
    path.hasSuffix(".yaml") && [activityFolder, handbookFolder, scriptFolder].contains { path.hasPrefix($0) }
  }

  /// What is wrong with one file, by line.
  func problems(of path: String) -> [Failure] { problems[path]?.list ?? [] }

  /// Throws the first problem, by path.
  func requireSound() throws(Failure) {
    for path in problems.keys.sorted() {
      if let first = problems(of: path).first { throw first }
    }
  }
}

extension PlaybookSet {
  /// The activities of `activities/*.yaml`, by path and line; none in a set from before there were any. Throws the first
  /// problem found within the files.
  public func activities() throws(Failure) -> ActivityBook {
    ActivityBook(activities: try knowledge(Knowledge.activityFolder).activities.map(\.value))
  }

  /// The handbook of `handbook/*.yaml`; empty in a set from before there was one. Throws the first problem found within
  /// the files.
  public func handbook() throws(Failure) -> Handbook {
    Handbook(products: try knowledge(Knowledge.handbookFolder).products.map(\.value))
  }

  /// The scripts of `scripts/*.yaml`; none in a set from before there were any. Throws the first problem found within
  /// the files.
  public func scripts() throws(Failure) -> ScriptBook {
    ScriptBook(scripts: try knowledge(Knowledge.scriptFolder).scripts.map(\.value))
  }

  /// The part of a set that was checked as a whole when it was published.
  private func knowledge(_ folder: String) throws(Failure) -> Knowledge {
    let knowledge = Knowledge(files.filter { $0.path.hasPrefix(folder) })
    try knowledge.requireSound()
    return knowledge
  }
}
