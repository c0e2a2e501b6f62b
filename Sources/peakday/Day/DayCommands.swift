import ArgumentParser
import Coordination
import Formats
import Orders
import Store
import Vocabulary

struct DayCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "day", abstract: say("今天怎么样", "How the day stands"), subcommands: [DayStatusCommand.self])
  }
}

struct DayStatusCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "status", abstract: say("主管的一页纸", "The lead's one page"))
  }

  @OptionGroup var global: GlobalOptions

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let status = try desk.store().read { try DayStatus.ask(shop: desk.chosenShop, now: desk.now, $0) }
    try desk.answer(status) { DayPage(status).text(at: desk) }
  }
}

/// The day's status for the terminal.
struct DayPage {
  let status: DayStatus

  init(_ status: DayStatus) {
    self.status = status
  }

  func text(at desk: Desk) -> String {
    let money = Money(fen: status.heldFen).yuan
    let style = desk.style
    var text = say("\(status.at.shopText)  共 \(status.orders) 单\n", "\(status.at.shopText)  \(status.orders) orders\n")
    text += style.paint(
      say(
        "挂起 \(status.heldOrders) 单（买家不要了 \(status.unwanted)），涉及 ¥\(money)",
        "\(status.heldOrders) orders held (\(status.unwanted) unwanted), ¥\(money) at risk"),
      status.heldOrders > 0 ? .bold : .none)
    text += "\n"
    text += alarm(
      status.openRecalls, say("要召回（已打单）", "to take out after printing"), "peakday recall list", style)
    text += alarm(
      status.openInterceptions, say("要拦截（已发出）", "to stop at the courier"),
      "peakday recall list --kind interception", style)
    text += alarm(
      status.failedCases, say("没有拦住（没找到或已发走）", "not stopped (not found, or gone)"), "peakday recall list --all",
      style)
    text += alarm(status.bypasses, say("绕过关口发走", "shipped past us"), "peakday bypass list", style)
    text += memoAge
    if status.unfinishedImports > 0 {
      text += say(
        "有 \(status.unfinishedImports) 个导入没完成：重新执行同一条导入命令\n",
        "\(status.unfinishedImports) imports are unfinished: run the same import command again\n")
    }
    if !status.stages.isEmpty { text += "\n" + desk.render(stages) }
    if !status.reasons.isEmpty { text += "\n" + desk.render(reasons) }
    return text
  }

  private func alarm(_ count: Int64, _ words: String, _ command: String, _ style: TerminalStyle) -> String {
    count == 0 ? "" : style.paint("\(count) \(words)", .red) + "  → \(command)\n"
  }

  private var memoAge: String {
    guard let seen = status.newestMemoImport else {
      return say("还没有导入过带备注的订单", "No orders with memos have been imported yet") + "  → peakday order import\n"
    }
    let age = age(minutes: max(0, (status.at.milliseconds - seen.milliseconds) / 60_000))
    return say("备注截至 \(seen.shopText)（\(age)）\n", "Memos as of \(seen.shopText) (\(age))\n")
  }

  private func age(minutes: Int64) -> String {
    switch minutes {
    case ..<120: say("\(minutes) 分钟前", "\(minutes) min ago")
    case ..<2_880: say("\(minutes / 60) 小时前", "\(minutes / 60) hours ago")
    default: say("\(minutes / 1_440) 天前", "\(minutes / 1_440) days ago")
    }
  }

  private var stages: TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "阶段", en: "Stage")),
        .init(title: Message(zh: "订单", en: "Orders"), alignment: .right),
        .init(title: Message(zh: "挂起", en: "Held"), alignment: .right),
      ],
      rows: status.stages.map {
        [.init($0.stage.name), .init(String($0.orders)), .init($0.held > 0 ? String($0.held) : "", ink: .red)]
      })
  }

  private var reasons: TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "挂起原因", en: "Held because")),
        .init(title: Message(zh: "订单", en: "Orders"), alignment: .right),
      ],
      rows: status.reasons.map { [.init($0.reason.name), .init(String($0.orders))] })
  }
}
