public import Playbooks
public import Store
import Vocabulary

/// The verbs of common questions: an agent proposes, somebody else reviews, then it is published.
public enum CommonQuestions {
  /// The longest question or answer, in letters.
  static let limit = 1_000

  public static func list(
    shop: String, state: CommonQuestion.State?, limit: Int64, _ session: any Session
  ) throws -> [CommonQuestion] {
    try AnswerRecords.list(shop: shop, state: state, limit: limit, session)
  }

  /// A question that buyers ask, with an answer or without one.
  public static func propose(
    _ question: String, answer: String, sku: String, activity: String, shop: String, _ change: Change
  ) throws -> CommonQuestion {
    try refuseLong(question)
    try refuseLong(answer)
    guard !question.isEmpty else {
      throw Failure(.usage, code: "empty_question", Message(zh: "问题是空的", en: "the question is empty"))
    }
    let number = try AnswerRecords.insert(
      question, answer: answer, sku: sku, activity: activity, shop: shop, change)
    return try find(number, shop: shop, change.session)
  }

  /// Agrees to an answer, or writes a better one. The one who proposed it cannot: two people have looked at what is said
  /// a thousand times. What was reviewed for another version of its activity is reviewed anew, and then published.
  public static func review(
    _ number: Int64, answer: String?, _ day: ActivityDay, shop: String, _ change: Change
  ) throws -> CommonQuestion {
    let entry = try find(number, shop: shop, change.session)
    if entry.state == .dropped || !isOutdated(entry, day) { try require(entry, .candidate) }
    guard entry.proposedBy != change.operation.actor.name else {
      throw Failure(
        .refused, code: "faq_same_person",
        Message(zh: "提出的人不能自己审", en: "whoever proposed it cannot review it"), place: String(number),
        next: Message(zh: "请另一个人：--as 名字", en: "ask somebody else: --as NAME"))
    }
    let text = answer ?? entry.answer
    try refuseLong(text)
    guard !text.isEmpty else {
      throw Failure(
        .refused, code: "faq_no_answer", Message(zh: "还没有答案", en: "there is no answer yet"), place: String(number),
        next: Message(zh: "写上：--answer …", en: "write one: --answer …"))
    }
    let version = entry.activity.isEmpty ? nil : day.version(of: entry.activity)
    return try moved(
      entry, try AnswerRecords.review(number, answer: text, activityVersion: version, shop: shop, change), shop, change)
  }

  /// Whether it was reviewed for another version of its activity.
  private static func isOutdated(_ entry: CommonQuestion, _ day: ActivityDay) -> Bool {
    entry.activityVersion.map { $0 != day.version(of: entry.activity) } ?? false
  }

  /// Puts a reviewed answer before everybody. Refused where its activity has changed since the review.
  public static func publish(
    _ number: Int64, _ day: ActivityDay, shop: String, _ change: Change
  ) throws -> CommonQuestion {
    let entry = try find(number, shop: shop, change.session)
    try require(entry, .reviewed)
    guard !isOutdated(entry, day) else {
      throw Failure(
        .refused, code: "faq_stale",
        Message(
          zh: "审过之后活动 \(entry.activity) 改了", en: "activity \(entry.activity) has changed since it was reviewed"),
        place: String(number),
        next: Message(
          zh: "再审一次：peakday faq review \(number) --answer …",
          en: "review it again: peakday faq review \(number) --answer …"))
    }
    return try moved(entry, try AnswerRecords.publish(number, shop: shop, change), shop, change)
  }

  /// Says that it is not worth an answer, or that a published one no longer holds.
  public static func drop(
    _ number: Int64, because reason: String, shop: String, _ change: Change
  ) throws -> CommonQuestion {
    let entry = try find(number, shop: shop, change.session)
    try refuseLong(reason)
    guard entry.state != .dropped else { throw wrongState(entry) }
    return try moved(entry, try AnswerRecords.drop(number, because: reason, shop: shop, change), shop, change)
  }

  public static func find(_ number: Int64, shop: String, _ session: any Session) throws -> CommonQuestion {
    guard let entry = try AnswerRecords.find(number, shop: shop, session) else {
      throw Failure(
        .refused, code: "unknown_faq", Message(zh: "没有这个问题", en: "there is no such question"), place: String(number),
        next: Message(zh: "看有哪些：peakday faq list", en: "see which there are: peakday faq list"))
    }
    return entry
  }

  private static func moved(
    _ entry: CommonQuestion, _ isMoved: Bool, _ shop: String, _ change: Change
  ) throws -> CommonQuestion {
    guard isMoved else { throw StoreError.retry("somebody else moved the question in between") }
    return try find(entry.number, shop: shop, change.session)
  }

  private static func require(_ entry: CommonQuestion, _ state: CommonQuestion.State) throws {
    guard entry.state == state else { throw wrongState(entry) }
  }

  private static func wrongState(_ entry: CommonQuestion) -> Failure {
    Failure(
      .refused, code: "faq_state",
      Message(zh: "它现在是：\(entry.state.name.zh)", en: "it is \(entry.state.name.en) now"), place: String(entry.number),
      next: Message(zh: "看一下：peakday faq list", en: "have a look: peakday faq list"))
  }

  private static func refuseLong(_ text: String) throws {
    guard text.unicodeScalars.count > limit else { return }
    throw Failure(
      .usage, code: "text_too_long", Message(zh: "最多 \(limit) 个字", en: "takes \(limit) letters at most"))
  }
}
