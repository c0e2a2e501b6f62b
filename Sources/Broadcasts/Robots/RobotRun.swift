public import Playbooks
public import Store
public import Vocabulary

/// Says what waits in the outbox, robot by robot; may be stopped at any moment and run by several processes at once.
public struct RobotRun {
  public struct Summary: Sendable, Codable, Equatable {
    public var sent = 0
    public var digested = 0
    public var repeated = 0
    public var refused = 0
    public var lost = 0
    public var paused: [String] = []
    /// The next text may go then; nil when nothing waits.
    public var next: Instant?

    public init() {}
  }

  let shop: String
  let rules: BroadcastRules
  let actor: Actor
  let now: () -> Instant
  let id: () -> OperationID
  let pause: (Int64) -> Void
  let begin: () throws -> Bool
  let isOver: () -> Bool

  /// - Parameters:
  ///   - pause: waits so many milliseconds, a second at most: a platform that takes five texts a second is not left until
  ///     the next look.
  ///   - begin: runs before each robot speaks: people who have not read wait for no robot. Answers false to stop.
  ///   - isOver: whether this robot has had its time; what it has not said waits for the next look.
  public init(
    shop: String, rules: BroadcastRules, actor: Actor, now: @escaping () -> Instant,
    id: @escaping () -> OperationID, pause: @escaping (Int64) -> Void,
    begin: @escaping () throws -> Bool = { true }, isOver: @escaping () -> Bool = { false }
  ) {
    self.shop = shop
    self.rules = rules
    self.actor = actor
    self.now = now
    self.id = id
    self.pause = pause
    self.begin = begin
    self.isOver = isOver
  }

  /// Sends what may go now.
  public func run(_ sender: any RobotSender, in store: Store) throws -> Summary {
    var summary = Summary()
    // Whoever finds nothing writes nothing.
    for robot in rules.robots
    where try store.read({ try RobotRecords.hasWork(robot.key, shop: shop, now: now(), $0) }) {
      guard try begin() else { break }
      try drain(robot, sender, store, &summary)
    }
    return summary
  }

  private func drain(
    _ robot: BroadcastRules.Robot, _ sender: any RobotSender, _ store: Store, _ summary: inout Summary
  ) throws {
    while !isOver() {
      let claim = try store.perform(operation("broadcast robot claim", ["robot": robot.key])) {
        try RobotOutbox.claim(robot, shop: shop, $0)
      }.result
      guard case .take(let sending) = claim else {
        if case .wait(let until) = claim {
          let left = until.milliseconds - now().milliseconds
          if (1...1_000).contains(left) {
            let before = now()
            pause(left)
            // In a rehearsal the clock may stand still.
            if now() > before { continue }
          }
          summary.next = min(summary.next ?? until, until)
        }
        return
      }
      let answer = try sender.send(sending, to: robot)
      let settled = try store.perform(
        operation("broadcast robot answer", ["robot": robot.key, "number": String(sending.number)])
      ) { try RobotOutbox.settle(sending.number, answer, robot: robot.key, shop: shop, $0) }.result
      switch answer {
      case .sent:
        summary.sent += 1
        summary.digested += sending.messages > 1 ? sending.messages : 0
        summary.repeated += sending.isRepeat ? 1 : 0
      case .refused: summary.refused += 1
      case .lost:
        summary.lost += 1
        // A platform that does not answer is left alone until the next look.
        return
      case .later, .stop: summary.refused += 1
      }
      if settled.pausedUntil != nil {
        summary.paused.append(robot.key)
        return
      }
    }
  }

  private func operation(_ verb: String, _ arguments: Operation.Arguments) -> Operation {
    Operation(id: id(), verb: verb, actor: actor, at: now(), arguments: arguments)
  }
}
