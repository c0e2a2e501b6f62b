public import Formats
public import Store
public import Vocabulary

/// Imports an ERP's list of parcels: a run of operations of `batchRows` rows. What it does not show any more in a parcel
/// that it shows leaves that parcel at the very end: until then a parcel holds too much rather than too little. An
/// interrupted import is simply done again.
public struct ParcelImport {
  /// Rows of one operation; a part's name and content depend on it.
  public static let batchRows = 500

  public let file: ImportFile
  public let actor: Actor
  public let run: OperationID
  public let now: () -> Instant

  public init(file: ImportFile, actor: Actor, run: OperationID, now: @escaping () -> Instant) {
    self.file = file
    self.actor = actor
    self.run = run
    self.now = now
  }

  /// What an import did.
  public struct Summary: Sendable {
    public var rows: Int64 = 0
    public var rejected: Int64 = 0
    /// Parcels that it showed, and those of them with more than one order.
    public var parcels: Int64 = 0
    /// Orders that it put into parcels.
    public var linked: Int64 = 0
    /// Items that a newer list no longer shows and that left their parcels.
    public var left: Int64 = 0
    /// The same, of held orders in parcels that were printed: they stay until somebody takes them out.
    public var kept: Int64 = 0
    public var head: LogHead
  }

  /// Reads the list to its end; `reject` receives every row that was set aside.
  public func perform(
    _ reader: any TableRows, in store: Store, reject: (RejectedRow) throws -> Void, progress: (Int64) -> Void = { _ in }
  ) throws -> Summary {
    let layout = try layout(reader)
    var state = State()
    var batch: [Row] = []
    var defective: [RejectedRow] = []
    var number: Int64 = 0
    var rejected: Int64 = 0
    func take() throws {
      guard batch.count + defective.count > 0 else { return }
      if !batch.isEmpty { defective += try self.take(batch, endingAt: number, &state, in: store) }
      for row in defective.sorted(by: { $0.row < $1.row }) { try reject(row) }
      rejected += Int64(defective.count)
      batch = []
      defective = []
      store.database.giveWay()
      progress(number)
    }
    while let row = try reader.nextTableRow() {
      number += 1
      switch Self.read(row, layout) {
      case .success(let row): batch.append(row)
      case .failure(let row): defective.append(row)
      }
      if batch.count + defective.count == Self.batchRows { try take() }
    }
    try take()
    var summary = try end(state, in: store)
    (summary.rows, summary.rejected) = (number, rejected)
    return summary
  }

  /// A row with what a rejects file needs.
  private struct Row {
    let row: ParcelListRow
    let number: Int
    let text: String
  }

  /// What is known only at the end.
  private struct State {
    var waybills: Set<String> = []
    var linked: Int64 = 0
    /// What lay in the shown parcels and was not shown.
    var stale: Set<ParcelRecords.Item> = []
    /// The orders that no import has shown, by parcel; empty for a parcel of which an earlier list said so.
    var unknown: [String: Set<String>] = [:]
  }

  private func layout(_ reader: any TableRows) throws -> ParcelLayout {
    switch try reader.nextTableRow() {
    case .record(let record):
      if let layout = ParcelLayout(header: record.texts), layout.has(.waybill), layout.has(.order) { return layout }
      throw Failure(
        .usage, code: "parcel_columns_missing",
        Message(
          zh: "第 1 行要有运单号（或物流单号、快递单号）和订单编号（或平台单号、线上单号、原始单号）两列",
          en: "row 1 needs a column of waybills (运单号, 物流单号, 快递单号) and one of orders (订单编号, 平台单号, 线上单号, 原始单号)"),
        place: file.name,
        next: Message(zh: "从 ERP 导出带这两列的清单", en: "export a list with both columns from the ERP"))
    case .defect(let defect): throw defect.failure(in: file.name)
    case nil:
      throw Failure(
        .usage, code: "file_empty", Message(zh: "文件是空的", en: "the file is empty"), place: file.name,
        next: Message(zh: "重新导出", en: "export it again"))
    }
  }

  private enum ReadRow {
    case success(Row)
    case failure(RejectedRow)
  }

