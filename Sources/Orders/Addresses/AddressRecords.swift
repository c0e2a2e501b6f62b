import Store
public import Vocabulary

/// The SQL of address_version and of looks at full addresses.
enum AddressRecords {
  static func insert(
    _ shown: ShownAddress, _ intake: AddressIntake, number: Int64, source: AddressVersion.Source, envelope: String?,
    seenAt: Instant,
    consequence: AddressConsequence, of key: OrderKey, _ change: Change
  ) throws {
    try change.session.run(
      """
      INSERT INTO address_version (shop, order_id, number, source, region, masked, place_digest, phone_digest, envelope,
        seen_at, consequence, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
      """,
      [
        .text(key.shop), .text(key.id), .integer(number), .text(source.rawValue), Value(shown.region),
        .text(intake.masked(shown)), Value(intake.placeDigest(shown)), Value(intake.phoneDigest(shown)),
        Value(envelope),
        .integer(seenAt.milliseconds), .text(consequence.rawValue), .text(change.operation.id.text),
      ])
  }

  /// The version that a proposal became.
  static func insert(
    _ proposal: ProposalRecords.Open, number: Int64, envelope: String?, consequence: AddressConsequence,
    of key: OrderKey, _ change: Change
  ) throws {
    try change.session.run(
      """
      INSERT INTO address_version (shop, order_id, number, source, region, masked, place_digest, phone_digest, envelope,
        seen_at, consequence, operation_id)
      VALUES ($1, $2, $3, 'person', $4, $5, $6, $7, $8, $9, $10, $11)
      """,
      [
        .text(key.shop), .text(key.id), .integer(number), Value(proposal.region), .text(proposal.masked),
        Value(proposal.placeDigest), Value(proposal.phoneDigest), Value(envelope),
        .integer(change.operation.at.milliseconds), .text(consequence.rawValue), .text(change.operation.id.text),
      ])
  }

  /// Every version that is kept, oldest first.
  static func all(_ key: OrderKey, _ session: any Session) throws -> [AddressVersion] {
    try session.all(
      """
      SELECT number, source, region, masked, seen_at, consequence, CASE WHEN envelope IS NULL THEN 0 ELSE 1 END
      FROM address_version
      WHERE shop = $1 AND order_id = $2 ORDER BY number
      """, [.text(key.shop), .text(key.id)]
    ) { row in
      guard let source = AddressVersion.Source(rawValue: try row.text(1)),
        let consequence = AddressConsequence(rawValue: try row.text(5))
      else { throw StoreError.engine("address_version holds a word this program does not know") }
      return AddressVersion(
        number: try row.integer(0), source: source, region: try row.optionalText(2), masked: try row.text(3),
        seenAt: Instant(milliseconds: try row.integer(4)), consequence: consequence, isKept: try row.integer(6) == 1)
    }
  }

  /// Whether another address was seen since a moment.
  static func hasVersion(since moment: Instant, _ key: OrderKey, _ session: any Session) throws -> Bool {
    try session.count(
      "SELECT COUNT(*) FROM address_version WHERE shop = $1 AND order_id = $2 AND number > 1 AND seen_at >= $3",
      [.text(key.shop), .text(key.id), .integer(moment.milliseconds)]) > 0
  }

  static func miscounted(_ session: any Session) throws -> [OrderKey] {
    try session.all(
      """
      SELECT o.shop, o.id FROM shop_order o
      LEFT JOIN (
        SELECT shop, order_id, MAX(number) AS newest FROM address_version GROUP BY shop, order_id
      ) v ON v.shop = o.shop AND v.order_id = o.id
      WHERE o.address_version <> COALESCE(v.newest, 1) OR o.printed_version > o.address_version
      ORDER BY o.shop, o.id LIMIT 100
      """
    ) { OrderKey(shop: try $0.text(0), id: try $0.text(1)) }
  }

  static func placeDigest(_ key: OrderKey, number: Int64, _ session: any Session) throws -> String? {
    try session.first(
      "SELECT place_digest FROM address_version WHERE shop = $1 AND order_id = $2 AND number = $3",
      [.text(key.shop), .text(key.id), .integer(number)]
    ) { try $0.optionalText(0) } ?? nil
  }

  static func envelope(_ key: OrderKey, number: Int64, _ session: any Session) throws -> String? {
    try session.first(
      "SELECT envelope FROM address_version WHERE shop = $1 AND order_id = $2 AND number = $3",
      [.text(key.shop), .text(key.id), .integer(number)]
    ) { try $0.optionalText(0) } ?? nil
  }

  /// The newest version of orders with this phone number.
  static func orders(phoneDigest: String, shop: String?, _ session: any Session) throws -> [OrderKey] {
    try session.all(
      """
      SELECT DISTINCT shop, order_id FROM address_version
      WHERE phone_digest = $1 AND (CAST($2 AS TEXT) IS NULL OR shop = $2) ORDER BY order_id, shop LIMIT 1000
      """, [.text(phoneDigest), Value(shop)]
    ) { OrderKey(shop: try $0.text(0), id: try $0.text(1)) }
  }

