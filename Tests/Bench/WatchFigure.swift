import Foundation
import TestSupport
import Vocabulary

/// `peakday watch` in 50 processes at one store: from the start of the command that publishes to the moment at which each
/// of them has the change in hand. The clock is this machine's, in every process.
struct WatchFigure {
  let room: Workroom
  private let watchers = 50

  func measure() throws -> [FigureRow] {
    [
      try measure("SQLite", store: room.file("watch.db")),
      try measure("PostgreSQL", store: try PostgresCluster.shared.database()),
    ]
  }

  private struct Seen: Decodable {
    struct Item: Decodable { let number: Int }
    let item: Item
    let seenAt: String

    enum CodingKeys: String, CodingKey {
      case item
      case seenAt = "seen_at"
    }
  }

  private func measure(_ name: String, store: String) throws -> FigureRow {
    try prepare(store)
    let crew = try (0..<watchers).map { index in
      try Child(
        room.options.peakday, ["watch", "--json", "--timed", "--store", store],
        environment: ["PEAKDAY_AS": "W\(index)", "PEAKDAY_ROLE": "agent"])
    }
    defer { for watcher in crew { watcher.end() } }
    // The first one shows that everybody is there; it is not counted.
    _ = try publish(0, store, crew)
    var (p99s, sends): ([Double], [Double]) = ([], [])
    var number = 1
    for _ in 0..<room.options.rounds {
      var (late, slow): ([Double], [Double]) = ([], [])
      for _ in 0..<(room.options.isQuick ? 2 : 8) {
        let answer = try publish(number, store, crew)
        late += answer.seen
        slow.append(answer.send)
        number += 1
      }
      late.sort()
      p99s.append(late[min(late.count - 1, Int((0.99 * Double(late.count)).rounded(.up)) - 1)])
      sends.append(Series(slow).median)
    }
    return FigureRow(
      "publish → visible in \(watchers) × watch, \(name): p99", unit: "s", ours: p99s, reference: sends,
      target: .neverOver(1),
      note: "of \(watchers) × \(number - 1) sightings; reference: the publishing command by itself")
  }

  private func prepare(_ store: String) throws {
    try run(["init"], store)
    let list = room.file("watchers.csv")
    try (["姓名,技能"] + (0..<watchers).map { "W\($0),售前" }).joined(separator: "\n").write(
      toFile: list, atomically: false, encoding: .utf8)
    try run(["agent", "import", list], store)
    for index in 0..<watchers { try run(["rota", "clock-in", "W\(index)"], store) }
  }

  @discardableResult
  private func run(_ arguments: [String], _ store: String) throws -> Double {
    let run = try Child.timed(
      room.options.peakday, arguments + ["--store", store, "--lang", "en"], environment: ["PEAKDAY_AS": "bench"])
    guard run.code == 0 else { throw BenchFailure("peakday \(arguments[0]) answered \(run.code): \(run.output)") }
    return run.seconds
  }

  /// Seconds until each watcher saw it, and those of the command itself.
  private func publish(
    _ number: Int, _ store: String, _ crew: [Child]
  ) throws -> (seen: [Double], send: Double) {
    let start = Date().timeIntervalSince1970
    let send = try run(["broadcast", "send", "change \(number)"], store)
    let seen = try crew.map { watcher -> Double in
      guard let line = watcher.line(), let seen = try? JSONDecoder().decode(Seen.self, from: Data(line.utf8)),
        let at = Instant(seen.seenAt)
      else { throw BenchFailure("a watcher ended") }
      guard seen.item.number == number + 1 else { throw BenchFailure("a watcher saw \(line)") }
      return Double(at.milliseconds) / 1_000 - start
    }
    return (seen, send)
  }
}
