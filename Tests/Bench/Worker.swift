import Foundation

/// A worker process: opens the store, says `ready`, waits for the moment to begin, works, and reports.
enum Worker {
  static func run(_ order: WorkOrder) throws {
    let store = try Shop.open(order.store, usesTurnstile: order.usesTurnstile)
    switch order.task {
    case .hold:
      _ = waitForStart()
    case .pass:
      var work = try PassWork(order, store)
      guard let start = waitForStart() else { return }
      try report(work.run(from: start))
    case .import:
      var work = try ImportWork(order, store)
      guard let start = waitForStart() else { return }
      try report(work.run(from: start))
    }
  }

  private static func waitForStart() -> Double? {
    print("ready")
    fflush(nil)
    guard let start = readLine().flatMap(Double.init) else { return nil }
    Clock.sleep(until: start)
    return start
  }

  private static func report(_ report: WorkReport) throws {
    print(String(decoding: try JSONEncoder().encode(report), as: UTF8.self))
  }
}
