public import Playbooks
import Store

/// What an order's open promises say of its courier: a pure rule.
struct CourierRule: Equatable {
  /// One of these; any where there are none.
  var wanted: Set<String> = []
  var unwanted: Set<String> = []
  /// The promises in their own words.
  var words: [String] = []

  /// A courier that nobody named keeps no promise.
  func allows(_ courier: String?) -> Bool {
    guard let courier else { return false }
    return (wanted.isEmpty || wanted.contains(courier)) && !unwanted.contains(courier)
  }
}

/// The promises of some orders about their couriers, and the names by which couriers go.
struct CourierPromises {
  private var rules: [String: CourierRule] = [:]
  private var names = CourierNames()

  init() {}

  init(rules: [String: CourierRule], names: CourierNames) {
    self.rules = rules
    self.names = names
  }

  /// Reads those of the given orders, whose rows are locked where it counts.
  init(of orders: [String], shop: String, _ session: any Session) throws {
    guard !orders.isEmpty else { return }
    rules = try PromiseRecords.courierRules(of: orders, shop: shop, session)
    names = try PromiseRecords.courierNames(session)
  }

  /// Whether the courier, in anybody's words, is not what was promised.
  func areBroken(of order: String, by courier: String?) -> Bool {
    guard let rule = rules[order] else { return false }
    return !rule.allows(courier.map { names.courier($0) ?? $0 })
  }

  func words(of order: String) -> [String] { rules[order]?.words ?? [] }
}

/// Couriers by all the names that lists and people give them.
public struct CourierNames: Sendable, Equatable {
  private var couriers: [String: String] = [:]

  /// `couriers`: folded name → the playbook's name.
  init(_ couriers: [String: String] = [:]) {
    self.couriers = couriers
  }

  /// The couriers of a playbook.
  public init(_ book: CourierBook) {
    for courier in book.couriers {
      for name in courier.names { couriers[Self.folded(name)] = courier.name }
    }
  }

  /// The playbook's name of a courier: the longest known name that the text begins with (顺丰速运-标快 is 顺丰). nil when
  /// it names none. Without a list every word counts as a name.
  func courier(_ text: String) -> String? {
    let text = Self.folded(text)
    if couriers.isEmpty { return text.isEmpty ? nil : text }
    if let known = couriers[text] { return known }
    return couriers.filter { text.hasPrefix($0.key) }.max { ($0.key.count, $0.key) < ($1.key.count, $1.key) }?.value
  }

  var list: [(name: String, courier: String)] {
    couriers.map { (name: $0.key, courier: $0.value) }.sorted { $0.name < $1.name }
  }

  /// Names are compared without blanks and in small letters.
  static func folded(_ name: String) -> String {
    name.lowercased().filter { !$0.isWhitespace }
  }
}
