import Foundation

/// What a worker process is told to do, as one word of its command line.
struct WorkOrder: Codable {
  enum Task: String, Codable {
    /// Lets orders through gate `print`, as fast as it can.
    case pass
    /// Imports `file` again and again.
    case `import`
    /// Keeps the store open.
    case hold
  }

  var task: Task
  var store: String
  var usesTurnstile = true
  var seed: UInt64 = 0
  /// Its orders: the first, the distance to the next in a store of `orders`, and how many there are for it alone.
  var first = 0
  var step = 1
  var orders = 0
  var mine = Int.max
  /// How long it works; it may be told to stop at a number of passes before.
  var seconds: Double = 0
  var passes = Int.max
  var file = ""

  init(_ task: Task, _ store: String) {
    self.task = task
    self.store = store
  }

  init(text: String) throws {
    self = try JSONDecoder().decode(WorkOrder.self, from: Data(text.utf8))
  }

  func start() throws -> Child {
    let text = String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
    return try Child("/proc/self/exe", ["--worker", text])
  }
}

/// What a worker reports at its end.
struct WorkReport: Codable {
  /// Passes that were answered in its time, and all of them.
  var passesInTime = 0
  var passes = 0
  /// Passes that ended with "the store stayed busy".
  var gaveUp = 0
  var longestSeconds = 0.0
  var medianSeconds = 0.0
  var importedRows = 0
  /// The first answer that was not what it had to be.
  var wrong: String?
}

/// Workers that begin at the same moment.
struct Crew {
  private let children: [Child]

  /// Starts them and waits until each has its store open.
  init(_ orders: [WorkOrder]) throws {
    children = try orders.map { try $0.start() }
    for child in children where child.line() != "ready" { throw BenchFailure("a worker did not start") }
  }

  /// Lets them work and returns their reports, in order. Throws when one of them got a wrong answer.
  func work() throws -> [WorkReport] {
    let start = Clock.now() + 0.1
    for child in children { child.send(String(start)) }
    let reports = try children.map { child in
      guard let line = child.line() else { throw BenchFailure("a worker died") }
      return try JSONDecoder().decode(WorkReport.self, from: Data(line.utf8))
    }
    dismiss()
    for report in reports { if let wrong = report.wrong { throw BenchFailure("a wrong answer: \(wrong)") } }
    return reports
  }

  func dismiss() {
    for child in children { child.closeInput() }
    for child in children { _ = child.wait() }
  }
}
