import ArgumentParser
import Coordination
import Formats
import Glibc
import Stock
import Store
import Vocabulary

struct StockPublishCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "publish", abstract: say("页面上该写多少，和超卖的", "What to put onto the pages, and what is oversold"),
      discussion: say(
        """
        安全数 = 可卖 − 余量；余量 = 销售速度 × 销售传到这里要多久（按编码，默认 95% 的销售）。
        不写 --file 只看；写了就生成更新文件，每批最多 20 个编码，数量是绝对数（平台会把负的增量悄悄当成 0），超卖的给运营开案件。
        --relist-held 把挂起的里面大概不会再要的也放上页面：风险在输出里。
        谁让出超卖的货：先未付款的，再没打单的，再付款最晚的，再金额最小的；由人决定。
        """,
        """
        Safe = free − buffer; the buffer is the rate of sales × how late sales become known here (by SKU, for 95 % of \
        them by default).
        Without --file nothing changes; with it the update file is written, at most 20 SKUs a batch, as absolute numbers \
        (the platform silently takes a negative step for 0), and oversold SKUs get a case for operations.
        --relist-held also lists held pieces that will probably not be wanted: the risk is stated.
        Who goes without: first unpaid, then what is not printed, then the latest paid, then the lowest amount; a person \
        decides.
        """))
  }

  @OptionGroup var global: GlobalOptions

  @Option(name: .long, help: help("写更新文件：CSV 或 XLSX", "write the update file: CSV or XLSX"))
  var file: String?

  @Option(name: .long, help: help("多少分钟更新一次页面", "minutes between two updates of the pages"))
  var interval: Int64 = 10

  @Option(name: .long, help: help("按最近多少分钟算销售速度", "minutes of sales that tell the rate"))
  var window: Int64 = 60

  @Option(name: .long, help: help("余量管到百分之几的销售", "percent of sales that the buffer covers"))
  var percent: Int64 = 95

  @Flag(name: .long, help: help("也把大概没人要的挂起件放上页面", "also list held pieces that will probably not be wanted"))
  var relistHeld = false

  @Flag(name: .long, help: help("不变的也写", "also lines that do not change"))
  var all = false

  func validate() throws {
    guard (1...1_440).contains(interval), (1...10_080).contains(window), (1...100).contains(percent) else {
      throw ValidationError(
        say(
          "--interval 1–1440，--window 1–10080，--percent 1–100", "--interval 1–1440, --window 1–10080, --percent 1–100"))
    }
  }

  private struct Report: Encodable {
    let file: String?
    let moment: Instant
    let batches: Int
    let keepRateKept: Int64
    let keepRateDecided: Int64
    let keepRateAtMostMilli: Int64
    let entries: [PageEntry]
    let runningOut: [PageOutlook]
    let relistable: [PageOutlook]
    let oversold: [Oversold]
    let unknown: [String]
    let change: Receipted<StockPages.Published>?
  }

  func run(at desk: Desk) throws {
    try desk.require(file == nil ? .look : .publishStock)
    let store = try desk.store()
    let settings = StockPublication.Settings(
      intervalMinutes: interval, windowMinutes: window, lagPercent: percent, relistsHeld: relistHeld,
      withUnchanged: all)
    let found = try store.read { try StockPages.outlook(shop: desk.shop, now: desk.now, settings, $0) }
    var receipt: Receipt<StockPages.Published>?
    if let file {
      // First of all: an update that is noted and cannot be written would hide what the page really shows.
      try PageFile(file).write(found)
      do {
        let operation = try desk.operation(
          "stock publish", ["shop": desk.shop, "at": found.moment.rfc3339, "lines": String(found.entries.count)])
        receipt = try store.perform(operation) { try StockPages.publish(found, $0) }
      } catch {
        unlink(file)
        throw error
      }
    }
    let report = Report(
      file: file, moment: found.moment, batches: found.batches, keepRateKept: found.keepRate.kept,
      keepRateDecided: found.keepRate.decided, keepRateAtMostMilli: found.keepRate.upperMilli, entries: found.entries,
      runningOut: found.outlooks.filter(\.runsOut), relistable: found.outlooks.filter { $0.held > 0 },
      oversold: found.oversold, unknown: found.unknown, change: receipt.map(Receipted.init))
    try desk.answer(report) { text(found, desk) }
  }

  private func text(_ found: StockPublication, _ desk: Desk) -> String {
    var text = ""
    if let file {
      text += say(
        "\(found.entries.count) 行，\(found.batches) 批，已写入 \(TerminalText.safe(file))\n",
        "\(found.entries.count) lines in \(found.batches) batches written to \(TerminalText.safe(file))\n")
    } else if found.entries.isEmpty {
      text += say("页面不用改\n", "the pages need no change\n")
    } else {
      text += say(
        "要改 \(found.entries.count) 行，\(found.batches) 批  → peakday stock publish --file 页面.csv\n",
        "\(found.entries.count) lines to change in \(found.batches) batches  → peakday stock publish --file page.csv\n")
      text += desk.render(entries(found))
    }
    text += oversold(found, desk)
    let out = found.outlooks.filter(\.runsOut)
    if !out.isEmpty {
      text += desk.style.paint(
        say(
          "\(out.count) 个编码撑不到下次更新（\(interval) 分钟）：",
          "\(out.count) SKUs run out before the next update (\(interval) min): "),
        .red)
      text += names(out.map(\.sku)) + "\n"
    }
    let held = found.outlooks.filter { $0.held > 0 }
    if !held.isEmpty {
      let pieces = held.map(\.held).reduce(0, +)
      let free = held.map(\.relistable).reduce(0, +)
      let most = percentText(found.keepRate.upperMilli)
      text += say(
        "挂起的 \(pieces) 件里大约 \(free) 件可以再上页面（--relist-held）：以前 \(found.keepRate.decided) 次里有 \(found.keepRate.kept) 次又要了，按最多 \(most) 算\n",
        "of \(pieces) held pieces about \(free) may be listed again (--relist-held): \(found.keepRate.kept) of "
          + "\(found.keepRate.decided) earlier ones were wanted after all; reckoned with \(most) at most\n")
    }
    if !found.unknown.isEmpty {
      text += say(
        "\(found.unknown.count) 个页面编码账上没有，不动：",
        "\(found.unknown.count) codes on the page are not in the ledger and are left alone: ")
      text += names(found.unknown) + "\n"
    }
    return text
  }

  private func names(_ skus: [String]) -> String {
    skus.prefix(10).map { TerminalText.safe($0) }.joined(separator: say("、", ", ")) + (skus.count > 10 ? " …" : "")
  }

  private func percentText(_ milli: Int64) -> String { "\(milli / 10).\(milli % 10) %" }

  private func entries(_ found: StockPublication) -> TextTable {
    TextTable(
      columns: [
        StockText.number("批", "Batch"), .init(title: Message(zh: "宝贝", en: "Item"), isWhole: true),
        .init(title: Message(zh: "商家编码", en: "SKU"), isWhole: true), StockText.number("现在", "Now"),
        StockText.number("改成", "To be"),
      ],
      rows: found.entries.prefix(100).map { entry in
        [
          .init(String(entry.batch)), .init(entry.item), .init(entry.sku), .init(String(entry.before)),
          .init(String(entry.quantity)),
        ]
      })
  }

  private func oversold(_ found: StockPublication, _ desk: Desk) -> String {
    guard !found.oversold.isEmpty else { return "" }
    var text = desk.style.paint(
      say("超卖 \(found.oversold.count) 个编码：", "\(found.oversold.count) SKUs are oversold:"), .red)
    text += "\n"
    for item in found.oversold.prefix(20) {
      let losers = item.orders.filter(\.loses)
      text += say(
        "  \(TerminalText.safe(item.sku)) 缺 \(item.short) 件，按规则让出：",
        "  \(TerminalText.safe(item.sku)) lacks \(item.short); by the rule these go without: ")
      text += losers.prefix(10).map { TerminalText.safe($0.order) }.joined(separator: " ")
      text += (losers.count > 10 ? " …" : "") + "\n"
    }
    return text
  }
}

