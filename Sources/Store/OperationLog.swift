import FoundationEssentials
import Vocabulary

/// Writes and reads the table of operations and its chain.
enum OperationLog {
  struct Stored {
    let argumentsDigest: String
    let state: String
    let result: String
  }

  static func find(_ id: OperationID, _ session: any Session) throws -> Stored? {
    try session.first(
      "SELECT arguments_digest, state, result FROM operation WHERE id = $1", [.text(id.text)]
    ) { Stored(argumentsDigest: try $0.text(0), state: try $0.text(1), result: try $0.text(2)) }
  }

  /// Adds the row, or returns false when the id is taken; on PostgreSQL it first waits for a row in flight to be decided.
  static func insert(
    _ operation: Operation, digest: String, state: String, result: String, _ session: any Session
  ) throws -> Bool {
    let link = try session.first(
      """
      INSERT INTO operation (id, verb, actor, role, at, arguments_digest, state, result, playbook_version)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, (SELECT COALESCE(MAX(version), 0) FROM playbook_version))
      ON CONFLICT (id) DO NOTHING
      RETURNING id, verb, actor, role, at, arguments_digest, playbook_version, state, result
      """,
      [
        .text(operation.id.text), .text(operation.verb), .text(operation.actor.name),
        .text(operation.actor.role.rawValue), .integer(operation.at.milliseconds), .text(digest), .text(state),
        .text(result),
      ]
    ) { try LogChain.Link($0) }
    guard let link else { return false }
    switch session.engine {
    case .sqlite: try append([link], to: try head(session), sealedBelow: 0, session)
    case .postgres: try seal(session)
    }
    return true
  }

  static func head(_ session: any Session) throws -> LogHead {
    try session.first("SELECT sequence, hash FROM log_head WHERE one = 1") {
      LogHead(sequence: try $0.integer(0), hash: try $0.text(1))
    } ?? LogHead(sequence: 0, hash: "")
  }

  /// Joins operations to the chain's end.
  private static func append(
    _ links: [LogChain.Link], to head: LogHead, sealedBelow: Int64, _ session: any Session
  ) throws {
    var sequence = head.sequence
    var hash = head.hash
    for link in links {
      sequence += 1
      hash = LogChain.hash(after: hash, sequence: sequence, link)
      try session.run(
        "INSERT INTO log_entry (sequence, operation_id, hash) VALUES ($1, $2, $3)",
        [.integer(sequence), .text(link.id), .text(hash)])
    }
    try session.run(
      "UPDATE log_head SET sequence = $1, hash = $2, sealed_below = $3 WHERE one = 1",
      [.integer(sequence), .text(hash), .integer(sealedBelow)])
  }

  /// How many operations a writer seals at most on its way: more would make its own caller wait.
  private static let sealAtMost: Int64 = 256
  /// The key of the advisory lock under which the chain grows: "PEAK".
  private static let sealLock: Int64 = 0x5045_414B

  /// On PostgreSQL only: if no other transaction is at it, joins the operations of finished transactions to the chain.
  /// Transactions below the snapshot's xmin are over, so no row can appear among them later.
  static func seal(_ session: any Session) throws {
    let mine = try session.count(
      "SELECT CASE WHEN pg_try_advisory_xact_lock($1) THEN 1 ELSE 0 END", [.integer(sealLock)])
    guard mine == 1 else { return }
    let start = try session.first("SELECT sequence, hash, sealed_below FROM log_head WHERE one = 1") {
      (head: LogHead(sequence: try $0.integer(0), hash: try $0.text(1)), sealedBelow: try $0.integer(2))
    }
    guard let start else { return }
    var next = start.sealedBelow
    var links: [LogChain.Link] = []
    try session.rows(
      """
      SELECT id, verb, actor, role, at, arguments_digest, playbook_version, state, result, transaction_id
      FROM operation
      WHERE transaction_id >= $1 AND transaction_id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
      ORDER BY transaction_id, id LIMIT $2
      """,
      [.integer(start.sealedBelow), .integer(sealAtMost)]
    ) {
      links.append(try LogChain.Link($0))
      // A transaction holds one operation, so the next search begins behind it.
      next = try $0.integer(9) + 1
    }
    if !links.isEmpty { try append(links, to: start.head, sealedBelow: next, session) }
  }
}
