public import Formats
public import Orders
public import Store
public import Vocabulary

/// Imports a file of movements: a run of operations of `partRows` rows. A row is known by its document and line: a file
/// given again, or gone on with, moves nothing twice.
public struct MovementImport {
  /// Rows of one operation: some 150 ms under the lock.
  static let partRows = 20_000
  /// Rows that are read before any is posted, and posted by SKU: each part then visits a stretch of the indexes and of
  /// the balances instead of all of them.
  static let windowRows = 100_000

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

  public struct Summary: Sendable {
    public var rows: Int64 = 0
    public var posted: Int64 = 0
    /// Rows that were posted before.
    public var same: Int64 = 0
    public var rejected: Int64 = 0
    public var head = LogHead(sequence: 0, hash: "")
  }

  private struct Part: Codable {
    let posted: Int64
    let same: Int64
    /// Places of rows whose document and line moved something else.
    let differing: [Int]
  }

  private typealias Row = (movement: StockMovement, number: Int)

  /// Some rows of the file, read and judged.
  private struct Window: Sendable {
    /// By SKU; of several rows with one document and line only the first.
    var rows: [Row] = []
    /// The others: a part of their own, so that the first is there before them.
    var repeated: [Row] = []
    var rejects: [RejectedRow] = []
    var end: Int64 = 0

    var parts: [ArraySlice<Row>] {
      let starts = stride(from: 0, to: rows.count, by: partRows)
      let parts = starts.map { rows[$0..<min($0 + partRows, rows.count)] }
      return repeated.isEmpty ? parts : parts + [repeated[...]]
    }

    mutating func sort() {
      var seen: Set<DocumentLine> = []
      seen.reserveCapacity(rows.count)
      rows.removeAll { row in
        if seen.insert(DocumentLine(row.movement)).inserted { return false }
        repeated.append(row)
        return true
      }
      rows.sort { ($0.movement.sku, $0.number) < ($1.movement.sku, $1.number) }
    }

    private struct DocumentLine: Hashable {
      let source: String
      let line: String

      init(_ movement: StockMovement) {
        source = movement.source
        line = movement.line
      }
    }
  }

  public func perform(
    _ reader: any TableRows, in store: Store, reject: (RejectedRow) throws -> Void, progress: (Int64) -> Void = { _ in }
  ) throws -> Summary {
    var summary = Summary()
    let moment = now()
    let rows = MovementRows(reader, recordedAt: moment)
    try rows.readHeader()
    let ahead = try ReadAhead(depth: 1) { try Self.window(rows) }
    defer { ahead.finish() }
    while let window = try ahead.next() {
      var rejects = window.rejects
      for (place, part) in window.parts.enumerated() {
        let receipt = try store.perform(operation("\(window.end).\(place)", at: moment)) { change in
          try Self.post(part.map(\.movement), shop: file.shop, change)
        }
        summary.head = receipt.head
        summary.posted += receipt.result.posted
        summary.same += receipt.result.same
        rejects += receipt.result.differing.map {
          Self.differs(part[part.startIndex + $0])
        }
        store.database.giveWay()
      }
      for row in rejects.sorted(by: { $0.row < $1.row }) { try reject(row) }
      summary.rejected += Int64(rejects.count)
      summary.rows = window.end
      progress(window.end)
    }
    return summary
  }

  private static func window(_ rows: MovementRows) throws -> Window? {
    var window = Window()
    window.rows.reserveCapacity(windowRows)
    reading: while window.rows.count + window.rejects.count < windowRows {
      switch try rows.next() {
      case .movement(let movement, let number): window.rows.append((movement, number))
      case .reject(let row): window.rejects.append(row)
      case nil: break reading
      }
    }
    guard !window.rows.isEmpty || !window.rejects.isEmpty else { return nil }
    window.end = rows.count
    window.sort()
    return window
  }

  private static func differs(_ row: Row) -> RejectedRow {
    let movement = row.movement
    return RejectedRow(
      row: row.number, column: "单号", code: "movement_differs",
      message: Message(zh: "这个单号和行号已记过另一笔进出", en: "this document and line moved something else before"),
      text: "\(movement.source.dropFirst("file:".count)),\(movement.line),\(movement.sku)")
  }

  private static func post(_ movements: [StockMovement], shop: String, _ change: Change) throws -> Part {
    let known = try StockRecords.post(movements, shop: shop, change)
    var differing: [Int] = []
    for place in known {
      let new = movements[place]
      let old = try StockRecords.find(source: new.source, line: new.line, shop: shop, change.session)
      if old.map({ ($0.sku, $0.from, $0.to) == (new.sku, new.from, new.to) && $0.quantity == new.quantity }) != true {
        differing.append(place)
      }
    }
    return Part(
      posted: Int64(movements.count - known.count), same: Int64(known.count - differing.count), differing: differing)
  }

