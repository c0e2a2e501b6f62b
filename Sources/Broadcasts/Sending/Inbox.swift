public import Store
public import Vocabulary

/// What one person has to read, and of whom to see that they do.
public struct Inbox: Sendable, Codable, Equatable {
  public struct Item: Sendable, Codable, Equatable {
    public let number: Int64
    public let version: Int64
    public let title: String
    public let body: String
    public let urgency: String
    public let effectiveAt: Instant
    public let sentAt: Instant
    public let sentBy: String
    public let due: Instant
    /// Later than now for whoever comes on shift later.
    public let since: Instant
    public let question: String?
    public let options: [String]
    public let wrongAnswers: Int64

    public var reference: Broadcast.Reference { .init(number: number, version: version) }

    init(_ broadcast: Broadcast, due: Instant, wrongAnswers: Int64, since: Instant) {
      number = broadcast.number
      version = broadcast.version
      title = broadcast.title
      body = broadcast.body
      urgency = broadcast.urgency
      effectiveAt = broadcast.effectiveAt
      sentAt = broadcast.sentAt
      sentBy = broadcast.sentBy
      self.due = due
      self.since = since
      question = broadcast.question?.text
      options = broadcast.question?.options ?? []
      self.wrongAnswers = wrongAnswers
    }
  }

  /// Somebody has not read something; this person was told of it.
  public struct Errand: Sendable, Codable, Equatable, Hashable {
    public let number: Int64
    public let version: Int64
    public let title: String
    public let agent: String
    public let since: Instant
  }

  public let agent: String
  public let items: [Item]
  public let errands: [Errand]

  public init(agent: String, items: [Item], errands: [Errand]) {
    self.agent = agent
    self.items = items
    self.errands = errands
  }

  /// - Parameter isLead: whether what goes to the shift lead goes to this person, too.
  public static func of(_ agent: String, isLead: Bool, shop: String, _ session: any Session) throws -> Inbox {
    var errands = try DeliveryRecords.toTell(agent, shop: shop, session)
    if isLead {
      errands += try DeliveryRecords.toTell("", shop: shop, session).filter { errand in
        !errands.contains { $0.number == errand.number && $0.version == errand.version && $0.agent == errand.agent }
      }
    }
    return Inbox(agent: agent, items: try DeliveryRecords.unread(by: agent, shop: shop, session), errands: errands)
  }

  /// People who have not acknowledged all that is in force, and how much is left: those whose minutes run.
  public static func behind(shop: String, now: Instant, _ session: any Session) throws -> [String: Int] {
    try DeliveryRecords.behind(shop: shop, now: now, session)
  }
}

/// What nobody may forget when a day is looked at or handed over.
public struct UnreadBroadcasts: Sendable, Codable, Equatable {
  /// Changes in force that somebody on duty has not acknowledged.
  public let broadcasts: Int64
  /// People who have something to acknowledge.
  public let people: Int64

  /// nil for all shops.
  public static func count(shop: String?, now: Instant, _ session: any Session) throws -> UnreadBroadcasts {
    let counted = try DeliveryRecords.countUnread(shop: shop, now: now, session)
    return UnreadBroadcasts(broadcasts: counted.broadcasts, people: counted.people)
  }

  /// The changes of a shop, the oldest first, and how many people have not acknowledged each.
  public static func list(
    shop: String, now: Instant, _ session: any Session
  ) throws -> [(reference: Broadcast.Reference, people: Int64)] {
    try DeliveryRecords.unread(shop: shop, now: now, session)
  }
}

extension Broadcasts {
  public struct Acknowledged: Sendable, Codable, Equatable {
    public enum Outcome: String, Sendable, Codable {
      case acknowledged
      /// The answer to the question is wrong: read it again.
      case wrongAnswer
    }

    public let number: Int64
    public let version: Int64
    public let title: String
    public let outcome: Outcome
    public let wrongAnswers: Int64
  }

  /// Who acts has read this version. A wrong answer is counted, and is no receipt.
  public static func acknowledge(
    _ reference: Broadcast.Reference, answer: Int?, shop: String, _ change: Change
  ) throws -> Acknowledged {
    let agent = change.operation.actor.name
    let versions = try BroadcastRecords.versions(reference.number, shop: shop, change.session)
    guard let broadcast = versions.first(where: { $0.version == reference.version }) else {
      throw unknown(reference.text)
    }
    guard let delivery = try DeliveryRecords.one(reference, agent, shop: shop, change.session) else {
      throw Failure(
        .refused, code: "not_addressed",
        Message(zh: "这条通知没有发给 \(agent)", en: "this broadcast was not sent to \(agent)"),
        place: reference.text, next: Message(zh: "查看自己的：peakday inbox", en: "look at yours: peakday inbox"))
    }
    if let last = versions.first, last.version != reference.version {
      throw Failure(
        .refused, code: "broadcast_replaced",
        Message(
          zh: "\(reference.text) 已被 \(last.reference.text) 代替，先读新的",
          en: "\(reference.text) was replaced by \(last.reference.text): read that one"), place: reference.text,
        next: Message(zh: "查看：peakday inbox", en: "look: peakday inbox"))
    }
    func result(_ outcome: Acknowledged.Outcome, wrong: Int64) -> Acknowledged {
      Acknowledged(
        number: reference.number, version: reference.version, title: broadcast.title, outcome: outcome,
        wrongAnswers: wrong)
    }
    // Said once more: what counts is the first receipt.
    if delivery.acknowledgedAt != nil { return result(.acknowledged, wrong: delivery.wrongAnswers) }
    if let question = broadcast.question {
      guard let answer else {
        throw Failure(
          .refused, code: "answer_needed", Message(zh: "要回答：\(question.text)", en: "answer this: \(question.text)"),
          place: reference.text,
          next: Message(
            zh: "peakday ack \(reference.text) --answer 1 到 \(question.options.count)",
            en: "peakday ack \(reference.text) --answer 1 to \(question.options.count)"))
      }
      guard answer == question.answer else {
        try DeliveryRecords.countWrong(reference, agent, shop: shop, change)
        return result(.wrongAnswer, wrong: delivery.wrongAnswers + 1)
      }
    }
    _ = try DeliveryRecords.acknowledge(reference, agent, shop: shop, change)
    return result(.acknowledged, wrong: delivery.wrongAnswers)
  }
}
