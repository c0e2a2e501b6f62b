import ArgumentParser
import Broadcasts
import Coordination
import Formats
import Glibc
import Playbooks
import RobotGateway
import Store
import Vocabulary

struct BroadcastPollCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "poll", abstract: say("看一遍：提醒、上报，让群机器人把要说的说完", "Look once: remind, escalate, let the robots speak"),
      discussion: say(
        """
        --every 一直看，间隔在 broadcasts.yaml 的 pollSeconds。可以同时开几个，每一步只做一次。
        机器人的地址和密钥在 PEAKDAY_ROBOTS 指的文件里，见 peakday broadcast robots --help。
        """,
        """
        --every keeps looking, every pollSeconds of broadcasts.yaml. Several may run: each step is taken once.
        Addresses and secrets of the robots are in the file that PEAKDAY_ROBOTS names: see peakday broadcast robots --help.
        """))
  }

  @OptionGroup var global: GlobalOptions

  @Flag(name: .long, help: help("一直看，Ctrl-C 结束", "keep looking until Ctrl-C"))
  var every = false

  func run(at desk: Desk) throws {
    try desk.require(.pollBroadcasts)
    StopSignal.watch()
    guard every else {
      let rules = try desk.store().read { try Setup.broadcastRules($0) }
      return try look(desk, rules, try sender(rules, desk))
    }
    // A name or a file that is wrong from the start is told at once.
    _ = try sender(try desk.store().read { try Setup.broadcastRules($0) }, desk)
    var seconds: Int64 = 30
    repeat {
      let start = desk.surroundings.clock()
      try patiently(desk) {
        let rules = try desk.store().read { try Setup.broadcastRules($0) }
        seconds = rules.pollSeconds
        var robots: HTTPRobotSender?
        try patiently(desk) { robots = try sender(rules, desk, isAgain: true) }
        try look(desk, rules, robots)
      }
      // The next look is due `seconds` after this one began, however long it took.
      while !StopSignal.isRaised, case let past = Self.past(since: start, desk), past < seconds * 1_000 {
        usleep(UInt32(min(100, seconds * 1_000 - past)) * 1_000)
      }
    } while !StopSignal.isRaised
  }

  /// What fails now may work at the next look: nobody else escalates meanwhile. A promise of the program that is broken
  /// ends it.
  private func patiently(_ desk: Desk, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch let failure as Failure where failure.kind != .internal && failure.kind != .interrupted {
      try desk.report(failure)
      if failure.kind != .usage { desk.closeStore() }
    }
  }

  /// Milliseconds; a clock that was set back begins anew.
  private static func past(since start: Instant, _ desk: Desk) -> Int64 {
    let past = desk.surroundings.clock().milliseconds - start.milliseconds
    return past < 0 ? .max : past
  }

  /// Who says what the robots have to say; nil where nobody does.
  private func sender(_ rules: BroadcastRules, _ desk: Desk, isAgain: Bool = false) throws -> HTTPRobotSender? {
    guard !rules.robots.isEmpty else { return nil }
    return try RobotFile.read(desk, isAgain: isAgain)?.sender(rules, now: { desk.now })
  }

  private struct Answer: Encodable {
    let round: Escalation.Round
    let robots: RobotRun.Summary?
  }

  private func look(_ desk: Desk, _ rules: BroadcastRules, _ sender: (any RobotSender)?) throws {
    var isFirst = true
    var round = try escalate(desk, isFirst: &isFirst)
    var robots: RobotRun.Summary?
    if let sender {
      var begun = desk.surroundings.clock()
      robots = try RobotRun(
        shop: desk.shop, rules: rules, actor: try desk.actor, now: { desk.now }, id: { desk.freshID() },
        pause: { usleep(UInt32($0) * 1_000) },
        begin: {
          round += try escalate(desk, isFirst: &isFirst)
          begun = desk.surroundings.clock()
          return !StopSignal.isRaised
        },
        // Half a poll for each robot: with what one text may take, people are looked after in every poll.
        isOver: { StopSignal.isRaised || every && Self.past(since: begun, desk) > rules.pollSeconds * 500 }
      ).run(sender, in: try desk.store())
    }
    guard !every || !round.isEmpty || (robots?.sent ?? 0) > 0 || desk.options.json else { return }
    let (done, summary) = (round, robots)
    try desk.answer(Answer(round: done, robots: summary)) { Self.text(done, summary) }
  }

  /// Reminds and reports, until there is nothing more to do at this moment. Only the first change of a single look goes
  /// by --operation.
  private func escalate(_ desk: Desk, isFirst: inout Bool) throws -> Escalation.Round {
    let store = try desk.store()
    var round = Escalation.Round()
    var isFull = true
    // Whoever finds nothing writes nothing.
    while isFull, case let now = desk.now, try store.read({ try Broadcasting.isPollDue(shop: desk.shop, now: now, $0) })
    {
      let operation = try desk.operation(
        "broadcast poll", ["shop": desk.shop], id: every || !isFirst ? desk.freshID() : nil)
      isFirst = false
      let done = try store.perform(operation) { try Broadcasting.poll(shop: desk.shop, $0) }.result
      round += done
      isFull = done.isFull
    }
    return round
  }

  private static func text(_ round: Escalation.Round, _ robots: RobotRun.Summary?) -> String {
    var text = say(
      "新收到 \(round.joined)，提醒 \(round.reminders)，告知代理 \(round.deputies)，报主管 \(round.leads)\n",
      "\(round.joined) joined, \(round.reminders) reminded, \(round.deputies) deputies told, \(round.leads) to the lead\n"
    )
    guard let robots else { return text }
    text += say(
      "机器人：发出 \(robots.sent) 条，重发 \(robots.repeated)，被拒 \(robots.refused)，没有回音 \(robots.lost)\n",
      "robots: \(robots.sent) sent, \(robots.repeated) repeated, \(robots.refused) refused, \(robots.lost) without an answer\n"
    )
    if !robots.paused.isEmpty {
      let names = robots.paused.map(TerminalText.safe)
      text += say(
        "停下的：\(names.joined(separator: "、"))  → peakday broadcast robots\n",
        "paused: \(names.joined(separator: ", "))  → peakday broadcast robots\n")
    }
    return text
  }
}

