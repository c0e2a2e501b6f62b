import ArgumentParser
import Coordination
import Orders
import PersonalData
import Store
import Vocabulary

struct KeyCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "key", abstract: say("个人信息：密钥、保存多久、清除", "Personal data: its key, how long it is kept, its end"),
      subcommands: [
        KeyCreateCommand.self, KeyShowCommand.self, KeyKeepCommand.self, KeyPurgeCommand.self,
      ])
  }
}

struct KeyCreateCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "create", abstract: say("新建密钥文件，放在店铺库外面", "Make the key file, outside the store"),
      discussion: say(
        "有密钥，改过的地址才会加密保存到包裹交接为止。密钥丢了，封存的地址就打不开：请备份，别和库放在一起。位置用 PEAKDAY_KEY 指定。",
        "With a key, changed addresses are kept, sealed, until the parcel is handed over. Without it nothing opens: "
          + "back it up, and not beside the store. PEAKDAY_KEY says where it lies."))
  }

  @OptionGroup var global: GlobalOptions

  private struct Made: Encodable {
    let key: String
    let file: String
  }

  func run(at desk: Desk) throws {
    try desk.require(.managePersonalData)
    let store = try desk.store()
    let file = KeyFile(of: store, desk.surroundings)
    let rules = try store.read { try PersonalDataRules.ask($0) }
    var key = try desk.personalKey(store, rules)
    if key == nil {
      if let known = rules.keyID {
        throw Failure(
          .refused, code: "key_exists",
          Message(zh: "这个库已有密钥 \(known)，不在这台机器上", en: "the store's key \(known) is not on this machine"),
          place: file.path,
          next: Message(zh: "把那个文件拿来，用 PEAKDAY_KEY 指给它", en: "bring that file here and point PEAKDAY_KEY at it"))
      }
      var random = SurroundingRandom(draw: desk.surroundings.random)
      let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
      try file.create(bytes)
      key = PersonalKey(bytes: bytes)
    }
    guard let id = key?.id else { return }
    let operation = try desk.operation("key create", ["key": id])
    _ = try store.perform(operation) { try PersonalDataRules.use(keyID: id, $0) }
    try desk.answer(Made(key: id, file: file.path)) {
      say(
        "密钥 \(id) 在 \(file.path)，请备份，别和库放在一起\n", "the key \(id) is in \(file.path); back it up, not beside the store\n")
    }
  }
}

struct KeyShowCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "show", abstract: say("现在怎么保存", "What is kept, and with which key"))
  }

  @OptionGroup var global: GlobalOptions

  private struct View: Encodable {
    let key: String?
    let file: String
    let isHere: Bool
    let days: Int64?
  }

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let store = try desk.store()
    let rules = try store.read { try PersonalDataRules.ask($0) }
    let file = KeyFile(of: store, desk.surroundings)
    let isHere = try desk.personalKey(store, rules) != nil
    try desk.answer(View(key: rules.keyID, file: file.path, isHere: isHere, days: rules.days)) {
      let key = rules.keyID.map {
        say("密钥 \($0)\(isHere ? "" : "，不在这台机器上")\n", "key \($0)\(isHere ? "" : ", not on this machine")\n")
      }
      return (key ?? say("没有密钥：地址只保存遮盖后的样子\n", "no key: addresses are kept masked only\n")) + KeyText.rules(rules)
    }
  }
}

struct KeyKeepCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "keep", abstract: say("地址保存多久", "How long addresses are kept"),
      discussion: say(
        "出厂时只为面单保存改过的地址，到交接为止（平台的 OAID 规则）。--days N 让导入把每个地址加密保存，订单完结 N 天后清除。",
        "As shipped only changed addresses are kept, for the label, until hand-over (the platform's OAID rule). --days N "
          + "lets imports keep every address, sealed, until N days after the order's end."))
  }

  @OptionGroup var global: GlobalOptions

  @Option(name: .long, help: help("完结后保存几天", "days after the end of an order"))
  var days: Int64?

  @Flag(name: .long, help: help("只为面单保存", "only for the label"))
  var label = false

  func validate() throws {
    guard (days == nil) == label, days.map({ (1...3_650).contains($0) }) ?? true else {
      throw ValidationError(say("写 --days 1…3650 或 --label", "give --days 1…3650 or --label"))
    }
  }

  func run(at desk: Desk) throws {
    try desk.require(.managePersonalData)
    let operation = try desk.operation("key keep", ["days": days.map(String.init) ?? ""])
    let receipt = try desk.store().perform(operation) { try PersonalDataRules.keep(days: days, $0) }
    try desk.answer(Receipted(receipt)) { KeyText.rules(receipt.result) }
  }
}

struct KeyPurgeCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "purge", abstract: say("清除到期的地址；审计链不受影响", "Forget what is over; the audit chain stays whole"))
  }

  @OptionGroup var global: GlobalOptions

  private struct Total: Encodable {
    let envelopes: Int64
  }

  func run(at desk: Desk) throws {
    try desk.require(.managePersonalData)
    let store = try desk.store()
    var total: Int64 = 0
    let run = desk.operationID()
    for part in 1... {
      let purged = try store.perform(try desk.operation("key purge", [:], id: run.part(String(part)))) {
        try PersonalDataRules.purge($0)
      }.result
      total += purged.envelopes
      if purged.isDone { break }
      store.database.giveWay()
    }
    try desk.answer(Total(envelopes: total)) { say("清除了 \(total) 个地址\n", "\(total) addresses forgotten\n") }
  }
}

private enum KeyText {
  static func rules(_ rules: PersonalDataRules) -> String {
    guard let days = rules.days else {
      return say("改过的地址保存到交接为止，其余不保存\n", "changed addresses are kept until hand-over, others not at all\n")
    }
    return say(
      "每个地址加密保存，完结 \(days) 天后可清除（peakday key purge）\n",
      "every address is kept, sealed, until \(days) days after the end (peakday key purge)\n")
  }
}
