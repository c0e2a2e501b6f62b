import Coordination
import Formats
import Orders
import Refunds
import Vocabulary

/// The day's status for the terminal.
struct DayPage {
  let status: DayStatus

  init(_ status: DayStatus) {
    self.status = status
  }

  func text(at desk: Desk) -> String {
    let style = desk.style
    var text = say("\(status.at.shopText)  共 \(status.orders) 单\n", "\(status.at.shopText)  \(status.orders) orders\n")
    text += unwanted(style)
    text += alarms(style)
    text += heads(style)
    text += memoAge
    if status.staleOrders > 0 {
      text += style.paint(
        say("\(status.staleOrders) 单等打单的备注太旧", "\(status.staleOrders) orders wait for printing with too old a memo"),
        .red)
      text += "  → peakday order import\n"
    }
    if status.unfinishedImports > 0 {
      text += say(
        "有 \(status.unfinishedImports) 个导入没完成：重新执行同一条导入命令\n",
        "\(status.unfinishedImports) imports are unfinished: run the same import command again\n")
    }
    if status.savings.entries.contains(where: { $0.orders > 0 }) {
      let total = Money(fen: status.savings.totalFen).yuan
      text += say("到现在省下约 ¥\(total)", "about ¥\(total) saved so far") + "  → peakday day savings\n"
    }
    if !status.stages.isEmpty { text += "\n" + desk.render(stages) }
    if !status.reasons.isEmpty { text += "\n" + desk.render(reasons) }
    return text
  }

  private func unwanted(_ style: TerminalStyle) -> String {
    let unwanted = status.picture.unwanted
    let money = Money(fen: unwanted.paidFen).yuan
    let all = Money(fen: status.heldFen).yuan
    var text = style.paint(
      say(
        "不要了的订单 \(unwanted.orders) 个：\(unwanted.printed) 个已打单，\(unwanted.shipped) 个已发货，涉及 ¥\(money)",
        "\(unwanted.orders) unwanted orders: \(unwanted.printed) already printed, \(unwanted.shipped) already shipped, "
          + "¥\(money) at risk"),
      unwanted.orders > 0 ? .bold : .none)
    text += "\n"
    text += say(
      "一共挂起 \(status.heldOrders) 单，¥\(all)\n", "\(status.heldOrders) orders held altogether, ¥\(all)\n")
    return text
  }

  /// What somebody has to do now, each line with the command to type.
  private func alarms(_ style: TerminalStyle) -> String {
    let picture = status.picture
    return alarm(status.openRecalls, say("单要召回（已打单）", "to take out after printing"), "peakday recall list", style)
      + alarm(
        status.openInterceptions, say("单要拦截（已发出）", "to stop at the courier"),
        "peakday recall list --kind interception", style)
      + alarm(
        status.failedCases, say("单没有拦住（没找到或已发走）", "not stopped (not found, or gone)"),
        "peakday recall list --all", style)
      + alarm(status.bypasses, say("单绕过关口发走", "shipped past us"), "peakday bypass list", style)
      + alarm(picture.review, say("单要人工判断", "for a person to decide"), "peakday hold list --reason review", style)
      + alarm(
        picture.unwanted.heldPastShipBy, say("个挂起的订单已过应发货时间", "held orders past their ship-by"),
        "peakday hold list", style)
      + alarm(
        picture.unwanted.heldNearShipBy, say("个挂起的订单快到应发货时间", "held orders near their ship-by"),
        "peakday hold list", style)
      + alarm(
        picture.pastShipBy, say("单可发的已过应发货时间", "free orders past their ship-by"), "peakday order list --due",
        style)
      + alarm(
        picture.nearShipBy, say("单可发的快到应发货时间", "free orders near their ship-by"), "peakday order list --due",
        style)
      + alarm(
        status.addresses.voidLabels, say("张面单上是旧地址，要重打", "labels bear an old address: print them again"),
        "peakday address list --labels", style)
      + alarm(
        status.addresses.openProposals, say("个新地址等人定", "new addresses wait for a decision"), "peakday address list",
        style)
      + alarm(
        status.addresses.awaited, say("个改过的地址平台上还没看到", "changed addresses the platform does not show yet"),
        "peakday address list --awaited", style)
      + alarm(
        status.duePromises, say("个承诺到期或两小时内到期", "promises are due, or will be in two hours"),
        "peakday promise list", style)
      + alarm(
        status.overdueCases, say("个案件过了时限", "cases are past their time"), "peakday case escalate", style)
      + alarm(
        status.unreadBroadcasts,
        say(
          "个变更还有人没确认（\(status.unreadPeople) 人）",
          "changes in force are not acknowledged by all (\(status.unreadPeople) people)"),
        "peakday broadcast list", style)
      + alarm(
        status.openOverrides, say("个放开申请等第二个人", "requests wait for a second person"),
        "peakday hold override list", style)
      + refunds(style)
      + alarm(
        status.oversoldSkus, say("个编码超卖", "SKUs are oversold"), "peakday stock publish", style)
      + alarm(
        status.stockDifferences, say("个编码的库存对不上", "SKUs whose stock nobody can explain"),
        "peakday stock reconcile", style)
      + alarm(
        status.dueHolds + status.dueLifts, say("件约好的事到期了", "agreements have come due"), "peakday hold due",
        style)
  }

  private func refunds(_ style: TerminalStyle) -> String {
    let refunds = status.refunds
    return alarm(
      refunds.uncertain, say("笔退款结果不明", "refunds of which nobody knows whether they were paid"),
      "peakday refund list --state uncertain", style)
      + alarm(
        refunds.review, say("笔退款要人工确认", "refunds for a person to look at"), "peakday refund list --review", style)
      + alarm(
        refunds.unapproved, say("笔大额退款等第二个人同意", "large refunds wait for a second person"),
        "peakday refund list --unapproved", style)
      + (refunds.due == 0
        ? "" : say("\(refunds.due) 笔退款可以付了", "\(refunds.due) refunds are due") + "  → peakday refund pack\n")
  }

  /// Who is there, of those on shift.
  private func heads(_ style: TerminalStyle) -> String {
    guard status.rosteredHeads > 0 else { return "" }
    let words = say(
      "在班 \(status.rosteredHeads) 人，到岗 \(status.readyHeads) 人",
      "\(status.rosteredHeads) on shift, \(status.readyHeads) of them ready")
    return style.paint(words, status.readyHeads < status.rosteredHeads ? .red : .none) + "  → peakday rota ready\n"
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
