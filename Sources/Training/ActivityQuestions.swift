public import Playbooks
import Vocabulary

/// Questions about the event's own activities, made from their data: they are right as long as the data are.
public enum ActivityQuestions {
  /// - Parameter activities: as they are now; the others give the wrong options that sound right.
  public static func make(_ activities: [Activity]) -> [Course.Question] {
    activities.flatMap { activity in
      [
        discount(activity), ending(activity, activities), percent(activity), limit(activity),
        stacking(activity, activities),
      ]
      .compactMap { $0 }
    }
  }

  /// What a buyer gets off, for a broadcast of a change, too.
  public static func discount(_ activity: Activity) -> Course.Question? {
    guard activity.threshold > .zero, activity.discount > .zero else { return nil }
    let (from, off) = (activity.threshold.fen, activity.discount.fen)
    let every = activity.isEvery ? "每满" : "满"
    func text(_ from: Int64, _ off: Int64) -> String { "\(every) \(yuan(from)) 减 \(yuan(off))" }
    let others = [(from, off / 2), (from, off + 1_000), (from + 10_000, off), (from, max(100, off - 1_000))]
    return question(
      activity, "discount", "“\(activity.name)”按最新一版怎么减？", text(from, off), others.map { text($0.0, $0.1) },
      why: "最新一版是\(text(from, off))。")
  }

  public static func percent(_ activity: Activity) -> Course.Question? {
    guard activity.percentOff > 0 else { return nil }
    let off = activity.percentOff
    func text(_ percent: Int) -> String { "减 \(percent)%" }
    return question(
      activity, "percent", "“\(activity.name)”按最新一版打多少折？", text(off),
      [off + 5, off > 5 ? off - 5 : off + 15, off + 10].map(text), why: "最新一版\(text(off))。")
  }

  public static func ending(_ activity: Activity, _ all: [Activity] = []) -> Course.Question? {
    let right = activity.ends
    let others = [right.adding(minutes: -60), right.adding(minutes: 1_440), right.adding(minutes: -1_440)]
    return question(
      activity, "ends", "“\(activity.name)”到什么时候结束？", right.shopText, others.map(\.shopText),
      why: "\(right.shopText) 结束。")
  }

  /// One question that only somebody can answer who knows the answers to all of them; nil for none.
  public static func together(_ questions: [Course.Question]) -> Course.Question? {
    guard let first = questions.first else { return nil }
    return questions.dropFirst().reduce(first) { one, two in
      func wrong(_ question: Course.Question) -> String {
        question.options.indices.first { $0 != question.answer - 1 }.map { question.options[$0] } ?? ""
      }
      let (right, other) = (one.options[one.answer - 1], two.options[two.answer - 1])
      var pairs = [(right, other), (right, wrong(two)), (wrong(one), other), (wrong(one), wrong(two))]
      let place = one.answer % pairs.count
      pairs.swapAt(0, place)
      return Course.Question(
        id: "\(one.id)-\(two.id)", text: one.text + two.text, options: pairs.map { "\($0)；\($1)" }, answer: place + 1,
        why: one.why + two.why, about: one.about + two.about)
    }
  }

  private static func limit(_ activity: Activity) -> Course.Question? {
    guard let limit = activity.limitPerBuyer else { return nil }
    return question(
      activity, "limit", "“\(activity.name)”每个买家限几次？", "\(limit)", ["\(limit + 1)", "\(limit + 2)", "不限"],
      why: "每人限 \(limit)。")
  }

  private static func stacking(_ activity: Activity, _ all: [Activity]) -> Course.Question? {
    let book = ActivityBook(activities: all)
    let others = all.filter { $0.id != activity.id }
    guard let partner = others.first(where: { book.stacks(activity, $0) }) else { return nil }
    let wrong = others.filter { !book.stacks(activity, $0) }.map(\.name)
    guard wrong.count >= 1 else { return nil }
    return question(
      activity, "stacks", "“\(activity.name)”可以和哪个活动叠加？", partner.name, Array(wrong.prefix(3)),
      why: "可以和“\(partner.name)”叠加。")
  }

  private static func question(
    _ activity: Activity, _ part: String, _ text: String, _ right: String, _ wrong: [String], why: String
  ) -> Course.Question? {
    var options = [right]
    for option in wrong where !options.contains(option) && options.count < 4 { options.append(option) }
    guard options.count >= 2 else { return nil }
    // Not always the first; the same for the same activity.
    let place = text.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF } % options.count
    options.swapAt(0, place)
    return Course.Question(
      id: "\(activity.id)-\(part)", text: text, options: options, answer: place + 1, why: why, about: [activity.id])
  }

  private static func yuan(_ fen: Int64) -> String {
    fen % 100 == 0 ? String(fen / 100) : Money(fen: fen).yuan
  }
}
