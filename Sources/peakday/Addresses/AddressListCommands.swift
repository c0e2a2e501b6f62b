import ArgumentParser
import Coordination
import Formats
import Orders
import PersonalData
import Store
import Vocabulary

struct AddressListCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "list",
      abstract: say("待定的新地址；--labels 是要重打的面单", "Open proposals; with --labels, labels to print again"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var list: ListOptions

  @Flag(name: .long, help: help("面单上是旧地址的订单", "orders whose label bears an older address"))
  var labels = false

  @Flag(name: .long, help: help("改过而平台上还没看到的订单", "orders whose change the platform does not show yet"))
  var awaited = false

  @Flag(name: .long, help: help("也看已经定了的", "also what was decided"))
  var all = false

  func run(at desk: Desk) throws {
    try desk.require(.look)
    if awaited {
      let keys = try desk.store().read { try Addresses.awaited(shop: desk.chosenShop, limit: list.limit, $0) }
      try desk.answer(
        keys, table: Self.table(keys), empty: Message(zh: "平台都已看到", en: "the platform shows every change"))
      return desk.hintMore(keys.count, limit: list.limit)
    }
    if labels {
      let labels = try desk.store().read {
        try Addresses.voidLabels(shop: desk.chosenShop, limit: list.limit, $0)
      }
      try desk.answer(
        labels, table: Self.table(labels), empty: Message(zh: "没有要重打的面单", en: "no label has to be printed again"))
      return desk.hintMore(labels.count, limit: list.limit)
    }
    let proposals = try desk.store().read {
      try Addresses.proposals(shop: desk.chosenShop, openOnly: !all, limit: list.limit, $0)
    }
    try desk.answer(
      proposals, table: Self.table(proposals), empty: Message(zh: "没有待定的新地址", en: "no open address proposals"))
    desk.hintMore(proposals.count, limit: list.limit)
  }

  static func table(_ labels: [OrderLabel]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "订单", en: "Order"), isWhole: true), .init(title: Message(zh: "阶段", en: "Stage")),
        .init(title: Message(zh: "面单上", en: "On label"), alignment: .right),
        .init(title: Message(zh: "现在", en: "Now"), alignment: .right),
      ],
      rows: labels.map {
        [
          .init($0.order), .init($0.stage.name), .init(String($0.labelVersion)),
          .init(String($0.addressVersion), ink: .red),
        ]
      })
  }

  static func table(_ proposals: [AddressProposal]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "订单", en: "Order"), isWhole: true),
        .init(title: Message(zh: "新地址", en: "New address")),
        .init(title: Message(zh: "缺", en: "Missing")), .init(title: Message(zh: "谁提的", en: "By")),
        .init(title: Message(zh: "时间", en: "At")), .init(title: Message(zh: "订单阶段", en: "Stage")),
        .init(title: Message(zh: "结果", en: "State")),
      ],
      rows: proposals.map { proposal in
        [
          .init(proposal.order), .init(proposal.masked), .init(AddressPage.names(proposal.missing)),
          .init(proposal.proposedBy), .init(proposal.proposedAt.shopText), .init(proposal.stage.name),
          .init(proposal.state.name),
        ]
      })
  }
}

