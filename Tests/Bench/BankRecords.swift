import Foundation
import Vocabulary

/// The calls of a call centre's records, without the lines that cannot be true.
struct BankRecords {
  struct Call {
    let came: Instant
    let waitSeconds: Double
    let isServed: Bool
    let serviceStart: Instant?
    let serviceSeconds: Double
    let server: String
  }

  /// A half hour of one day, as it was.
  struct Interval {
    var calls = 0.0
    var within = 0.0
    var waited = 0.0
    var left = 0.0
    /// Mean agents at work.
    var agents = 0.0
    /// The mean service time of this half hour of all days.
    var service = 0.0
  }

  private(set) var calls: [Call] = []

  /// Columns by number: 4 type, 5 date, 6 entry, 11 waited, 12 outcome, 13 and 14 service, 15 its length, 16 server.
  init(_ text: String) {
    for line in text.split(whereSeparator: \.isNewline).dropFirst() {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard cells.count >= 17, cells[12] == "AGENT" || cells[12] == "HANG", cells[5].count == 6,
        let wait = Double(cells[11]), let service = Double(cells[15]), wait >= 0, service >= 0,
        let came = Self.moment(cells[5], cells[6])
      else { continue }
      let isServed = cells[12] == "AGENT"
      calls.append(
        Call(
          came: came, waitSeconds: wait, isServed: isServed,
          serviceStart: isServed ? Self.moment(cells[5], cells[13]) : nil, serviceSeconds: service,
          server: String(cells[16])))
    }
  }

  private static func moment(_ date: Substring, _ time: Substring) -> Instant? {
    Instant("19\(date.prefix(2))-\(date.dropFirst(2).prefix(2))-\(date.suffix(2)) \(time)")
  }

  /// For exponential patience: all that was waited, divided by those who gave up.
  var patienceSeconds: Double {
    calls.reduce(0) { $0 + $1.waitSeconds } / Double(max(1, calls.count { !$0.isServed }))
  }

  /// The half hours in which anybody called.
  func intervals() -> [Interval] {
    var found: [Int64: Interval] = [:]
    var service: [Int64: (seconds: Double, calls: Double)] = [:]
    for call in calls {
      let slot = call.came.milliseconds / 1_800_000
      found[slot, default: Interval()].calls += 1
      found[slot, default: Interval()].waited += call.waitSeconds
      found[slot, default: Interval()].left += call.isServed ? 0 : 1
      found[slot, default: Interval()].within += call.isServed && call.waitSeconds <= 20 ? 1 : 0
      if call.isServed, call.serviceSeconds > 0 {
        service[slot % 48, default: (0, 0)].seconds += call.serviceSeconds
        service[slot % 48, default: (0, 0)].calls += 1
      }
    }
    for (from, to) in presence() {
      var moment = from
      while moment < to {
        let slot = moment / 1_800_000
        let end = min(to, (slot + 1) * 1_800_000)
        found[slot]?.agents += Double(end - moment) / 1_800_000
        moment = end
      }
    }
    for slot in found.keys {
      let mean = service[slot % 48] ?? (180, 1)
      found[slot]?.service = mean.seconds / mean.calls
    }
    return Array(found.values)
  }

  /// From when to when somebody took calls, in milliseconds.
  private func presence() -> [(from: Int64, to: Int64)] {
    var work: [String: [(from: Int64, to: Int64)]] = [:]
    for call in calls where call.server != "NO_SERVER" && !call.server.isEmpty {
      guard let start = call.serviceStart?.milliseconds else { continue }
      work[call.server, default: []].append((start, start + Int64(call.serviceSeconds * 1_000)))
    }
    return work.values.flatMap { spells in
      var joined: [(from: Int64, to: Int64)] = []
      for spell in spells.sorted(by: { $0.from < $1.from }) {
        if let last = joined.last, spell.from - last.to <= 900_000 {
          joined[joined.count - 1].to = max(last.to, spell.to)
        } else {
          joined.append(spell)
        }
      }
      return joined
    }
  }
}
