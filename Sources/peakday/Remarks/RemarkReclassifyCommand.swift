import ArgumentParser
import Coordination
import Formats
import Orders
import Playbooks
import Store
import Vocabulary

struct RemarkReclassifyCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "reclassify",
      abstract: say("规则改了之后把旧备注重判一遍：只会多挂起，不会放开", "Judge older remarks by new rules: adds holds, lifts none"),
      discussion: say(
        "看买家留言和每一版备注，已结束的订单除外。新规则不再挂起的，原来的挂起留着，由人解除。退出码 23：有包裹已揽收。",
        "Reads buyers' messages and every version of the memos, except of orders that are over. A hold that the new rules "
          + "would not place stays for a person to lift. Exit code 23: the courier has one already."))
  }

  @OptionGroup var global: GlobalOptions

  @Flag(name: .long, help: help("只看会怎样变，什么都不改", "only show what would differ"))
  var dryRun = false

  @Option(name: .long, help: help("最多改几单（默认不限）", "at most so many orders (default: all)"))
  var limit: Int?

  func validate() throws {
    guard limit ?? 1 >= 1 else { throw ValidationError(say("--limit 至少是 1", "--limit is at least 1")) }
  }

  private struct Line: Encodable {
    let order: String
    let source: String
    let text: String
    let old: Verdict
    let new: Verdict
    let effect: Reclassify.Difference.Effect
    let hold: HoldReason?
    let answer: HoldTiming.Answer?
    let stage: OrderStage
    let dryRun: Bool
    let receipt: String?
  }

  func run(at desk: Desk) throws {
    try desk.require(dryRun ? .look : .reclassify)
    let store = try desk.store()
    let book = try store.read { try Setup.remarkBook($0) }
    let work = Reclassify(shop: desk.shop, book: book, limit: limit ?? .max)
    var (found, receipt): ([Reclassify.Difference], String?) = ([], nil)
    if dryRun {
      found = try work.preview(store)
    } else {
      let run = PartedRun(
        store: store, id: desk.operationID(), verb: "remark reclassify", actor: try desk.actor,
        arguments: ["shop": desk.shop, "limit": limit.map(String.init) ?? ""], now: { desk.now })
      let done = try work.perform(run)
      (found, receipt) = (done.differences, done.head?.text)
    }
    if found.contains(where: { $0.answer == .late }), !dryRun { desk.raise(.late) }
    let lines = found.map {
      Line(
        order: $0.order, source: $0.source, text: $0.text, old: $0.old, new: $0.new, effect: $0.effect,
        hold: $0.reason, answer: $0.answer, stage: $0.stage, dryRun: dryRun, receipt: receipt)
    }
    try desk.answer(
      lines, table: table(found), empty: Message(zh: "没有判得不一样的备注", en: "no remark reads differently"))
    if !found.isEmpty { desk.talk(summary(found)) }
  }

  private func table(_ found: [Reclassify.Difference]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "订单", en: "Order"), isWhole: true), .init(title: Message(zh: "原判断", en: "Was")),
        .init(title: Message(zh: "新判断", en: "Is")), .init(title: Message(zh: "结果", en: "Effect")),
        .init(title: Message(zh: "阶段", en: "Stage")), .init(title: Message(zh: "原话", en: "Words")),
      ],
      rows: found.map { item in
        [
          .init(item.order), .init(item.old.name), .init(item.new.name),
          .init(effect(item), ink: item.effect == .hold ? .red : .none), .init(item.stage.name), .init(item.text),
        ]
      })
  }

  private func effect(_ item: Reclassify.Difference) -> Message {
    switch item.effect {
    case .hold:
      switch item.answer {
      case .late: Message(zh: "晚了，请物流拦截", en: "late; have it stopped")
      default:
        item.stage >= .printed
          ? Message(zh: "挂起，请仓库找出包裹", en: "held; take the parcel out") : Message(zh: "挂起", en: "held")
      }
    case .held: Message(zh: "已经挂起", en: "held already")
    case .stays: Message(zh: "原挂起留着，由人解除", en: "its hold stays; a person lifts it")
    case .decided: Message(zh: "有人解除过，不动", en: "a person lifted it; left alone")
    case .released: Message(zh: "后来已放开", en: "released later")
    case .nothing: Message(zh: "不变", en: "nothing follows")
    }
  }

  private func summary(_ found: [Reclassify.Difference]) -> Message {
    let holds = Set(found.filter { $0.effect == .hold }.map(\.order)).count
    let stays = Set(found.filter { $0.effect == .stays }.map(\.order)).count
    let rest = dryRun ? Message(zh: "（还没有改）", en: " (nothing was changed)") : Message(zh: "", en: "")
    return Message(
      zh: "\(found.count) 条备注判得不一样：挂起 \(holds) 单，\(stays) 单的挂起可由人解除\(rest.zh)",
      en: "\(found.count) remarks read differently: \(holds) orders held, \(stays) holds for a person to lift\(rest.en)"
    )
  }
}