struct BroadcastRobotsCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "robots",
      abstract: say("群机器人：等发的、发出的、停下的和为什么", "Group robots: what waits, what was said, who is stopped and why"),
      discussion: say(
        """
        哪个机器人对谁说，在 broadcasts.yaml；地址和密钥在 PEAKDAY_ROBOTS 指的文件里（只有本人能读：chmod 600）：
          {"service": {"url": "https://oapi.dingtalk.com/robot/send?access_token=…", "secret": "SEC…"}}
        停下的机器人改好以后：peakday broadcast robots --resume service
        """,
        """
        Who says what to whom is in broadcasts.yaml; addresses and secrets are in the file that PEAKDAY_ROBOTS names, for \
        its owner alone (chmod 600):
          {"service": {"url": "https://oapi.dingtalk.com/robot/send?access_token=…", "secret": "SEC…"}}
        Once a stopped one is mended: peakday broadcast robots --resume service
        """))
  }

  @OptionGroup var global: GlobalOptions

  @Option(name: .long, help: help("改好了，让它再说", "it is mended: let it speak again"))
  var resume: String?

  func run(at desk: Desk) throws {
    let store = try desk.store()
    if let resume {
      try desk.require(.pollBroadcasts)
      let operation = try desk.operation("broadcast robots", ["shop": desk.shop, "resume": resume])
      let receipt = try store.perform(operation) { try RobotOutbox.resume(resume, $0) }
      return try desk.answer(Receipted(receipt)) {
        say("\(TerminalText.safe(resume))：继续\n", "\(TerminalText.safe(resume)): resumed\n")
      }
    }
    try desk.require(.look)
    let standings = try store.read { try RobotStanding.all(shop: desk.shop, $0) }
    try desk.answer(
      standings, table: Self.table(standings, desk.now),
      empty: Message(zh: "机器人还没有要说的", en: "the robots have nothing to say yet"))
  }

  private static func table(_ standings: [RobotStanding], _ now: Instant) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "机器人", en: "Robot"), isWhole: true),
        .init(title: Message(zh: "等发", en: "Waiting"), alignment: .right),
        .init(title: Message(zh: "已发", en: "Sent"), alignment: .right),
        .init(title: Message(zh: "可能重复", en: "Maybe twice"), alignment: .right),
        .init(title: Message(zh: "没有回音", en: "No answer"), alignment: .right),
        .init(title: Message(zh: "不收", en: "Refused"), alignment: .right),
        .init(title: Message(zh: "状态", en: "State")),
      ],
      rows: standings.map { robot in
        let numbers = [robot.waiting, robot.sent, robot.repeated, robot.unsure, robot.refused]
        return [.init(robot.robot)] + numbers.map { .init(String($0)) } + [state(robot, now)]
      })
  }

  private static func state(_ robot: RobotStanding, _ now: Instant) -> TextTable.Entry {
    let code = robot.pauseCode ?? ""
    if robot.isStopped {
      return .init(
        Message(
          zh: "停下（\(code)）：核对地址、密钥、关键词后 --resume",
          en: "stopped (\(code)): check address, secret, keyword, then --resume"),
        ink: .red)
    }
    guard let until = robot.pausedUntil, until > now else { return .init(Message(zh: "正常", en: "speaks")) }
    return .init(Message(zh: "限流（\(code)），到 \(until.clockText)", en: "rate limit (\(code)) until \(until.clockText)"))
  }
}