  private static func read(_ row: TableRow, _ layout: ParcelLayout) -> ReadRow {
    switch row {
    case .record(let record):
      do {
        let row = try ParcelListRow.read(layout, width: record.count, cell: record.text)
        return .success(Row(row: row, number: record.rowNumber, text: record.rawText))
      } catch {
        return .failure(
          RejectedRow(
            row: record.rowNumber, column: error.column, code: error.code, message: error.message,
            text: record.rawText))
      }
    case .defect(let defect):
      return .failure(
        RejectedRow(
          row: defect.rowNumber, column: defect.columnNumber.map(String.init), code: defect.code,
          message: defect.message, text: defect.rawText))
    }
  }

  /// What one part did; kept with its operation, so that a repetition knows it too.
  private struct Part: Codable {
    var linked: Int64
    var stale: [ParcelRecords.Item]
    var unknown: [String]
    /// Parcels of which an earlier list knew too little.
    var incomplete: [String]
  }

  /// Takes in one part, as one operation; returns the rows that name an order nobody knows.
  private func take(
    _ batch: [Row], endingAt number: Int64, _ state: inout State, in store: Store
  ) throws -> [RejectedRow] {
    let part = try store.perform(operation(String(number))) { change in try Self.take(batch, of: file, change) }.result
    state.waybills.formUnion(batch.map(\.row.waybill))
    state.linked += part.linked
    state.stale.formUnion(part.stale)
    for waybill in part.incomplete { state.unknown[waybill, default: []].formUnion([]) }
    let unknown = Set(part.unknown)
    var rejected: [RejectedRow] = []
    for item in batch {
      let missing = item.row.orders.filter(unknown.contains)
      guard !missing.isEmpty else { continue }
      state.unknown[item.row.waybill, default: []].formUnion(missing)
      let names = missing.joined(separator: " ")
      rejected.append(
        RejectedRow(
          row: item.number, column: "订单编号", code: "unknown_order",
          message: Message(zh: "库里没有订单 \(names)，先导入订单", en: "the store has no order \(names); import it first"),
          text: item.text))
    }
    return rejected
  }

  private static func take(_ batch: [Row], of file: ImportFile, _ change: Change) throws -> Part {
    let session = change.session
    let named = Set(batch.flatMap(\.row.orders))
    let rows = try GateRoundRecords.orders(file.shop, RowList.ids(named.sorted()), locking: true, session)
    let orders = Dictionary(rows.map { ($0.id, $0) }) { first, _ in first }
    let lines = try ParcelRecords.lines(of: RowList.ids(orders.keys.sorted()), shop: file.shop, session)
    var links: [ParcelLink] = []
    for row in batch.map(\.row) {
      for order in row.orders.compactMap({ orders[$0] }) {
        // A row that names several orders cannot say whose item it is.
        let isOne = row.orders.count == 1
        let line = row.line.isEmpty ? lines[order.id]?[row.sku] ?? "" : row.line
        links.append(
          ParcelLink(
            waybill: row.waybill, courier: row.courier, order: order.id, line: isOne ? line : "",
            // Of several lines the pieces are not those of the whole order.
            quantity: isOne && !line.isEmpty ? row.quantity : nil,
            stage: order.parcels > 0 ? min(order.stage, .printed) : order.stage))
      }
    }
    let before = rows.map(\.parcels).reduce(0, +)
    try ParcelRecords.link(links, shop: file.shop, sourceAt: file.exportedAt, change)
    let ids = RowList.ids(orders.keys.sorted())
    let after = try GateRoundRecords.orders(file.shop, ids, locking: false, session).map(\.parcels).reduce(0, +)
    let waybills = RowList.ids(Set(batch.map(\.row.waybill)).sorted())
    let stale = try ParcelRecords.stale(in: waybills, shop: file.shop, olderThan: file.exportedAt, session)
    let incomplete = try ParcelRecords.parcels(file.shop, waybills, locking: false, session)
      .filter { !$0.missing.isEmpty }
    return Part(
      linked: max(0, after - before), stale: stale, unknown: named.subtracting(orders.keys).sorted(),
      incomplete: incomplete.map(\.waybill))
  }

