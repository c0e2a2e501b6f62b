import ArgumentParser
import Coordination
import Formats
import Orders
import Playbooks
import Store
import Vocabulary

/// Leads identifiers through a gate: from the command line, from a scanner that types them, or from a pipe.
struct GateWalk {
  /// Lines of a pipe that make one operation.
  static let pipeBatch = 64

  static var howIdentifiersArrive: String {
    say(
      """
      订单号或运单号可以写在命令后面，也可以从标准输入来：扫描枪一行一次操作，管道按小批处理。
      一个运单里的订单要么全过，要么都不过；有一个挂起，就说出要取出哪一个。
      除 0 以外的任何退出码都表示：不要放行。
      """,
      """
      Order numbers and waybills stand behind the command or come from standard input: a scanner's line is one \
      operation, a pipe is taken in small batches.
      A parcel passes with all its orders or not at all; if one is held, the answer names what to take out.
      Any exit code but 0 means: do not pass.
      """)
  }

  let gate: String
  let verb: String
  var reading = GateReading.either
  var courier: String?

  static func validate(_ numbers: [String], _ file: String?) throws {
    guard numbers.isEmpty || file == nil else {
      throw ValidationError(say("号码和 --file 只能给一种", "give numbers or --file, not both"))
    }
  }

  func pass(_ orders: [String], at desk: Desk) throws {
    let store = try desk.store()
    let gate = try store.read { try Gates.find(self.gate, $0) }
    // By the gate's key: a gate is also found by its Chinese name.
    try desk.require(gate.key == "approve" ? .approve : .passGate)
    try walk(orders, through: gate, at: desk) { ids, id in
      var arguments: Operation.Arguments = ["gate": gate.key, "shop": desk.shop]
      arguments.add("orders", ids)
      if reading != .either { arguments.add("reading", reading.rawValue) }
      if let courier { arguments.add("courier", courier) }
      let receipt = try store.perform(try desk.operation(verb, arguments, id: id)) { change in
        try Gates.pass(ids.map(desk.key), at: gate, reading: reading, courier: courier, change)
      }
      return receipt.result.map { GateReply($0, receipt) }
    }
  }

  func check(_ orders: [String], at desk: Desk) throws {
    let store = try desk.store()
    let gate = try store.read { try Gates.find(self.gate, $0) }
    try walk(orders, through: gate, at: desk) { ids, _ in
      try store.read { session in
        try Gates.check(ids.map(desk.key), at: gate, reading: reading, courier: courier, now: desk.now, session).map {
          GateReply($0)
        }
      }
    }
    desk.talk(
      Message(
        zh: "（只是看看，没有放行；放行用 peakday gate pass \(gate.key)）",
        en: "(advice only, nothing passed; to pass: peakday gate pass \(gate.key))"))
  }

  private func walk(
    _ orders: [String], through gate: Gate, at desk: Desk, _ answer: ([String], OperationID?) throws -> [GateReply]
  ) throws {
    if !orders.isEmpty {
      for id in orders { try desk.key(id).refuseImpossible() }
      try show(try answer(orders, nil), at: desk)
      return
    }
    if desk.surroundings.inputIsTerminal {
      desk.talk(Message(zh: "扫描订单号或运单号，一行一个；Ctrl-D 结束", en: "scan order numbers or waybills, one a line; Ctrl-D ends"))
    }
    let limit = desk.surroundings.inputIsTerminal ? 1 : Self.pipeBatch
    var number = 0
    // With a given operation id the same input must give the same batches, so they do not depend on timing.
    while let lines = desk.surroundings.lines.batch(limit: limit, full: desk.options.operation != nil) {
      number += 1
      let good = lines.filter { OrderNumber.problem($0) == nil }
      var answers: [GateReply] = []
      if !good.isEmpty { answers = try answer(good, desk.options.operation?.part(String(number))) }
      try show(merged(lines, answers, gate), at: desk)
    }
    try refuseSilence(answered: number > 0, at: desk)
  }

  /// `echo "$id" | peakday gate pass print && ship` with an empty `$id` must not ship.
  private func refuseSilence(answered: Bool, at desk: Desk) throws {
    if desk.surroundings.lines.isBroken {
      throw Failure(
        .usage, code: "input_unreadable", Message(zh: "标准输入读不了", en: "standard input cannot be read"),
        next: Message(zh: "把订单号写在命令后面", en: "write the order numbers behind the command"))
    }
    guard !answered, !desk.surroundings.inputIsTerminal else { return }
    throw Failure(
      .usage, code: "nothing_to_pass", Message(zh: "没有收到任何订单号或运单号", en: "no order number or waybill arrived"),
      next: Message(
        zh: "把订单号写在命令后面，或一行一个送进标准输入", en: "write order numbers behind the command, or one a line to standard input"))
  }

  /// A line that is no order number is answered as unknown, in its place: a scanner must never get silence.
  private func merged(_ lines: [String], _ answers: [GateReply], _ gate: Gate) -> [GateReply] {
    var rest = answers[...]
    return lines.map { line in
      if OrderNumber.problem(line) == nil, let next = rest.popFirst() { return next }
      return GateReply(GateAnswer(order: String(line.prefix(60)), gate: gate.key, outcome: .unknownOrder))
    }
  }

  private func show(_ replies: [GateReply], at desk: Desk) throws {
    for reply in replies {
      desk.raise(reply.answer.outcome.exitCode)
      try desk.answer(reply) { GateLine(reply.answer, isReplay: reply.isReplay == true).text(at: desk) }
    }
  }
}
