public import Playbooks
public import Store
public import Vocabulary

/// What is done about somebody who has not read: reminder, deputy, shift lead.
public enum Escalation {
  /// An unread delivery, and what was done about it so far.
  struct Pending: Equatable {
    let reference: Broadcast.Reference
    let agent: String
    let urgency: String
    let title: String
    let since: Instant
    let due: Instant
    let reminders: Int
    let isDeputyTold: Bool
    let isLeadTold: Bool
    let wrongAnswers: Int64
  }

  /// Who is on shift or has clocked in: nobody else is reminded, reported or told.
  public struct People: Sendable {
    let there: Set<String>
    private let deputies: [String: String]

    /// - Parameter deputies: who stands in for whom.
    public init(there: Set<String>, deputies: [String: String]) {
      self.there = there
      self.deputies = deputies
    }

    /// Who stands in for somebody, if that one is there.
    func deputy(of name: String) -> String? { deputies[name].flatMap { there.contains($0) ? $0 : nil } }
  }

  public enum Kind: String, Sendable, Codable { case reminder, deputy, lead }

  struct Step: Equatable {
    let pending: Pending
    let kind: Kind
    let place: Int
    let told: String
  }

  /// What one look did.
  public struct Round: Sendable, Codable, Equatable {
    public var reminders = 0
    public var deputies = 0
    public var leads = 0
    /// Deliveries made for people who have come on shift since.
    public var joined = 0

    public init() {}

    public var isEmpty: Bool { self == Round() }

    /// Whether there may be more to do at the same moment: one transaction does not take all.
    public var isFull: Bool { Int64(reminders + deputies + leads) >= Escalation.most }

    public static func += (sum: inout Round, round: Round) {
      sum.reminders += round.reminders
      sum.deputies += round.deputies
      sum.leads += round.leads
      sum.joined += round.joined
    }
  }

  /// The steps that are due: a pure rule. At the deadline the deputy is told, or the lead where there is none to tell;
  /// the lead in any case some minutes later. Of several reminders that were missed only the last is made. Whoever has
  /// answered wrongly too often is late at once.
  static func steps(
    _ pending: Pending, _ urgency: BroadcastRules.Urgency, deputy: String?, now: Instant
  ) -> [Step] {
    var steps: [Step] = []
    let minutes = (now.milliseconds - pending.since.milliseconds) / 60_000
    let due = urgency.remindMinutes.count { $0 <= minutes }
    // What was promised when it was sent stands, whatever the rules say by now.
    let isLate = now >= pending.due || urgency.wrongAnswers.map { pending.wrongAnswers >= $0 } ?? false
    if due > pending.reminders, !isLate {
      steps.append(Step(pending: pending, kind: .reminder, place: due, told: pending.agent))
    }
    let leadAt = pending.due.adding(minutes: urgency.leadMinutes - urgency.deadlineMinutes)
    if isLate, !pending.isDeputyTold, !pending.isLeadTold, let deputy {
      steps.append(Step(pending: pending, kind: .deputy, place: 1, told: deputy))
    }
    if isLate, !pending.isLeadTold, now >= leadAt || deputy == nil && !pending.isDeputyTold {
      steps.append(Step(pending: pending, kind: .lead, place: 1, told: ""))
    }
    return steps
  }

  /// How many deliveries one transaction looks at.
  static let most: Int64 = 2_000

  /// Whether a look would do anything: whoever finds nothing writes nothing.
  public static func isDue(
    shop: String, now: Instant, _ rules: BroadcastRules, _ people: People, _ session: any Session
  ) throws -> Bool {
    try !steps(shop: shop, now: now, rules, people, session).isEmpty
  }

  private static func steps(
    shop: String, now: Instant, _ rules: BroadcastRules, _ people: People, _ session: any Session
  ) throws -> [Step] {
    try DeliveryRecords.pending(shop: shop, now: now, session).flatMap { pending -> [Step] in
      guard people.there.contains(pending.agent), let urgency = rules.urgency(pending.urgency) else { return [] }
      return steps(pending, urgency, deputy: people.deputy(of: pending.agent), now: now)
    }
  }

  /// Takes the steps that are due at the operation's time.
  public static func take(shop: String, _ rules: BroadcastRules, _ people: People, _ change: Change) throws -> Round {
    var round = Round()
    var late: [Broadcast.Reference: (title: String, urgency: String, names: [String])] = [:]
    for step in try steps(shop: shop, now: change.operation.at, rules, people, change.session).prefix(Int(most)) {
      let taken = try DeliveryRecords.insert(step, shop: shop, change)
      switch step.kind {
      case .reminder: round.reminders += taken
      case .deputy: round.deputies += taken
      case .lead: round.leads += taken
      }
      guard step.kind != .reminder, taken > 0 else { continue }
      let pending = step.pending
      late[pending.reference, default: (pending.title, pending.urgency, [])].names.append(pending.agent)
    }
    for (reference, group) in late.sorted(by: { $0.key.number < $1.key.number }) {
      try RobotOutbox.queueUnread(
        reference, title: group.title, urgency: group.urgency, names: group.names, shop: shop, rules, change)
    }
    if !round.isEmpty { try change.tellWatchers() }
    return round
  }
}
