public import Store
public import Vocabulary

/// One thing that became of a case.
public struct CaseEvent: Sendable, Codable, Equatable {
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case opened, received, note, step, stepUndone, passed, escalated, cause, called, explained, followUp, granted
    case refused, done, failed

    public var name: Message {
      switch self {
      case .opened: Message(zh: "开案", en: "opened")
      case .received: Message(zh: "接手", en: "received")
      case .note: Message(zh: "备注", en: "note")
      case .step: Message(zh: "做完一步", en: "step done")
      case .stepUndone: Message(zh: "撤回一步", en: "step undone")
      case .passed: Message(zh: "转交", en: "passed on")
      case .escalated: Message(zh: "升级", en: "escalated")
      case .cause: Message(zh: "定根因", en: "root cause")
      case .called: Message(zh: "回访", en: "called back")
      case .explained: Message(zh: "写解释", en: "explained")
      case .followUp: Message(zh: "追评", en: "follow-up review")
      case .granted: Message(zh: "同意赔付", en: "granted")
      case .refused: Message(zh: "拒绝赔付", en: "refused")
      case .done: Message(zh: "完成", en: "done")
      case .failed: Message(zh: "未成", en: "failed")
      }
    }
  }

  public let number: Int64
  public let kind: Kind
  public let at: Instant
  public let by: String
  public let text: String
}

/// One point of a case's checklist.
public struct CaseStep: Sendable, Codable, Equatable {
  public let number: Int64
  public let text: String
  public let isOptional: Bool
  public let doneAt: Instant?
  public let doneBy: String?
}

/// Everything about one case.
public struct CaseDossier: Sendable, Codable, Equatable {
  public let shopCase: ShopCase
  public let steps: [CaseStep]
  public let events: [CaseEvent]
  public let review: BadReview?
  public let compensation: Compensation?
  /// What followed from it: lessons, claims.
  public let followed: [CaseReference]

  /// nil where there is no such case.
  public static func find(_ reference: CaseReference, shop: String, _ session: any Session) throws -> CaseDossier? {
    guard let found = try CaseRecords.find(reference, shop: shop, lock: false, session) else { return nil }
    return CaseDossier(
      shopCase: found, steps: try CaseWorkRecords.steps(found.id, session),
      events: try CaseWorkRecords.events(found.id, session), review: try ReviewRecords.find(found.id, session),
      compensation: try CompensationRecords.find(found.id, session),
      followed: try CaseRecords.list(
        CaseFilter(shop: shop, follows: reference.description, openOnly: false, limit: .max), session
      ).map(\.reference))
  }
}
