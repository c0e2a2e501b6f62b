public import Playbooks
public import Store
public import Vocabulary

/// The verbs of broadcasts.
public enum Broadcasts {
  /// What somebody wants everybody to know.
  public struct Request: Sendable {
    public var title: String
    public var body: String
    public var urgency: String
    public var audience: [String]
    public var effectiveAt: Instant
    public var question: Broadcast.Question?
    public var activity = ""
    public var activityVersion: Int64 = 0
    /// The broadcast of which this is the next version.
    public var replacing: Int64?

    public init(title: String, body: String, urgency: String, audience: [String], effectiveAt: Instant) {
      self.title = title
      self.body = body
      self.urgency = urgency
      self.audience = audience
      self.effectiveAt = effectiveAt
    }
  }

  public struct Sent: Sendable, Codable, Equatable {
    public let number: Int64
    public let version: Int64
    public let title: String
    /// People who got it.
    public let people: Int
    /// Of them, people who come on shift later.
    public let coming: Int
    /// Receipts of the version before, which count no more.
    public let voided: Int64
    /// Group robots that will say it.
    public let robots: Int
  }

  static let mostTitle = 200
  static let mostBody = 8_000
  static let mostOptions = 6

  /// Sends a broadcast, or the next version of one: its deliveries are made in this transaction. An older version ends,
  /// and its receipts with it.
  public static func send(
    _ request: Request, to people: [Recipient], shop: String, _ rules: BroadcastRules, _ change: Change
  ) throws -> Sent {
    try check(request, rules)
    var version: Int64 = 1
    var voided: Int64 = 0
    let number: Int64
    if let replacing = request.replacing {
      let last = try find(replacing, shop: shop, change.session)
      guard last.isInForce else {
        throw Failure(
          .refused, code: "broadcast_ended", Message(zh: "这条通知已撤回", en: "this broadcast was withdrawn"),
          place: last.reference.text,
          next: Message(zh: "发一条新的：peakday broadcast send", en: "send a new one: peakday broadcast send"))
      }
      number = replacing
      version = last.version + 1
      guard try BroadcastRecords.end(last.reference, shop: shop, change) else {
        throw StoreError.retry("somebody else replaced it in between")
      }
      voided = try DeliveryRecords.acknowledged(last.reference, shop: shop, change.session)
    } else {
      number = try BroadcastRecords.last(shop: shop, change.session) + 1
    }
    let reference = Broadcast.Reference(number: number, version: version)
    try BroadcastRecords.insert(request, reference, shop: shop, change)
    try deliver(reference, request.urgency, to: people, shop: shop, rules, change)
    let robots = try RobotOutbox.queue(reference, request, shop: shop, rules, change)
    try change.tellWatchers()
    return Sent(
      number: number, version: version, title: request.title, people: people.count,
      coming: people.count { $0.cause == .comingOn }, voided: voided, robots: robots)
  }

  /// Makes the deliveries that are not there yet, and brings forward those of people who begin earlier than was planned.
  ///
  /// - Returns: how many are new or earlier.
  @discardableResult
  public static func deliver(
    _ reference: Broadcast.Reference, _ urgency: String, to people: [Recipient], shop: String, _ rules: BroadcastRules,
    _ change: Change
  ) throws -> Int {
    let minutes = rules.urgency(urgency)?.deadlineMinutes ?? 30
    var made = 0
    for person in people {
      made += try DeliveryRecords.insert(
        reference, person, due: person.since.adding(minutes: minutes), shop: shop, change)
    }
    return made
  }

  public struct Ended: Sendable, Codable, Equatable {
    public let number: Int64
    public let version: Int64
    /// Who had not acknowledged it.
    public let unread: Int64
  }

  /// Withdraws a broadcast: nobody has to read it any more, and its robots say no more of it.
  public static func withdraw(_ number: Int64, shop: String, _ change: Change) throws -> Ended {
    let last = try find(number, shop: shop, change.session)
    guard last.isInForce, try BroadcastRecords.end(last.reference, shop: shop, change) else {
      throw Failure(
        .refused, code: "broadcast_ended", Message(zh: "这条通知已撤回", en: "this broadcast was withdrawn"),
        place: last.reference.text)
    }
    try RobotRecords.drop(last.reference, shop: shop, change)
    try change.tellWatchers()
    return Ended(
      number: number, version: last.version,
      unread: try DeliveryRecords.unread(last.reference, shop: shop, change.session))
  }