struct AddressShowCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "show", abstract: say("一个订单的地址：每个版本；--reveal 看全文", "An order's addresses; --reveal shows all of it"),
      discussion: say("看全文会记下谁、为什么。", "Who looks at all of it, and why, is noted."))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("订单号", "the order number"))
  var order: String

  @Flag(name: .long, help: help("看完整的姓名、电话、地址", "show name, phone and address in full"))
  var reveal = false

  @Option(name: .long, help: help("为什么要看", "why"))
  var reason: String?

  func validate() throws {
    guard reveal == (reason.map { !$0.isEmpty } ?? false) else {
      throw ValidationError(
        say("看全文要写原因：--reveal --reason 打面单", "to look at all of it say why: --reveal --reason label"))
    }
  }

  private struct View: Encodable {
    let order: String
    let addressVersion: Int64
    let labelVersion: Int64
    let region: String?
    let awaitedVersion: Int64?
    let versions: [AddressVersion]
    let proposals: [AddressProposal]
  }

  private struct Revealed: Encodable {
    let order: String
    let version: Int64
    let name: String
    let phone: String
    let address: String
  }

  func run(at desk: Desk) throws {
    if reveal { return try look(at: desk) }
    try desk.require(.look)
    let key = desk.key(order)
    let (found, versions, proposals) = try desk.store().read { session in
      (
        try OrderQuestions.find(key, session), try Addresses.versions(key, session),
        try Addresses.proposals(shop: key.shop, order: key.id, openOnly: false, limit: 100, session)
      )
    }
    guard let address = found?.address else { throw Self.unknown(order) }
    let view = View(
      order: order, addressVersion: address.version, labelVersion: address.printedVersion, region: address.region,
      awaitedVersion: address.awaited, versions: versions, proposals: proposals)
    try desk.answer(view) { text(view, address, found?.stage ?? .unpaid, desk) }
  }

  private func text(_ view: View, _ address: OrderAddress, _ stage: OrderStage, _ desk: Desk) -> String {
    let region = address.region.map(AddressOutlook.name) ?? say("没有看到过地址", "no address was seen")
    var text = say(
      "\(order)：地址第 \(address.version) 版，\(region)\n", "\(order): address version \(address.version), \(region)\n")
    if address.isLabelVoid, stage >= .printed, stage < .handedOver {
      text += desk.style.paint(
        say(
          "面单上是第 \(address.printedVersion) 版：要重打", "the label bears version \(address.printedVersion): print it again"),
        .red)
      text += "  → peakday gate pass print \(order)\n"
    }
    if address.awaited != nil {
      text += say("平台上还没有看到新地址：请在千牛里改\n", "the platform does not show the new address yet: change it there too\n")
    }
    if !view.versions.isEmpty { text += "\n" + desk.render(Self.table(view.versions)) }
    if !view.proposals.isEmpty { text += "\n" + desk.render(AddressListCommand.table(view.proposals)) }
    return text
  }

  static func table(_ versions: [AddressVersion]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "版本", en: "No."), alignment: .right), .init(title: Message(zh: "地址", en: "Address")),
        .init(title: Message(zh: "来自", en: "From")), .init(title: Message(zh: "时间", en: "At")),
        .init(title: Message(zh: "后果", en: "Consequence")),
      ],
      rows: versions.map { version in
        [
          .init(String(version.number)), .init(version.masked),
          .init(version.source == .platform ? Message(zh: "平台", en: "platform") : Message(zh: "人工", en: "person")),
          .init(version.seenAt.shopText), .init(AddressPage.consequence(version.consequence)),
        ]
      })
  }

  private func look(at desk: Desk) throws {
    try desk.require(.revealAddress)
    let store = try desk.store()
    let key = desk.key(order)
    guard let personal = try desk.personalKey(store, try store.read { try PersonalDataRules.ask($0) }) else {
      throw Failure(
        .refused, code: "no_key", Message(zh: "这台机器没有密钥", en: "this machine has no key"), place: order,
        next: Message(zh: "看千牛，或用 PEAKDAY_KEY 指到密钥", en: "look it up on the platform, or point PEAKDAY_KEY at the key"))
    }
    let operation = try desk.operation(
      "address reveal", ["shop": desk.shop, "order": order, "reason": reason ?? ""])
    // Noted first: a look that was not noted must not happen.
    let version = try store.perform(operation) { try Addresses.noteLook(key, reason: reason ?? "", $0) }.result
    guard let found = try store.read({ try Addresses.reveal(key, version: version, personal, $0) }) else {
      throw Failure(
        .refused, code: "address_not_kept", Message(zh: "这个订单的完整地址没有保存", en: "this order's full address is not kept"),
        place: order, next: Message(zh: "看千牛", en: "look it up on the platform"))
    }
    try desk.answer(
      Revealed(order: order, version: version, name: found.name, phone: found.phone, address: found.address)
    ) {
      [found.name, found.phone, found.address].filter { !$0.isEmpty }.map { TerminalText.safe($0) + "\n" }.joined()
    }
  }

  static func unknown(_ order: String) -> Failure {
    Failure(
      .refused, code: "unknown_order", Message(zh: "库里没有这个订单", en: "the store has no such order"), place: order,
      next: Message(
        zh: "核对订单号，或先导入：peakday order import 文件", en: "check the number, or import first: peakday order import FILE"))
  }
}

struct AddressFindCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "find", abstract: say("按手机号找订单（保存了地址的）", "Find orders by phone (where addresses are kept)"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("手机号", "the phone number"))
  var phone: String

  private struct Found: Encodable {
    let shop: String
    let order: String
  }

  func run(at desk: Desk) throws {
    try desk.require(.revealAddress)
    let store = try desk.store()
    let intake = try desk.addressIntake(store)
    guard intake.key != nil else {
      throw Failure(
        .refused, code: "no_key", Message(zh: "没有密钥，不能按手机号找", en: "without a key orders cannot be found by phone"),
        next: Message(zh: "先建一把：peakday key create", en: "first make one: peakday key create"))
    }
    let found = try store.read { try Addresses.orders(ofPhone: phone, shop: desk.chosenShop, intake, $0) }
      .map { Found(shop: $0.shop, order: $0.id) }
    try desk.answer(
      found,
      table: TextTable(
        columns: [
          .init(title: Message(zh: "店铺", en: "Shop")), .init(title: Message(zh: "订单", en: "Order"), isWhole: true),
        ],
        rows: found.map { [.init($0.shop), .init($0.order)] }),
      empty: Message(zh: "没有这个号码的订单", en: "no order has this number"))
  }
}
