import Glibc
import Vocabulary

/// The usual day of each day of the week, learnt from days of the past.
struct ArrivalProfile {
  /// By the day of the week, Monday first, and interval.
  let usual: [[Double]]
  /// Days of the week of which the history has none; they are taken for an average day.
  let unseen: [Int]
  /// Intervals of the day that no day of the history has; nothing is forecast for them.
  let blank: [Int]

  /// The average of all days weighs as much as this many weeks of the day itself.
  private static let priorWeeks = 0.5
  /// After so many days a day weighs half as much as the last one: shops grow and shrink.
  private static let halfLife = 21.0

  /// Days with the multiples of an event taken out. At least one value.
  init(_ days: [ShopDay: ArrivalHistory.Day], intervals: Int) {
    var own = Array(repeating: Array(repeating: (sum: 0.0, days: 0.0), count: intervals), count: 7)
    // In order, so that the same history gives the same sums.
    let order = days.sorted { $0.key < $1.key }
    let last = order.last?.key.number ?? 0
    for (day, row) in order {
      let weight = exp2(-Double(last - day.number) / Self.halfLife)
      for (place, value) in row.enumerated() {
        guard let value else { continue }
        own[Self.weekday(day)][place].sum += weight * value
        own[Self.weekday(day)][place].days += weight
      }
    }
    // The average of the days of the week, so that a fourth Monday does not tip it.
    let average = (0..<intervals).map { place -> Double in
      let means = own.map { $0[place] }.filter { $0.days > 0 }.map { $0.sum / $0.days }
      return means.isEmpty ? 0 : means.reduce(0, +) / Double(means.count)
    }
    blank = (0..<intervals).filter { place in own.allSatisfy { $0[place].days == 0 } }
    var unseen: [Int] = []
    usual = own.enumerated().map { weekday, row in
      let seen = row.indices.filter { row[$0].days > 0 }
      guard !seen.isEmpty else {
        unseen.append(weekday)
        return average
      }
      let common = seen.reduce(0) { $0 + average[$1] }
      let level = common > 0 ? seen.reduce(0) { $0 + row[$1].sum / row[$1].days } / common : 1
      return row.indices.map { place in
        (row[place].sum + Self.priorWeeks * level * average[place]) / (row[place].days + Self.priorWeeks)
      }
    }
    self.unseen = unseen
  }

  /// Monday is 0. Day 0, 1 January 1970, was a Thursday.
  static func weekday(_ day: ShopDay) -> Int { (day.number + 3) % 7 }

  func value(day: ShopDay, interval: Int) -> Double { usual[Self.weekday(day)][interval] }
}

extension [ShopDay: ArrivalHistory.Day] {
  /// The days with the multiples of an event taken out.
  func plain(_ factor: (ShopDay, Int) -> Double) -> Self {
    Dictionary(
      uniqueKeysWithValues: map { day, row in
        (day, row.enumerated().map { place, value in value.map { $0 / factor(day, place) } })
      })
  }
}
