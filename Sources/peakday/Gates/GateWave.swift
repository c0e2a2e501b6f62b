import Coordination
import Formats
import Orders
import Playbooks
import Store
import Vocabulary

/// Leads a whole wave list to a gate: first what has to come out, by reason, then how many may go.
struct GateWave {
  enum Mode { case check, dryRun, pass }

  let gate: String
  let path: String
  var courier: String?

  func run(_ mode: Mode, at desk: Desk) throws {
    let store = try desk.store()
    let gate = try store.read { try Gates.find(self.gate, $0) }
    if mode != .check { try desk.require(gate.key == "approve" ? .approve : .passGate) }
    var list = try WaveList(try TableFile.open(path), file: path)
    let run = desk.operationID()
    var sweep = GateSweep()
    var number = 0
    while let (entries, unreadable) = try list.next(limit: GateSweep.partSize) {
      number += 1
      if !entries.isEmpty {
        switch mode {
        case .check, .dryRun:
          sweep += try store.read {
            try Gates.checkSweep(entries, of: desk.shop, at: gate, courier: courier, now: desk.now, $0)
          }
        case .pass:
          sweep += try pass(entries, run.part(String(number)), gate, store, desk)
          store.database.giveWay()
        }
      }
      sweep += Self.unknown(unreadable, gate)
    }
    try refuseSilence(sweep)
    for answer in sweep.answers { desk.raise(answer.outcome.exitCode) }
    try show(sweep, gate, mode, run, at: desk)
  }

  private func pass(
    _ entries: [WaveEntry], _ id: OperationID, _ gate: Gate, _ store: Store, _ desk: Desk
  ) throws -> GateSweep {
    var arguments: Operation.Arguments = ["gate": gate.key, "shop": desk.shop]
    arguments.add("orders", entries.flatMap(\.names))
    if let courier { arguments.add("courier", courier) }
    return try store.perform(try desk.operation("gate pass", arguments, id: id)) {
      try Gates.sweep(entries, of: desk.shop, at: gate, courier: courier, $0)
    }.result
  }

  /// What names nothing is answered as unknown, in sight.
  private static func unknown(_ rows: [WaveList.Unreadable], _ gate: Gate) -> GateSweep {
    var sweep = GateSweep()
    sweep.asked = Int64(rows.count)
    sweep.answers = rows.map {
      GateAnswer(order: String($0.text.prefix(60)), gate: gate.key, outcome: .unknownOrder)
    }
    return sweep
  }

  private func refuseSilence(_ sweep: GateSweep) throws {
    guard sweep.asked == 0 else { return }
    throw Failure(
      .usage, code: "nothing_to_pass", Message(zh: "清单里没有号码", en: "the list names nothing"), place: path,
      next: Message(zh: "重新导出波次", en: "export the wave again"))
  }

  /// The last object of a `--json` answer, after those that did not pass or need a word.
  private struct Totals: Encodable {
    let file: String
    let gate: String
    let asked: Int64
    let passed: Int64
    let stopped: Int64
    /// nil for advice; its parts are `RUN/1` and so on.
    let run: String?
    let isDryRun: Bool
  }

  private func show(_ sweep: GateSweep, _ gate: Gate, _ mode: Mode, _ run: OperationID, at desk: Desk) throws {
    let totals = Totals(
      file: path, gate: gate.key, asked: sweep.asked, passed: sweep.passed, stopped: sweep.asked - sweep.passed,
      run: mode == .pass ? run.text : nil, isDryRun: mode != .pass)
    if desk.options.json {
      for answer in sweep.answers { try desk.answer(GateReply(answer)) { "" } }
    }
    try desk.answer(totals) { GateWavePage(sweep, gate).text(isDone: mode == .pass, at: desk) }
    guard mode != .pass else { return }
    let file = ShellWord.quoted(TerminalText.safe(path))
    desk.talk(
      Message(
        zh: "（只是看看，没有放行；放行用 peakday gate pass \(gate.key) --file \(file)）",
        en: "(advice only, nothing passed; to pass: peakday gate pass \(gate.key) --file \(file))"))
  }
}

