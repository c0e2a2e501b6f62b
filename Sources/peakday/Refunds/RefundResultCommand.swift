import ArgumentParser
import Coordination
import Formats
import Refunds
import Store
import Vocabulary

struct RefundResultCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "result", abstract: say("导入工作单的结果", "Take in the results of a work sheet"),
      discussion: say(
        "“结果”列写：已退款、拒绝、未处理；空着的是还没做。有一行不对，整个文件都不记。",
        "The result column says paid, refused or notDone; empty is not done yet. With one wrong row nothing is noted."))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("填好的工作单（.xlsx 或 .csv）", "the sheet, filled in (.xlsx or .csv)"), completion: .file())
  var file: String

  func run(at desk: Desk) throws {
    try desk.require(.payRefund)
    let store = try desk.store()
    let name = String(file.split(separator: "/").last ?? "")
    let results = try Refunds.readResults(try TableFile.open(file))
    var arguments: Operation.Arguments = ["shop": desk.shop]
    for result in results {
      arguments.add("result", [result.refund, String(result.amount.fen), result.outcome.rawValue])
    }
    let receipt = try store.perform(try desk.operation("refund result", arguments)) {
      try Refunds.take(results, shop: desk.shop, file: name, $0)
    }
    let taken = receipt.result
    try desk.answer(Receipted(receipt)) {
      say(
        "已退 \(taken.settled) 笔，¥\(Money(fen: taken.settledFen).yuan)；拒绝 \(taken.refused)，未处理 \(taken.notDone)，以前记过 \(taken.same)\n",
        "\(taken.settled) paid, ¥\(Money(fen: taken.settledFen).yuan); \(taken.refused) refused, \(taken.notDone) not done, "
          + "\(taken.same) known already\n")
    }
  }
}
