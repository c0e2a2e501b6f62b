public import Formats
public import Playbooks
public import Store
public import Vocabulary

/// Imports one order export: a run of operations of `batchRows` rows each, which a killed import goes on with.
public struct OrderImport {
  /// Rows of one operation. A part's name and content depend on it, so it is fixed: an import that is resumed, or runs
  /// twice at once, makes the very same parts, and each of them happens once.
  public static let batchRows = 500

  public let file: ImportFile
  public let rules: RemarkRules
  public let actor: Actor
  public let now: () -> Instant
  /// The run's name where it begins anew.
  public let run: OperationID

  public init(
    file: ImportFile, rules: RemarkRules, actor: Actor, run: OperationID, now: @escaping () -> Instant
  ) {
    self.file = file
    self.rules = rules
    self.actor = actor
    self.run = run
    self.now = now
  }

  /// What an import did.
  public struct Summary: Sendable {
    public let run: OperationID
    /// Rows that an earlier, interrupted import of this file had taken in.
    public let resumedAfter: Int64
    public let totals: ImportTotals
    public let hasMemo: Bool
    public let head: LogHead
  }

  /// Reads the file to its end. `reject` receives every row that was set aside, also those before the point where an
  /// interrupted run is resumed; `progress` the number of rows done.
  public func perform(
    _ reader: CSVReader, in store: Store, reject: (RejectedRow) throws -> Void, progress: (Int64) -> Void = { _ in }
  ) throws -> Summary {
    var file = self.file
    let layout = try OrderLayout(header: try header(reader), file: file.name)
    file.hasMemo = layout.hasMemo
    let begun = try store.read {
      try ImportRecords.unfinished(shop: file.shop, digest: file.digest, exportedAt: file.exportedAt, $0)
    }
    let run = begun.flatMap { OperationID($0.id) } ?? self.run
    let skip = begun?.totals.rows ?? 0
    var totals = begun?.totals ?? ImportTotals()
    do {
      totals += try takeRows(
        reader, layout, after: skip, of: file, run, in: store, reject: reject, progress: progress)
      let receipt = try store.perform(operation(run, part: "end", of: file)) { change in
        try ImportRecords.add(ImportTotals(), to: run.text, file, change)
        try ImportRecords.finish(run: run.text, file, change)
        return totals
      }
      return Summary(
        run: run, resumedAfter: skip, totals: receipt.result, hasMemo: layout.hasMemo, head: receipt.head)
    } catch let failure as Failure where failure.code == "operation_settled" {
      throw try abandon(run, of: file, in: store)
    }
  }

  /// A part whose outcome was unknown has been settled as never: this run cannot go on under its name. What it took in
  /// stays; a new run compares row by row.
  private func abandon(_ run: OperationID, of file: ImportFile, in store: Store) throws -> Failure {
    _ = try store.perform(operation(run, part: "abandon", of: file)) { change in
      try ImportRecords.abandon(run: run.text, change)
      return ImportTotals()
    }
    return Failure(
      .refused, code: "import_abandoned",
      Message(
        zh: "这次导入有一段被判定为从未发生，不能接着做；已经导入的都在",
        en: "a part of this import was settled as never, so it cannot go on; what it took in is there"),
      place: file.name,
      next: Message(zh: "再执行一次同一条导入命令，会从头核对", en: "run the same import command again: it compares from the start"))
  }

  /// Takes in the rows after the first `skip`, part by part.
  private func takeRows(
    _ reader: CSVReader, _ layout: OrderLayout, after skip: Int64, of file: ImportFile, _ run: OperationID,
    in store: Store, reject: (RejectedRow) throws -> Void, progress: (Int64) -> Void
  ) throws -> ImportTotals {
    let rowReader = ImportedOrderReader(layout: layout)
    var totals = ImportTotals()
    var batch = Batch()
    var number: Int64 = 0
    while let row = try reader.next() {
      number += 1
      switch Self.read(row, rowReader) {
      case .success(let order): if number > skip { batch.orders.append(order) }
      case .failure(let rejected):
        try reject(rejected)
        if number > skip { batch.rejected += 1 }
      }
      if batch.rows == Self.batchRows {
        totals += try take(batch, endingAt: number, of: file, run, in: store)
        batch = Batch()
        store.database.giveWay()
        progress(number)
      }
    }
    if batch.rows > 0 { totals += try take(batch, endingAt: number, of: file, run, in: store) }
    return totals
  }

  private struct Batch {
    var orders: [ImportedOrder] = []
    var rejected: Int64 = 0
    var rows: Int { orders.count + Int(rejected) }
  }

