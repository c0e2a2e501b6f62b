import Broadcasts
import Playbooks
import Store
import Training
import Vocabulary

/// Activities that a set of playbooks says something else of than the set before.
///
/// Until it begins an activity is a draft: its files may be mended as often as it takes, and only the passes of those who
/// learned it otherwise end. Once it has begun, or was changed by `activity change`, the file is refused: a publication
/// says nothing of why, from when on and to whom, and holds for every shop of the store, while people on shift have to
/// read a change and answer for it. The words by which it is found may change at any time.
enum ActivityRevision {
  static func follow(from old: ActivityBook, to new: ActivityBook, _ change: Change) throws {
    let revised = old.activities.filter { before in
      new.activity(before.id).map { settled($0) != settled(before) } ?? false
    }
    guard !revised.isEmpty else { return }
    let changed = try ActivityRevisionRecords.changed(change.session)
    for before in revised where before.starts <= change.operation.at || changed.contains(before.id) {
      if let after = new.activity(before.id) { throw refusal(settled(before), settled(after)) }
    }
    for shop in try ActivityRevisionRecords.shopsWithPasses(change.session) {
      for activity in revised {
        _ = try Training.end(passesOn: activity.id, because: "\(activity.id) playbook publish", shop: shop, change)
      }
    }
  }

  private static func refusal(_ before: Activity, _ after: Activity) -> Failure {
    let differences = ActivityDifference.between(before, after)
    func told(_ name: (ActivityDifference) -> String) -> String {
      differences.isEmpty
        ? "skus" : differences.map { "\(name($0)) \($0.before) → \($0.after)" }.joined(separator: "; ")
    }
    let options = differences.map(\.option).joined(separator: " ")
    return Failure(
      .refused, code: "activity_changed_in_file",
      Message(
        zh: "文件里改了在用的活动（\(told(\.zh))）：发布文件不会通知任何人",
        en: "the file changes an activity that is in force (\(told(\.en))): a file tells nobody"), place: before.id,
      next: options.isEmpty
        ? Message(zh: "给它一个新的 id", en: "give it a new id")
        : Message(
          zh: "文件改回去，然后 peakday activity change \(before.id) \(options)；另一个活动就换一个 id",
          en: "restore the file, then peakday activity change \(before.id) \(options); another activity takes a new id")
    )
  }

  /// Without what may change at any time: words, and the order of lists.
  private static func settled(_ activity: Activity) -> Activity {
    var activity = activity
    activity.words = []
    activity.stacksWith.sort()
    activity.skus = Set(activity.skus).sorted()
    activity.excludes.sort()
    activity.prices.sort { $0.sku < $1.sku }
    return activity
  }
}

extension ActivityDifference {
  /// The option of `activity change` that makes it.
  fileprivate var option: String {
    let list = after == "–" ? "''" : after.replacing("、", with: ",")
    switch field {
    case "threshold", "discount", "percent_off": return "--\(field.replacing("_", with: "-")) \(after)"
    case "every": return "--every \(after == "是")"
    case "starts", "ends": return "--\(field) '\(after)'"
    case "stacks_with", "excludes": return "--\(field.replacing("_", with: "-")) \(list)"
    case "gift": return "--gift \(list)"
    case "limit_per_buyer": return "--limit \(after == "–" ? "0" : after)"
    case let price where price.hasPrefix("price "):
      return "--price \(price.dropFirst(6))=\(after)"
    default: return "--\(field) …"
    }
  }
}
