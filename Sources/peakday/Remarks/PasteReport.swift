import Formats
import Orders
import Playbooks
import Vocabulary

/// What a paste did, late ones first, then what to copy into the platform, then what could not be matched.
struct PasteReport {
  /// One line of the answer.
  struct Line: Encodable {
    enum Outcome: String, Encodable {
      case held, late, recorded, lifted, noted
      /// Noted when the same chat was pasted before.
      case before
      /// Nothing was done with it: it answers a quotation and asks for nothing.
      case chatter
      /// Not matched.
      case unknown, several, noWords, noNumber

      var isUnmatched: Bool {
        switch self {
        case .unknown, .several, .noWords, .noNumber: true
        default: false
        }
      }
    }

    let line: Int
    let outcome: Outcome
    var number: String?
    var order: String?
    /// The orders of the parcel, where nobody can tell which is meant.
    var orders: [String]?
    var words: String?
    var who: String?
    var saidAt: Instant?
    var verdict: Verdict?
    var hold: HoldReason?
    var stage: OrderStage?
    var openHolds: Int64?
    var memo: String?
    var memoIsShortened: Bool?
    var flag: String?
    let dryRun: Bool
    var receipt: String?
    // For people only.
    var look: PastedNumber.Look?
    var flagName: String?

    private enum CodingKeys: String, CodingKey {
      case line, outcome, number, order, orders, words, who, saidAt, verdict, hold, stage, openHolds, memo
      case memoIsShortened, flag, dryRun, receipt
    }
  }

  let lines: [Line]
  let isPreview: Bool

  init(
    _ readings: [Pastes.Reading], bare: [ParsedPaste.Bare], speech: [ParsedPaste.Speech], receipt: String?,
    isPreview: Bool
  ) {
    self.isPreview = isPreview
    lines =
      readings.map { Self.line($0, receipt, isPreview) }
      + bare.map {
        Line(
          line: $0.line, outcome: .noWords, number: $0.number.text, who: $0.who, dryRun: isPreview,
          look: $0.number.look)
      }
      + speech.map {
        Line(line: $0.line, outcome: .noNumber, words: $0.words, who: $0.who, dryRun: isPreview)
      }
  }

  private static func line(_ reading: Pastes.Reading, _ receipt: String?, _ isPreview: Bool) -> Line {
    var line = Line(line: reading.entry.line, outcome: outcome(reading), dryRun: isPreview)
    line.number = reading.entry.number.text
    line.order = reading.order
    line.orders = reading.orders.isEmpty ? nil : reading.orders
    line.words = reading.entry.words
    line.who = reading.entry.who
    line.saidAt = reading.entry.at
    line.verdict = reading.verdict
    line.hold = reading.remarked?.held ?? HoldReason(reading.verdict)
    line.stage = reading.remarked?.stage ?? reading.stage
    line.openHolds = reading.remarked?.openHolds
    line.memo = reading.memo?.text
    line.memoIsShortened = reading.memo?.isShortened
    line.flag = reading.memo?.flag
    line.flagName = reading.memo?.flagName
    line.receipt = reading.remarked == nil ? nil : receipt
    line.look = reading.entry.number.look
    return line
  }

  private static func outcome(_ reading: Pastes.Reading) -> Line.Outcome {
    switch reading.fate {
    case .chatter: return .chatter
    case .unknown: return .unknown
    case .several: return .several
    case .before: return .before
    case .noted: break
    }
    let answer =
      reading.remarked?.answer
      ?? (reading.verdict.holds ? HoldTiming(placedAt: reading.stage ?? .unpaid).answer : nil)
    switch answer {
    case .held: return .held
    case .late: return .late
    case .recorded: return .recorded
    case nil: return reading.verdict == .resume ? .lifted : .noted
    }
  }

  func show(at desk: Desk) throws {
    let unmatched = lines.filter(\.outcome.isUnmatched)
    if !unmatched.isEmpty { desk.raise(.doneWithRejects) }
    if lines.contains(where: { $0.outcome == .late }) { desk.raise(.late) }
    let late = lines.filter { $0.outcome == .late }
    let done = lines.filter { $0.outcome != .late && !$0.outcome.isUnmatched }
    if desk.options.json {
      for line in late + done + unmatched { try desk.answer(line) { "" } }
      return
    }
    var text = ""
    if !late.isEmpty {
      text += desk.style.paint(
        say(
          "晚了：包裹已揽收，请物流拦截（peakday recall list --kind interception）", "Late: the courier has these; have them stopped"),
        .red)
      text += "\n" + desk.render(table(late))
    }
    if !done.isEmpty {
      text += isPreview ? say("会这样记下（还没有记）：\n", "Would be noted (nothing was):\n") : say("已记下：\n", "Noted:\n")
      text += desk.render(table(done))
    }
    text += memos
    text += missing(unmatched, at: desk)
    if text.isEmpty { text = say("没有认出任何订单\n", "No orders were found in it\n") }
    desk.surroundings.output(text)
  }

