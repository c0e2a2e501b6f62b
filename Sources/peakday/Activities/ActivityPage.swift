import Formats
import Playbooks
import Vocabulary

/// Activities on the terminal.
enum ActivityPage {
  /// Where the playbooks in force have no activities.
  static var noBook: Message {
    let next = PlaybookSet.copied("activities/")
    return Message(zh: "现行的手册里还没有活动：\(next.zh)", en: "the playbooks in force have no activities yet: \(next.en)")
  }

  static func table(_ activities: [Activity], at now: Instant) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "活动", en: "Activity"), isWhole: true), .init(title: Message(zh: "名称", en: "Name")),
        .init(title: Message(zh: "会场", en: "Venue")), .init(title: Message(zh: "优惠", en: "Offer")),
        .init(title: Message(zh: "开始", en: "Starts"), isWhole: true),
        .init(title: Message(zh: "结束", en: "Ends"), isWhole: true), .init(title: Message(zh: "状态", en: "State")),
      ],
      rows: activities.map { activity in
        [
          .init(activity.id), .init(activity.name), .init(activity.venue), .init(offer(activity)),
          .init(activity.starts.shopText), .init(activity.ends.shopText), state(activity, at: now),
        ]
      })
  }

  private static func state(_ activity: Activity, at now: Instant) -> TextTable.Entry {
    if activity.holds(at: now) { return .init(Message(zh: "进行中", en: "runs"), ink: .green) }
    return .init(now < activity.starts ? Message(zh: "未开始", en: "later") : Message(zh: "已结束", en: "over"))
  }

  /// What a buyer gets, in a few words.
  static func offer(_ activity: Activity) -> Message {
    var zh: [String] = []
    var en: [String] = []
    if activity.discount > .zero || activity.percentOff > 0 {
      let off =
        activity.percentOff > 0
        ? Message(zh: "减 \(activity.percentOff)%", en: "\(activity.percentOff)% off")
        : Message(zh: "减 \(activity.discount.yuan)", en: "\(activity.discount.yuan) off")
      if activity.threshold > .zero {
        zh.append((activity.isEvery ? "每满 " : "满 ") + "\(activity.threshold.yuan) " + off.zh)
        en.append(off.en + (activity.isEvery ? " every " : " from ") + activity.threshold.yuan)
      } else {
        zh.append(off.zh)
        en.append(off.en)
      }
    }
    if let gift = activity.gift {
      zh.append("送 \(gift)")
      en.append("gift \(gift)")
    }
    if !activity.prices.isEmpty {
      zh.append("\(activity.prices.count) 款特价")
      en.append("\(activity.prices.count) prices")
    }
    return Message(zh: zh.joined(separator: "，"), en: en.joined(separator: ", "))
  }

  static func page(_ activity: Activity, in book: ActivityBook, at now: Instant) -> String {
    let offer = offer(activity)
    var text = "\(activity.id)  \(TerminalText.safe(activity.name))"
    text += activity.holds(at: now) ? say("  进行中\n", "  runs now\n") : "\n"
    func add(_ zh: String, _ en: String, _ value: String) {
      if !value.isEmpty { text += "\(say(zh, en))  \(TerminalText.safe(value))\n" }
    }
    add("会场", "venue", activity.venue)
    add("时间", "time", "\(activity.starts.shopText) – \(activity.ends.shopText)")
    add("优惠", "offer", say(offer.zh, offer.en))
    let stacking = book.activities.filter { $0.id != activity.id && book.stacks($0, activity) }.map(\.id)
    add("可叠加", "stacks with", stacking.joined(separator: " "))
    add("只限", "only for", activity.skus.joined(separator: " "))
    add("除外", "except", activity.excludes.joined(separator: " "))
    add("每人限", "per buyer", activity.limitPerBuyer.map(String.init) ?? "")
    for price in activity.prices { add("价格", "price", "\(price.sku) \(price.price.yuan)") }
    add("也叫", "also called", activity.words.joined(separator: " "))
    return text
  }
}
