public import Playbooks
public import Store
public import Vocabulary

/// The outbox of the group robots: each message is said once for each version, in its lane, within the robot's budget.
///
/// A text is noted as on its way before anything is sent. Whoever finds one whose sender has gone takes its answer for
/// lost: then it may have been sent, so it is said once more with the remark that it is a repeat, and after several losses
/// no more.
public enum RobotOutbox {
  /// A text whose answer is lost is sent again at most so often.
  static let mostLosses: Int64 = 3
  /// How long the sender of a text has before its answer is taken for lost.
  static let leaseMilliseconds: Int64 = 60_000

  /// Queues what the robots of an audience say of a new version; what waits of older ones is dropped.
  ///
  /// - Returns: how many robots.
  static func queue(
    _ reference: Broadcast.Reference, _ request: Broadcasts.Request, shop: String, _ rules: BroadcastRules,
    _ change: Change
  ) throws -> Int {
    for version in 1..<max(1, reference.version) {
      try RobotRecords.drop(.init(number: reference.number, version: version), shop: shop, change)
    }
    guard let urgency = rules.urgency(request.urgency) else { return 0 }
    let robots = robots(request.audience, rules)
    for robot in robots {
      try RobotRecords.insert(
        reference, .change, robot: robot.key, lane: urgency.lane,
        body: RobotText.change(reference, request, urgency: urgency.name),
        notBefore: start(urgency.lane, rules, change), shop: shop, change)
    }
    return robots.count
  }

  /// Queues the names of those who have not read a version, once.
  static func queueUnread(
    _ reference: Broadcast.Reference, title: String, urgency key: String, names: [String], shop: String,
    _ rules: BroadcastRules, _ change: Change
  ) throws {
    guard !rules.robots.isEmpty, let urgency = rules.urgency(key),
      let broadcast = try BroadcastRecords.versions(reference.number, shop: shop, change.session).first(where: {
        $0.version == reference.version
      })
    else { return }
    for robot in robots(broadcast.audience, rules) {
      try RobotRecords.insert(
        reference, .unread, robot: robot.key, lane: urgency.lane,
        body: RobotText.unread(reference, title: title, names: names), notBefore: start(urgency.lane, rules, change),
        shop: shop, change)
    }
  }

  private static func start(_ lane: RobotLane, _ rules: BroadcastRules, _ change: Change) -> Instant {
    lane == .digest ? change.operation.at.adding(minutes: rules.digestMinutes) : change.operation.at
  }

  /// Those that speak to somebody of the audience.
  static func robots(_ audience: [String], _ rules: BroadcastRules) -> [BroadcastRules.Robot] {
    rules.robots.filter {
      $0.audience.isEmpty || audience.isEmpty || !Set($0.audience).isDisjoint(with: audience)
    }
  }

  // MARK: Sending

  /// What a claim came to.
  public enum Claim: Sendable, Codable, Equatable {
    case take(RobotSending)
    /// Nothing may go before then.
    case wait(until: Instant)
    case nothing
  }

  /// Takes what is next for a robot in a shop and notes it as on its way. Texts whose sender has gone are settled as lost
  /// first. A robot belongs to the whole store: its budget, its pause and its one text at a time hold for all shops.
  public static func claim(
    _ robot: BroadcastRules.Robot, shop: String, _ change: Change
  ) throws -> Claim {
    let now = change.operation.at
    // What is read here must still be so when the text is noted.
    try change.enterAlone("robot \(robot.key)")
    if let open = try RobotRecords.open(robot.key, change.session) {
      guard open.leaseUntil <= now else { return .wait(until: open.leaseUntil) }
      _ = try settle(open.number, .lost(code: "sender gone"), robot: robot.key, shop: open.shop, change)
    }
    try RobotRecords.dropEnded(robot.key, change)
    if let pause = try RobotRecords.pause(robot.key, change.session), pause.until > now {
      return .wait(until: pause.until)
    }
    let claimed = try RobotRecords.claimed(
      robot.key, since: now.adding(milliseconds: -RobotBudget.window), change.session)
    var soonest: Instant?
    for lane in RobotLane.allCases {
      let ready = try RobotRecords.waiting(robot.key, lane: lane, shop: shop, change.session)
      guard let first = ready.first else { continue }
      let start = max(first.notBefore, RobotBudget.next(lane, after: claimed, now: now, robot))
      if start <= now {
        return .take(try take(ready.filter { $0.notBefore <= now || lane == .digest }, robot, lane, shop, change))
      }
      soonest = min(soonest ?? start, start)
    }
    return soonest.map { .wait(until: $0) } ?? .nothing
  }

