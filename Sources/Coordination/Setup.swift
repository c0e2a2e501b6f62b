import Cases
import Crypto
public import Orders
public import Playbooks
public import Refunds
import Stock
public import Store
public import Vocabulary

/// The first change of every store, and what is read back from it.
public enum Setup {
  public struct Installed: Sendable, Codable, Equatable {
    public let playbookVersion: Int64
    public let playbookFiles: Int
    public let gates: [String]
  }

  /// Publishes the built-in playbooks as version 1.
  public static func installPlaybooks(_ set: PlaybookSet, _ change: Change) throws -> Installed {
    let gates = try set.gates()
    let version = try PlaybookRecords.version(change.session) + 1
    try PlaybookRecords.insert(set, version: version, digest: digest(set), change)
    try Gates.replace(gates, change)
    try Promises.replaceCouriers(try set.couriers(), change)
    try OrderStock.replaceBundles(try set.bundles(), change)
    try Routing.replace(try set.routing(), change)
    return Installed(
      playbookVersion: version, playbookFiles: set.files.count, gates: gates.filter(\.enabled).map(\.key))
  }

  /// SHA-256 over every path and text, in hexadecimal.
  static func digest(_ set: PlaybookSet) -> String {
    var hash = SHA256()
    for file in set.files {
      for part in [file.path, file.text] {
        hash.update(data: Array("\(part.utf8.count):".utf8))
        hash.update(data: Array(part.utf8))
      }
    }
    return hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// The version in force; 0 in a store without playbooks.
  public static func playbookVersion(_ session: any Session) throws -> Int64 {
    try PlaybookRecords.version(session)
  }

  /// The remark rules in force.
  public static func remarkRules(_ session: any Session) throws -> RemarkRules {
    try PlaybookRecords.files(prefix: "remarks/", session).remarkRules()
  }

  /// All that the playbooks in force say about reading remarks.
  public static func remarkBook(_ session: any Session) throws -> RemarkBook {
    try PlaybookRecords.files(prefix: "remarks/", session).remarkBook()
  }

  /// What an import needs of the playbooks in force.
  public static func importPlaybooks(
    _ addresses: AddressIntake, _ session: any Session
  ) throws -> ImportPlaybooks {
    ImportPlaybooks(
      book: try remarkBook(session), shipping: try shippingRules(session), couriers: try couriers(session),
      addresses: addresses)
  }

  /// The couriers, their names and where they do not go, by the playbooks in force.
  public static func couriers(_ session: any Session) throws -> CourierBook {
    try PlaybookRecords.files(prefix: "couriers.yaml", session).couriers()
  }

  /// Until when paid orders must be shipped, by the playbooks in force.
  public static func shippingRules(_ session: any Session) throws -> ShippingRules {
    try PlaybookRecords.files(prefix: "shipping.yaml", session).shippingRules()
  }

  /// What holds save and mistakes cost, by the playbooks in force.
  public static func costRates(_ session: any Session) throws -> CostRates {
    try PlaybookRecords.files(prefix: "costs.yaml", session).costRates()
  }

  /// How shifts look and rotas are judged, by the playbooks in force.
  public static func shiftRules(_ session: any Session) throws -> ShiftRules {
    try PlaybookRecords.files(prefix: "shifts.yaml", session).shiftRules()
  }

  /// How cases are worked off, by the playbooks in force.
  public static func serviceRules(_ session: any Session) throws -> ServiceRules {
    try PlaybookRecords.files(prefix: "aftersales.yaml", session).serviceRules()
  }

  /// How refunds are paid, by the playbooks in force.
  public static func refundRules(_ session: any Session) throws -> RefundRules {
    try PlaybookRecords.files(prefix: "refunds.yaml", session).refundRules()
  }

  /// How many people it takes, by the playbooks in force.
  public static func staffingRules(_ session: any Session) throws -> StaffingRules {
    try PlaybookRecords.files(prefix: "staffing.yaml", session).staffingRules()
  }

  /// How changes reach everybody, by the playbooks in force.
  public static func broadcastRules(_ session: any Session) throws -> BroadcastRules {
    try PlaybookRecords.files(prefix: "broadcasts.yaml", session).broadcastRules()
  }

  /// The courses of the playbooks in force.
  public static func courses(_ session: any Session) throws -> [Course] {
    try PlaybookRecords.files(prefix: "training/", session).courses()
  }

  /// When refunds open, by the playbooks in force.
  public static func refundOpening(_ session: any Session) throws -> RefundOpening {
    RefundOpening(try calendars(session), try refundRules(session))
  }

  /// The activities as the playbooks in force have them.
  public static func activities(_ session: any Session) throws -> ActivityBook {
    try PlaybookRecords.files(prefix: "activities/", session).activities()
  }

  /// The event calendars in force.
  public static func calendars(_ session: any Session) throws -> [EventCalendar] {
    try PlaybookRecords.files(prefix: "event/", session).calendars()
  }
}

extension Setup {
  /// The keys of the gates that are switched on, in the order parcels meet them.
  public static func enabledGates(_ session: any Session) throws -> [String] {
    try Gates.all(session).filter(\.enabled).map(\.key)
  }
}
