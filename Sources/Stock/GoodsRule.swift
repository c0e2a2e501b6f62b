import Orders
import Vocabulary

/// What decides where the goods of an order line are.
struct GoodsState: Hashable {
  /// What an open hold says about the order or the line.
  enum Unwanted: Int64, CaseIterable {
    case no = 0
    case refundRequested = 1
    case buyerCancelled = 2
  }

  var stage: OrderStage
  var unwanted = Unwanted.no
  /// Of the whole order.
  var block = RefundBlock.none
  /// Of the line.
  var refund: RefundState?
  /// Whether the goods left the house: a cancelled order's goods may be on their way.
  var hasLeft = false

  /// The account of the goods; nil where they are free on the shelf. A pure rule, and the only one: the migration that
  /// takes in older orders says the same in SQL, and the upgrade test holds both against each other.
  ///
  /// What has left is out of the house whatever its holds say. What is not paid is only reserved, wanted or not. A
  /// refund that was paid makes goods that are still here free again.
  var account: StockAccount? {
    switch stage {
    case .cancelled: return hasLeft ? .shipped : nil
    case .consigned, .handedOver, .closed: return .shipped
    default: break
    }
    if block == .paidBack || refund == .refunded { return nil }
    if stage < .paid { return .reserved }
    if unwanted == .buyerCancelled { return .buyerCancelled }
    if unwanted == .refundRequested || block == .appliedFor || refund == .applied { return .refundRequested }
    return .committed
  }
}
