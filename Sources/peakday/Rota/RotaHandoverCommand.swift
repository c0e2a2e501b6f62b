import ArgumentParser
import Cases
import Coordination
import Formats
import FoundationEssentials
import Orders
import Rota
import Store
import Vocabulary

struct RotaHandoverCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "handover", abstract: say("交接班：还有什么没完，双方签字", "Hand over: what stands open, signed by both shifts"),
      discussion: say(
        """
        peakday rota handover            看现在有什么没完
        peakday rota handover --open     记成一份交接单
        peakday rota handover --sign 3   先交班人签，再接班人签；同一个人不能签两次
        """,
        """
        peakday rota handover            what stands open now
        peakday rota handover --open     write it down to be signed
        peakday rota handover --sign 3   first who leaves, then who comes; nobody signs for both
        """))
  }

  @OptionGroup var global: GlobalOptions

  @Flag(name: .long, help: help("记成一份交接单", "write it down"))
  var open = false

  @Option(name: .long, help: help("在第几份上签字", "sign this one"))
  var sign: Int64?

  @Option(name: .long, help: help("看第几份", "show this one"))
  var show: Int64?

  @Flag(name: .long, help: help("交接单列表", "list them"))
  var list = false

  @Option(name: .long, help: help("要特别交代的话", "what else to tell"))
  var note = ""

  func validate() throws {
    guard [open, sign != nil, show != nil, list].count(where: { $0 }) <= 1, note.isEmpty || open else {
      throw ValidationError(
        say(
          "--open、--sign、--show、--list 一次用一个，--note 跟着 --open",
          "use one of --open, --sign, --show, --list; --note goes with --open"))
    }
  }

  private struct Listed: Encodable {
    let number: Int64
    let state: Handover.State
    let openedAt: Instant
    let openedBy: String
    let leaving: String?
    let leavingAt: Instant?
    let coming: String?
    let comingAt: Instant?
    let note: String

    init(_ handover: Handover) {
      (number, state, note) = (handover.number, handover.state, handover.note)
      (openedAt, openedBy) = (handover.openedAt, handover.openedBy)
      (leaving, leavingAt) = (handover.leaving, handover.leavingAt)
      (coming, comingAt) = (handover.coming, handover.comingAt)
    }
  }

  private struct Shown: Encodable {
    let handover: Listed
    let picture: HandoverPicture
  }

  private struct Opened: Encodable {
    let change: Receipted<Handovers.Opened>
    let picture: HandoverPicture
  }

  func run(at desk: Desk) throws {
    let store = try desk.store()
    if let sign { return try self.sign(sign, desk, store) }
    if list { return try self.list(desk, store) }
    if let show {
      try desk.require(.look)
      let handover = try store.read { try Handovers.find(show, shop: desk.shop, $0) }
      let picture = try JSONDecoder().decode(HandoverPicture.self, from: Data(handover.picture.utf8))
      return try desk.answer(Shown(handover: Listed(handover), picture: picture)) {
        page(picture, desk, note: handover.note) + signatures(handover)
      }
    }
    try desk.require(open ? .handOver : .look)
    let picture = try store.read { try HandoverPicture.ask(shop: desk.shop, now: desk.now, $0) }
    guard open else { return try desk.answer(picture) { page(picture, desk, note: "") } }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = String(decoding: try encoder.encode(picture), as: UTF8.self)
    let receipt = try store.perform(try desk.operation("rota handover open", ["shop": desk.shop, "note": note])) {
      try Handovers.open(picture: text, note: note, shop: desk.shop, $0)
    }
    let number = receipt.result.number
    try desk.answer(Opened(change: Receipted(receipt), picture: picture)) {
      say("第 \(number) 份交接单\n", "Handover \(number)\n") + page(picture, desk, note: note)
        + say("交班人签字：", "who leaves signs: ") + "peakday rota handover --sign \(number)\n"
    }
  }

  private func sign(_ number: Int64, _ desk: Desk, _ store: Store) throws {
    try desk.require(.handOver)
    let operation = try desk.operation("rota handover sign", ["shop": desk.shop, "number": String(number)])
    let receipt = try store.perform(operation) { try Handovers.sign(number, shop: desk.shop, $0) }
    let signed = receipt.result
    try desk.answer(Receipted(receipt)) {
      say(
        "第 \(number) 份交接单：\(signed.by) 已签，\(signed.state.name.zh)\n",
        "Handover \(number): signed by \(signed.by), \(signed.state.name.en)\n")
    }
  }

  private func list(_ desk: Desk, _ store: Store) throws {
    try desk.require(.look)
    let handovers = try store.read { try Handovers.list(shop: desk.shop, limit: 100, $0) }
    try desk.answer(
      handovers.map(Listed.init),
      table: TextTable(
        columns: [
          .init(title: Message(zh: "号", en: "No."), alignment: .right), .init(title: Message(zh: "开于", en: "Opened")),
          .init(title: Message(zh: "谁", en: "By")), .init(title: Message(zh: "状态", en: "State")),
          .init(title: Message(zh: "交班", en: "Leaving")), .init(title: Message(zh: "接班", en: "Coming")),
        ],
        rows: handovers.map {
          [
            .init(String($0.number)), .init($0.openedAt.shopText), .init($0.openedBy),
            .init($0.state.name, ink: $0.state == .done ? .green : .none), .init($0.leaving ?? ""),
            .init($0.coming ?? ""),
          ]
        }), empty: Message(zh: "还没有交接单", en: "there are no handovers yet"))
  }

  private func page(_ picture: HandoverPicture, _ desk: Desk, note: String) -> String {
    var text = say("交接班 \(picture.at.shopText)\n", "Handover \(picture.at.shopText)\n")
    if !picture.leaving.isEmpty {
      text += say("  在班：", "  on shift: ") + picture.leaving.joined(separator: say("、", ", ")) + "\n"
    }
    if !picture.coming.isEmpty {
      text += say("  两小时内来：", "  within two hours: ") + picture.coming.joined(separator: say("、", ", ")) + "\n"
    }
    let open = picture.parts.filter { $0.count > 0 }
    for part in open {
      text += desk.style.paint(
        say("  \(part.kind.name.zh) \(part.count)", "  \(part.count) \(part.kind.name.en)"), .bold)
      text += "  → \(part.next)\n"
      for item in part.first {
        let about = TerminalText.safe(words(item.about).text(in: desk.language))
        text += "    \(TerminalText.safe(item.id))  "
        text += part.kind == .unreadBroadcasts ? say("\(about) 人\n", "\(about) people\n") : "\(about)\n"
      }
      if part.count > part.first.count { text += "    …\n" }
    }
    if open.isEmpty { text += say("  没有悬着的事\n", "  nothing stands open\n") }
    if !note.isEmpty { text += say("  交代：", "  note: ") + TerminalText.safe(note) + "\n" }
    return text
  }

  /// A hold's reason, a promise's or a case's kind in words; a refund's number as it is.
  private func words(_ about: String) -> Message {
    HoldReason(rawValue: about)?.name ?? Promise.Kind(rawValue: about)?.name ?? CaseKind(rawValue: about)?.name
      ?? Message(zh: about, en: about)
  }

  private func signatures(_ handover: Handover) -> String {
    var text = ""
    if let name = handover.leaving, let at = handover.leavingAt {
      text += say("  交班 \(name)  \(at.shopText)\n", "  leaving: \(name)  \(at.shopText)\n")
    }
    if let name = handover.coming, let at = handover.comingAt {
      text += say("  接班 \(name)  \(at.shopText)\n", "  coming: \(name)  \(at.shopText)\n")
    }
    return text + say("  \(handover.state.name.zh)\n", "  \(handover.state.name.en)\n")
  }
}
