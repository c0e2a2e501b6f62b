public import Store
public import Vocabulary

/// The verbs of parcels.
public enum Parcels {
  /// What taking an order out of a parcel, or putting it back, answers.
  public struct Changed: Sendable, Codable, Equatable {
    public let waybill: String
    public let order: String
    /// The orders that are in the parcel now.
    public let orders: [String]
    /// Orders in the parcel that no import has shown.
    public let missing: [String]
  }

  /// Notes that somebody took an order's goods out of a parcel: the rest may go. An order that no import has shown is
  /// taken off the parcel's list of missing ones.
  public static func takeOut(_ order: String, of waybill: String, shop: String, _ change: Change) throws -> Changed {
    let parcel = try lock(waybill, with: order, shop: shop, change)
    if parcel.missing.contains(order) {
      try ParcelRecords.exclude(
        OrderKey(shop: shop, id: order), from: waybill, sourceAt: parcel.sourceAt, change)
      try ParcelRecords.setMissing(parcel.missing.filter { $0 != order }, of: waybill, shop: shop, change)
      return try changed(waybill, order, shop, change)
    }
    guard parcel.stage < .handedOver else {
      throw Failure(
        .refused, code: "parcel_gone",
        Message(zh: "这个包裹已揽收，取不出来了", en: "the courier has this parcel; nothing can be taken out"), place: waybill,
        next: Message(
          zh: "请物流拦截：peakday recall list --kind interception",
          en: "have it stopped: peakday recall list --kind interception"))
    }
    let key = OrderKey(shop: shop, id: order)
    guard try ParcelRecords.takeOut(key, of: waybill, change) > 0 else { throw notInside(order, waybill) }
    try ParcelRecords.touch(waybill, shop: shop, change)
    try ParcelRecords.recount(RowList.ids([order]), shop: shop, change)
    try change.announce(OrderFact.takenOut)
    return try changed(waybill, order, shop, change)
  }

  /// Takes an order out of every parcel that it shares and that is still here, for a recall that is done. A parcel of its
  /// own was taken out as a whole and stays what it is.
  public static func takeOutOfShared(_ key: OrderKey, _ change: Change) throws {
    guard let order = try OrderRecords.lock(key, change.session) else { return }
    let waybills = try ParcelRecords.homes(of: order.key, change.session).filter { $0.stage < .handedOver }
    let ids = RowList.ids(waybills.map(\.waybill))
    for parcel in try ParcelRecords.parcels(key.shop, ids, locking: true, change.session)
    where try ParcelRecords.orders(in: parcel.waybill, shop: key.shop, change.session).count > 1 {
      _ = try ParcelRecords.takeOut(key, of: parcel.waybill, change)
      try ParcelRecords.touch(parcel.waybill, shop: key.shop, change)
    }
    try ParcelRecords.recount(RowList.ids([key.id]), shop: key.shop, change)
  }

  /// Notes that what was taken out is in the parcel again, so that the parcel waits for it at every gate. Refused while
  /// the order is held: its recall is done.
  public static func putBack(_ order: String, into waybill: String, shop: String, _ change: Change) throws -> Changed {
    let parcel = try lock(waybill, with: order, shop: shop, change)
    guard parcel.stage < .handedOver else {
      throw Failure(
        .refused, code: "parcel_gone",
        Message(zh: "这个包裹已揽收，放不回去了", en: "the courier has this parcel; nothing can be put back"), place: waybill,
        next: Message(zh: "另发一个包裹", en: "send it in another parcel"))
    }
    guard try OrderRecords.find(OrderKey(shop: shop, id: order), change.session)?.openHolds ?? 0 == 0 else {
      throw Failure(
        .refused, code: "still_held",
        Message(zh: "这个订单还挂起着，不能放回", en: "this order is still held and stays out"), place: order,
        next: Message(zh: "先解除挂起：peakday hold lift \(order)", en: "first: peakday hold lift \(order)"))
    }
    guard try ParcelRecords.putBack(OrderKey(shop: shop, id: order), into: waybill, change) > 0 else {
      throw Failure(
        .refused, code: "not_taken_out",
        Message(zh: "这个订单没有从这个包裹里取出过", en: "this order was not taken out of this parcel"), place: "\(waybill) \(order)",
        next: Message(zh: "查看：peakday parcel show \(waybill)", en: "look: peakday parcel show \(waybill)"))
    }
    try ParcelRecords.touch(waybill, shop: shop, change)
    try ParcelRecords.recount(RowList.ids([order]), shop: shop, change)
    return try changed(waybill, order, shop, change)
  }

