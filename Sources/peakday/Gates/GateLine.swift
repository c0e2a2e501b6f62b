import Formats
import Orders
import Vocabulary

/// A gate's answer as one line: green passes, red does not, with a bell on a terminal. What a remark says of goods that
/// pass stands below it.
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
    let line = "\(mark)  \(TerminalText.safe(answer.asked))\(reason.isEmpty ? "" : "  " + reason)\(note)\(bell)\n"
    return line + notes.map { "      \($0)\n" }.joined()
  }

  /// What whoever handles the goods has to know. A to-do whose words stand in a memo above is not said twice.
  var notes: [String] {
    let notes = answer.notes ?? []
    let memos = notes.filter { $0.kind == "memo" }
    return notes.compactMap { note in
      let isSaid = note.kind != "memo" && memos.contains { $0.order == note.order && $0.text.contains(note.text) }
      return isSaid ? nil : line(note)
    }
  }

  private func line(_ note: GateNote) -> String {
    let about = answer.order == nil ? TerminalText.safe(note.order) + " " : ""
    let words = TerminalText.safe(note.text)
    return note.kind == "memo"
      ? say("\(about)备注：\(words)", "\(about)note: \(words)")
      : say("\(about)待办：\(words)", "\(about)to do: \(words)")
  }

  private var reason: Message {
    if answer.isAmbiguous == true {
      return Message(
        zh: "既是订单号又是运单号：加 --order 或 --waybill 说明",
        en: "it is an order number and a waybill: say which, --order or --waybill")
    }
    return parcelReason ?? plainReason
  }

  /// What stops a parcel, or an order because of another one in its parcel.
  private var parcelReason: Message? {
    guard let waybill = answer.waybill, let items = answer.takeOut, !items.isEmpty else { return nil }
    let out = items.filter(Self.mustLeave)
    if out.isEmpty {
      if answer.outcome == .reprint { return reprint }
      if answer.outcome == .promise { return promise }
      let names = items.map { TerminalText.safe($0.order) }
      return answer.outcome == .stale
        ? Message(
          zh: "备注太旧：\(names.joined(separator: "、"))；先重新导入订单",
          en: "memos too old: \(names.joined(separator: ", ")); import orders again first")
        : Message(
          zh: "里面有库里没有的订单 \(names.joined(separator: "、"))：先导入订单，再导入运单",
          en: "it holds orders the store does not have: \(names.joined(separator: ", ")); import them, then the parcels"
        )
    }
    let parcel = TerminalText.safe(waybill)
    let place =
      answer.order == nil
      ? Message(zh: "", en: "") : Message(zh: "同一包裹 \(parcel)：", en: "in the same parcel \(parcel): ")
    let words = out.map(Self.words)
    if answer.order == nil, out.count == answer.mates?.count {
      return Message(
        zh: "整个包裹留下：\(words.map(\.zh).joined(separator: "；"))",
        en: "the whole parcel stays: \(words.map(\.en).joined(separator: "; "))")
    }
    let command = "peakday parcel take-out \(parcel) \(TerminalText.safe(out[0].order))"
    return Message(
      zh: "\(place.zh)取出 \(words.map(\.zh).joined(separator: "；"))  → \(command)",
      en: "\(place.en)take out \(words.map(\.en).joined(separator: "; "))  → \(command)")
  }

  /// Whether goods have to leave their parcel before the rest may go; a label can be printed again, and a memo read.
  static func mustLeave(_ item: TakeOut) -> Bool {
    ![.stale, .unknownOrder, .reprint, .promise].contains(item.outcome)
  }

  /// What to do about a label with an old address. One that was never printed here may have been printed elsewhere.
  private var reprint: Message {
    let command = "peakday gate pass print \(ShellWord.quoted(TerminalText.safe(answer.asked)))"
    let versions = answer.labelVersion.flatMap { label in
      answer.addressVersion.map {
        Message(zh: "（面单是第 \(label) 版，现在是第 \($0) 版）", en: " (the label bears version \(label), it is \($0) now)")
      }
    }
    return Message(
      zh: "地址已改，面单作废\(versions?.zh ?? "")：重打面单  → \(command)",
      en: "the address changed, the label is void\(versions?.en ?? ""): print it again  → \(command)")
  }

  private var promise: Message {
    let words = (answer.promises ?? []).map(TerminalText.safe).joined(separator: "；")
    let command = "peakday gate pass \(answer.gate) \(ShellWord.quoted(TerminalText.safe(answer.asked))) --courier"
    return Message(
      zh: "承诺过快递：\(words)。换快递，或说明走哪家  → \(command) …",
      en: "a courier was promised: \(words). Change it, or say which it is  → \(command) …")
  }

  /// `3515…02（买家不要了：羽绒服 黑色 L ×1）`.
  static func words(_ item: TakeOut) -> Message {
    let order = TerminalText.safe(item.order)
    let goods = item.items.map(TerminalText.safe)
    let why = why(item)
    return Message(
      zh: "\(order)（\(([why.zh] + goods).joined(separator: "：", then: "、"))）",
      en: "\(order) (\(([why.en] + goods).joined(separator: ": ", then: ", ")))")
  }

  /// Why an order may not go, in a word.
  static func why(_ item: TakeOut) -> Message {
    switch item.outcome {
    case .held where !item.holds.isEmpty:
      Message(
        zh: item.holds.map(\.name.zh).joined(separator: "、"), en: item.holds.map(\.name.en).joined(separator: ", "))
    case .held: Message(zh: "挂起", en: "held")
    case .refunded: Message(zh: "已申请退款或已退款", en: "a refund was applied for or paid")
    case .unknownOrder: Message(zh: "库里没有", en: "unknown")
    case .stale: Message(zh: "备注太旧", en: "memo too old")
    case .reprint: Message(zh: "面单上是旧地址", en: "the label bears an old address")
    case .promise: Message(zh: "快递和承诺的不同", en: "not the promised courier")
    default: Message(zh: "未付款或已关闭", en: "unpaid or closed")
    }
  }

  private var plainReason: Message {
    switch answer.outcome {
    case .pass:
      answer.isStale
        ? oldMemo : Message(zh: "", en: "")
    case .held:
      Message(
        zh: "挂起：\(answer.holds.map(\.name.zh).joined(separator: "、"))",
        en: "held: \(answer.holds.map(\.name.en).joined(separator: ", "))")
    case .reprint: reprint
    case .promise: promise
    case .refunded: Message(zh: "已申请退款或已退款", en: "a refund was applied for or paid")
    case .unknownOrder: Message(zh: "库里没有这个订单号或运单号，先导入", en: "unknown order or waybill: import it first")
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
    if answer.order == nil, answer.mates == nil {
      return Message(zh: "里面的订单都已取出", en: "everything was taken out of it")
    }
    return Message(zh: "不该到这里：\(stage.name.zh)", en: "not due here: \(stage.name.en)")
  }
}

extension [String] {
  /// The first, then `separator`, then the others with `further` between them.
  func joined(separator: String, then further: String) -> String {
    count < 2 ? joined() : self[0] + separator + dropFirst().joined(separator: further)
  }
}
