import ArgumentParser
import Coordination
import Formats
import Orders
import Store
import Vocabulary

struct OrderImportCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "import",
      abstract: say("导入订单导出文件（CSV，GBK 或 UTF-8）", "Import an order export (CSV, GBK or UTF-8)"),
      discussion: say(
        """
        同一文件可以反复导入：只有变化会记下。中断后再执行同一条命令，从中断处继续。
        导出时间取自文件名（如 ExportOrderList202611110930.csv），否则用 --exported-at。
        看不懂的行放进 文件名.rejects.csv，其余照常导入，退出码 22。
        """,
        """
        The same file may be imported again: only changes are noted. After an interruption, run the same command \
        again; it goes on where it stopped.
        The export time is taken from the file's name (ExportOrderList202611110930.csv), else from --exported-at.
        Rows that cannot be read go to FILE.rejects.csv, the others are imported, and the exit code is 22.
        """))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("订单导出文件", "the order export"), completion: .file(extensions: ["csv"]))
  var file: String

  @Option(
    name: .long, help: help("文件的导出时间，如 \"2026-11-11 09:30\"", "when it was exported, such as \"2026-11-11 09:30\""))
  var exportedAt: Instant?

  @Option(name: .long, help: help("放看不懂的行（默认 文件名.rejects.csv）", "where rejected rows go (default FILE.rejects.csv)"))
  var rejects: String?

  func run(at desk: Desk) throws {
    try desk.require(.importOrders)
    let store = try desk.store()
    let name = String(file.split(separator: "/").last ?? "")
    // First of all: a mistyped name is not a matter of its export time.
    let bytes = try ByteSource.file(file)
    let digest = try ImportFile.digest(path: file)
    // An order's fields are short; a part of 500 rows must fit into memory.
    let reader = try CSVReader(
      bytes, limits: CSVLimits(fieldBytes: 65_536, rowBytes: 262_144))
    let time = try ImportFile.exportTime(given: exportedAt, name: name, now: desk.now)
    let source = ImportFile(shop: desk.shop, name: name, digest: digest, exportedAt: time)
    let rules = try store.read { try Setup.remarkRules($0) }
    let rejectsFile = RejectsFile(path: rejects ?? file + ".rejects.csv")
    let summary = try OrderImport(
      file: source, rules: rules, actor: try desk.actor, run: desk.operationID(), now: { desk.now }
    ).perform(
      reader, in: store, reject: { try rejectsFile.add($0, language: desk.language) },
      progress: { rows in
        if rows % 50_000 == 0 { desk.talk(Message(zh: "…… \(rows) 行", en: "… \(rows) rows")) }
      })
    if summary.totals.rejected > 0 { desk.raise(.doneWithRejects) }
    let report = ImportReport(summary, file: file, exportedAt: time, rejects: rejectsFile.writtenPath)
    try desk.answer(report) { report.text }
    try rejectsFile.finish()
  }
}

/// What the import answers.
private struct ImportReport: Encodable {
  let file: String
  let run: String
  let exportedAt: Instant
  let rows: Int64
  let new: Int64
  let changed: Int64
  let same: Int64
  let rejected: Int64
  let held: Int64
  let lifted: Int64
  let bypassed: Int64
  let resumedAfter: Int64
  let hasMemo: Bool
  let rejectsFile: String?
  let receipt: String

  init(_ summary: OrderImport.Summary, file: String, exportedAt: Instant, rejects: String?) {
    self.file = file
    run = summary.run.text
    self.exportedAt = exportedAt
    rows = summary.totals.rows
    new = summary.totals.new
    changed = summary.totals.changed
    same = summary.totals.same
    rejected = summary.totals.rejected
    held = summary.totals.held
    lifted = summary.totals.lifted
    bypassed = summary.totals.bypassed
    resumedAfter = summary.resumedAfter
    hasMemo = summary.hasMemo
    rejectsFile = rejects
    receipt = summary.head.text
  }

  var text: String {
    let name = TerminalText.safe(file)
    var text = say(
      "已导入 \(name)（导出于 \(exportedAt.shopText)）：\(rows) 行，新 \(new)，变 \(changed)，同 \(same)，拒 \(rejected)\n",
      "Imported \(name) (exported \(exportedAt.shopText)): \(rows) rows, \(new) new, \(changed) changed, \(same) same, "
        + "\(rejected) rejected\n")
    if resumedAfter > 0 {
      text += say("接着上次中断处：前 \(resumedAfter) 行已在库中\n", "Went on after row \(resumedAfter), where it was interrupted\n")
    }
    if held > 0 || lifted > 0 {
      text += say("备注：挂起 \(held) 单，解除 \(lifted) 个挂起\n", "Remarks: \(held) orders held, \(lifted) holds lifted\n")
    }
    if bypassed > 0 {
      text += say(
        "注意：\(bypassed) 个挂起的订单已被发走，见 peakday bypass list\n",
        "Attention: \(bypassed) held orders were shipped past us; see peakday bypass list\n")
    }
    if !hasMemo {
      text += say(
        "这个文件没有备注列：挂起不会更新，关口仍按上次有备注的文件判断新旧\n",
        "This file has no memo column: holds are not updated, and gates still go by the last file that had one\n")
    }
    if let rejectsFile {
      text += say(
        "看不懂的行在：\(TerminalText.safe(rejectsFile))\n", "Rejected rows are in: \(TerminalText.safe(rejectsFile))\n")
    }
    return text
  }
}
