import ArgumentParser
import Coordination
import Formats
import Orders
import PersonalData
import Playbooks
import Reception
import Store
import Vocabulary

struct ScriptUseCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "use", abstract: say("填好一条话术，记一次使用", "Fill a script, and note its use"),
      discussion: say(
        """
        peakday script use farewell-warm-1 --order 1001 --set minutes=5
        空由订单、客服、活动、店铺填；填不上的会说要加什么。过期的话术不给用；填好的内容不留底。
        """,
        """
        peakday script use farewell-warm-1 --order 1001 --set minutes=5
        Slots are filled from the order, agent, activity and shop; a missing one says what to add. Stale ones are refused; the
        filled text is not kept.
        """))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("话术的 id", "the script's id"))
  var id: String

  @Option(name: .long, help: help("订单号", "the order"))
  var order: String?

  @Option(name: .long, help: help("活动（默认话术写的那个）", "the activity (default: the script's own)"))
  var activity: String?

  @Option(name: .long, help: help("商品编码", "the product"))
  var sku: String?

  @Option(name: .customLong("set"), help: help("空=内容，可写几次", "slot=text; may be repeated"))
  var values: [String] = []

  private func given() throws -> [ScriptSlot: String] {
    var given: [ScriptSlot: String] = [:]
    for value in values {
      let parts = value.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let slot = ScriptSlot(rawValue: parts[0]), parts[1].utf8.count <= 600 else {
        throw Failure(
          .usage, code: "unknown_slot",
          Message(zh: "--set 要写 空=内容（最多 600 字节）", en: "--set takes slot=text (600 bytes at most)"), place: parts.first,
          next: Message(
            zh: "可用的空：\(ScriptSlot.allCases.map(\.rawValue).joined(separator: "、"))",
            en: "the slots: \(ScriptSlot.allCases.map(\.rawValue).joined(separator: ", "))"))
      }
      // An agent needs no telephone number to greet a buyer, and no script takes one.
      guard Masking.phones(in: parts[1]) == parts[1] else {
        throw Failure(
          .usage, code: "phone_in_slot", Message(zh: "话术里不能有电话号码", en: "no script takes a telephone number"),
          place: parts[0], next: Message(zh: "去掉号码再填", en: "leave it out"))
      }
      given[slot] = parts[1]
    }
    return given
  }

  func run(at desk: Desk) throws {
    try desk.require(.useScript)
    var scene = ScriptSlots.Scene(shop: desk.shop, actor: try desk.actor, now: desk.now)
    scene.order = order.map(desk.key)
    scene.activity = activity
    scene.sku = sku
    scene.given = try given()
    let asked = scene
    var arguments: Operation.Arguments = [
      "shop": desk.shop, "script": id, "order": order ?? "", "activity": activity ?? "", "sku": sku ?? "",
    ]
    arguments.add("set", values)
    let store = try desk.store()
    let operation = try desk.operation("script use", arguments)
    // Before the change begins: no gate waits while playbooks are parsed. What is said is not kept in the log, so a
    // repetition fills it again.
    let (script, text) = try store.read { session in
      let script = try Setup.scripts(session).find(id)
      try ScriptUse.refuseUnusable(script, try Setup.activityDay(shop: desk.shop, at: desk.now, session))
      let values = try ScriptSlots.values(for: script, asked, session)
      return (script, try script.text.filled(values, withOrder: order != nil))
    }
    let receipt = try store.perform(operation) { change in
      let day = try Setup.activityDay(shop: desk.shop, at: desk.now, change.session)
      return try ScriptUse.use(script, day, shop: desk.shop, order: order, change)
    }
    try desk.answer(Answer(receipt, text: text)) { TerminalText.safe(text) + "\n" }
    if let next = receipt.result.then {
      desk.talk(Message(zh: "接着：peakday script use \(next)", en: "then: peakday script use \(next)"))
    }
  }

  private struct Answer: Encodable {
    struct Said: Encodable {
      let script: String
      let text: String
      let then: String?
    }

    let operation: String
    let receipt: String
    let isReplay: Bool
    let result: Said

    init(_ receipt: Receipt<ScriptUse.Said>, text: String) {
      operation = receipt.operation.text
      self.receipt = receipt.head.text
      isReplay = receipt.isReplay
      result = Said(script: receipt.result.script, text: text, then: receipt.result.then)
    }
  }
}
