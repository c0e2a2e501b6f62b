import Glibc

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

  /// Days by number, with the multiples of an event taken out. At least one value.
  init(_ days: [Int64: ArrivalHistory.Day], intervals: Int) {
    var own = Array(repeating: Array(repeating: (sum: 0.0, days: 0.0), count: intervals), count: 7)
    // In order, so that the same history gives the same sums.
    let order = days.sorted { $0.key < $1.key }
    let last = order.last?.key ?? 0
    for (day, row) in order {
      let weight = exp2(-Double(last - day) / Self.halfLife)
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
  static func weekday(_ day: Int64) -> Int { Int((day + 3) % 7) }

  func value(day: Int64, interval: Int) -> Double { usual[Self.weekday(day)][interval] }
}

/// How wrong a profile is about days that it was not learnt from.
public struct ForecastError: Sendable, Equatable, Codable {
  /// Days that were learnt from, and days that were held out: the last ones.
  public let learntDays: Int
  public let heldOutDays: Int
  /// What came in on the held-out days.
  public let arrivals: Double
  /// The sum of the differences by interval, each taken as positive, as part of what came in.
  public let intervalError: Double
  /// The same by day.
  public let dayError: Double
  /// Forecast less what came in, as part of it: above 0 too much was forecast.
  public let bias: Double
  /// The interval error that chance alone makes, if arrivals are Poisson and the forecast is right.
  public let chanceError: Double

  /// Holds out the last week, or the last quarter of a shorter history; nil for less than four days.
  static func measure(
    _ days: [Int64: ArrivalHistory.Day], intervals: Int, factor: (Int64, Int) -> Double
  ) -> ForecastError? {
    let order = days.keys.sorted()
    guard order.count >= 4 else { return nil }
    let held = order.count >= 14 ? 7 : order.count / 4
    let learnt = order.dropLast(held)
    let profile = ArrivalProfile(
      days.filter { $0.key <= learnt.last ?? 0 }.plain(factor), intervals: intervals)
    var (came, forecast, off, dayOff, chance) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for day in order.suffix(held) {
      var (cameToday, forecastToday) = (0.0, 0.0)
      for (place, value) in (days[day] ?? []).enumerated() {
        guard let value else { continue }
        let expected = profile.value(day: day, interval: place) * factor(day, place)
        cameToday += value
        forecastToday += expected
        off += abs(expected - value)
        chance += Self.meanDeviation(expected)
      }
      came += cameToday
      forecast += forecastToday
      dayOff += abs(forecastToday - cameToday)
    }
    guard came > 0 else { return nil }
    return ForecastError(
      learntDays: learnt.count, heldOutDays: held, arrivals: came, intervalError: off / came, dayError: dayOff / came,
      bias: (forecast - came) / came, chanceError: chance / came)
  }

  /// The mean distance of a Poisson number from its mean (De Moivre's formula).
  static func meanDeviation(_ mean: Double) -> Double {
    guard mean > 0 else { return 0 }
    let whole = mean.rounded(.down)
    return 2 * exp((whole + 1) * log(mean) - mean - lgamma(whole + 1))
  }
}

extension [Int64: ArrivalHistory.Day] {
  /// The days with the multiples of an event taken out.
  func plain(_ factor: (Int64, Int) -> Double) -> Self {
    Dictionary(
      uniqueKeysWithValues: map { day, row in
        (day, row.enumerated().map { place, value in value.map { $0 / factor(day, place) } })
      })
  }
}