/// The file that is uploaded to bring the pages up to date.
struct PageFile {
  let path: String

  init(_ path: String) throws {
    self.path = path
    guard path.hasSuffix(".csv") || path.hasSuffix(".xlsx") else {
      throw Failure(
        .usage, code: "file_kind",
        Message(zh: "文件名要以 .csv 或 .xlsx 结尾", en: "the file's name must end in .csv or .xlsx"),
        place: path, next: Message(zh: "例如：--file 页面.csv", en: "for example: --file page.csv"))
    }
  }

  private var header: [String] {
    [say("批次", "batch"), say("数字ID", "item"), say("商家编码", "sku"), say("宝贝数量", "quantity"), say("原数量", "before")]
  }

  func write(_ found: StockPublication) throws {
    if path.hasSuffix(".xlsx") {
      let writer = try XLSXWriter(path: path, sheet: say("页面库存", "stock"), header: header, created: found.moment)
      for entry in found.entries {
        try writer.number(Int64(entry.batch))
        try writer.text(entry.item)
        try writer.text(entry.sku)
        try writer.number(entry.quantity)
        try writer.number(entry.before)
        try writer.endRow()
      }
      return try writer.finish()
    }
    let writer = CSVWriter(to: try ByteSink.newFile(path))
    try writer.row(header)
    for entry in found.entries {
      writer.number(Int64(entry.batch))
      writer.identifier(entry.item)
      writer.text(entry.sku)
      writer.number(entry.quantity)
      writer.number(entry.before)
      try writer.endRow()
    }
    try writer.finish()
  }
}
