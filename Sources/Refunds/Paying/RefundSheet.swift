public import Formats
import Orders
public import Store
public import Vocabulary

/// Refunds for people to pay in the platform's own pages: out as a list, back with what came of each.
extension Refunds {
  /// What is on work sheets and has no result yet, by batch.
  public static func onSheets(shop: String, _ session: any Session) throws -> [Refund] {
    try RefundRecords.onSheets(shop: shop, session)
  }

  /// One row of a result file.
  public struct Result: Sendable, Equatable, Codable {
    public enum Outcome: String, Sendable, CaseIterable, Codable {
      case paid, refused, notDone
    }

    /// The line of the file.
    public let row: Int
    /// The key, our name or the platform's number of the refund.
    public let refund: String
    public let amount: Money
    public let outcome: Outcome

    public init(row: Int, refund: String, amount: Money, outcome: Outcome) {
      self.row = row
      self.refund = refund
      self.amount = amount
      self.outcome = outcome
    }
  }

  /// Reads a result file whole. Rows without a result are left out: they are not done yet.
  ///
  /// - Throws: `Failure` `.usage` for the first row that makes no sense; then nothing was noted.
  public static func readResults(_ rows: any TableRows) throws -> [Result] {
    guard let header = try record(rows) else { throw SheetRefusal.noTable(rows.name) }
    guard let layout = SheetLayout(header: header.texts) else { throw SheetRefusal.noTable(rows.name) }
    var results: [Result] = []
    var seen: Set<String> = []
    while let row = try record(rows) {
      guard let result = try layout.read(row, file: rows.name) else { continue }
      guard seen.insert(result.refund).inserted else { throw SheetRefusal.twice(rows.name, result) }
      results.append(result)
      guard results.count <= SheetLayout.rowLimit else { throw SheetRefusal.tooLong(rows.name) }
    }
    return results
  }

  private static func record(_ rows: any TableRows) throws -> (any TableRecord)? {
    switch try rows.nextTableRow() {
    case nil: nil
    case .defect(let defect): throw defect.failure(in: rows.name)
    case .record(let record): record
    }
  }

  /// What a result file did.
  public struct Taken: Sendable, Codable, Equatable {
    public var settled = 0
    public var settledFen: Int64 = 0
    public var refused = 0
    /// Back in the queue.
    public var notDone = 0
    /// Known already.
    public var same = 0
  }

  /// Notes the results of a file: all of them, or none when one makes no sense.
  public static func take(
    _ results: [Result], shop: String, file: String, _ change: Change
  ) throws -> Taken {
    var found: [(result: Result, refund: Refund)] = []
    for result in results {
      guard let refund = try RefundRecords.find(shop: shop, keyOrNumber: result.refund, change.session) else {
        throw SheetRefusal.unknown(file, result)
      }
      found.append((result, refund))
    }
    _ = try OrderRefunds.lock(found.map(\.refund.orderKey), change)
    var taken = Taken()
    for (result, known) in found {
      guard let refund = try RefundRecords.find(shop: shop, id: known.id, change.session) else { continue }
      try take(result, of: refund, file: file, &taken, change)
    }
    try OrderRefunds.announce(change)
    return taken
  }

  private static func take(
    _ result: Result, of refund: Refund, file: String, _ taken: inout Taken, _ change: Change
  ) throws {
    guard result.amount.fen == refund.amountFen else { throw SheetRefusal.amount(file, result, refund) }
    switch (result.outcome, refund.state) {
    case (.paid, .settled), (.refused, .refused): taken.same += 1
    case (.paid, .submitted), (.paid, .uncertain):
      try settle(refund, answer: "paid \(result.amount.fen)", by: .sheet, change)
      taken.settled += 1
      taken.settledFen += result.amount.fen
    case (.refused, .submitted), (.refused, .uncertain):
      try end(refund, as: .refused, "refused", change)
      taken.refused += 1
    case (.notDone, .submitted):
      guard try !isSentByGateway(refund, change.session) else { throw SheetRefusal.state(file, result, refund) }
      try end(refund, as: .applied, "not done", change)
      taken.notDone += 1
    case (.notDone, .applied): taken.same += 1
    default: throw SheetRefusal.state(file, result, refund)
    }
  }

  private static func isSentByGateway(_ refund: Refund, _ session: any Session) throws -> Bool {
    try BatchRecords.attempts(of: refund, session).last { $0.event == .sent }?.channel == .gateway
  }

  private static func end(
    _ refund: Refund, as state: RefundStage, _ answer: String, _ change: Change
  ) throws {
    var next = refund
    next.state = state
    next.review = nil
    next.attempts += 1
    if state == .applied { next.batch = nil }
    try RefundRecords.replace(refund, with: next, change)
    try BatchRecords.note(.answered, answer, by: .sheet, of: next, change)
    if refund.kind == .wholeOrder { try OrderRefunds.set(.none, of: refund.orderKey, change) }
  }
}

/// Which columns stand where in a result file: the work sheet's own, in either language.
struct SheetLayout {
  static let rowLimit = 20_000

  private let key: Int
  private let amount: Int
  private let result: Int

