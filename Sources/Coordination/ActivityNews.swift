import Broadcasts
import Playbooks
import Store
import Training
import Vocabulary

/// What there is to tell of an activity's change. The broadcast of the changes before it ends with this one, and somebody
/// may not have read it, or have come since: so all is told anew that is different from before the first of them.
struct ActivityNews {
  /// One for each field: what it was before the first change, and what it is.
  let lines: [String]
  /// Why, as far as anybody said.
  let notes: [String]
  /// About everything that is different, as far as there are questions of that kind.
  let question: Broadcast.Question?

  /// - Parameter toldBy: the versions of the broadcast in force that told of the changes before; empty for none.
  static func gather(
    _ changed: ActivityChanges.Changed, _ book: ActivityBook, toldBy: [Broadcast], shop: String,
    _ session: any Session
  ) throws -> ActivityNews {
    guard let first = book.activity(changed.activity) else { throw ActivityChanges.unknown(changed.activity) }
    let told = toldBy.filter { $0.activity == changed.activity }.map(\.activityVersion).min() ?? changed.version
    let versions = try ActivityChanges.history(changed.activity, shop: shop, session)
    let before = versions.filter { $0.number < told }.reduce(first) { $1.patch.applied(to: $0) }
    var now = before
    var last: [(difference: ActivityDifference, since: Instant)] = []
    var notes: [String] = []
    for version in versions where version.number >= told {
      let next = version.patch.applied(to: now)
      for difference in ActivityDifference.between(now, next) {
        last.removeAll { $0.difference.field == difference.field }
        last.append((difference, version.effectiveAt))
      }
      if !version.note.isEmpty, !notes.contains(version.note) { notes.append(version.note) }
      now = next
    }
    // What is again as it was at first is told, too: somebody has read that it is not.
    let all = ActivityDifference.between(before, now)
    let lines = last.map { change in
      let told = all.first { $0.field == change.difference.field } ?? change.difference
      let since = change.since == changed.effectiveAt ? "" : "（\(change.since.shopText) 起）"
      return "\(told.zh)：\(told.before) → \(told.after)\(since)"
    }
    return ActivityNews(
      lines: lines, notes: notes, question: question(now, Set(last.map(\.difference.field))))
  }

  /// As much as a text takes; the history has the rest.
  func body(of activity: String) -> String {
    var text = ""
    for (place, line) in (lines + notes).enumerated() {
      if text.utf8.count + line.utf8.count > 7_000 {
        let left = lines.count + notes.count - place
        return text + "\n……还有 \(left) 行：peakday activity history \(activity)"
      }
      text += place == 0 ? line : "\n" + line
    }
    return text
  }

  private static func question(_ activity: Activity, _ fields: Set<String>) -> Broadcast.Question? {
    var made: [Course.Question?] = []
    if !fields.isDisjoint(with: ["discount", "threshold", "every"]) {
      made.append(ActivityQuestions.discount(activity))
    }
    if fields.contains("percent_off") { made.append(ActivityQuestions.percent(activity)) }
    if fields.contains("ends") { made.append(ActivityQuestions.ending(activity)) }
    return ActivityQuestions.together(made.compactMap { $0 }).map {
      Broadcast.Question(text: $0.text, options: $0.options, answer: $0.answer)
    }
  }
}
