import ArgumentParser
import Coordination
import Orders
import Store
import Vocabulary

struct HoldExportCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "export",
      abstract: say("导出挂起的订单给 ERP：只有上次之后新挂起的", "List held orders for the ERP: those held since the last list"),
      discussion: say(
        """
        订单号一行一个，可直接贴进 ERP 的搜索框；--format csv 另有原因、应发货时间、是否已打单。
        --released：上过清单、现在又放开的订单，好在 ERP 里取消标记。挂起、放开、又挂起的会再次出现。
        """,
        """
        One number a line, fit for the ERP's search box; --format csv adds the reason, the time until which it must \
        ship, and whether it was printed.
        --released lists those that were on a list and are free again, so that the ERP can take its mark off. An order \
        that is held, released and held again appears again.
        """))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("要写的文件；不写就打印出来", "the file to write; without it the list is printed"))
  var file: String?

  @Flag(name: .long, help: help("改为导出已放开的", "those that are free again"))
  var released = false

  @OptionGroup(title: "List") var list: ExportOptions

  func run(at desk: Desk) throws {
    try ListDelivery(kind: released ? .released : .held, file: file, options: list).run(at: desk)
    guard !released, list.again == nil else { return }
    let waiting = try desk.store().read { try OrderLists.countReleased(shop: desk.shop, $0) }
    if waiting > 0 {
      desk.talk(
        Message(
          zh: "另有 \(waiting) 单已放开，ERP 里要取消标记：peakday hold export --released",
          en: "\(waiting) orders are free again; take the ERP's mark off: peakday hold export --released"))
    }
  }
}
