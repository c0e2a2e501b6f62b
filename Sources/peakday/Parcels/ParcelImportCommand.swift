import ArgumentParser
import Coordination
import Formats
import Orders
import Store
import Vocabulary

struct ParcelImportCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "import",
      abstract: say("导入 ERP 的运单清单（CSV，GBK 或 UTF-8）", "Import an ERP's list of waybills (CSV, GBK or UTF-8)"),
      discussion: say(
        """
        要有运单号（物流单号、快递单号）和订单编号（平台单号、线上单号、原始单号）两列；合并订单可以写在一格里。
        先导入订单。库里没有的订单放进 文件名.rejects.csv，其余照常导入，退出码 22；里面有这种订单的运单不放行。
        较新的清单说了算：不再列在一个运单里的订单会离开它；打单后挂起的要由人取出（parcel take-out）。
        """,
        """
        It needs a column of waybills (运单号, 物流单号, 快递单号) and one of orders (订单编号, 平台单号, 线上单号, 原始单号); a \
        cell may name several merged orders.
        Import orders first. Those the store does not have go to FILE.rejects.csv, the rest is imported, the exit code \
        is 22, and their parcels do not pass.
        The newer list counts: an order that it no longer shows in a parcel leaves it; one held after print has to be \
        taken out by a person (parcel take-out).
        """))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(
    help: help("ERP 的运单清单，CSV 或 XLSX", "the ERP's list, CSV or XLSX"), completion: .file(extensions: ["csv", "xlsx"]))
  var file: String

  @Option(
    name: .long, help: help("文件的导出时间，如 \"2026-11-11 09:30\"", "when it was exported, such as \"2026-11-11 09:30\""))
  var exportedAt: Instant?

  @Option(name: .long, help: help("放看不懂的行（默认 文件名.rejects.csv）", "where rejected rows go (default FILE.rejects.csv)"))
  var rejects: String?

  func run(at desk: Desk) throws {
    try desk.require(.importParcels)
    let store = try desk.store()
    let name = String(file.split(separator: "/").last ?? "")
    let reader = try TableFile.open(file)
    let digest = try ImportFile.digest(path: file)
    let time = try ImportFile.exportTime(given: exportedAt, name: name, now: desk.now)
    let rejectsFile = RejectsFile(path: rejects ?? file + ".rejects.csv")
    let run = desk.operationID()
    let summary = try ParcelImport(
      file: ImportFile(shop: desk.shop, name: name, digest: digest, exportedAt: time), actor: try desk.actor, run: run,
      now: { desk.now }
    ).perform(
      reader, in: store, reject: { try rejectsFile.add($0, language: desk.language) },
      progress: { rows in
        if rows % 50_000 == 0 { desk.talk(Message(zh: "…… \(rows) 行", en: "… \(rows) rows")) }
      })
    if summary.rejected > 0 { desk.raise(.doneWithRejects) }
    let report = Report(summary, file: file, run: run, exportedAt: time, rejects: rejectsFile.writtenPath)
    try desk.answer(report) { report.text }
    try rejectsFile.finish()
  }

  /// What the import answers.
  private struct Report: Encodable {
    let file: String
    let run: String
    let exportedAt: Instant
    let rows: Int64
    let parcels: Int64
    let linked: Int64
    let left: Int64
    let kept: Int64
    let rejected: Int64
    let rejectsFile: String?
    let receipt: String

    init(_ summary: ParcelImport.Summary, file: String, run: OperationID, exportedAt: Instant, rejects: String?) {
      self.file = file
      self.run = run.text
      self.exportedAt = exportedAt
      rows = summary.rows
      parcels = summary.parcels
      linked = summary.linked
      left = summary.left
      kept = summary.kept
      rejected = summary.rejected
      rejectsFile = rejects
      receipt = summary.head.text
    }

    var text: String {
      let name = TerminalText.safe(file)
      var text = say(
        "已导入 \(name)（导出于 \(exportedAt.shopText)）：\(rows) 行，\(parcels) 个运单，新放入 \(linked) 单，离开 \(left)，拒 \(rejected)\n",
        "Imported \(name) (exported \(exportedAt.shopText)): \(rows) rows, \(parcels) parcels, \(linked) orders put in, "
          + "\(left) left, \(rejected) rejected\n")
      if kept > 0 {
        text += say(
          "\(kept) 个挂起的订单不再列出，但包裹已打单：要由人取出，见 peakday recall list\n",
          "\(kept) held orders are no longer listed, but their parcels were printed: take them out, see peakday recall "
            + "list\n")
      }
      if let rejectsFile {
        text += say(
          "放不进的行在：\(TerminalText.safe(rejectsFile))\n", "Rejected rows are in: \(TerminalText.safe(rejectsFile))\n")
      }
      return text
    }
  }
}
