public import Vocabulary

/// What a remark asks for beside its verdict: it becomes a promise or an entry of a list, nothing is dropped.
public struct Todo: Sendable, Equatable, Codable {
  public enum Kind: String, Sendable, CaseIterable, Codable {
    /// How it must, or must not, travel and be left: 务必发EMS, 不要发申通, 放驿站.
    case courier
    /// What is to be put in, or left out: 送小样, 赠品不要了.
    case gift
    /// Ship before it passes: 今天务必发, 15号前要收到; 今天不发就不要了 becomes a hold then.
    case deadline
    /// To be sent together with another order: 和上一单合并发.
    case merge
    /// What the warehouse is to do, and which: 不要折叠, 礼盒装好, 不放小票, 发杭州仓.
    case warehouse
    /// A difference to be paid back while the goods ship: 12号退差30 货先发.
    case diffRefund
    /// Words for a card: 贺卡写生日快乐.
    case card
    /// 开票 or 不开票.
    case invoice
    /// The buyer ordered again, so the sale is not lost: 重拍.
    case rebuy
    /// What the law or the platform asks about: 身份证, 处方, 好评返现, 刷单.
    case compliance

    public var name: Message {
      switch self {
      case .courier: Message(zh: "快递", en: "courier")
      case .gift: Message(zh: "赠品", en: "gift")
      case .deadline: Message(zh: "期限", en: "deadline")
      case .merge: Message(zh: "合并发货", en: "send together")
      case .warehouse: Message(zh: "仓库", en: "warehouse")
      case .diffRefund: Message(zh: "退差价", en: "difference to pay back")
      case .card: Message(zh: "贺卡", en: "card")
      case .invoice: Message(zh: "发票", en: "invoice")
      case .rebuy: Message(zh: "重拍", en: "bought again")
      case .compliance: Message(zh: "合规", en: "compliance")
      }
    }
  }

  public enum Mode: String, Sendable, CaseIterable, Codable {
    case must, mustNot
  }

  public let kind: Kind
  public let mode: Mode
  /// What exactly, such as the courier or the amount; empty where the words say it all.
  public let value: String
  /// The words that ask for it, as they were written.
  public let text: String
  public let due: DayMention?

  public init(kind: Kind, mode: Mode = .must, value: String = "", text: String, due: DayMention? = nil) {
    self.kind = kind
    self.mode = mode
    self.value = value
    self.text = text
    self.due = due
  }
}
