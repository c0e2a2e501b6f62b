import ArgumentParser
import Coordination
import Formats
import Playbooks
import Rota
import Store
import Vocabulary

struct RotaSwapCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "swap", abstract: say("两个人对换班", "Two people exchange their shifts"),
      discussion: say(
        "会违反硬规则（如两班之间休息不够）的不换，并说是哪一条。",
        "What would break a hard rule, such as the rest between shifts, is refused, and the rule named."))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("谁", "who"))
  var first: String

  @Argument(help: help("和谁", "with whom"))
  var second: String

  @Option(name: .long, help: help("第一个人的班在哪天开始", "the day on which the first one's shift begins"))
  var on: DayArgument

  @Option(
    name: .customLong("for"), help: help("第二个人的班在哪天（默认同一天）", "the day of the second one's shift (default: the same)"))
  var otherDay: DayArgument?

  @Option(name: .long, help: help("说明", "a note"))
  var note = ""

  func run(at desk: Desk) throws {
    try desk.requireOwn([first, second])
    let day = try on.day(desk)
    let other = try otherDay?.day(desk) ?? day
    try desk.move(
      "rota swap",
      ["shop": desk.shop, "first": first, "second": second, "on": day.text, "for": other.text, "note": note]
    ) { try Rosters.swap(first, on: day, with: second, on: other, note: note, shop: desk.shop, $0, $1) }
  }
}

struct RotaDropCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "drop", abstract: say("让出一个班，谁能接谁接", "Give a shift up: whoever can may take it"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("谁", "who"))
  var name: String

  @Argument(help: help("哪天开始的班", "the day on which it begins"))
  var day: DayArgument

  @Option(name: .long, help: help("说明", "a note"))
  var note = ""

  func run(at desk: Desk) throws {
    try desk.requireOwn([name])
    let day = try self.day.day(desk)
    try desk.move("rota drop", ["shop": desk.shop, "name": name, "day": day.text, "note": note]) {
      try Rosters.drop(name, on: day, note: note, shop: desk.shop, $0, $1)
    }
  }
}

struct RotaTakeCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "take", abstract: say("接一个让出的班，或别人的班", "Take an open shift, or somebody's"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("谁来接", "who takes it"))
  var name: String

  @Argument(help: help("哪天开始的班", "the day on which it begins"))
  var day: DayArgument

  @Option(name: .customLong("from"), help: help("接谁的班（默认让出的）", "whose (default: an open one)"))
  var other: String?

  @Option(name: .long, help: help("让出的班的号", "the number of an open shift"))
  var shift: Int64?

  @Option(name: .long, help: help("说明", "a note"))
  var note = ""

  func run(at desk: Desk) throws {
    try desk.requireOwn([name])
    let day = try self.day.day(desk)
    try desk.move(
      "rota take",
      [
        "shop": desk.shop, "name": name, "day": day.text, "from": other ?? "",
        "shift": shift.map { String($0) } ?? "", "note": note,
      ]
    ) { try Rosters.take(name, on: day, from: other, number: shift, note: note, shop: desk.shop, $0, $1) }
  }
}

extension Desk {
  /// An agent moves only shifts they have a part in.
  fileprivate func requireOwn(_ names: [String]) throws {
    try require(.moveShift)
    try requireSelf(names)
  }

  /// In the role of an agent people act for themselves.
  func requireSelf(_ names: [String]) throws {
    let actor = try actor
    guard actor.role == .agent, !names.contains(actor.name) else { return }
    throw Failure(
      .refused, code: "not_yours",
      Message(
        zh: "客服只能动自己的班和签到；\(actor.name) 不在其中", en: "an agent acts for themselves only; \(actor.name) is not among them"),
      next: Message(zh: "请主管来：--role lead，或写对名字：--as 名字", en: "ask the lead: --role lead, or give your name: --as NAME")
    )
  }

  fileprivate func move(
    _ verb: String, _ arguments: Operation.Arguments,
    _ body: (ShiftRules, Change) throws -> Rosters.Moved
  ) throws {
    let receipt = try store().perform(try operation(verb, arguments)) { change in
      let moved = try body(try Setup.shiftRules(change.session), change)
      try Fitness.require(moved.new, shop: shop, change.session)
      return moved
    }
    let moved = receipt.result
    try answer(Receipted(receipt)) {
      var text = say(
        "第 \(moved.version) 版：\(moved.kind.name.zh)\n", "Version \(moved.version): \(moved.kind.name.en)\n")
      text += RotaText.difference(gone: moved.gone, new: moved.new, self)
      return text + RotaText.missing(moved.missingBefore, moved.missing)
    }
  }
}
