import Formats
import Orders
import Vocabulary

/// A gate's answer as one line: green passes, red does not, with a bell on a terminal.
struct GateLine {
  let answer: GateAnswer
  /// Whether this is the stored answer of an operation that was done before.
  let isReplay: Bool

  init(_ answer: GateAnswer, isReplay: Bool) {
    self.answer = answer
    self.isReplay = isReplay
  }

  func text(at desk: Desk) -> String {
    let passes = answer.outcome == .pass
    let mark = desk.style.paint(passes ? say("放行", "PASS") : say("拦下", "STOP"), passes ? .green : .red)
    let bell = !passes && desk.surroundings.outputIsTerminal ? "\u{7}" : ""
    let reason = reason.text(in: desk.language)
    let note = isReplay ? say("（这是上次的答案）", " (the answer of the first time)") : ""
    return "\(mark)  \(TerminalText.safe(answer.order))\(reason.isEmpty ? "" : "  " + reason)\(note)\(bell)\n"
  }

  private var reason: Message {
    switch answer.outcome {
    case .pass:
      answer.isStale
        ? oldMemo : Message(zh: "", en: "")
    case .held:
      Message(
        zh: "挂起：\(answer.holds.map(\.name.zh).joined(separator: "、"))",
        en: "held: \(answer.holds.map(\.name.en).joined(separator: ", "))")
    case .reprint: Message(zh: "地址已改，请重新打单", en: "the address changed: print again")
    case .promise: Message(zh: "有承诺未满足", en: "a promise is unmet")
    case .refunded: Message(zh: "已申请退款或已退款", en: "a refund was applied for or paid")
    case .unknownOrder: Message(zh: "库里没有这个订单，先导入", en: "unknown order: import it first")
    case .notDue: notDue
    case .stale: tooOldMemo
    }
  }

  private var oldMemo: Message {
    guard let seen = answer.memoSeenAt?.shopText else {
      return Message(zh: "注意：从未看到过它的备注", en: "attention: its memo was never seen")
    }
    return Message(zh: "注意：备注较旧（\(seen)），可能有新备注", en: "attention: its memo is old (\(seen)); a newer one may exist")
  }

  private var tooOldMemo: Message {
    guard let seen = answer.memoSeenAt?.shopText else {
      return Message(
        zh: "从未看到过它的备注，先导入带备注列的订单文件：peakday order import 文件",
        en: "its memo was never seen; first import a file with a memo column: peakday order import FILE")
    }
    return Message(
      zh: "备注太旧（\(seen)），先重新导入订单：peakday order import 文件",
      en: "its memo is too old (\(seen)); import again first: peakday order import FILE")
  }

  private var notDue: Message {
    if let at = answer.passedAt {
      let by = TerminalText.safe(answer.passedBy ?? "")
      return Message(zh: "\(at.shopText) 已由 \(by) 放行过", en: "passed before, \(at.shopText) by \(by)")
    }
    guard let stage = answer.stage else { return Message(zh: "不该到这里", en: "not due") }
    return Message(zh: "不该到这里：\(stage.name.zh)", en: "not due here: \(stage.name.en)")
  }
}
