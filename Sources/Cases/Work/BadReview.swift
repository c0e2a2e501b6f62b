public import Playbooks
public import Store
public import Vocabulary

/// A bad review: why it was written, what the buyer said when called, and the shop's answer.
public struct BadReview: Sendable, Codable, Equatable {
  public enum Cause: String, Sendable, Codable, CaseIterable {
    case logistics, attitude, quality, other

    public var name: Message {
      switch self {
      case .logistics: Message(zh: "物流", en: "logistics")
      case .attitude: Message(zh: "态度", en: "attitude")
      case .quality: Message(zh: "质量", en: "quality")
      case .other: Message(zh: "其他", en: "other")
      }
    }
  }

  public enum CallResult: String, Sendable, Codable, CaseIterable {
    case willChange, refused, noAnswer

    public var name: Message {
      switch self {
      case .willChange: Message(zh: "答应修改", en: "will change it")
      case .refused: Message(zh: "不改", en: "will not change it")
      case .noAnswer: Message(zh: "没联系上", en: "no answer")
      }
    }
  }

  public let postedAt: Instant
  public let stars: Int64
  /// The last moment at which the shop may answer it.
  public let explainUntil: Instant
  public let changeUntil: Instant
  public let cause: Cause?
  public let calledAt: Instant?
  public let callResult: CallResult?
  public let explainedAt: Instant?
  public let explanation: String?
  /// Behind a follow-up review (追评) nothing can be answered any more.
  public let hasFollowUp: Bool
}

/// The verbs of bad reviews.
public enum Reviews {
  public struct Noted: Sendable, Codable, Equatable {
    public let reference: CaseReference
    public let explainUntil: Instant
    public let changeUntil: Instant
  }

  /// Opens the case of a review. Refused when it was posted in the future, or one of this order is being worked on.
  public static func add(
    _ order: CaseRequest.Order, text: String, stars: Int64, postedAt: Instant, rules: ServiceRules, shop: String,
    _ change: Change
  ) throws -> Noted {
    let now = change.operation.at
    guard postedAt <= now else {
      throw Failure(
        .usage, code: "review_in_future", Message(zh: "评价时间在将来", en: "it would have been posted in the future"),
        place: postedAt.shopText)
    }
    let explain = postedAt.adding(minutes: rules.explainDays * 1_440)
    let route = try Routing.route(.badReview, tag: "", change.session)
    let target = now.adding(minutes: route.targetMinutes)
    let opened = try Cases.write(
      CaseRequest(
        kind: .badReview, order: order, title: text, flow: rules.flows.first { $0.kind == .badReview },
        due: explain > now ? min(target, explain) : target), shop: shop, change)
    let noted = Noted(
      reference: opened.answer.reference, explainUntil: explain,
      changeUntil: postedAt.adding(minutes: rules.changeDays * 1_440))
    try ReviewRecords.insert(opened.id, noted, stars: stars, postedAt: postedAt, change)
    return noted
  }

  /// Notes the root cause; it may be found out later that it was another.
  public static func cause(
    _ cause: BadReview.Cause, note: String, of order: String, shop: String, _ change: Change
  ) throws -> CaseMoved {
    try move(of: order, shop: shop, .cause, [cause.rawValue, note], change) {
      try ReviewRecords.setCause(cause, of: $0.id, change)
    }
  }

  /// Notes that the buyer was called, and what they said.
  public static func called(
    _ result: BadReview.CallResult, note: String, of order: String, shop: String, _ change: Change
  ) throws -> CaseMoved {
    try move(of: order, shop: shop, .called, [result.rawValue, note], change) {
      try ReviewRecords.setCall(result, of: $0.id, change)
    }
  }

  /// Notes that the buyer wrote a follow-up review.
  public static func followedUp(of order: String, shop: String, _ change: Change) throws -> CaseMoved {
    try move(of: order, shop: shop, .followUp, [], change) { try ReviewRecords.setFollowUp(of: $0.id, change) }
  }

  /// Notes the shop's public answer. Refused when the platform takes none any more: too late, behind a follow-up review,
  /// or answered before.
  public static func explain(_ text: String, of order: String, shop: String, _ change: Change) throws -> CaseMoved {
    guard (1...1_500).contains(text.utf8.count) else {
      throw Failure(
        .usage, code: "explanation_length", Message(zh: "解释要在 1 到 500 字之间", en: "an answer has 1 to 500 characters"))
    }
    return try move(of: order, shop: shop, .explained, [text], change) { item in
      guard let review = try ReviewRecords.find(item.id, change.session) else { return }
      let why: (code: String, message: Message)? =
        if review.explainedAt != nil {
          ("already_explained", Message(zh: "已经写过解释，改不了", en: "it was answered before, once and for all"))
        } else if review.hasFollowUp {
          (
            "review_followed_up",
            Message(zh: "买家已追评，平台不再收解释", en: "behind a follow-up review the platform takes no answer")
          )
        } else if review.explainUntil < change.operation.at {
          (
            "explain_too_late",
            Message(
              zh: "解释期限 \(review.explainUntil.shopText) 已过",
              en: "the time to answer ended \(review.explainUntil.shopText)")
          )
        } else {
          nil
        }
      if let why {
        throw Failure(
          .refused, code: why.code, why.message, place: item.reference.description,
          next: Message(zh: "查看：peakday case show \(item.reference)", en: "look: peakday case show \(item.reference)"))
      }
      try ReviewRecords.setExplanation(text, of: item.id, change)
    }
  }

  private static func move(
    of order: String, shop: String, _ event: CaseEvent.Kind, _ words: [String], _ change: Change,
    _ body: (ShopCase) throws -> Void
  ) throws -> CaseMoved {
    let reference = CaseReference(kind: .badReview, about: order)
    let item = try Cases.requireOpen(reference, shop: shop, change)
    try body(item)
    try CaseWorkRecords.note(event, words.filter { !$0.isEmpty }.joined(separator: " "), of: item.id, change)
    return try Cases.moved(reference, shop: shop, change)
  }

  /// Bad reviews by root cause since a moment; those without one last.
  public static func causes(shop: String?, since: Instant, _ session: any Session) throws -> [CauseCount] {
    try ReviewRecords.causes(shop: shop, since: since, session)
  }

  public struct CauseCount: Sendable, Codable, Equatable {
    /// nil where nobody has said yet.
    public let cause: BadReview.Cause?
    public let reviews: Int64
    public let open: Int64
    /// Of the open ones, those that may still be answered and were not, by the nearest end.
    public let nextEnd: Instant?
  }
}
