import AddressParsing
public import Playbooks
import Store
public import Vocabulary

/// What a change of address would bring about: shown before it is made, and again when it is approved.
public struct AddressOutlook: Sendable, Codable, Equatable {
  public let order: String
  public let stage: OrderStage
  /// What the label demands.
  public let consequence: AddressConsequence
  /// The division before and after, as far as they are known.
  public let oldRegion: String?
  public let newRegion: String?
  /// Whether it goes to another province: the freight may differ.
  public let isOtherProvince: Bool
  /// Couriers that cannot go there: the one of its parcels or its promise first.
  public let obstacles: [CourierBook.Obstacle]
  /// Whether one of them is the courier that it goes by, or that was promised.
  public let isUnserved: Bool
  /// Other orders of the same recipient that have not left: they may be meant too.
  public let mates: [String]
  /// The waybills it is in, whose labels would be void.
  public let waybills: [String]

  static func ask(
    _ order: Order, region: String?, _ couriers: CourierBook, now: Instant, _ session: any Session
  ) throws -> AddressOutlook {
    let places = try ParcelRecords.homes(of: order.key, session)
    let homes = places.map(\.waybill)
    let parcels = try ParcelRecords.parcels(order.key.shop, RowList.ids(homes), locking: false, session)
    let names = CourierNames(couriers)
    var bound = Set(parcels.compactMap { names.courier($0.courier) })
    if let rule = try PromiseRecords.courierRules(of: [order.key.id], shop: order.key.shop, session)[order.key.id] {
      bound.formUnion(rule.wanted)
    }
    let obstacles = region.map { couriers.obstacles(to: $0, at: now) } ?? []
    let sorted = obstacles.sorted { (bound.contains($0.courier) ? 0 : 1) < (bound.contains($1.courier) ? 0 : 1) }
    let before = order.address.region.flatMap { Self.province($0) }
    let after = region.flatMap { Self.province($0) }
    return AddressOutlook(
      order: order.key.id, stage: order.stage,
      consequence: AddressSight.consequence(at: order.stage, parcels: places.map(\.stage)),
      oldRegion: order.address.region.map(Self.name), newRegion: region.map(Self.name),
      isOtherProvince: before != nil && after != nil && before != after, obstacles: sorted,
      isUnserved: sorted.contains { bound.contains($0.courier) }, mates: try AddressRecords.mates(of: order, session),
      waybills: order.stage < .handedOver ? homes : [])
  }

  private static func province(_ code: String) -> String? {
    code.utf8.count == 6 ? String(code.prefix(2)) : nil
  }

  /// What people call a part of an address (`ParsedAddress.Part`).
  public static func partName(_ part: String) -> Message { AddressRules.name(part) }

  /// 浙江省 杭州市 西湖区; the code itself where nobody knows it.
  public static func name(_ code: String) -> String {
    guard let division = Divisions.division(code: code) else { return code }
    var names: [String] = []
    for part in Divisions.parents(of: code) + [division] where names.last != part.name { names.append(part.name) }
    return names.joined(separator: " ")
  }
}