/// A wave's answer for the terminal.
struct GateWavePage {
  private let sweep: GateSweep
  private let gate: Gate

  init(_ sweep: GateSweep, _ gate: Gate) {
    self.sweep = sweep
    self.gate = gate
  }

  func text(isDone: Bool, at desk: Desk) -> String {
    let out = takeOuts
    var text = ""
    let count = Set(out.flatMap(\.lines)).count
    if count > 0 { text += desk.style.paint(say("取出这 \(count) 个：", "Take these \(count) out:"), .red) + "\n" }
    for group in out { text += block(group) }
    for group in others { text += block(group) }
    let passed = say("\(isDone ? "已放行" : "可放行") \(sweep.passed) 个", "\(sweep.passed) \(isDone ? "passed" : "may go")")
    text += desk.style.paint(passed, .green) + say("，共 \(sweep.asked) 个\n", " of \(sweep.asked)\n")
    let noted = sweep.answers.filter { $0.outcome == .pass }
    if !noted.isEmpty {
      text += say("放行，但要注意：\n", "These pass, but mind:\n")
      for answer in noted { text += GateLine(answer, isReplay: false).text(at: desk) }
    }
    return text
  }

  private struct Group {
    let title: String
    let lines: [String]
  }

  private func block(_ group: Group) -> String {
    "  \(group.title) (\(group.lines.count))\n" + group.lines.map { "    \($0)\n" }.joined()
  }

  /// Goods that must leave the wave, by reason.
  private var takeOuts: [Group] {
    grouped { answer in
      (answer.takeOut ?? []).filter(Self.mustLeave).map { item in
        let goods = ([item.order] + item.items).map(TerminalText.safe).joined(separator: "  ")
        let parcel = answer.waybill.map { TerminalText.safe($0) + " ← " } ?? ""
        return (GateLine.why(item), parcel + goods)
      }
    }
  }

  /// What may not go for another reason, by that.
  private var others: [Group] {
    grouped { answer in
      guard let items = answer.takeOut else { return [(title(answer), TerminalText.safe(answer.asked))] }
      return items.filter { !Self.mustLeave($0) }.map { item in
        (title(answer, item.outcome), TerminalText.safe(answer.asked) + " ← " + TerminalText.safe(item.order))
      }
    }
  }

  private static func mustLeave(_ item: TakeOut) -> Bool { GateLine.mustLeave(item) }

  private func grouped(_ lines: (GateAnswer) -> [(title: Message, line: String)]) -> [Group] {
    var groups: [String: [String]] = [:]
    for answer in sweep.answers where answer.outcome != .pass {
      for (title, line) in lines(answer) { groups[title.text(in: Speech.language), default: []].append(line) }
    }
    return groups.sorted { $0.key < $1.key }.map { Group(title: $0.key, lines: $0.value.unique) }
  }

  private func title(_ answer: GateAnswer, _ outcome: GateOutcome? = nil) -> Message {
    if answer.isAmbiguous == true {
      return Message(zh: "既是订单号又是运单号", en: "both an order number and a waybill")
    }
    return switch outcome ?? answer.outcome {
    case .unknownOrder: Message(zh: "库里没有，先导入", en: "unknown: import first")
    case .stale: Message(zh: "备注太旧，先重新导入订单", en: "memo too old: import orders again first")
    case .reprint: Message(zh: "面单上是旧地址：重新打单", en: "the label bears an old address: print again")
    case .promise: Message(zh: "快递和承诺的不同", en: "not the promised courier")
    case .notDue:
      answer.passedAt == nil
        ? Message(zh: "不该到这里", en: "not due here")
        : Message(zh: "已放行过", en: "passed before")
    default: Message(zh: "不放行", en: "may not pass")
    }
  }
}

extension [String] {
  /// Each once, in order.
  fileprivate var unique: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