  /// An urgent text goes alone, and so does one that may be a repeat; others that wait together go as one.
  private static func take(
    _ ready: [RobotMessage], _ robot: BroadcastRules.Robot, _ lane: RobotLane, _ shop: String, _ change: Change
  ) throws -> RobotSending {
    let isAlone = lane == .urgent || ready[0].losses > 0
    let group = isAlone ? Array(ready.prefix(1)) : Array(ready.prefix { $0.losses == 0 }.prefix(20))
    let isRepeat = ready[0].losses > 0
    let (text, count) = RobotText.whole(group.map(\.body), isRepeat: isRepeat, most: robot.platform.mostBytes)
    let number = try RobotRecords.insert(
      robot.key, lane, messages: count, isRepeat: isRepeat,
      lease: change.operation.at.adding(milliseconds: leaseMilliseconds), shop: shop, change)
    for message in group.prefix(count) { try RobotRecords.claim(message, sending: number, shop: shop, change) }
    return RobotSending(robot: robot.key, number: number, text: text, messages: count, isRepeat: isRepeat)
  }

  public struct Settled: Sendable, Codable, Equatable {
    public let robot: String
    public let number: Int64
    /// Whether the answer was still waited for: somebody may have taken it for lost in between.
    public let isFirst: Bool
    /// Until when the robot is silent.
    public let pausedUntil: Instant?
  }

  /// Notes what the platform answered. A late "sent" to a text that was taken for lost ends its repeat, if that has not
  /// gone out yet.
  public static func settle(
    _ number: Int64, _ answer: RobotAnswer, robot: String, shop: String, _ change: Change
  ) throws -> Settled {
    let now = change.operation.at
    let isFirst = try RobotRecords.answer(number, answer, robot: robot, shop: shop, change)
    if !isFirst {
      if answer == .sent { try RobotRecords.sentAfterAll(number, robot: robot, shop: shop, change) }
      return Settled(robot: robot, number: number, isFirst: false, pausedUntil: nil)
    }
    var pause: Instant?
    switch answer {
    case .sent: try RobotRecords.settle(number, as: .sent, robot: robot, shop: shop, change)
    case .refused: try RobotRecords.settle(number, as: .refused, robot: robot, shop: shop, change)
    case .later(let code, let seconds):
      try RobotRecords.settle(number, as: .waiting, robot: robot, shop: shop, change)
      pause = now.adding(milliseconds: seconds * 1_000)
      try RobotRecords.pause(robot, until: now.adding(milliseconds: seconds * 1_000), code, change)
    case .stop(let code):
      try RobotRecords.settle(number, as: .waiting, robot: robot, shop: shop, change)
      pause = Self.forever
      try RobotRecords.pause(robot, until: Self.forever, code, change)
    case .lost:
      try RobotRecords.lose(number, most: mostLosses, robot: robot, shop: shop, change)
    }
    return Settled(robot: robot, number: number, isFirst: true, pausedUntil: pause)
  }

  /// The far end of time: until a person has seen to it.
  static let forever = Instant(milliseconds: 253_402_300_799_999)

  public struct Resumed: Sendable, Codable, Equatable {
    public let robot: String
  }

  /// Somebody has seen to it: the robot speaks again.
  public static func resume(_ robot: String, _ change: Change) throws -> Resumed {
    guard try RobotRecords.resume(robot, change) else {
      throw Failure(
        .refused, code: "robot_not_paused", Message(zh: "这个机器人没有停", en: "this robot is not paused"), place: robot,
        next: Message(zh: "查看：peakday broadcast robots", en: "look: peakday broadcast robots"))
    }
    return Resumed(robot: robot)
  }
}

/// How a robot stands.
public struct RobotStanding: Sendable, Codable, Equatable {
  public let robot: String
  public let waiting: Int64
  public let sent: Int64
  /// Said twice, perhaps: answers were lost.
  public let repeated: Int64
  public let unsure: Int64
  public let refused: Int64
  public let pausedUntil: Instant?
  public let pauseCode: String?

  public static func all(shop: String, _ session: any Session) throws -> [RobotStanding] {
    try RobotRecords.standings(shop: shop, session)
  }

  /// Whether it says nothing before a person has seen to it.
  public var isStopped: Bool { pausedUntil == RobotOutbox.forever }
}
