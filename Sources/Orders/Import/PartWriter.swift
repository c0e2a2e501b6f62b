import Playbooks
import Store
import Vocabulary

/// Takes the rows of one part into the store, inside the part's transaction.
struct PartWriter {
  private let file: ImportFile
  private let playbooks: ImportPlaybooks
  private let change: Change
  private(set) var totals = ImportTotals()
  private(set) var facts = OrderFacts()
  /// Orders of which the part shows goods with a SKU.
  private var withSku: Set<String> = []
  /// Whether most of the part's orders are taken to be new: a first export shows new orders, the next one known ones.
  private let expectsNew: Bool

  init(_ file: ImportFile, _ playbooks: ImportPlaybooks, expectsNew: Bool, _ change: Change) {
    self.file = file
    self.playbooks = playbooks
    self.expectsNew = expectsNew
    self.change = change
  }

  /// In key order, as every bulk verb locks; rows of one order in the order of their changes, else of the file.
  mutating func take(_ orders: [ImportedOrder]) throws {
    var isSorted = true
    for index in orders.indices.dropFirst() where orders[index].stands(before: orders[index - 1]) {
      isSorted = false
      break
    }
    let rows =
      isSorted
      ? orders
      : orders.enumerated().sorted { left, right in
        if left.element.stands(before: right.element) { return true }
        return left.offset < right.offset && !right.element.stands(before: left.element)
      }.map(\.element)
    var taken: Set<Int> = []
    if expectsNew { taken = try takeNew(rows) }
    var last: String?
    for (index, row) in rows.enumerated() {
      if row.id == last { totals.repeated += 1 }
      last = row.id
      if row.hasUnknownStatus { totals.unknownStatuses += 1 }
      if !taken.contains(index) { try take(row) }
    }
    try OrderLineRecords.markOrders(withSku, of: file.shop, change)
  }

  /// Applies refunds to their orders, each order's together, and returns the places of those whose order is not known.
  mutating func take(_ refunds: [ImportedRefund]) throws -> [Int] {
    var unknown: [Int] = []
    for (id, places) in Dictionary(grouping: refunds.indices, by: { refunds[$0].order }).sorted(by: { $0.key < $1.key })
    {
      if let existing = try OrderRecords.lock(OrderKey(shop: file.shop, id: id), change.session) {
        try take(ImportedOrder(places.map { refunds[$0] }, of: existing), into: existing)
        for place in places {
          try PlatformRefundRecords.put(refunds[place], shop: file.shop, sourceAt: file.exportedAt, change)
        }
        facts.insert(.refundsShown)
      } else {
        unknown += places
      }
    }
    try OrderLineRecords.markOrders(withSku, of: file.shop, change)
    return unknown.sorted()
  }

  private mutating func take(_ row: ImportedOrder) throws {
    let key = OrderKey(shop: file.shop, id: row.id)
    if let existing = try OrderRecords.lock(key, change.session) { return try take(row, into: existing) }
    let new = NewOrder(row, key, of: file, playbooks)
    // Another import brought it in since we looked.
    guard try OrderRecords.insert(new.order, change) else { throw StoreError.retry("the order appeared in between") }
    try finish(new, row)
  }

  // MARK: New orders

  /// Takes in the orders that the store does not have, in bulk, and returns their places among the rows.
  private mutating func takeNew(_ rows: [ImportedOrder]) throws -> Set<Int> {
    var new: [(place: Int, order: NewOrder)] = []
    new.reserveCapacity(rows.count)
    for (place, row) in rows.enumerated() where place == 0 || row.id != rows[place - 1].id {
      new.append((place, NewOrder(row, OrderKey(shop: file.shop, id: row.id), of: file, playbooks)))
    }
    let inserted = try StagedOrderRecords.insert(new.map(\.order.order), change)
    let isWhole = inserted.count == new.count
    var taken: Set<Int> = []
    for (place, order) in new where isWhole || inserted.contains(order.order.key.id) {
      try finish(order, rows[place])
      taken.insert(place)
    }
    return taken
  }

