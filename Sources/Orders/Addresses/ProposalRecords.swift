import Store
import Vocabulary

/// The SQL of address_proposal.
enum ProposalRecords {
  /// An open proposal with what deciding it needs.
  struct Open {
    let number: Int64
    let source: String
    let region: String?
    let masked: String
    let missing: [String]
    let placeDigest: String?
    let phoneDigest: String?
    let envelope: String?
  }

  static func insert(
    _ shown: ShownAddress, _ intake: AddressIntake, number: Int64, missing: [String], source: HoldSource,
    envelope: String?, of key: OrderKey,
    _ change: Change
  ) throws {
    try change.session.run(
      """
      INSERT INTO address_proposal (shop, order_id, number, source, region, masked, missing, place_digest, phone_digest,
        envelope, proposed_at, proposed_by, state, operation_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'open', $13)
      """,
      [
        .text(key.shop), .text(key.id), .integer(number), .text(source.text), Value(shown.region),
        .text(intake.masked(shown)), .text(missing.joined(separator: " ")), Value(intake.placeDigest(shown)),
        Value(intake.phoneDigest(shown)), Value(envelope), .integer(change.operation.at.milliseconds),
        .text(change.operation.actor.name), .text(change.operation.id.text),
      ])
  }

  static func nextNumber(_ key: OrderKey, _ session: any Session) throws -> Int64 {
    try session.count(
      "SELECT COALESCE(MAX(number), 0) + 1 FROM address_proposal WHERE shop = $1 AND order_id = $2",
      [.text(key.shop), .text(key.id)])
  }

  /// The open proposal of an order, whose row is locked.
  static func open(_ key: OrderKey, _ session: any Session) throws -> Open? {
    try session.first(
      """
      SELECT number, source, region, masked, missing, place_digest, phone_digest, envelope FROM address_proposal
      WHERE shop = $1 AND order_id = $2 AND state = 'open'
      """, [.text(key.shop), .text(key.id)]
    ) {
      Open(
        number: try $0.integer(0), source: try $0.text(1), region: try $0.optionalText(2), masked: try $0.text(3),
        missing: try $0.text(4).split(separator: " ").map(String.init), placeDigest: try $0.optionalText(5),
        phoneDigest: try $0.optionalText(6), envelope: try $0.optionalText(7))
    }
  }

  /// Decides the open proposal of an order; returns its number, nil when there is none.
  static func decide(
    _ state: AddressProposal.State, version: Int64?, of key: OrderKey, _ change: Change
  ) throws -> Int64? {
    try change.session.first(
      """
      UPDATE address_proposal SET state = $3, version = $4, decided_at = $5, decided_by = $6, decide_operation_id = $7
      WHERE shop = $1 AND order_id = $2 AND state = 'open'
      RETURNING number
      """,
      [
        .text(key.shop), .text(key.id), .text(state.rawValue), Value(version),
        .integer(change.operation.at.milliseconds), .text(change.operation.actor.name),
        .text(change.operation.id.text),
      ]
    ) { try $0.integer(0) }
  }

  /// Proposals, the oldest first.
  static func list(
    shop: String?, order: String?, openOnly: Bool, limit: Int64, _ session: any Session
  ) throws -> [AddressProposal] {
    try session.all(
      """
      SELECT p.shop, p.order_id, p.number, p.source, p.region, p.masked, p.missing, p.proposed_at, p.proposed_by,
        p.state, p.decided_by, p.version, o.stage
      FROM address_proposal p JOIN shop_order o ON o.shop = p.shop AND o.id = p.order_id
      WHERE (CAST($1 AS TEXT) IS NULL OR p.shop = $1) AND (CAST($2 AS TEXT) IS NULL OR p.order_id = $2)
        AND ($3 = 0 OR p.state = 'open')
      ORDER BY p.proposed_at, p.order_id, p.number LIMIT $4
      """, [Value(shop), Value(order), Value(openOnly), .integer(limit)]
    ) { row in
      guard let state = AddressProposal.State(rawValue: try row.text(9)),
        let stage = OrderStage(rawValue: try row.integer(12))
      else { throw StoreError.engine("address_proposal holds a word this program does not know") }
      return AddressProposal(
        shop: try row.text(0), order: try row.text(1), number: try row.integer(2), source: try row.text(3),
        region: try row.optionalText(4), masked: try row.text(5),
        missing: try row.text(6).split(separator: " ").map(String.init),
        proposedAt: Instant(milliseconds: try row.integer(7)), proposedBy: try row.text(8), state: state,
        decidedBy: try row.optionalText(10), version: try row.optionalInteger(11), stage: stage)
    }
  }
}
