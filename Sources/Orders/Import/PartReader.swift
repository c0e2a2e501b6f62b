import Vocabulary

/// The rows of a file that one operation takes in.
struct ImportPart: Sendable {
  /// The number of its last row; the header is not counted.
  var end: Int64 = 0
  /// How many of its rows count: those that an interrupted import took in before do not.
  var rows: Int64 = 0
  var orders: [ImportedOrder] = []
  var refunds: [ImportedRefund] = []
  /// Rows set aside; also those before the point where an interrupted import goes on.
  var rejects: [RejectedRow] = []
  /// How many of the counted rows were set aside.
  var rejected: Int64 = 0
  /// The platform's name of the shop, where it is new to us.
  var shopName: String?
}

/// Cuts a file into parts. The same file is always cut in the same places, so that an import that is resumed, or runs
/// twice at once, makes the very same parts. Rows of one order that stand together are never separated.
final class PartReader {
  private let source: any OrderSource
  private let size: Int
  private let skip: Int64
  private let file: ImportFile
  private let checks: ImportChecks
  private let addresses: AddressIntake
  private var regions = AddressIntake.Regions()
  private var isFirst = true
  private var number: Int64 = 0
  /// The row behind the part before, which belongs to the next one.
  private var pending: ReadRow?

  init(
    _ source: any OrderSource, of file: ImportFile, size: Int, skip: Int64, checks: ImportChecks,
    addresses: AddressIntake
  ) {
    self.addresses = addresses
    self.source = source
    self.file = file
    self.size = size
    self.skip = skip
    self.checks = checks
  }

  /// The next part; nil at the end.
  func next() throws -> ImportPart? {
    var part = ImportPart()
    part.orders.reserveCapacity(size)
    while let row = try nextRow() {
      if part.rows >= size, !continues(row, part) {
        pending = row
        part.end = number - 1
        return try finished(part)
      }
      switch row {
      case .order(let order): add(order, to: &part)
      case .refund(let refund):
        if number > skip {
          part.rows += 1
          part.refunds.append(refund)
        }
      case .reject(let reject):
        part.rejects.append(reject)
        if number > skip {
          part.rows += 1
          part.rejected += 1
        }
      }
    }
    part.end = number
    return part.rows > 0 || !part.rejects.isEmpty ? try finished(part) : nil
  }

  private func nextRow() throws -> ReadRow? {
    if let row = pending {
      pending = nil
      return row
    }
    guard let row = try source.next() else { return nil }
    number += 1
    return row
  }

  private func continues(_ row: ReadRow, _ part: ImportPart) -> Bool {
    guard case .order(let order) = row else { return false }
    return part.orders.last?.continues(in: order) ?? false
  }

  private func add(_ order: ImportedOrder, to part: inout ImportPart) {
    guard number > skip else { return }
    part.rows += 1
    if let last = part.orders.indices.last, part.orders[last].continues(in: order) {
      part.orders[last].add(order)
    } else {
      var order = order
      order.address = order.receiver.flatMap { addresses.shown($0, &regions) }
      part.orders.append(order)
    }
  }

  /// Sets aside the numbers that Excel has rounded, and refuses a file that is not the one that was meant.
  private func finished(_ part: ImportPart) throws -> ImportPart {
    var part = part
    if isFirst, skip == 0 { try checks.refuseOld(part.orders, of: file) }
    isFirst = false
    part.shopName = source.newShopName
    source.newShopName = nil
    guard !checks.trustsNumbers, RoundedNumbers.areLikely(part.orders.lazy.map(\.id)) else { return part }
    for order in part.orders where RoundedNumbers.mayBe(order.id) {
      part.rejected += 1
      part.rejects.append(RoundedNumbers.reject(order))
    }
    part.orders.removeAll { RoundedNumbers.mayBe($0.id) }
    return part
  }
}
