import Formats
import Orders
import PersonalData
import Vocabulary

/// An order as lists print it.
struct OrderView: Encodable {
  let order: String
  let shop: String
  let stage: OrderStage
  let openHolds: Int64
  let refundBlock: String
  let platformStatus: String?
  let createdAt: Instant?
  let paidAt: Instant?
  let totalFen: Int64?
  let paidFen: Int64?
  let refundFen: Int64?
  let title: String?
  let itemCount: Int64?
  let consignedAt: Instant?
  let buyerMessage: String?
  let flag: String?
  let modifiedSku: String?
  let exceptionNote: String?
  let refundState: RefundState?
  let depositFen: Int64?
  let finalPaymentFen: Int64?
  let shipBy: Instant?
  let shipBySource: ShipBy.Source?
  let memoSeenAt: Instant?
  let sourceAt: Instant

  init(_ order: Order) {
    self.order = order.key.id
    shop = order.key.shop
    stage = order.stage
    openHolds = order.openHolds
    refundBlock = "\(order.refundBlock)"
    platformStatus = order.columns.platformStatus
    createdAt = order.columns.createdAt
    paidAt = order.columns.paidAt
    totalFen = order.columns.total?.fen
    paidFen = order.columns.paid?.fen
    refundFen = order.columns.refund?.fen
    title = order.columns.title
    itemCount = order.columns.itemCount
    consignedAt = order.columns.consignedAt
    buyerMessage = order.columns.buyerMessage.map(Masking.phones)
    flag = order.columns.flag
    modifiedSku = order.columns.modifiedSku
    exceptionNote = order.columns.exceptionNote
    refundState = order.columns.refundState
    depositFen = order.columns.deposit?.fen
    finalPaymentFen = order.columns.finalPayment?.fen
    shipBy = order.columns.shipBy?.at
    shipBySource = order.columns.shipBy?.source
    memoSeenAt = order.memoSeenAt
    sourceAt = order.sourceAt
  }

  static func table(_ orders: [Order]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "订单", en: "Order"), isWhole: true),
        .init(title: Message(zh: "阶段", en: "Stage")),
        .init(title: Message(zh: "挂起", en: "Holds"), alignment: .right),
        .init(title: Message(zh: "付款时间", en: "Paid at")),
        .init(title: Message(zh: "实付(元)", en: "Paid (yuan)"), alignment: .right),
        .init(title: Message(zh: "宝贝", en: "Title")),
      ],
      rows: orders.map { order in
        [
          .init(order.key.id), .init(order.stage.name),
          .init(order.openHolds > 0 ? String(order.openHolds) : "", ink: .red),
          .init(order.columns.paidAt?.shopText ?? ""), .init(order.columns.paid?.yuan ?? ""),
          .init(order.columns.title ?? ""),
        ]
      })
  }

  /// Orders by the time until which they must be shipped.
  static func dueTable(_ orders: [Order], now: Instant) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "订单", en: "Order"), isWhole: true),
        .init(title: Message(zh: "应发货", en: "Ship by")), .init(title: Message(zh: "依据", en: "Says")),
        .init(title: Message(zh: "阶段", en: "Stage")),
        .init(title: Message(zh: "实付(元)", en: "Paid (yuan)"), alignment: .right),
        .init(title: Message(zh: "宝贝", en: "Title")),
      ],
      rows: orders.map { order in
        let isPast = order.columns.shipBy.map { $0.at < now } ?? false
        return [
          .init(order.key.id), .init(order.columns.shipBy?.at.shopText ?? "", ink: isPast ? .red : .none),
          .init(order.columns.shipBy?.source.name ?? Message(zh: "", en: "")), .init(order.stage.name),
          .init(order.columns.paid?.yuan ?? ""), .init(order.columns.title ?? ""),
        ]
      })
  }
}