  private func operation(_ part: String, at moment: Instant) -> Operation {
    var arguments: Operation.Arguments = ["run": run.text, "part": part]
    arguments.add("file", file.digest)
    arguments.add("shop", file.shop)
    return Operation(
      id: run.part(part), verb: "stock import-movements", actor: actor, at: moment, arguments: arguments)
  }
}

/// Reads movements row by row.
private final class MovementRows: @unchecked Sendable {  // Handed to the one thread that reads ahead.
  enum Found {
    case movement(StockMovement, row: Int)
    case reject(RejectedRow)
  }

  private let reader: any TableRows
  private let recordedAt: Instant
  private var layout = StockLayout(header: [], [])
  private var accounts: [String: StockAccount] = [:]
  private(set) var count: Int64 = 0

  init(_ reader: any TableRows, recordedAt: Instant) {
    self.reader = reader
    self.recordedAt = recordedAt
  }

  func readHeader() throws {
    switch try reader.nextTableRow() {
    case .record(let record):
      layout = StockLayout(header: record.texts, StockColumn.movements)
      if layout.has(.source, .line, .sku, .from, .to, .quantity) { return }
      throw Failure(
        .usage, code: "movement_columns_missing",
        Message(
          zh: "第 1 行要有 单号、行号、商家编码、从、到、数量 这些列（时间可选）",
          en: "row 1 needs the columns source, line, sku, from, to, quantity (at is optional)"),
        place: reader.name,
        next: Message(
          zh: "账户的写法：supplier、warehouse:main、unavailable:defect",
          en: "accounts: supplier, warehouse:main, unavailable:defect"))
    case .defect(let defect): throw defect.failure(in: reader.name)
    case nil:
      throw Failure(
        .usage, code: "file_empty", Message(zh: "文件是空的", en: "the file is empty"), place: reader.name,
        next: Message(zh: "重新导出", en: "export it again"))
    }
  }

  func next() throws -> Found? {
    guard let row = try reader.nextTableRow() else { return nil }
    count += 1
    switch row {
    case .defect(let defect): return .reject(RejectedRow(defect))
    case .record(let record):
      do {
        return .movement(try movement(record), row: record.rowNumber)
      } catch {
        return .reject(
          RejectedRow(
            row: record.rowNumber, column: error.column, code: error.code, message: error.message,
            text: record.rawText))
      }
    }
  }

  private func movement(_ record: any TableRecord) throws(StockDefect) -> StockMovement {
    if let problem = layout.problem(width: record.count, record.text) { throw problem }
    let (source, line) = (layout.text(.source, record.text), layout.text(.line, record.text))
    guard (1...128).contains(source.utf8.count), line.utf8.count <= 128 else {
      throw StockDefect("bad_document", "单号", Message(zh: "单号要在 1 到 128 字节之间", en: "the document takes 1 to 128 bytes"))
    }
    let sku = layout.text(.sku, record.text)
    if let problem = StockDefect.problem(ofSku: sku) { throw problem }
    let from = try account(layout.text(.from, record.text), "从")
    let to = try account(layout.text(.to, record.text), "到")
    guard from != to else {
      throw StockDefect("same_account", "到", Message(zh: "从和到是同一个账户", en: "it goes to where it comes from"))
    }
    let quantity = try StockDefect.count(layout.text(.quantity, record.text), "数量")
    guard quantity > 0 else {
      throw StockDefect("nothing_moved", "数量", Message(zh: "数量要大于 0", en: "the quantity must be above 0"))
    }
    return StockMovement(
      source: "file:" + source, line: line, sku: sku, from: from, to: to, quantity: quantity, at: try moment(record),
      recordedAt: recordedAt)
  }

  private func moment(_ record: any TableRecord) throws(StockDefect) -> Instant {
    let text = layout.text(.at, record.text)
    if text.isEmpty { return recordedAt }
    guard let moment = Instant(text) else {
      throw StockDefect("bad_time", "时间", Message(zh: "时间看不懂", en: "this is not a time"))
    }
    guard moment <= recordedAt.adding(minutes: 5) else {
      throw StockDefect("time_in_future", "时间", Message(zh: "时间在将来", en: "the time lies in the future"))
    }
    return min(moment, recordedAt)
  }

  private func account(_ text: String, _ column: String) throws(StockDefect) -> StockAccount {
    if let known = accounts[text] { return known }
    guard let account = StockAccount(named: text) else {
      throw StockDefect("unknown_account", column, Message(zh: "没有这个账户", en: "there is no such account"))
    }
    guard !account.followsOrders else {
      throw StockDefect(
        "account_follows_orders", column, Message(zh: "这个账户只由订单进出", en: "only orders move goods in this account"))
    }
    accounts[text] = account
    return account
  }
}