  private func table(_ lines: [Line]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "行", en: "Line"), alignment: .right),
        .init(title: Message(zh: "订单", en: "Order"), isWhole: true), .init(title: Message(zh: "判断", en: "Verdict")),
        .init(title: Message(zh: "结果", en: "Outcome")), .init(title: Message(zh: "阶段", en: "Stage")),
        .init(title: Message(zh: "谁", en: "By")), .init(title: Message(zh: "原话", en: "Words")),
      ],
      rows: lines.map { line in
        [
          .init(String(line.line)), .init(line.order ?? line.number ?? ""),
          .init(line.verdict?.name ?? Message(zh: "", en: "")),
          .init(Self.name(line), ink: line.outcome == .held || line.outcome == .late ? .red : .none),
          .init(line.stage?.name ?? Message(zh: "未导入", en: "not imported")),
          .init(
            [line.who ?? "", line.saidAt.map { String($0.shopText.dropFirst(5).prefix(11)) } ?? ""].joined(
              separator: " ")),
          .init(line.words ?? ""),
        ]
      })
  }

  private static func name(_ line: Line) -> Message {
    switch line.outcome {
    case .held:
      (line.stage ?? .unpaid) >= .printed
        ? Message(zh: "挂起，请仓库找出包裹", en: "held; take the parcel out") : Message(zh: "挂起", en: "held")
    case .late: Message(zh: "晚了", en: "late")
    case .recorded: Message(zh: "记下，订单已结束", en: "noted; the order is over")
    case .lifted: Message(zh: "放开", en: "released")
    case .before: Message(zh: "之前已记下", en: "noted before")
    case .chatter: Message(zh: "闲聊", en: "chatter")
    default: Message(zh: "照常发货", en: "ships")
    }
  }

  /// The memos as they are to be copied: on a line of their own, whole.
  private var memos: String {
    let copies = lines.filter { $0.memo != nil && !$0.outcome.isUnmatched }
    guard !copies.isEmpty else { return "" }
    var text = say("\n复制到千牛（整条替换原备注）：\n", "\nCopy into the platform (the whole memo is replaced):\n")
    for line in copies {
      let flag = line.flagName.map { TerminalText.safe($0) } ?? say("旗帜不变", "flag as it is")
      let cut =
        line.memoIsShortened == true
        ? say("  （原备注太长，开头已截去）", "  (the old memo was too long; its beginning is cut)") : ""
      text += "\(TerminalText.safe(line.order ?? ""))  \(flag)\(cut)\n\(TerminalText.safe(line.memo ?? ""))\n"
    }
    return text
  }

  private func missing(_ lines: [Line], at desk: Desk) -> String {
    guard !lines.isEmpty else { return "" }
    var text = desk.style.paint(say("\n没有处理，请人看一下：", "\nNot done, for a person to look at:"), .red) + "\n"
    for line in lines {
      let words = TerminalText.fit(TerminalText.safe(line.words ?? ""), to: 60)
      text += say("  第 \(line.line) 行  ", "  line \(line.line)  ") + TerminalText.safe(line.number ?? "")
      text += (line.number == nil ? "" : "  ") + why(line).text(in: desk.language)
      text += words.isEmpty ? "\n" : say("：“\(words)”\n", ": “\(words)”\n")
    }
    if lines.contains(where: { $0.outcome == .unknown && $0.verdict?.holds == true && $0.look != .waybill }) {
      text += say(
        "订单还没导入的，可先挂起：再执行一次并加 --in-advance（已记下的不会重复）\n",
        "To hold those that were not imported yet, run it again with --in-advance (nothing is noted twice)\n")
    }
    return text
  }

  private func why(_ line: Line) -> Message {
    switch line.outcome {
    case .several:
      let orders = (line.orders ?? []).joined(separator: " ")
      return Message(zh: "这个包裹里有几单，请写订单号：\(orders)", en: "a parcel with several orders; name one: \(orders)")
    case .noWords: return Message(zh: "只有号，没有说要怎样", en: "a number without words")
    case .noNumber: return Message(zh: "没有说是哪一单", en: "words without a number")
    default:
      switch line.look {
      case .waybill: return Message(zh: "库里没有这个运单", en: "the store has no such waybill")
      case .tooLong: return Message(zh: "太长，不像一个号（两个号连在一起？）", en: "too long for a number (two without a space?)")
      default: return Message(zh: "库里没有这个订单", en: "the store has no such order")
      }
    }
  }
}