  /// The newest version of a broadcast.
  public static func find(_ number: Int64, shop: String, _ session: any Session) throws -> Broadcast {
    guard let found = try BroadcastRecords.versions(number, shop: shop, session).first else {
      throw unknown(String(number))
    }
    return found
  }

  /// Every version of one, the newest first.
  public static func versions(_ number: Int64, shop: String, _ session: any Session) throws -> [Broadcast] {
    let found = try BroadcastRecords.versions(number, shop: shop, session)
    guard !found.isEmpty else { throw unknown(String(number)) }
    return found
  }

  /// The newest first.
  public static func list(
    shop: String, inForce: Bool, limit: Int64, _ session: any Session
  ) throws -> [Broadcast] {
    try BroadcastRecords.list(shop: shop, inForce: inForce, limit: limit, session)
  }

  /// Of these people those whom a version has not reached yet, or whose minutes begin earlier than was planned.
  public static func news(
    _ reference: Broadcast.Reference, among people: [Recipient], shop: String, _ session: any Session
  ) throws -> [Recipient] {
    let known = try DeliveryRecords.starts(reference, shop: shop, session)
    return people.filter { person in
      guard let start = known[person.name] else { return true }
      return start.map { person.since < $0 } ?? false
    }
  }

  /// How many have not acknowledged a version.
  public static func unread(
    _ reference: Broadcast.Reference, shop: String, _ session: any Session
  ) throws -> Int64 {
    try DeliveryRecords.unread(reference, shop: shop, session)
  }

  /// Somebody has come: the minutes of what nobody has reminded them of yet begin now, whenever they were to come.
  public static func begin(_ agent: String, shop: String, _ change: Change) throws {
    try DeliveryRecords.begin(agent, shop: shop, change)
  }

  static func unknown(_ place: String) -> Failure {
    Failure(
      .refused, code: "unknown_broadcast", Message(zh: "没有这条通知", en: "there is no such broadcast"), place: place,
      next: Message(zh: "查看：peakday broadcast list", en: "look: peakday broadcast list"))
  }

  private static func check(_ request: Request, _ rules: BroadcastRules) throws {
    func refuse(_ code: String, zh: String, en: String) throws {
      throw Failure(
        .usage, code: code, Message(zh: zh, en: en),
        next: Message(zh: "查看用法：peakday broadcast send --help", en: "see: peakday broadcast send --help"))
    }
    let lines = [request.title, request.question?.text ?? ""] + request.audience + (request.question?.options ?? [])
    if lines.contains(where: { $0.contains(where: \.isNewline) }) {
      try refuse(
        "broadcast_lines", zh: "标题、对象、题目和选项各写一行", en: "title, audience, question and options take one line each")
    }
    if request.title.isEmpty || request.title.utf8.count > mostTitle || request.body.utf8.count > mostBody {
      try refuse(
        "broadcast_length", zh: "标题 1 到 \(mostTitle) 字节，正文不超过 \(mostBody) 字节",
        en: "a title has 1 to \(mostTitle) bytes, a text at most \(mostBody)")
    }
    if !rules.urgencies.contains(where: { $0.key == request.urgency }) {
      let keys = rules.urgencies.map(\.key)
      try refuse(
        "unknown_urgency", zh: "紧急程度要是其中之一：\(keys.joined(separator: "、"))",
        en: "the urgency must be one of: \(keys.joined(separator: ", "))")
    }
    if let question = request.question {
      let options = question.options
      if question.text.isEmpty || !(2...mostOptions).contains(options.count) || options.contains("")
        || !(1...options.count).contains(question.answer)
      {
        try refuse(
          "broadcast_question", zh: "题目要有 2 到 \(mostOptions) 个选项，答案是其中第几个",
          en: "a question takes 2 to \(mostOptions) options, and the answer is the place of one of them")
      }
    }
  }
}
