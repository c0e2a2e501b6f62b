import ArgumentParser
import Coordination
import Formats
import Orders
import Stock
import Store
import Vocabulary

struct StockImportWarehouseCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "import-warehouse", abstract: say("导入 ERP 的商品库存（CSV 或 XLSX）", "Import an ERP's stock (CSV or XLSX)"),
      discussion: say(
        """
        要有商品编码和实际库存数两列。只是记下仓库说的数，账不变；第一次加 --opening，从没进过货的编码从这里起账。
        负数、重复的编码、看不懂的行放进 文件名.rejects.csv，其余照常，退出码 22；比上次旧的文件不收。
        """,
        """
        It needs the columns 商品编码 and 实际库存数. It notes what the warehouse says and leaves the ledger alone; with \
        --opening, SKUs that never came in begin with it.
        Negative counts, SKUs that stand twice and unreadable rows go to FILE.rejects.csv, the rest is taken in, the \
        exit code is 22; a file older than the last is refused.
        """))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var snapshot: SnapshotArguments

  @Option(name: .long, help: help("仓库代号（默认 main）", "the warehouse's code (default main)"))
  var warehouse: String?

  @Flag(name: .long, help: help("没有账的编码从这里起账", "SKUs without a ledger begin with it"))
  var opening = false

  func run(at desk: Desk) throws {
    if let warehouse { try Stock.refuseBadWarehouse(warehouse) }
    let known = try desk.store().read { try OrderStock.warehouse(of: desk.shop, $0) }
    let code = warehouse ?? known ?? "main"
    try snapshot.take(.warehouse(code), opening: opening, begins: code, at: desk)
  }
}

struct StockImportPageCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "import-page",
      abstract: say("导入页面库存（淘宝助理的宝贝 CSV，或 XLSX）", "Import the page's stock (CSV of 淘宝助理, or XLSX)"),
      discussion: say(
        "要有宝贝数量和商家编码两列；有规格的宝贝看销售属性组合。没有商家编码的规格放进 文件名.rejects.csv。",
        "It needs the columns 宝贝数量 and 商家编码; an item with options is read by 销售属性组合. Options without a SKU go to "
          + "FILE.rejects.csv."))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var snapshot: SnapshotArguments

  func run(at desk: Desk) throws {
    try snapshot.take(.page, opening: false, begins: nil, at: desk)
  }
}

/// A file of what a page or a warehouse shows.
struct SnapshotArguments: ParsableArguments {
  @Argument(help: help("CSV 或 XLSX 文件", "a CSV or XLSX file"), completion: .file(extensions: ["csv", "xlsx"]))
  var file: String

  @Option(
    name: .long, help: help("文件的导出时间，如 \"2026-11-11 09:30\"", "when it was exported, such as \"2026-11-11 09:30\""))
  var exportedAt: Instant?

  @Option(name: .long, help: help("放看不懂的行（默认 文件名.rejects.csv）", "where rejected rows go (default FILE.rejects.csv)"))
  var rejects: String?

  private struct Report: Encodable {
    let file: String
    let rows: Int64
    let rejected: Int
    let rejectsFile: String?
    let change: Receipted<StockSnapshots.Taken>
  }

  func take(_ source: StockSource, opening: Bool, begins warehouse: String?, at desk: Desk) throws {
    try desk.require(.moveStock)
    let store = try desk.store()
    let name = String(file.split(separator: "/").last ?? "")
    let digest = try ImportFile.digest(path: file)
    let content = try SnapshotFile.read(try TableFile.open(file), of: source)
    let time = try ImportFile.exportTime(given: exportedAt, name: name, now: desk.now)
    try desk.beginStock(warehouse: warehouse)
    let verb = source == .page ? "stock import-page" : "stock import-warehouse"
    let operation = try desk.operation(
      verb,
      [
        "shop": desk.shop, "source": source.name, "file": digest, "exported_at": time.rfc3339,
        "opening": opening ? "1" : "0",
      ])
    let receipt = try store.perform(operation) {
      try StockSnapshots.take(
        content, of: source, named: name, digest: digest, takenAt: time, shop: desk.shop, opening: opening, $0)
    }
    let rejectsFile = RejectsFile(path: rejects ?? file + ".rejects.csv")
    for row in content.rejects { try rejectsFile.add(row, language: desk.language) }
    try rejectsFile.finish()
    if !content.rejects.isEmpty { desk.raise(.doneWithRejects) }
    let report = Report(
      file: file, rows: content.read, rejected: content.rejects.count, rejectsFile: rejectsFile.writtenPath,
      change: Receipted(receipt))
    try desk.answer(report) {
      text(receipt.result, source, rows: content.read, rejected: content.rejects.count, rejectsFile.writtenPath)
    }
    if !opening, source != .page, try store.read({ try Stock.levels(shop: desk.shop, limit: 1, $0) }).isEmpty {
      desk.talk(
        Message(
          zh: "账上还什么都没有：第一次请加 --opening 再导入一次（换一个导出时间）",
          en: "the ledger is empty: the first time add --opening (and a newer export)"))
    }
  }

