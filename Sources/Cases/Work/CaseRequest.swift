public import Playbooks
public import Vocabulary

/// What somebody needs from another group.
public struct CaseRequest: Sendable {
  /// The order it is about, and how far that has come.
  public struct Order: Sendable {
    public let id: String
    public let stage: OrderStage

    public init(id: String, stage: OrderStage) {
      (self.id, self.stage) = (id, stage)
    }
  }

  public var kind: CaseKind
  /// Without one the case gets a number.
  public var order: Order?
  public var title: String
  public var tag: String
  /// The checklist that it is worked off by.
  public var flow: ServiceRules.Flow?
  /// Instead of whom the routing matrix names.
  public var group: WorkGroup?
  public var assignee: String?
  public var due: Instant?
  public var follows: CaseReference?

  public init(
    kind: CaseKind, order: Order? = nil, title: String, tag: String = "", flow: ServiceRules.Flow? = nil,
    group: WorkGroup? = nil, assignee: String? = nil, due: Instant? = nil, follows: CaseReference? = nil
  ) {
    (self.kind, self.order, self.title, self.tag, self.flow) = (kind, order, title, tag, flow)
    (self.group, self.assignee, self.due, self.follows) = (group, assignee, due, follows)
  }
}

/// What opening a case answers: who has it, and until when.
public struct CaseOpened: Sendable, Codable, Equatable {
  public let reference: CaseReference
  public let group: WorkGroup
  public let assignee: String
  public let channel: String
  public let dueAt: Instant
  public let coolUntil: Instant?
  public let steps: [String]
}

/// What became of a case.
public struct CaseMoved: Sendable, Codable, Equatable {
  public let reference: CaseReference
  public let state: CaseState
  public let group: String
  public let assignee: String
  public let dueAt: Instant?
  /// The next step of its checklist; nil where none is open.
  public let nextStep: CaseStep?
}
