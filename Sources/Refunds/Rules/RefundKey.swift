import Orders

/// The one key of a refund, by which the payer knows that it has seen it: derived from what it is about, never drawn.
/// A store that is made anew pays nothing twice.
enum RefundKey {
  /// Every part with its length before it, so that no two refunds have the same text. Migration 0013 says the same.
  static func text(_ order: OrderKey, line: String, sequence: Int64) -> String {
    [order.shop, order.id, line].map { "\($0.unicodeScalars.count):\($0):" }.joined() + String(sequence)
  }

  /// What people type.
  static func id(_ order: OrderKey, line: String, sequence: Int64) -> String {
    line.isEmpty ? "\(order.id).\(sequence)" : "\(order.id).\(line).\(sequence)"
  }
}
