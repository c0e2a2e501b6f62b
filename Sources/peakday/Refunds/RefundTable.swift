import Coordination
import Formats
import Refunds
import Vocabulary

/// Refunds on the terminal.
enum RefundTable {
  static func make(_ refunds: [Refund]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "退款", en: "Refund"), isWhole: true), .init(title: Message(zh: "种类", en: "Kind")),
        .init(title: Message(zh: "金额(元)", en: "Yuan"), alignment: .right), .init(title: Message(zh: "状态", en: "State")),
        .init(title: Message(zh: "要确认", en: "To review")), .init(title: Message(zh: "退款编号", en: "Number")),
        .init(title: Message(zh: "开放", en: "Opens")), .init(title: Message(zh: "最迟", en: "Deadline")),
        .init(title: Message(zh: "批次", en: "Batch"), alignment: .right),
        .init(title: Message(zh: "同意", en: "Agreed by")),
      ],
      rows: refunds.map { refund in
        [
          .init(refund.id), .init(refund.kind.name), .init(refund.amount?.yuan ?? "?"),
          .init(refund.state.name, ink: refund.state == .uncertain ? .red : .none),
          .init(refund.review?.name ?? Message(zh: "", en: ""), ink: .red), .init(refund.refundId ?? ""),
          .init(refund.opensAt.shopText), .init(refund.deadline.shopText), .init(refund.batch.map(String.init) ?? ""),
          .init(refund.approvedBy ?? ""),
        ]
      })
  }

  /// What the basket without the returned line has not earned: a person talks with the buyer before it is paid.
  static func warning(_ broken: BrokenThreshold) -> Message {
    let (kept, lost) = (Money(fen: broken.keptFen).yuan, Money(fen: broken.discountFen).yuan)
    let name = TerminalText.safe(broken.name)
    let gift = broken.gift.map(TerminalText.safe)
    return Message(
      zh: "注意凑单：退掉以后“\(name)”只剩 ¥\(kept)"
        + (broken.discountFen > 0 ? "，多优惠了 ¥\(lost)" : "") + (gift.map { "，赠品 \($0) 要一起退回" } ?? "")
        + "；先和买家说好，再改金额：peakday refund approve --amount",
      en: "mind the basket: without it '\(name)' is left with ¥\(kept)"
        + (broken.discountFen > 0 ? ", ¥\(lost) too much was taken off" : "")
        + (gift.map { ", and the gift \($0) has to come back" } ?? "")
        + "; settle it with the buyer, then correct the amount: peakday refund approve --amount")
  }

  static func attempts(_ attempts: [(refund: String, attempt: RefundAttempt)]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "退款", en: "Refund"), isWhole: true),
        .init(title: Message(zh: "号", en: "No."), alignment: .right), .init(title: Message(zh: "时间", en: "At")),
        .init(title: Message(zh: "途径", en: "By way of")), .init(title: Message(zh: "什么", en: "What")),
        .init(title: Message(zh: "金额(元)", en: "Yuan"), alignment: .right),
        .init(title: Message(zh: "答复", en: "Answer")), .init(title: Message(zh: "谁", en: "By")),
      ],
      rows: attempts.map { refund, attempt in
        [
          .init(refund), .init(String(attempt.number)), .init(attempt.at.shopText), .init(name(attempt.channel)),
          .init(name(attempt.event)), .init(Money(fen: attempt.amountFen).yuan), .init(attempt.answer),
          .init(attempt.by),
        ]
      })
  }

  private static func name(_ channel: RefundAttempt.Channel) -> Message {
    switch channel {
    case .gateway: Message(zh: "网关", en: "gateway")
    case .sheet: Message(zh: "工作单", en: "work sheet")
    case .platform: Message(zh: "平台", en: "platform")
    }
  }

  private static func name(_ event: RefundAttempt.Event) -> Message {
    switch event {
    case .sent: Message(zh: "发出", en: "sent")
    case .answered: Message(zh: "答复", en: "answered")
    case .lost: Message(zh: "没有答复", en: "no answer")
    }
  }
}
