import Formats
import Playbooks
import Reception
import Vocabulary

/// Scripts on the terminal.
enum ScriptPage {
  static func table(_ scripts: [Script], _ day: ActivityDay) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "话术", en: "Script"), isWhole: true), .init(title: Message(zh: "用途", en: "Purpose")),
        .init(title: Message(zh: "口吻", en: "Style")), .init(title: Message(zh: "状态", en: "State")),
        .init(title: Message(zh: "内容", en: "Text")),
      ],
      rows: scripts.map { script in
        [
          .init(script.id), .init(script.purpose.name), .init(script.style.name), state(of: script, day),
          .init(script.text.source),
        ]
      })
  }

  private static func state(of script: Script, _ day: ActivityDay) -> TextTable.Entry {
    let standing = script.standing(day)
    if standing != .usable { return .init(standing.name, ink: .red) }
    return .init(script.isForVIP ? Message(zh: "会员", en: "VIP") : Message(zh: "", en: ""))
  }

  static func page(_ script: Script, _ day: ActivityDay) -> String {
    var text = "\(script.id)  \(say(script.purpose.name.zh, script.purpose.name.en))  "
    text += say(script.style.name.zh, script.style.name.en) + "\n"
    text += TerminalText.safe(script.text.source) + "\n"
    if !script.text.slots.isEmpty {
      text += say("要填  ", "slots  ") + script.text.slots.map(\.rawValue).joined(separator: " ") + "\n"
    }
    if !script.asks.isEmpty {
      text += say("买家说  ", "buyers say  ") + TerminalText.safe(script.asks.joined(separator: " / ")) + "\n"
    }
    if let activity = script.activity {
      text += say("活动  ", "activity  ") + "\(TerminalText.safe(activity)) v\(script.activityVersion)"
      let now = "v\(day.version(of: activity))"
      switch script.standing(day) {
      case .usable: break
      case .stale: text += say("，现在是 \(now)：过期，改好再用", ", now \(now): stale until revised")
      case .early: text += say("，现在还是 \(now)：到时才能用", ", still \(now): not to be used yet")
      case .over: text += say("，活动已结束：不能再用", ", which is over: not to be used any more")
      }
      text += "\n"
    }
    if let then = script.then { text += say("然后  ", "then  ") + then + "\n" }
    return text
  }

  static func counts(_ counts: [ScriptUse.Count]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "话术", en: "Script"), isWhole: true),
        .init(title: Message(zh: "次数", en: "Uses"), alignment: .right),
        .init(title: Message(zh: "人数", en: "Agents"), alignment: .right),
        .init(title: Message(zh: "订单", en: "Orders"), alignment: .right),
        .init(title: Message(zh: "已付款", en: "Paid"), alignment: .right),
        .init(title: Message(zh: "最后一次", en: "Last"), isWhole: true),
      ],
      rows: counts.map { count in
        [
          .init(count.script), .init(String(count.uses)), .init(String(count.agents)), .init(String(count.orders)),
          .init(String(count.paidOrders)), .init(count.lastUsedAt.shopText),
        ]
      })
  }
}