  private func text(
    _ taken: StockSnapshots.Taken, _ source: StockSource, rows: Int64, rejected: Int, _ rejects: String?
  ) -> String {
    let name = TerminalText.safe(file)
    guard !taken.isKnown else {
      return say("\(name)：这份已经导入过，没有改变\n", "\(name): taken in before, nothing changed\n")
    }
    var text = say(
      "已导入 \(name)（导出于 \(taken.takenAt.shopText)）：\(rows) 行，\(taken.skus) 个编码，拒 \(rejected)\n",
      "Imported \(name) (exported \(taken.takenAt.shopText)): \(rows) rows, \(taken.skus) SKUs, \(rejected) rejected\n")
    if taken.opened > 0 {
      text += say("\(taken.opened) 个编码从这里起账\n", "the ledger of \(taken.opened) SKUs begins here\n")
    }
    if !taken.oneSided.isEmpty {
      let some = taken.oneSided.prefix(5).map { TerminalText.safe($0) }
      let dots = taken.oneSided.count > 5 ? say(" 等", " …") : ""
      text +=
        source == .page
        ? say(
          "\(taken.oneSided.count) 个编码只在页面上：\(some.joined(separator: "、"))\(dots)\n",
          "\(taken.oneSided.count) SKUs are on the page only: \(some.joined(separator: ", "))\(dots)\n")
        : say(
          "\(taken.oneSided.count) 个编码只在仓库里：\(some.joined(separator: "、"))\(dots)\n",
          "\(taken.oneSided.count) SKUs are in the warehouse only: \(some.joined(separator: ", "))\(dots)\n")
    }
    if let rejects {
      text += say("看不懂的行在：\(TerminalText.safe(rejects))\n", "Rejected rows are in: \(TerminalText.safe(rejects))\n")
    }
    return text
  }
}

struct StockImportMovementsCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "import-movements", abstract: say("导入进出明细（CSV 或 XLSX）", "Import movements (CSV or XLSX)"),
      discussion: say(
        "列：单号、行号、商家编码、从、到、数量、时间（可选）。同一单号和行号只记一次，重复导入没有影响。账户：supplier、warehouse:main、inTransit、shipped、unavailable:defect ……",
        "Columns: source, line, sku, from, to, quantity, at (optional). A document's line counts once, so a file may be "
          + "given again. Accounts: supplier, warehouse:main, inTransit, shipped, unavailable:defect …"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("CSV 或 XLSX 文件", "a CSV or XLSX file"), completion: .file(extensions: ["csv", "xlsx"]))
  var file: String

  @Option(name: .long, help: help("放看不懂的行（默认 文件名.rejects.csv）", "where rejected rows go (default FILE.rejects.csv)"))
  var rejects: String?

  private struct Report: Encodable {
    let file: String
    let run: String
    let rows: Int64
    let posted: Int64
    let same: Int64
    let rejected: Int64
    let rejectsFile: String?
    let receipt: String
  }

  func run(at desk: Desk) throws {
    try desk.require(.moveStock)
    let store = try desk.store()
    let name = String(file.split(separator: "/").last ?? "")
    let digest = try ImportFile.digest(path: file)
    let reader = try TableFile.open(file)
    try desk.beginStock(warehouse: nil)
    let rejectsFile = RejectsFile(path: rejects ?? file + ".rejects.csv")
    let run = desk.operationID()
    let progress = ImportProgress(desk)
    let summary = try MovementImport(
      file: ImportFile(shop: desk.shop, name: name, digest: digest, exportedAt: desk.now), actor: try desk.actor,
      run: run, now: { desk.now }
    ).perform(
      reader, in: store, reject: { try rejectsFile.add($0, language: desk.language) },
      progress: { progress.tell($0) })
    progress.end()
    try rejectsFile.finish()
    if summary.rejected > 0 { desk.raise(.doneWithRejects) }
    let report = Report(
      file: file, run: run.text, rows: summary.rows, posted: summary.posted, same: summary.same,
      rejected: summary.rejected, rejectsFile: rejectsFile.writtenPath, receipt: summary.head.text)
    try desk.answer(report) {
      let name = TerminalText.safe(file)
      var text = say(
        "已导入 \(name)：\(summary.rows) 行，记账 \(summary.posted)，已有 \(summary.same)，拒 \(summary.rejected)\n",
        "Imported \(name): \(summary.rows) rows, \(summary.posted) posted, \(summary.same) known, "
          + "\(summary.rejected) rejected\n")
      if let path = rejectsFile.writtenPath {
        text += say("看不懂的行在：\(TerminalText.safe(path))\n", "Rejected rows are in: \(TerminalText.safe(path))\n")
      }
      return text
    }
  }
}
