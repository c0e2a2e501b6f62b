public import Orders
public import Vocabulary

/// Money that goes back to a buyer, from the moment somebody says so to the moment it is there.
public struct Refund: Sendable, Equatable, Codable {
  public enum Kind: String, Sendable, CaseIterable, Codable {
    case wholeOrder, partial, difference, priceGuarantee

    public var name: Message {
      switch self {
      case .wholeOrder: Message(zh: "整单退款", en: "whole order")
      case .partial: Message(zh: "部分退款", en: "part of it")
      case .difference: Message(zh: "差价", en: "difference")
      case .priceGuarantee: Message(zh: "价保", en: "price guarantee")
      }
    }
  }

  /// Why a person has to look at it before it goes on.
  public enum Review: String, Sendable, CaseIterable, Codable {
    /// Nobody knows what was paid.
    case amountUnknown
    /// The buyer applied for another amount than was queued.
    case amountDiffers
    /// The buyer applied for more than there is to pay back.
    case overCap
    /// The platform's version is newer than the one that was packed or approved.
    case staleVersion
    /// The buyer took the application back.
    case applicationClosed
    /// The buyer applied; nobody here had queued it.
    case requested
    /// The payer knows the key with another amount, or answered what makes no sense.
    case payerDisagrees

    public var name: Message {
      switch self {
      case .amountUnknown: Message(zh: "金额不明", en: "amount unknown")
      case .amountDiffers: Message(zh: "申请金额不同", en: "another amount was applied for")
      case .overCap: Message(zh: "超过可退金额", en: "more than can be paid back")
      case .staleVersion: Message(zh: "版本已变", en: "the version changed")
      case .applicationClosed: Message(zh: "买家撤销了申请", en: "the buyer took it back")
      case .requested: Message(zh: "买家自己申请的", en: "the buyer applied")
      case .payerDisagrees: Message(zh: "付款方说法不一", en: "the payer disagrees")
      }
    }
  }

  public internal(set) var shop: String
  /// ORDER.SEQUENCE, or ORDER.LINE.SEQUENCE.
  public internal(set) var id: String
  public internal(set) var order: String
  /// The order line; empty for the whole order.
  public internal(set) var line: String
  public internal(set) var sequence: Int64
  public internal(set) var kind: Kind
  public internal(set) var state: RefundStage
  public internal(set) var review: Review?
  /// nil while nobody knows what was paid.
  public internal(set) var amountFen: Int64?
  /// What the payer knows it by: one for ever.
  public internal(set) var key: String
  /// The platform's number of it, once the buyer has applied.
  public internal(set) var refundId: String?
  /// The platform's version of it, milliseconds since 1970.
  public internal(set) var refundVersion: Int64?
  public internal(set) var phase: String
  public internal(set) var opensAt: Instant
  public internal(set) var deadline: Instant
  public internal(set) var batch: Int64?
  public internal(set) var attempts: Int64
  public internal(set) var note: String
  public internal(set) var queuedAt: Instant
  public internal(set) var queuedBy: String
  /// Who answers for the amount.
  public internal(set) var amountBy: String
  public internal(set) var approvedBy: String?
  public internal(set) var submittedAt: Instant?
  public internal(set) var settledAt: Instant?
  /// Counts every change.
  public internal(set) var version: Int64

  public var orderKey: OrderKey { OrderKey(shop: shop, id: order) }
  public var amount: Money? { amountFen.map(Money.init(fen:)) }

  /// What a batch of the platform takes: `refund_id|fen|version|phase`.
  public var item: String {
    "\(refundId ?? "")|\(amountFen ?? 0)|\(refundVersion.map(String.init) ?? "")|\(phase)"
  }
}
