public import Vocabulary

/// The platform's order statuses in exports (交易状态) and what stage each proves.
public enum PlatformStatus {
  /// Words of a status → stage, first match wins. Written with and without punctuation of either width, so compared
  /// without any.
  private static let table: [(words: String, stage: OrderStage)] = [
    ("定金", .depositPaid),
    ("等待买家付款", .unpaid),
    ("等待付款", .unpaid),
    // 拼团中订单，已付款但禁止发货: no gate may pass it yet.
    ("禁止发货", .unpaid),
    ("部分发货", .paid),
    ("买家已付款", .paid),
    ("等待卖家发货", .paid),
    ("卖家已发货", .consigned),
    ("等待买家确认", .consigned),
    ("买家已签收", .handedOver),
    ("交易成功", .closed),
    // 交易关闭, 交易被淘宝关闭, 交易自动关闭, 卖家或买家主动关闭交易.
    ("交易关闭", .cancelled),
    ("淘宝关闭", .cancelled),
    ("自动关闭", .cancelled),
    ("关闭交易", .cancelled),
  ]

  /// The constants of trade documents (`status`).
  private static let constants: [String: OrderStage] = [
    "TRADE_NO_CREATE_PAY": .unpaid, "WAIT_BUYER_PAY": .unpaid, "PAY_PENDING": .unpaid,
    "WAIT_PRE_AUTH_CONFIRM": .unpaid,
    // Paid, and no gate may pass it yet.
    "PAID_FORBID_CONSIGN": .unpaid,
    "WAIT_SELLER_SEND_GOODS": .paid, "SELLER_CONSIGNED_PART": .paid,
    "WAIT_BUYER_CONFIRM_GOODS": .consigned,
    "TRADE_BUYER_SIGNED": .handedOver,
    "TRADE_FINISHED": .closed,
    "TRADE_CLOSED": .cancelled, "TRADE_CLOSED_BY_TAOBAO": .cancelled,
  ]

  /// The stage that a status proves; nil for words that are not in the table.
  public static func stage(_ text: String) -> OrderStage? {
    if let stage = constants[text] { return stage }
    let plain = text.filter { !"，,、 　".contains($0) }
    return table.first { plain.contains($0.words) }?.stage
  }

  /// The stage of a row: by its status, else by what its times prove.
  public static func stage(status: String?, isPaid: Bool, isConsigned: Bool, isConfirmed: Bool) -> OrderStage {
    if let status, let stage = stage(status) { return stage }
    if isConfirmed { return .closed }
    if isConsigned { return .consigned }
    return isPaid ? .paid : .unpaid
  }
}
