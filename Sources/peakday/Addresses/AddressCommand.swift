import AddressParsing
import ArgumentParser
import Coordination
import Orders
import PersonalData
import Playbooks
import Store
import Vocabulary

struct AddressCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "address", abstract: say("改地址：提出、同意、重打面单", "Addresses: propose, approve, print again"),
      subcommands: [
        AddressChangeCommand.self, AddressApproveCommand.self, AddressRejectCommand.self, AddressListCommand.self,
        AddressShowCommand.self, AddressFindCommand.self, AddressParseCommand.self,
      ])
  }
}

/// Free text behind a command: one argument or several words of it; `-` is standard input.
struct AddressText: ParsableArguments {
  @Argument(help: help("买家发来的原文：姓名、电话、地址，什么次序都行", "what the buyer wrote: name, phone, address, in any order"))
  var text: [String] = []

  func validate() throws {
    guard !text.joined().isEmpty else {
      throw ValidationError(say("没有写新地址", "no address was given"))
    }
  }

  var parsed: ParsedAddress { AddressParser.parse(text.joined(separator: " ")) }
}

struct AddressChangeCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "change",
      abstract: say("提出新地址；同意之前订单挂起", "Propose a new address; the order is held until it is decided"),
      discussion: say(
        "没写的姓名、电话照旧。--dry-run 只看会怎样：跨省、快递不到、要重打面单、同一收货人的其他订单。",
        "A name or phone that is not written stays. --dry-run only shows what would follow: another province, a courier "
          + "that does not go there, a label to print again, other orders of the same recipient."))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("订单号", "the order number"))
  var order: String

  @OptionGroup var address: AddressText

  @Flag(name: .long, help: help("只看会怎样，什么都不改", "only show what would follow"))
  var dryRun = false

  @Flag(name: .long, help: help("马上同意（要有这个权限）", "approve it at once (with the right to)"))
  var approve = false

  private struct Preview: Encodable {
    let order: String
    let reading: AddressReading
    let outlook: AddressOutlook
    let isDryRun: Bool
  }

  func run(at desk: Desk) throws {
    try desk.require(.proposeAddress)
    if approve { try desk.require(.decideAddress) }
    let store = try desk.store()
    let couriers = try store.read { try Setup.couriers($0) }
    let parsed = address.parsed
    if dryRun { return try preview(parsed, store, couriers, desk) }
    let intake = try desk.addressIntake(store)
    let operation = try desk.operation(
      "address change", ["shop": desk.shop, "order": order, "text": address.text.joined(separator: " ")])
    let receipt = try store.perform(operation) {
      try Addresses.propose(desk.key(order), parsed, intake, couriers, $0)
    }
    try desk.answer(Receipted(receipt)) { AddressPage.proposed(receipt.result, parsed, isDecided: approve, at: desk) }
    if let hold = receipt.result.hold { desk.raise(hold.exitCode) }
    guard approve else { return }
    try AddressApproveCommand.approve(
      order, accept: false, id: desk.options.operation?.part("approve"), intake, couriers, store, desk)
  }

  private func preview(
    _ parsed: ParsedAddress, _ store: Store, _ couriers: CourierBook, _ desk: Desk
  ) throws {
    guard
      let outlook = try store.read({
        try Addresses.outlook(desk.key(order), parsed, couriers, now: desk.now, $0)
      })
    else {
      throw Failure(
        .refused, code: "unknown_order", Message(zh: "库里没有这个订单", en: "the store has no such order"), place: order,
        next: Message(zh: "先导入：peakday order import 文件", en: "import it first: peakday order import FILE"))
    }
    try desk.answer(
      Preview(order: order, reading: AddressReading(parsed), outlook: outlook, isDryRun: true)
    ) {
      AddressPage.reading(parsed, at: desk) + AddressPage.outlook(outlook, at: desk)
        + say("（什么都没改）\n", "(nothing was changed)\n")
    }
  }
}

struct AddressApproveCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "approve", abstract: say("同意新地址：之后的面单按它打", "Approve: labels are printed from it from now on"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("订单号", "the order number"))
  var order: String

  @Flag(name: .long, help: help("快递不到也同意", "although the courier does not go there"))
  var accept = false

  func run(at desk: Desk) throws {
    try desk.require(.decideAddress)
    let store = try desk.store()
    try Self.approve(
      order, accept: accept, id: nil, try desk.addressIntake(store), try store.read { try Setup.couriers($0) }, store,
      desk)
  }

  static func approve(
    _ order: String, accept: Bool, id: OperationID?, _ intake: AddressIntake, _ couriers: CourierBook, _ store: Store,
    _ desk: Desk
  ) throws {
    let operation = try desk.operation(
      "address approve", ["shop": desk.shop, "order": order, "accept": String(accept)], id: id)
    let receipt = try store.perform(operation) {
      try Addresses.approve(desk.key(order), acceptsUnserved: accept, intake, couriers, $0)
    }
    if receipt.result.consequence == .interception { desk.raise(.late) }
    try desk.answer(Receipted(receipt)) { AddressPage.approved(receipt.result, at: desk) }
  }
}

struct AddressRejectCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "reject", abstract: say("退回新地址：照旧地址发", "Reject: it goes to the old address"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("订单号", "the order number"))
  var order: String

  func run(at desk: Desk) throws {
    try desk.require(.decideAddress)
    let operation = try desk.operation("address reject", ["shop": desk.shop, "order": order])
    let receipt = try desk.store().perform(operation) { try Addresses.reject(desk.key(order), $0) }
    let rejected = receipt.result
    try desk.answer(Receipted(receipt)) {
      rejected.remaining == 0
        ? say("\(order)：照旧地址发，可以放行\n", "\(order): goes to the old address; it may pass\n")
        : say(
          "\(order)：照旧地址发，还有 \(rejected.remaining) 个挂起\n",
          "\(order): goes to the old address; \(rejected.remaining) holds still open\n")
    }
  }
}

struct AddressParseCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "parse", abstract: say("只认地址，什么都不记；不写就一行一个从标准输入读", "Only read addresses, noting nothing"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("原文；不写就从标准输入读，一行一个", "the text; without it, one a line from standard input"))
  var text: [String] = []

  func run(at desk: Desk) throws {
    if !text.isEmpty { return desk.surroundings.output(try reading(text.joined(separator: " "), desk)) }
    while let lines = desk.surroundings.lines.batch(limit: 1_024, full: false) {
      desk.surroundings.output(try lines.map { try reading($0, desk) }.joined())
    }
  }

  private func reading(_ text: String, _ desk: Desk) throws -> String {
    let parsed = AddressParser.parse(text)
    return desk.options.json ? try AddressReading(parsed).line() : AddressPage.reading(parsed, at: desk)
  }
}
