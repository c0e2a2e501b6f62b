import ArgumentParser
import Coordination
import Formats
import Glibc
import Playbooks
import Refunds
import Store
import Vocabulary

struct RefundPackCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "pack", abstract: say("把可付的退款装成平台允许的批次", "Pack what is due into batches that the platform takes"),
      discussion: say(
        "不带 --file：批次等着 refund submit。带 --file 工作单.xlsx 或 .csv：写成人工退款的工作单，从这一刻起算作已提交；填好“结果”列再 refund result。--again 把还没有结果的再写一份。",
        "Without --file the batches wait for refund submit. --file sheet.xlsx or .csv writes a work sheet and counts as sent "
          + "from then on; fill in its result column, then: refund result. --again writes those without a result once more."
      ))
  }

  @OptionGroup var global: GlobalOptions

  @Option(name: .long, help: help("写到新的 .xlsx 或 .csv 文件", "to a new .xlsx or .csv file"), completion: .file())
  var file: String?

  @Flag(name: .long, help: help("把工作单上还没有结果的再写一份，什么都不改", "what has no result yet once more; changes nothing"))
  var again = false

  func validate() throws {
    guard file.map({ $0.hasSuffix(".xlsx") || $0.hasSuffix(".csv") }) ?? true else {
      throw ValidationError(say("--file 要以 .xlsx 或 .csv 结尾", "--file must end in .xlsx or .csv"))
    }
    guard !again || file != nil else { throw ValidationError(say("--again 要有 --file", "--again needs --file")) }
  }

  private struct Answer: Encodable {
    let run: String
    let packed: RefundPacking.Summary?
    let file: String?
    let written: Int?
    let writtenFen: Int64?
  }

  func run(at desk: Desk) throws {
    try desk.require(.payRefund)
    let store = try desk.store()
    // First of all: what is noted as sent and cannot be written would have to be asked for again.
    let sheet = try file.map { try RefundSheet.make($0, now: desk.now) }
    let run = desk.operationID()
    var packed: RefundPacking.Summary?
    var batches: Set<Int64>?
    do {
      if !again { packed = try pack(run, store, desk) }
      if !again, sheet != nil { batches = try claimAll(run, store, desk) }
    } catch {
      if let file { unlink(file) }
      throw error
    }
    var written: [Refund] = []
    if let sheet {
      // What is on an older sheet is in somebody else's hands.
      written = try store.read { try Refunds.onSheets(shop: desk.shop, $0) }.filter { refund in
        batches.map { $0.contains(refund.batch ?? 0) } ?? true
      }
      do {
        for refund in written { try sheet.write(refund) }
        try sheet.finish()
      } catch let failure as Failure {
        throw Failure(
          failure.kind, code: failure.code, failure.message, place: failure.place,
          next: Message(
            zh: "已记为提交，再写一份：peakday refund pack --again --file 另一个文件",
            en: "they count as sent; write them again: peakday refund pack --again --file ANOTHER"))
      }
    }
    let fen = written.reduce(0) { $0 + ($1.amountFen ?? 0) }
    try desk.answer(
      Answer(
        run: run.text, packed: packed, file: file, written: file.map { _ in written.count },
        writtenFen: file.map { _ in fen })
    ) { text(packed, written.count, fen) }
  }

  private func pack(_ run: OperationID, _ store: Store, _ desk: Desk) throws -> RefundPacking.Summary {
    let (rules, opening) = try store.read { (try Setup.refundRules($0), try Setup.refundOpening($0)) }
    return try RefundPacking(
      shop: desk.shop, rules: rules, opening: opening, clock: desk.refundClock(store), actor: try desk.actor,
      run: run, now: { desk.now }
    ).perform(in: store)
  }

  /// Everything that waits goes onto the sheet; returns the numbers of its batches.
  private func claimAll(_ run: OperationID, _ store: Store, _ desk: Desk) throws -> Set<Int64> {
    let (rules, opening) = try store.read { (try Setup.refundRules($0), try Setup.refundOpening($0)) }
    var batches: Set<Int64> = []
    for part in 1... {
      let operation = try desk.operation(
        "refund submit", ["shop": desk.shop, "channel": "sheet", "part": String(part)], id: run.part("sheet\(part)"))
      let claimed = try store.perform(operation) {
        try Refunds.claim(
          shop: desk.shop, channel: .sheet, smsConfirmed: false, desk.refundClock(store), opening, rules, $0)
      }.result
      guard let claimed else { break }
      batches.insert(claimed.batch)
    }
    return batches
  }

  private func text(_ packed: RefundPacking.Summary?, _ written: Int, _ fen: Int64) -> String {
    var text = ""
    if let packed {
      text += say(
        "装了 \(packed.batches) 批 \(packed.refunds) 笔，¥\(Money(fen: packed.amountFen).yuan)",
        "\(packed.refunds) refunds in \(packed.batches) batches, ¥\(Money(fen: packed.amountFen).yuan)")
      if packed.singles > 0 {
        text += say(
          "；其中 \(packed.singles) 笔超过批次限额，单独人工退", "; \(packed.singles) above the batch limit, each for hand work")
      }
      text += "\n"
      if packed.unapproved > 0 {
        text += say("\(packed.unapproved) 笔大额等第二个人同意", "\(packed.unapproved) large ones wait for a second person")
        text += "  → peakday refund list --unapproved\n"
      }
      if packed.notIntercepted > 0 {
        text += say("\(packed.notIntercepted) 笔等拦截结果", "\(packed.notIntercepted) wait for an interception")
        text += "  → peakday recall list --kind interception\n"
      }
      if file == nil, packed.batches > 0 { text += "→ peakday refund submit --url …\n" }
    }
    if let file {
      let name = TerminalText.safe(file)
      text += say(
        "工作单：\(written) 笔，¥\(Money(fen: fen).yuan)，已写入 \(name)\n",
        "work sheet: \(written) refunds, ¥\(Money(fen: fen).yuan), written to \(name)\n")
    }
    return text
  }
}

