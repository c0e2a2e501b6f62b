import Vocabulary

extension ImportedOrder {
  /// Puts another row of the same order of an item export into this one. The order stands where its last line stands:
  /// one line shipped is not the order shipped.
  mutating func add(_ row: ImportedOrder) {
    let alive = [self, row].filter { $0.stage != .cancelled }
    stage = alive.map(\.stage).min() ?? stage
    columns.paid = Self.sum(columns.paid, row.columns.paid)
    columns.refund = Self.sum(columns.refund, row.columns.refund)
    if let more = row.columns.shipBy {
      columns.shipBy = columns.shipBy.map { more.at < $0.at ? more : $0 } ?? more
    }
    if columns.buyerMessage == nil {
      columns.buyerMessage = row.columns.buyerMessage
      messageReading = row.messageReading
    }
    if columns.flag == nil {
      columns.flag = row.columns.flag
      flagVerdict = row.flagVerdict
    }
    receiver = receiver ?? row.receiver
    buyer = buyer ?? row.buyer
    for line in row.lines {
      if let known = lines.firstIndex(where: { $0.line == line.line }) {
        lines[known] = line
      } else {
        lines.append(line)
      }
    }
    for parcel in row.parcels where !parcels.contains(parcel) { parcels.append(parcel) }
    columns.refundState = Self.whole(lines.map(\.refundState))
  }

  /// Whether the row continues this order: the same number, and the same words about it.
  func continues(in row: ImportedOrder) -> Bool {
    isFromItems && row.isFromItems && id == row.id && (row.memo == memo || (row.memo ?? "").isEmpty)
  }

  /// What its lines' refunds say of the order as a whole: only what all of them say.
  static func whole(_ states: [RefundState?]) -> RefundState? {
    guard let first = states.first, states.allSatisfy({ $0 == first }) else { return nil }
    return first
  }

  private static func sum(_ left: Money?, _ right: Money?) -> Money? {
    guard let left, let right else { return left ?? right }
    return left + right
  }
}