  init?(header: [String]) {
    let names = header.map { $0.filter { !$0.isWhitespace && $0 != "\u{FEFF}" }.lowercased() }
    func place(_ aliases: [String]) -> Int? { aliases.lazy.compactMap(names.firstIndex).first }
    guard let key = place(["幂等号", "key", "退款编号", "refund_id", "refundnumber"]),
      let amount = place(["金额(元)", "金额（元）", "金额", "amount(yuan)", "amount", "退款金额"]),
      let result = place(["结果", "result", "退款结果"])
    else { return nil }
    (self.key, self.amount, self.result) = (key, amount, result)
  }

  /// nil for a row without a result.
  func read(_ row: any TableRecord, file: String) throws -> Refunds.Result? {
    let word = row.text(result)
    guard !word.isEmpty else { return nil }
    let place = "\(file):\(row.rowNumber)"
    guard let outcome = Self.words[word.lowercased()] else {
      throw Failure(
        .usage, code: "result_unknown_word",
        Message(zh: "“结果”看不懂，什么都没有记下", en: "the result is no word we know; nothing was noted"), place: place,
        next: Message(zh: "写：已退款、拒绝、未处理；没做完就留空", en: "write paid, refused or notDone; leave it empty until it is done"))
    }
    let text = row.text(key)
    guard !text.isEmpty, row.lostDigits(key) == nil else {
      throw Failure(
        .usage, code: "result_without_key",
        Message(zh: "没有幂等号或退款编号，什么都没有记下", en: "the row has no key or refund number; nothing was noted"), place: place,
        next: Message(zh: "不要改动工作单的编号列", en: "leave the numbers of the work sheet as they are"))
    }
    guard let money = Money(yuan: row.text(amount)), money > .zero else {
      throw Failure(
        .usage, code: "bad_amount", Message(zh: "金额看不懂，什么都没有记下", en: "this is not an amount; nothing was noted"),
        place: place, next: Message(zh: "写成元：12.30", en: "write yuan: 12.30"))
    }
    return Refunds.Result(row: row.rowNumber, refund: text, amount: money, outcome: outcome)
  }

  private static let words: [String: Refunds.Result.Outcome] = [
    "已退款": .paid, "已退": .paid, "退款成功": .paid, "成功": .paid, "paid": .paid, "done": .paid,
    "拒绝": .refused, "已拒绝": .refused, "被拒绝": .refused, "refused": .refused,
    "未处理": .notDone, "未退": .notDone, "notdone": .notDone, "not done": .notDone,
  ]
}

enum SheetRefusal {
  static func noTable(_ file: String) -> Failure {
    Failure(
      .usage, code: "result_header",
      Message(
        zh: "这不是退款结果表：要有“幂等号”（或“退款编号”）、“金额(元)”和“结果”三列",
        en: "this is no result file: it needs the columns key (or refund_id), amount (yuan) and result"), place: file,
      next: Message(
        zh: "用这里给出的工作单填写：peakday refund pack --file 工作单.xlsx",
        en: "fill in the sheet from: peakday refund pack --file sheet.xlsx"))
  }

  static func tooLong(_ file: String) -> Failure {
    Failure(
      .usage, code: "result_too_long",
      Message(
        zh: "一次最多 \(SheetLayout.rowLimit) 行，什么都没有记下",
        en: "at most \(SheetLayout.rowLimit) rows at once; nothing was noted"),
      place: file, next: Message(zh: "分成几个文件", en: "divide the file"))
  }

  static func twice(_ file: String, _ result: Refunds.Result) -> Failure {
    failure(
      file, result, "result_twice",
      Message(zh: "这笔退款出现两次，什么都没有记下", en: "this refund stands twice in the file; nothing was noted"))
  }

  static func unknown(_ file: String, _ result: Refunds.Result) -> Failure {
    failure(
      file, result, "unknown_refund",
      Message(zh: "库里没有这笔退款，什么都没有记下", en: "the store has no such refund; nothing was noted"))
  }

  static func amount(_ file: String, _ result: Refunds.Result, _ refund: Refund) -> Failure {
    failure(
      file, result, "result_amount",
      Message(
        zh: "同一个幂等号，金额却是 ¥\(result.amount.yuan)，应是 ¥\(refund.amount?.yuan ?? "?")，什么都没有记下",
        en:
          "the same key with another amount: ¥\(result.amount.yuan), not ¥\(refund.amount?.yuan ?? "?"); nothing was noted"
      ))
  }

  static func state(_ file: String, _ result: Refunds.Result, _ refund: Refund) -> Failure {
    failure(
      file, result, "result_not_expected",
      Message(
        zh: "这笔退款\(refund.state.name.zh)，不能记为这个结果，什么都没有记下",
        en: "this refund is \(refund.state.name.en), which cannot have this result; nothing was noted"))
  }

  private static func failure(
    _ file: String, _ result: Refunds.Result, _ code: String, _ message: Message
  ) -> Failure {
    Failure(
      .usage, code: code, message, place: "\(file):\(result.row)",
      next: Message(
        zh: "核对后再导入：peakday refund show \(result.refund)",
        en: "check it and try again: peakday refund show \(result.refund)"))
  }
}
