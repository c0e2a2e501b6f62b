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

  /// Adds the row and returns the log's end, or nil when the id is taken; on PostgreSQL it first waits for a row in
  /// flight to be decided.
  static func insert(
    _ operation: Operation, digest: String, state: String, result: String, _ session: any Session
  ) throws -> LogHead? {
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
    guard let link else { return nil }
    switch session.engine {
    case .sqlite: return try join(link, session)
    case .postgres: return try seal(session)
    }
  }

  static func head(_ session: any Session) throws -> LogHead {
    try session.first("SELECT sequence, hash FROM log_head WHERE one = 1") {
      LogHead(sequence: try $0.integer(0), hash: try $0.text(1))
    } ?? LogHead(sequence: 0, hash: "")
  }

  /// On SQLite: joins an operation to the chain's end.
  private static func join(_ link: LogChain.Link, _ session: any Session) throws -> LogHead {
    let head = LogChain.next(after: try head(session), link)
    try session.run(
      "INSERT INTO log_entry (sequence, operation_id, hash) VALUES ($1, $2, $3)",
      [.integer(head.sequence), .text(link.id), .text(head.hash)])
    try move(to: head, sealedBelow: 0, session)
    return head
  }

  static func move(to head: LogHead, sealedBelow: Int64, _ session: any Session) throws {
    try session.run(
      "UPDATE log_head SET sequence = $1, hash = $2, sealed_below = $3 WHERE one = 1",
      [.integer(head.sequence), .text(head.hash), .integer(sealedBelow)])
  }
}
