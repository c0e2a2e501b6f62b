import Foundation

/// Numbers of repeated measurements.
struct Series {
  let values: [Double]

  init(_ values: [Double]) {
    self.values = values.sorted()
  }

  var median: Double {
    guard !values.isEmpty else { return .nan }
    let middle = values.count / 2
    return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
  }

  var least: Double { values.first ?? .nan }
  var most: Double { values.last ?? .nan }

  /// `median (least–most) unit`.
  func text(_ unit: String) -> String {
    "\(Self.number(median)) (\(Self.number(least))–\(Self.number(most)))" + (unit.isEmpty ? "" : " " + unit)
  }

  static func number(_ value: Double) -> String {
    String(format: abs(value) >= 100 ? "%.0f" : abs(value) >= 10 ? "%.1f" : "%.2f", value)
  }
}
