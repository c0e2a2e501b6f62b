import Formats
import Playbooks
import Vocabulary

extension Todo.Kind {
  var name: Message {
    switch self {
    case .courier: Message(zh: "快递", en: "courier")
    case .gift: Message(zh: "赠品", en: "gift")
    case .deadline: Message(zh: "限时", en: "deadline")
    case .merge: Message(zh: "合并", en: "merge")
    case .warehouse: Message(zh: "仓库", en: "warehouse")
    case .diffRefund: Message(zh: "退差价", en: "difference refund")
    case .card: Message(zh: "贺卡", en: "card")
    case .invoice: Message(zh: "发票", en: "invoice")
    case .rebuy: Message(zh: "重拍", en: "bought again")
    case .compliance: Message(zh: "合规", en: "compliance")
    }
  }
}

extension Todo {
  /// Kind, what exactly, the day, and the words that ask for it.
  func sentence(in language: Language) -> String {
    var parts = [kind.name.text(in: language)]
    if mode == .mustNot { parts.append(Message(zh: "不要", en: "must not").text(in: language)) }
    if !value.isEmpty { parts.append(TerminalText.safe(value)) }
    if let due { parts.append(due.words) }
    return parts.joined(separator: " ") + "  “\(TerminalText.safe(text))”"
  }
}

extension DayMention {
  /// 11-20, 20, +1 (tomorrow), or the weekday as a number: how far the remark names the day, in either language.
  var words: String {
    if let offset { return "+\(offset)d" }
    if let weekday { return (weeks.map { "+\($0)w " } ?? "") + Self.weekdays[max(0, min(weekday - 1, 6))] }
    return [month, day].compactMap { $0.map { $0 < 10 ? "0\($0)" : String($0) } }.joined(separator: "-")
  }

  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
}