  /// Other orders that are not over and show the same recipient.
  static func mates(of order: Order, _ session: any Session) throws -> [String] {
    try session.all(
      """
      SELECT id FROM shop_order
      WHERE shop = $1 AND id <> $2 AND stage < 90
        AND (address_digest = $3 OR masked_address_digest = $4)
      ORDER BY id LIMIT 20
      """,
      [
        .text(order.key.shop), .text(order.key.id), Value(order.address.digest), Value(order.address.maskedDigest),
      ]
    ) { try $0.text(0) }
  }

  /// For the follower of `addressLate`: versions of this change whose parcel had left.
  static func late(_ change: Change) throws -> [LateAddress] {
    try change.session.all(
      """
      SELECT v.shop, v.order_id, v.number, o.stage FROM address_version v
      JOIN shop_order o ON o.shop = v.shop AND o.id = v.order_id
      WHERE v.operation_id = $1 AND v.consequence = 'interception' ORDER BY v.shop, v.order_id, v.number
      """, [.text(change.operation.id.text)]
    ) { row in
      guard let stage = OrderStage(rawValue: try row.integer(3)) else {
        throw StoreError.engine("shop_order holds a stage this program does not know")
      }
      return LateAddress(
        key: OrderKey(shop: try row.text(0), id: try row.text(1)), number: try row.integer(2), stage: stage)
    }
  }

  static func noteLook(_ key: OrderKey, reason: String, _ change: Change) throws {
    try change.session.run(
      """
      INSERT INTO address_look (operation_id, shop, order_id, reason, actor, at) VALUES ($1, $2, $3, $4, $5, $6)
      """,
      [
        .text(change.operation.id.text), .text(key.shop), .text(key.id), .text(reason),
        .text(change.operation.actor.name), .integer(change.operation.at.milliseconds),
      ])
  }

  /// Orders whose label bears an older address, those that have come furthest first.
  static func voidLabels(shop: String?, limit: Int64, _ session: any Session) throws -> [OrderLabel] {
    try session.all(
      """
      SELECT shop, id, stage, printed_version, address_version FROM shop_order
      WHERE printed_version <> address_version AND stage >= 50 AND stage < 90
        AND (CAST($1 AS TEXT) IS NULL OR shop = $1)
      ORDER BY stage DESC, id LIMIT $2
      """, [Value(shop), .integer(limit)], label)
  }

  /// Orders whose approved change no source has shown yet.
  static func awaited(shop: String?, limit: Int64, _ session: any Session) throws -> [OrderLabel] {
    try session.all(
      """
      SELECT shop, id, stage, printed_version, address_version FROM shop_order
      WHERE awaited_address IS NOT NULL AND stage < 90 AND (CAST($1 AS TEXT) IS NULL OR shop = $1)
      ORDER BY stage DESC, id LIMIT $2
      """, [Value(shop), .integer(limit)], label)
  }

  private static func label(_ row: any Row) throws -> OrderLabel {
    guard let stage = OrderStage(rawValue: try row.integer(2)) else {
      throw StoreError.engine("shop_order holds a stage this program does not know")
    }
    return OrderLabel(
      shop: try row.text(0), order: try row.text(1), stage: stage, labelVersion: try row.integer(3),
      addressVersion: try row.integer(4))
  }

  /// How many labels bear an older address, and how many approved changes the platform does not show yet.
  static func counts(shop: String?, _ session: any Session) throws -> AddressCounts {
    let labels = try session.first(
      """
      SELECT
        CAST(COALESCE(SUM(CASE WHEN printed_version <> address_version AND stage >= 50 AND stage < 90 THEN 1 ELSE 0 END),
          0) AS BIGINT),
        CAST(COALESCE(SUM(CASE WHEN awaited_address IS NOT NULL AND stage < 90 THEN 1 ELSE 0 END), 0) AS BIGINT)
      FROM shop_order WHERE CAST($1 AS TEXT) IS NULL OR shop = $1
      """, [Value(shop)]
    ) { (try $0.integer(0), try $0.integer(1)) }
    let open = try session.count(
      "SELECT COUNT(*) FROM address_proposal WHERE state = 'open' AND (CAST($1 AS TEXT) IS NULL OR shop = $1)",
      [Value(shop)])
    return AddressCounts(voidLabels: labels?.0 ?? 0, awaited: labels?.1 ?? 0, openProposals: open)
  }
}

/// A version that came when the parcel had left.
public struct LateAddress: Sendable {
  public let key: OrderKey
  public let number: Int64
  public let stage: OrderStage
}

/// An order, the address version on its label, and the newest one.
public struct OrderLabel: Sendable, Codable, Equatable {
  public let shop: String
  public let order: String
  public let stage: OrderStage
  public let labelVersion: Int64
  public let addressVersion: Int64
}

/// What is open about addresses.
public struct AddressCounts: Sendable, Codable, Equatable {
  public let voidLabels: Int64
  /// Changes approved here that no import has shown yet: the platform or the ERP may still have the old address.
  public let awaited: Int64
  public let openProposals: Int64
}