  private func header(_ reader: CSVReader) throws -> [String] {
    switch try reader.next() {
    case .record(let record): return record.texts
    case .defect(let defect): throw defect.failure(in: file.name)
    case nil:
      throw Failure(
        .usage, code: "file_empty", Message(zh: "文件是空的", en: "the file is empty"), place: file.name,
        next: Message(zh: "重新导出订单", en: "export the orders again"))
    }
  }

  private enum ReadRow {
    case success(ImportedOrder)
    case failure(RejectedRow)
  }

  private static func read(_ row: CSVReader.Row, _ reader: ImportedOrderReader) -> ReadRow {
    switch row {
    case .record(let record):
      do {
        return .success(try reader.read(width: record.count, cell: record.text))
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

  /// Takes in one part, as one operation.
  private func take(
    _ batch: Batch, endingAt row: Int64, of file: ImportFile, _ run: OperationID, in store: Store
  ) throws -> ImportTotals {
    try store.perform(operation(run, part: String(row), of: file)) { change in
      var part = ImportTotals()
      part.rows = Int64(batch.rows)
      part.rejected = batch.rejected
      var facts = OrderFacts()
      // In key order, as every bulk verb locks; rows of one order keep the order of the file.
      for row in batch.orders.enumerated().sorted(by: { ($0.element.id, $0.offset) < ($1.element.id, $1.offset) }) {
        try take(row.element, of: file, &part, &facts, change)
      }
      try ImportRecords.add(part, to: run.text, file, change)
      try facts.announce(change)
      return part
    }.result
  }

  private func take(
    _ row: ImportedOrder, of file: ImportFile, _ part: inout ImportTotals, _ facts: inout OrderFacts, _ change: Change
  ) throws {
    let key = OrderKey(shop: file.shop, id: row.id)
    let existing = try OrderRecords.lock(key, change.session)
    var currentMemo: String?
    if let existing, existing.memoVersion > 0, row.memo != nil {
      currentMemo = try MemoRecords.text(key, number: existing.memoVersion, change.session)
    }
    let merge = ImportMerge(row, into: existing, key: key, currentMemo: currentMemo, exportedAt: file.exportedAt)
    if merge.isNew {
      try OrderRecords.insert(merge.order, change)
    } else {
      try OrderRecords.update(merge.order, change)
    }
    let isSameAge = existing?.memoSeenAt == file.exportedAt
    let remarked = try takeMemo(merge, of: file, isSameAge: isSameAge, &part, &facts, change)
    // After the memo: an order that it releases was shipped rightly.
    if merge.isBypass, (remarked?.openHolds ?? merge.order.openHolds) > 0 {
      let found = try ImportRecords.noteBypass(key, stage: merge.order.stage, change)
      if found != .known { facts.insert(.bypassed) }
      if found == .new { part.bypassed += 1 }
    }
    if merge.isNew {
      part.new += 1
    } else if merge.isChanged || remarked != nil {
      part.changed += 1
    } else {
      part.same += 1
    }
  }

  /// Keeps a memo that is new to us and returns what it did; nil for one that is not. `isSameAge`: the order's memo was last seen in a source
  /// of this very time, which may be this file, imported before.
  private func takeMemo(
    _ merge: ImportMerge, of file: ImportFile, isSameAge: Bool, _ part: inout ImportTotals, _ facts: inout OrderFacts,
    _ change: Change
  ) throws -> Memos.Remarked? {
    let text: String
    let isNewest: Bool
    switch merge.memo {
    case .same: return nil
    case .newest(let found):
      // A file with two rows of one order shows both memos each time; they are judged once.
      let order = merge.order
      if isSameAge,
        try MemoRecords.wasTaken(number: order.memoVersion, fromFile: file.digest, order.key, change.session)
      {
        return nil
      }
      (text, isNewest) = (found, true)
    case .older(let found):
      if try MemoRecords.wasImported(found, merge.order.key, change.session) { return nil }
      (text, isNewest) = (found, false)
    }
    let remarked = try Memos.take(
      Memos.Reading(text: text, seenAt: file.exportedAt, source: .import, isNewest: isNewest), of: merge.order, rules,
      &facts, change)
    if isNewest { try OrderRecords.setMemoVersion(remarked.memoVersion, of: merge.order.key, change) }
    if remarked.held != nil { part.held += 1 }
    part.lifted += Int64(remarked.lifted.count)
    return remarked
  }

  private func operation(_ run: OperationID, part: String, of file: ImportFile) -> Operation {
    var arguments: Operation.Arguments = ["run": run.text, "part": part]
    arguments.add("file", file.digest)
    arguments.add("shop", file.shop)
    arguments.add("exported_at", file.exportedAt.rfc3339)
    return Operation(
      id: run.part(part), verb: "order import", actor: actor, at: now(), arguments: arguments)
  }
}