  /// Writes what belongs to an order that has just been written.
  private mutating func finish(_ new: NewOrder, _ row: ImportedOrder) throws {
    let order = new.order
    if let memo = new.memo { try Memos.keep(memo, number: 1, of: order.key, change) }
    try PromiseRecords.insert(new.promises, of: order.key, first: 1, change)
    if let address = row.address, playbooks.addresses.keepsAll {
      try AddressChanges.keepFirst(address, of: order, playbooks.addresses, seenAt: file.exportedAt, change)
    }
    let timing = HoldTiming(placedAt: order.stage)
    for hold in new.holds {
      let isNew = try HoldRecords.insert(
        hold, id: Holds.id(of: hold, on: order.key, change), of: order.key, stage: order.stage,
        consequence: timing.consequence, change)
      guard isNew else { throw StoreError.engine("two holds of a new order are one") }
    }
    if !new.holds.isEmpty {
      if timing.consequence != .none { facts.insert(.heldLate) }
      if new.holds.contains(where: \.isUnwanted) { facts.insert(.unwanted) }
      totals.held += 1
    }
    try keepDetails(row, of: order, isMessageNew: true)
    facts.insert(.changed)
    totals.new += 1
  }

  // MARK: Known orders

  private mutating func take(_ row: ImportedOrder, into existing: Order) throws {
    let key = existing.key
    var currentMemo: String?
    if existing.memoVersion > 0, row.memo != nil {
      currentMemo = try MemoRecords.text(key, number: existing.memoVersion, change.session)
    }
    let lines = row.lines.isEmpty ? [] : try OrderLineRecords.all(key, change.session)
    let merge = ImportMerge(
      row, into: existing, key: key, currentMemo: currentMemo, lines: lines, exportedAt: file.exportedAt)
    let move = try AddressChanges.judge(
      row.address, merge, before: existing, playbooks.addresses, exportedAt: file.exportedAt, change)
    try OrderRecords.update(merge.order.with(address: move.address), change)
    facts.insert(.changed)
    let settled = try AddressChanges.keep(
      move, of: merge.order, playbooks.addresses, seenAt: file.exportedAt, &facts, change)
    totals.lifted += settled
    let order = merge.order.with(
      openHolds: merge.order.openHolds - settled, memoVersion: merge.order.memoVersion,
      courierPromises: merge.order.courierPromises)
    let isSameAge = existing.memoSeenAt == file.exportedAt
    let remarked = try takeMemo(order, merge, row, isSameAge: isSameAge)
    var openHolds = remarked?.openHolds ?? order.openHolds
    let isMessageNew = existing.columns.buyerMessage != row.columns.buyerMessage
    try keepDetails(row, of: merge.order, isMessageNew: isMessageNew)
    let placed = try place(merge.findings, on: merge.order)
    openHolds += Int64(placed)
    if existing.stage < .paid, merge.order.stage >= .paid, existing.openHolds > 0 { facts.insert(.unwantedPaid) }
    if existing.refundBlock != .paidBack, merge.order.refundBlock == .paidBack { facts.insert(.refundsShown) }
    if placed > 0, remarked?.held == nil { totals.held += 1 }
    // After the memo: an order that it releases was shipped rightly.
    if merge.isBypass, openHolds > 0 {
      let found = try ImportRecords.noteBypass(key, stage: merge.order.stage, change)
      if found != .known { facts.insert(.bypassed) }
      if found == .new { totals.bypassed += 1 }
    }
    if merge.isChanged || move.isChange || remarked != nil || placed > 0 || isChanged(row.lines, lines) {
      totals.changed += 1
    } else {
      totals.same += 1
    }
  }

  /// Places what was found, and lets a closed refund's question take the place of the refund's hold.
  private mutating func place(_ findings: [ImportFinding], on order: Order) throws -> Int {
    var placed = 0
    for finding in findings {
      let hold = NewHold(finding, seenAt: file.exportedAt)
      if try Holds.place(hold, on: order, &facts, change).isNew { placed += 1 }
      guard finding.source == .platform("refundClosed") else { continue }
      let answered = try HoldRecords.open(order.key, change.session).filter {
        $0.reason == .refundRequested && $0.source == HoldSource.platform("refund").text && $0.line == finding.line
      }
      for old in answered where try HoldRecords.lift(old.id, change) {
        _ = try OrderRecords.addOpenHolds(-1, to: order.key, change)
        placed -= 1
        totals.lifted += 1
      }
    }
    return placed
  }

  private func isChanged(_ shown: [OrderLine], _ known: [OrderLine]) -> Bool {
    shown.contains { line in !known.contains { $0.line == line.line && $0.refundState == line.refundState } }
  }

