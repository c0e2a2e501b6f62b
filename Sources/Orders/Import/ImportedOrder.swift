import Playbooks
import Vocabulary

/// One good row of an order export, or the rows of one order in an item export.
struct ImportedOrder: Sendable, Equatable {
  let id: String
  /// The line of the file where it begins.
  var row = 0
  var stage: OrderStage
  /// nil when the file has no memo column: not seen is not empty.
  let memo: String?
  /// nil when the file tells nothing of refunds, or too little to judge one (`ImportMerge` judges it then).
  var refundBlock: RefundBlock?
  var columns: OrderColumns
  var lines: [OrderLine] = []
  var parcels: [ShownParcel] = []
  /// The amounts are sums over lines: they fill what no order export has shown, and overwrite nothing.
  var isFromItems = false
  /// A trade document: its lines are all there, and tell their refunds, while its amounts are the order's own.
  var isTrade = false
  /// When the platform last changed it; nil where the source does not tell.
  var modifiedAt: Instant?
  /// How the memo and the buyer's message are read; nil for a blank one.
  var memoReading: Classification?
  var messageReading: Classification?

  /// What the flag means in this shop; nil without one.
  var flagVerdict: Verdict?
  /// Whether its status is a word that is not in our table; its times told the stage.
  var hasUnknownStatus = false

  /// nil when the source shows none: not seen is not empty.
  var receiver: ShownReceiver?
  /// The same, as the store takes it in; nil when the row shows no address.
  var address: ShownAddress?
  /// The buyer's name on the platform (买家会员名).
  var buyer: String?

  /// Whether refunds are told line by line.
  var tellsLineRefunds: Bool { isFromItems || isTrade }

  /// By number, and of one order by the time of its last change, where the source tells it.
  func stands(before other: ImportedOrder) -> Bool {
    if id != other.id { return id < other.id }
    return modifiedAt?.milliseconds ?? 0 < other.modifiedAt?.milliseconds ?? 0
  }

  /// A waybill that the row shows.
  struct ShownParcel: Sendable, Equatable {
    let waybill: String
    let courier: String
    /// The order line; empty for the whole order.
    let line: String
  }
}

/// Why a row was set aside.
struct RowDefect: Error, Equatable {
  let code: String
  let column: String?
  let message: Message
}