/// Writes a work sheet, CSV or XLSX.
protocol RefundSheetFile {
  func write(_ refund: Refund) throws
  func finish() throws
}

enum RefundSheet {
  static func make(_ path: String, now: Instant) throws -> any RefundSheetFile {
    path.hasSuffix(".xlsx") ? try XLSXRefundSheet(path, now: now) : try CSVRefundSheet(path)
  }
}

extension RefundSheet {
  static var header: [String] {
    [
      say("批次", "batch"), say("订单编号", "order"), say("子订单编号", "line"), say("退款编号", "refund_id"),
      say("金额(元)", "amount (yuan)"), say("版本", "version"), say("阶段", "phase"), say("平台格式", "item"),
      say("最迟", "deadline"), say("幂等号", "key"), say("结果", "result"), say("说明", "note"),
    ]
  }
}

struct CSVRefundSheet: RefundSheetFile {
  private let writer: CSVWriter

  init(_ path: String) throws {
    writer = CSVWriter(to: try ByteSink.newFile(path))
    try writer.row(RefundSheet.header)
  }

  func write(_ refund: Refund) throws {
    writer.number(refund.batch ?? 0)
    writer.identifier(refund.order)
    writer.identifier(refund.line)
    writer.identifier(refund.refundId ?? "")
    writer.money(refund.amount ?? .zero)
    writer.identifier(refund.refundVersion.map(String.init) ?? "")
    writer.text(refund.phase)
    writer.text(refund.item)
    writer.text(refund.deadline.shopText)
    writer.text(refund.key)
    writer.text("")
    writer.text(refund.note)
    try writer.endRow()
  }

  func finish() throws { try writer.finish() }
}

struct XLSXRefundSheet: RefundSheetFile {
  private let writer: XLSXWriter

  init(_ path: String, now: Instant) throws {
    writer = try XLSXWriter(
      path: path, sheet: say("退款工作单", "Refunds"), header: RefundSheet.header, created: now)
  }

  func write(_ refund: Refund) throws {
    try writer.number(refund.batch ?? 0)
    for text in [refund.order, refund.line, refund.refundId ?? ""] { try writer.text(text) }
    try writer.money(refund.amount ?? .zero)
    for text in [refund.refundVersion.map(String.init) ?? "", refund.phase, refund.item] { try writer.text(text) }
    try writer.time(refund.deadline)
    try writer.text(refund.key)
    writer.empty()
    try writer.text(refund.note)
    try writer.endRow()
  }

  func finish() throws { try writer.finish() }
}