  /// Keeps a memo that is new to us and returns what it did; nil for one that is not. `isSameAge`: the order's memo was
  /// last seen in a source of this very time, which may be this file, imported before.
  private mutating func takeMemo(
    _ order: Order, _ merge: ImportMerge, _ row: ImportedOrder, isSameAge: Bool
  ) throws -> Memos.Remarked? {
    switch merge.memo {
    case .same: return nil
    case .newest:
      // A file with two rows of one order shows both memos each time; they are judged once.
      if isSameAge,
        try MemoRecords.wasTaken(number: order.memoVersion, fromFile: file.digest, order.key, change.session)
      {
        return nil
      }
    case .older(let found):
      if try MemoRecords.wasImported(found, order.key, change.session) { return nil }
    }
    guard let reading = reading(of: merge, row) else { return nil }
    let remarked = try Memos.take(reading, of: order, &facts, change)
    if reading.isNewest { try OrderRecords.setMemoVersion(remarked.memoVersion, of: order.key, change) }
    if remarked.held != nil { totals.held += 1 }
    totals.lifted += Int64(remarked.lifted.count)
    return remarked
  }

  private func reading(of merge: ImportMerge, _ row: ImportedOrder) -> Memos.Reading? {
    let text: String
    let isNewest: Bool
    switch merge.memo {
    case .same: return nil
    case .newest(let found): (text, isNewest) = (found, true)
    case .older(let found): (text, isNewest) = (found, false)
    }
    return Memos.Reading(
      text: text, classified: row.memoReading ?? .blank, seenAt: file.exportedAt, source: .import, isNewest: isNewest,
      addresses: playbooks.addresses)
  }

  // MARK: Lines, parcels, to-dos

  private mutating func keepDetails(_ row: ImportedOrder, of order: Order, isMessageNew: Bool) throws {
    if isMessageNew, let reading = row.messageReading, !reading.todos.isEmpty {
      try TodoRecords.insert(
        reading.todos, of: order.key, source: .message, writtenAt: order.columns.createdAt ?? file.exportedAt, change)
    }
    for line in row.lines { try OrderLineRecords.put(line, of: order.key, sourceAt: file.exportedAt, change) }
    if row.lines.contains(where: { $0.sku?.isEmpty == false }) { withSku.insert(order.key.id) }
    for parcel in row.parcels {
      try ParcelRecords.link(
        waybill: parcel.waybill, courier: parcel.courier, to: order.key, line: parcel.line, stage: order.stage,
        sourceAt: file.exportedAt, change)
    }
  }
}

/// An order that the store does not have, with everything that its row brings: a pure function of the row.
struct NewOrder {
  /// With its count of open holds.
  let order: Order
  let memo: Memos.Reading?
  let holds: [NewHold]
  let promises: [NewPromise]

  init(_ row: ImportedOrder, _ key: OrderKey, of file: ImportFile, _ playbooks: ImportPlaybooks) {
    let merge = ImportMerge(row, into: nil, key: key, currentMemo: nil, exportedAt: file.exportedAt)
    var holds = merge.findings.map { NewHold($0, seenAt: file.exportedAt) }
    var memo: Memos.Reading?
    if case .newest(let text) = merge.memo {
      let reading = Memos.Reading(
        text: text, classified: row.memoReading ?? .blank, seenAt: file.exportedAt, source: .import, isNewest: true,
        addresses: playbooks.addresses)
      if case .hold(let reason) = RemarkEffect(reading.classified.verdict, of: merge.order, isNewest: true) {
        holds.append(reading.hold(reason, number: 1))
      }
      memo = reading
    }
    promises = NewPromise.made(
      by: memo?.classified.todos ?? [], source: .memo(1), writtenAt: file.exportedAt,
      courier: playbooks.couriers.courier)
    var address = OrderAddress()
    if let shown = row.address { address.show(shown) }
    order = merge.order.with(
      openHolds: Int64(holds.count), memoVersion: memo == nil ? 0 : 1,
      courierPromises: Int64(promises.count { $0.kind == .courier })
    ).with(address: address)
    self.memo = memo
    self.holds = holds
  }
}

extension NewHold {
  init(_ finding: ImportFinding, seenAt: Instant) {
    self.init(
      reason: finding.reason, source: finding.source, line: finding.line, note: finding.note,
      until: finding.until?.start(after: seenAt), object: finding.object)
  }
}
