import ArgumentParser
import Coordination
import Formats
import Store
import Vocabulary

struct DayCloseCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "close",
      abstract: say("收尾核对：没有悬着的事（退出码 24 表示还有）", "Prove that nothing is in limbo (exit code 24: something is)"),
      discussion: say(
        "每个买家不要了的订单要么退了款，要么有下一步；每个召回、拦截、绕过都有结果；没有结果不明的退款。",
        "Every unwanted order is paid back or has a next step; every recall, interception and bypass has a result; no refund "
          + "is uncertain."))
  }

  @OptionGroup var global: GlobalOptions

  func run(at desk: Desk) throws {
    try desk.require(.closeDay)
    let close = try desk.store().read { try DayClose.ask(shop: desk.chosenShop, now: desk.now, $0) }
      .adding(desk.shopOption)
    if !close.isClean { desk.raise(.notClean) }
    try desk.answer(close) {
      var text = say(
        "\(close.at.shopText)  已退 \(close.settled) 笔 ¥\(Money(fen: close.settledFen).yuan)，还有 \(close.open) 笔 ¥\(Money(fen: close.openFen).yuan) 有下一步\n",
        "\(close.at.shopText)  \(close.settled) paid back, ¥\(Money(fen: close.settledFen).yuan); \(close.open) with a next step, ¥\(Money(fen: close.openFen).yuan)\n"
      )
      if close.isClean { return text + say("干净：没有悬着的事\n", "clean: nothing is in limbo\n") }
      text += desk.style.paint(say("\(close.findings.count) 件事要处理", "\(close.findings.count) to settle"), .red) + "\n"
      return text + desk.render(table(close.findings))
    }
  }

  private func table(_ findings: [DayClose.Finding]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "订单", en: "Order"), isWhole: true), .init(title: Message(zh: "问题", en: "Finding")),
        .init(title: Message(zh: "什么", en: "What")), .init(title: Message(zh: "怎么办", en: "What to do"), isWhole: true),
      ],
      rows: findings.map { [.init($0.order), .init($0.kind.name), .init($0.what), .init($0.next)] })
  }
}
