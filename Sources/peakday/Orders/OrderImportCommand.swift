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
      abstract: say(
        "导入订单、宝贝、退款报表（CSV、XLSX）或订单和退款的 JSON", "Import order, item and refund reports (CSV, XLSX) or JSON"),
      discussion: say(
        """
        收这些文件：千牛的订单报表、宝贝报表、退款报表（CSV，GBK 或 UTF-8；XLSX 的第一张表），和接口或数据库导出的订单、退款 JSON
        （trades_sold_get、trade_fullinfo_get、refunds_receive_get 的返回，简化格式、数组，或每行一个文档）。
        可以一次给几个文件，- 表示标准输入；是哪种看内容，不看文件名。
        同一文件可以反复导入：只有变化会记下。中断后再执行同一条命令，从中断处继续。
        导出时间用 --exported-at，否则取自文件名（如 ExportOrderList202611110930.csv）；都没有时，JSON 取文件里最新的 modified。
        看不懂的行放进 文件名.rejects.csv，其余照常导入，退出码 22。
        """,
        """
        It takes 千牛's order, item and refund reports (CSV in GBK or UTF-8; the first sheet of an XLSX), and trades \
        and refunds as JSON from the API or a database (answers of trades_sold_get, trade_fullinfo_get and \
        refunds_receive_get, simplified ones, arrays, or one document a line).
        Several files may be given, and - for standard input; their content tells what they are, not their names.
        The same file may be imported again: only changes are noted. After an interruption, run the same command \
        again; it goes on where it stopped.
        The export time is --exported-at, else taken from the file's name (ExportOrderList202611110930.csv); where \
        neither tells, a JSON file's is the newest modified in it.
        Rows that cannot be read go to FILE.rejects.csv, the others are imported, and the exit code is 22.
        """))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(
    help: help("报表或 JSON 文件，或 -（标准输入）", "the files, or - for standard input"),
    completion: .file(extensions: ["csv", "xlsx", "json", "ndjson", "jsonl"]))
  var files: [String]

  @Option(
    name: .long, help: help("文件的导出时间，如 \"2026-11-11 09:30\"", "when it was exported, such as \"2026-11-11 09:30\""))
  var exportedAt: Instant?

  @Option(name: .long, help: help("放看不懂的行（默认 文件名.rejects.csv）", "where rejected rows go (default FILE.rejects.csv)"))
  var rejects: String?

  @Flag(name: .long, help: help("以一串 0 结尾的订单编号是真的", "order numbers that end in zeros are true"))
  var trustNumbers = false

  @Flag(name: .long, help: help("店铺改了名", "the shop was renamed"))
  var renamed = false

  func validate() throws {
    guard !files.isEmpty else {
      throw ValidationError(say("没有给文件；标准输入用 -", "no file was given; - stands for standard input"))
    }
    guard rejects == nil || files.count == 1 else {
      throw ValidationError(say("--rejects 只能配一个文件", "--rejects goes with one file"))
    }
  }

  func run(at desk: Desk) throws {
    try desk.require(.importOrders)
    let store = try desk.store()
    let before = desk.now
    let intake = try desk.addressIntake(store)
    let playbooks = try store.read { try Setup.importPlaybooks(intake, $0) }
    func picture() throws -> ImportPicture {
      try passDeadlines(in: store, at: desk)
      return try store.read { try ImportPicture.ask(shop: desk.shop, now: before, playbooks.shipping, $0) }
    }
    func take(_ file: String, number: Int?) throws -> ImportReport {
      try FileImport(
        path: file, number: number, exportedAt: exportedAt, rejects: rejects,
        checks: ImportChecks(trustsNumbers: trustNumbers, acceptsNewName: renamed), playbooks: playbooks
      ).run(in: store, at: desk)
    }
    if files.count == 1 {
      var report = try take(files[0], number: nil)
      let after = try picture()
      report.after = after
      return try desk.answer(report) { report.text + ImportPage(after).text(at: desk) }
    }
    for (index, file) in files.enumerated() {
      do {
        let report = try take(file, number: index + 1)
        try desk.answer(report) { report.text }
      } catch let failure as Failure where failure.kind == .usage {
        // The other files may be good.
        try desk.report(failure)
      }
    }
    let after = try picture()
    try desk.answer(after) { ImportPage(after).text(at: desk) }
  }

  /// What was agreed for a time that has come by now: an import is when the store learns what was shipped.
  private func passDeadlines(in store: Store, at desk: Desk) throws {
    guard try !store.read({ try Deadlines.look(shop: desk.shop, now: desk.now, $0) }).isEmpty else { return }
    let id = desk.options.operation?.part("due")
    let receipt = try store.perform(try desk.operation("hold due", ["shop": desk.shop], id: id)) {
      try Deadlines.pass(shop: desk.shop, $0)
    }
    if !desk.options.json { desk.surroundings.talk(DueLines(receipt.result).text) }
  }
}
