import Playbooks
public import Store
public import Vocabulary

/// What nobody takes goes to the deputy, and what is not done in time to the lead.
public struct CaseEscalated: Sendable, Codable, Equatable {
  public let reference: CaseReference
  public let title: String
  public let level: Int64
  public let group: String
  /// Empty for whoever of the group is there.
  public let assignee: String
  public let channel: String
  public let dueAt: Instant
}

extension Cases {
  /// Escalates every open case whose deadline has passed to the lead, and to the deputy what nobody has received in half
  /// of its time: the time of whoever has it now, not of those who passed it on. Asked again at once it finds none: each
  /// has a new deadline, or a new owner.
  public static func escalateOverdue(shop: String, _ change: Change) throws -> [CaseEscalated] {
    let open = try CaseRecords.list(CaseFilter(shop: shop, limit: .max), change.session)
    return try open.sorted { $0.id < $1.id }.compactMap { item in
      guard let due = item.dueAt, item.level < 2 else { return nil }
      let now = change.operation.at
      if due < now { return try escalate(item, toLead: true, evenReceived: true, because: "", change) }
      let half = ((item.handedAt ?? item.openedAt).milliseconds + due.milliseconds) / 2
      guard item.level == 0, item.receivedAt == nil, half < now.milliseconds else { return nil }
      return try escalate(item, toLead: false, evenReceived: false, because: "", change)
    }
  }

  /// Escalates one case at once.
  public static func escalate(
    _ reference: CaseReference, because reason: String, shop: String, _ change: Change
  ) throws -> CaseEscalated {
    let found = try requireOpen(reference, shop: shop, change)
    let escalated =
      try escalate(found, toLead: false, evenReceived: true, because: reason, change)
      ?? escalate(found, toLead: true, evenReceived: true, because: reason, change)
    guard let escalated else {
      throw Failure(
        .refused, code: "case_at_the_top", Message(zh: "已经到主管了", en: "the lead has it already"),
        place: reference.description,
        next: Message(zh: "查看：peakday case show \(reference)", en: "look: peakday case show \(reference)"))
    }
    return escalated
  }

  /// nil where it cannot go: the lead has it already, it has no deputy, or it moved in between. The deputy gets what is
  /// left of the time, the lead the whole time again.
  private static func escalate(
    _ item: ShopCase, toLead: Bool, evenReceived: Bool, because reason: String, _ change: Change
  ) throws -> CaseEscalated? {
    let route = try Routing.route(item.kind, tag: item.tag, change.session)
    let level: Int64 = toLead ? 2 : 1
    guard item.level < level, toLead || !route.deputy.isEmpty && item.ownerGroup == route.group.rawValue else {
      return nil
    }
    let group = toLead ? WorkGroup.lead.rawValue : item.ownerGroup
    let assignee = toLead ? "" : route.deputy
    let whole = change.operation.at.adding(minutes: route.targetMinutes)
    let due = toLead ? whole : item.dueAt ?? whole
    guard
      try CaseWorkRecords.escalate(
        item, to: level, group: group, assignee: assignee, due: due, evenReceived: evenReceived, change)
    else { return nil }
    try CaseWorkRecords.note(
      .escalated, [group, assignee, reason].filter { !$0.isEmpty }.joined(separator: " "), of: item.id, change)
    return CaseEscalated(
      reference: item.reference, title: item.title, level: level, group: group, assignee: assignee,
      channel: toLead ? "" : route.channel, dueAt: due)
  }
}

/// What each group has before it.
public struct CaseBoard: Sendable, Codable, Equatable {
  public struct Line: Sendable, Codable, Equatable {
    public let group: String
    public let open: Int64
    public let unreceived: Int64
    public let overdue: Int64
    public let escalated: Int64
    public let oldest: Instant
    public let nextDue: Instant?
  }

  public static func ask(shop: String?, now: Instant, _ session: any Session) throws -> [Line] {
    try CaseWorkRecords.board(shop: shop, now: now, session)
  }
}