  /// The last operations: what left its parcel, and what nobody knows.
  private func end(_ state: State, in store: Store) throws -> Summary {
    struct End: Codable {
      var left: Int64 = 0
      var kept: Int64 = 0
    }
    var total = End()
    let stale = state.stale.sorted { ($0.waybill, $0.order, $0.line) < ($1.waybill, $1.order, $1.line) }
    let incomplete = state.unknown.keys.sorted()
    var head = LogHead(sequence: 0, hash: "")
    let most = max(1, stale.count, incomplete.count)
    for (index, start) in stride(from: 0, to: most, by: Self.batchRows).enumerated() {
      let items = stale.dropFirst(start).prefix(Self.batchRows)
      let waybills = incomplete.dropFirst(start).prefix(Self.batchRows)
      let receipt = try store.perform(operation("end.\(index)")) { change -> End in
        let (left, kept) = try Self.supersede(Array(items), by: file, change)
        try Self.setMissing(state.unknown.filter { waybills.contains($0.key) }, by: file, change)
        return End(left: left, kept: kept)
      }
      total.left += receipt.result.left
      total.kept += receipt.result.kept
      head = receipt.head
    }
    return Summary(
      parcels: Int64(state.waybills.count), linked: state.linked, left: total.left, kept: total.kept, head: head)
  }

  /// A held order in a parcel that was printed is taken out by a person, not by a list: the goods may lie in the box.
  private static func supersede(
    _ items: [ParcelRecords.Item], by file: ImportFile, _ change: Change
  ) throws -> (left: Int64, kept: Int64) {
    guard !items.isEmpty else { return (0, 0) }
    let ids = RowList.ids(Set(items.map(\.order)).sorted())
    let orders = try GateRoundRecords.orders(file.shop, ids, locking: true, change.session)
    let waybills = RowList.ids(Set(items.map(\.waybill)).sorted())
    let parcels = try ParcelRecords.parcels(file.shop, waybills, locking: true, change.session)
    let held = Set(orders.filter { $0.openHolds > 0 }.map(\.id))
    let printed = Set(parcels.filter { $0.stage >= .printed && $0.stage < .handedOver }.map(\.waybill))
    var (left, kept): (Int64, Int64) = (0, 0)
    for item in items {
      if held.contains(item.order), printed.contains(item.waybill) {
        kept += 1
      } else if try ParcelRecords.supersede(item, shop: file.shop, by: file.exportedAt, change) {
        left += 1
      }
    }
    for parcel in parcels { try ParcelRecords.touch(parcel.waybill, shop: file.shop, change) }
    try ParcelRecords.recount(ids, shop: file.shop, change)
    return (left, kept)
  }

  /// What is unknown now is added; what an earlier list did not know is no longer missing once a newer one leaves it out
  /// or an import has shown it. What a person said is not ours stays out.
  private static func setMissing(
    _ unknown: [String: Set<String>], by file: ImportFile, _ change: Change
  ) throws {
    guard !unknown.isEmpty else { return }
    let waybills = RowList.ids(unknown.keys.sorted())
    let parcels = try ParcelRecords.parcels(file.shop, waybills, locking: true, change.session)
    let takenOut = Set(try ParcelRecords.takenOut(of: waybills, shop: file.shop, change.session))
    let earlier = RowList.ids(Set(parcels.flatMap(\.missing)).sorted())
    let known = Set(
      try GateRoundRecords.orders(file.shop, earlier, locking: false, change.session).map(\.id))
    for parcel in parcels {
      let still = parcel.sourceAt > file.exportedAt ? Set(parcel.missing).subtracting(known) : []
      let missing = still.union(unknown[parcel.waybill] ?? []).sorted().filter {
        !takenOut.contains(ParcelRecords.Item(waybill: parcel.waybill, order: $0, line: ""))
      }
      guard missing != parcel.missing else { continue }
      try ParcelRecords.setMissing(missing, of: parcel.waybill, shop: file.shop, change)
    }
  }

  private func operation(_ part: String) -> Operation {
    var arguments: Operation.Arguments = ["run": run.text, "part": part]
    arguments.add("file", file.digest)
    arguments.add("shop", file.shop)
    arguments.add("exported_at", file.exportedAt.rfc3339)
    return Operation(id: run.part(part), verb: "parcel import", actor: actor, at: now(), arguments: arguments)
  }
}
