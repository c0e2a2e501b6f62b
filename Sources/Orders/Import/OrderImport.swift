public import Formats
import Playbooks
public import Store
public import Vocabulary

/// Imports one file of orders or refunds: a run of operations of `partRows` rows each, which a killed import goes on with.
public struct OrderImport {
  /// Rows of one operation: some 50 ms under the lock, and few enough waits for the disk.
  public static let partRows = 5_000
  /// Parts that may wait between reading and writing.
  private static let partsAhead = 2

  public let file: ImportFile
  public let playbooks: ImportPlaybooks
  public let checks: ImportChecks
  public let actor: Actor
  public let now: () -> Instant
  /// The run's name where it begins anew.
  public let run: OperationID
  /// A part's name and content depend on it: an import that is resumed, or runs twice at once, must have the same.
  let partRows: Int

  public init(
    file: ImportFile, playbooks: ImportPlaybooks, checks: ImportChecks = ImportChecks(), actor: Actor,
    run: OperationID, partRows: Int = Self.partRows, now: @escaping () -> Instant
  ) {
    self.file = file
    self.playbooks = playbooks
    self.checks = checks
    self.actor = actor
    self.run = run
    self.partRows = partRows
    self.now = now
  }

  /// What an import did.
  public struct Summary: Sendable {
    public let run: OperationID
    public let kind: ImportKind
    /// Rows that an earlier, interrupted import of this file had taken in.
    public let resumedAfter: Int64
    public let totals: ImportTotals
    public let hasMemo: Bool
    /// The headers of columns that a whole export has and this file has not.
    public let missedColumns: [String]
    public let head: LogHead
  }

  /// The same for a table.
  public func perform(
    _ rows: any TableRows, in store: Store, reject: (RejectedRow) throws -> Void, progress: (Int64) -> Void = { _ in }
  ) throws -> Summary {
    try perform(.table(rows), in: store, reject: reject, progress: progress)
  }

  /// Reads the file to its end. `reject` receives every row that was set aside, also those before the point where an
  /// interrupted run is resumed; `progress` the number of rows done.
  public func perform(
    _ input: OrderFile, in store: Store, reject: (RejectedRow) throws -> Void, progress: (Int64) -> Void = { _ in }
  ) throws -> Summary {
    var file = self.file
    let knownName = checks.acceptsNewName ? nil : try store.read { try ShopProfileRecords.name(of: file.shop, $0) }
    let source = try input.source(playbooks, of: file, knownName: knownName)
    file.hasMemo = source.hasMemo
    let begun = try store.read {
      try ImportRecords.unfinished(shop: file.shop, digest: file.digest, exportedAt: file.exportedAt, $0)
    }
    let run = begun.flatMap { OperationID($0.id) } ?? self.run
    let skip = begun?.totals.rows ?? 0
    var totals = begun?.totals ?? ImportTotals()
    let parts = PartReader(source, of: file, size: partRows, skip: skip, checks: checks, addresses: playbooks.addresses)
    do {
      totals += try take(parts, of: file, run, in: store, reject: reject, progress: progress)
      let receipt = try store.perform(operation(run, part: "end", of: file)) { change in
        try ImportRecords.add(ImportTotals(), to: run.text, file, change)
        try ImportRecords.finish(run: run.text, file, change)
        return totals
      }
      return Summary(
        run: run, kind: source.kind, resumedAfter: skip, totals: receipt.result, hasMemo: source.hasMemo,
        missedColumns: source.missedColumns, head: receipt.head)
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

  /// Takes in part by part; the next ones are read meanwhile.
  private func take(
    _ parts: PartReader, of file: ImportFile, _ run: OperationID, in store: Store,
    reject: (RejectedRow) throws -> Void, progress: (Int64) -> Void
  ) throws -> ImportTotals {
    let ahead = try ReadAhead(depth: Self.partsAhead) { try parts.next() }
    defer { ahead.finish() }
    var totals = ImportTotals()
    var expectsNew = true
    while let part = try ahead.next() {
      for row in part.rejects { try reject(row) }
      guard part.rows > 0 else { continue }
      let taken = try take(part, of: file, run, expectsNew: expectsNew, in: store)
      expectsNew = taken.totals.new * 2 > taken.totals.rows
      totals += taken.totals
      for place in taken.unknownRefunds { try reject(part.refunds[place].unknownOrder) }
      progress(part.end)
      store.database.giveWay()
    }
    return totals
  }

  /// Takes in one part, as one operation.
  private func take(
    _ part: ImportPart, of file: ImportFile, _ run: OperationID, expectsNew: Bool, in store: Store
  ) throws -> TakenPart {
    try store.perform(operation(run, part: String(part.end), of: file)) { change in
      var writer = PartWriter(file, playbooks, expectsNew: expectsNew, change)
      try writer.take(part.orders)
      let unknown = try writer.take(part.refunds)
      var totals = writer.totals
      totals.rows = part.rows
      totals.rejected = part.rejected + Int64(unknown.count)
      try ImportRecords.add(totals, to: run.text, file, change)
      if let name = part.shopName { try ShopProfileRecords.note(name, of: file.shop, change) }
      try writer.facts.announce(change)
      return TakenPart(totals: totals, unknownRefunds: unknown)
    }.result
  }

  /// What a part's operation answers.
  private struct TakenPart: Codable {
    let totals: ImportTotals
    /// The places of refunds whose order the store does not have.
    let unknownRefunds: [Int]
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
