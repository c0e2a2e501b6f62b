import ArgumentParser
import Coordination
import Formats
import Playbooks
import Refunds
import Store
import Vocabulary

struct RefundDueCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "due", abstract: say("现在可以付的退款", "What may be paid now"),
      discussion: say(
        "到没到开放时间由库的时钟决定；时钟相差 5 秒以上的电脑不能处理退款。",
        "The store's clock decides whether the day has come; a machine whose clock is more than 5 s off is refused."))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var list: ListOptions

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let store = try desk.store()
    let due = try store.read { session in
      try Refunds.due(
        shop: desk.shop, desk.refundClock(store), try Setup.refundOpening(session), try Setup.refundRules(session),
        limit: list.limit, session)
    }
    try desk.answer(
      due.ready, table: RefundTable.make(due.ready), empty: Message(zh: "现在没有可付的退款", en: "nothing is due"))
    if !due.unapproved.isEmpty {
      desk.talk(
        Message(
          zh: "\(due.unapproved.count) 笔大额等第二个人同意：peakday refund list --unapproved",
          en: "\(due.unapproved.count) large ones wait for a second person: peakday refund list --unapproved"))
    }
    if !due.notIntercepted.isEmpty {
      desk.talk(
        Message(
          zh: "\(due.notIntercepted.count) 笔的包裹已发走，还没有拦截结果：peakday recall list --kind interception",
          en: "\(due.notIntercepted.count) wait for an interception: peakday recall list --kind interception"))
    }
    desk.hintMore(due.ready.count, limit: list.limit)
  }
}

struct RefundForecastCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "forecast", abstract: say("开放那一夜每半小时要几个人", "How many people the opening night needs, per half hour"),
      discussion: say("工时和申请的快慢在 refunds.yaml 里。", "Handling times and how fast buyers apply stand in refunds.yaml."))
  }

  @OptionGroup var global: GlobalOptions

  @Flag(name: .long, help: help("由网关付款，不用人工一笔笔退", "batches go through the gateway, not by hand"))
  var gateway = false

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let slots = try desk.store().read { session in
      let rules = try Setup.refundRules(session)
      return RefundForecast.make(
        try Refunds.openings(shop: desk.chosenShop, now: desk.now, session), rules,
        perBatch: rules.platform(of: desk.shop).refunds, viaGateway: gateway)
    }
    try desk.answer(
      slots,
      table: TextTable(
        columns: [
          .init(title: Message(zh: "从", en: "From")), .init(title: Message(zh: "退款", en: "Refunds"), alignment: .right),
          .init(title: Message(zh: "工时(分)", en: "Minutes of work"), alignment: .right),
          .init(title: Message(zh: "人数", en: "Heads"), alignment: .right),
        ],
        rows: slots.map {
          [
            .init($0.from.shopText), .init(String($0.refunds)), .init(String(($0.seconds + 59) / 60)),
            .init(String($0.heads)),
          ]
        }), empty: Message(zh: "队列里没有退款", en: "no refunds are queued"))
  }
}
