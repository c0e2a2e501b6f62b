import Glibc
import Vocabulary

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
    _ days: [ShopDay: ArrivalHistory.Day], intervals: Int, factor: (ShopDay, Int) -> Double
  ) -> ForecastError? {
    let order = days.keys.sorted()
    guard order.count >= 4 else { return nil }
    let held = order.count >= 14 ? 7 : order.count / 4
    let learnt = Set(order.dropLast(held))
    let profile = ArrivalProfile(days.filter { learnt.contains($0.key) }.plain(factor), intervals: intervals)
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