  /// Locks the order, if the store has it, and then the parcel.
  private static func lock(
    _ waybill: String, with order: String, shop: String, _ change: Change
  ) throws -> ParcelRow {
    try OrderKey(shop: shop, id: order).refuseImpossible()
    _ = try OrderRecords.lock(OrderKey(shop: shop, id: order), change.session)
    let waybills = RowList.ids([waybill])
    guard let parcel = try ParcelRecords.parcels(shop, waybills, locking: true, change.session).first else {
      throw unknown(waybill)
    }
    return parcel
  }

  private static func changed(
    _ waybill: String, _ order: String, _ shop: String, _ change: Change
  ) throws -> Changed {
    let row = try ParcelRecords.parcels(shop, RowList.ids([waybill]), locking: false, change.session).first
    return Changed(
      waybill: waybill, order: order,
      orders: try ParcelRecords.orders(in: waybill, shop: shop, change.session), missing: row?.missing ?? [])
  }

  private static func notInside(_ order: String, _ waybill: String) -> Failure {
    Failure(
      .refused, code: "not_in_parcel",
      Message(zh: "这个订单不在这个包裹里", en: "this order is not in this parcel"), place: "\(waybill) \(order)",
      next: Message(zh: "查看：peakday parcel show \(waybill)", en: "look: peakday parcel show \(waybill)"))
  }

  public static func unknown(_ waybill: String) -> Failure {
    Failure(
      .refused, code: "unknown_parcel",
      Message(zh: "库里没有这个包裹", en: "the store has no such parcel"), place: waybill,
      next: Message(
        zh: "核对运单号，或先导入：peakday parcel import 文件",
        en: "check the waybill, or import first: peakday parcel import FILE"))
  }

  /// For the follower of `heldLate`: the parcels of an order that are still here though another one has left, each with
  /// the stage it has reached. Empty for an order that left as a whole.
  public static func leftBehind(_ key: OrderKey, _ session: any Session) throws -> [(
    waybill: String, stage: OrderStage
  )] {
    HoldTiming.leftBehind(try ParcelRecords.homes(of: key, session))
  }

  /// For the follower of `takenOut`: the orders that this change took out of a parcel and that are in no other one.
  public static func takenOut(_ change: Change) throws -> [OrderKey] {
    try ParcelListRecords.takenOut(change)
  }

  /// A parcel with all that is or was in it; nil for a waybill that the store does not know.
  public static func find(_ waybill: String, shop: String, _ session: any Session) throws -> Parcel? {
    try ParcelListRecords.find(waybill, shop: shop, session)
  }

  /// The parcels that an order is or was in.
  public static func ofOrder(_ key: OrderKey, _ session: any Session) throws -> [Parcel] {
    try ParcelListRecords.waybills(ofOrder: key, session).compactMap {
      try ParcelListRecords.find($0, shop: key.shop, session)
    }
  }

  /// Who brings an order, each courier once. A parcel from which it was taken out does not count, nor does a label that is
  /// void because the address changed, unless the courier has it already.
  public static func couriers(ofOrder key: OrderKey, _ session: any Session) throws -> [String] {
    try ParcelListRecords.couriers(ofOrder: key, session)
  }

  /// Parcels by waybill; `filter.after` pages on.
  public static func list(_ filter: ParcelFilter, _ session: any Session) throws -> [ParcelSummary] {
    try ParcelListRecords.list(filter, session)
  }

  /// For `audit verify`: orders whose number of parcels contradicts the table of items; at most 100.
  public static func miscounted(_ session: any Session) throws -> [OrderKey] {
    try ParcelRecords.miscounted(session)
  }
}

/// Which parcels a list shows.
public struct ParcelFilter: Sendable {
  public var shop: String?
  public var stage: OrderStage?
  /// Only parcels with an order that is held, not known, or asks for its money back.
  public var stoppedOnly: Bool
  /// The last waybill of the page before.
  public var after: String?
  public var limit: Int64

  public init(
    shop: String? = nil, stage: OrderStage? = nil, stoppedOnly: Bool = false, after: String? = nil, limit: Int64
  ) {
    self.shop = shop
    self.stage = stage
    self.stoppedOnly = stoppedOnly
    self.after = after
    self.limit = limit
  }
}

/// A parcel as a line of a list.
public struct ParcelSummary: Sendable, Codable, Equatable {
  public let shop: String
  public let waybill: String
  public let courier: String
  public let stage: OrderStage
  public let orders: Int64
  /// Orders in it that are held or whose refund stands in the way.
  public let stopped: Int64
  public let missing: [String]
}
