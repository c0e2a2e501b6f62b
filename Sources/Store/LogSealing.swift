import Vocabulary

/// How the chain grows on PostgreSQL: the next writer that gets the advisory lock joins the operations of finished
/// transactions to it. A chain inside every transaction would make all writers wait for one another.
extension OperationLog {
  /// How many operations a writer seals at most on its way: more would make its own caller wait.
  private static let sealAtMost: Int64 = 128
  /// The key of the advisory lock under which the chain grows: "PEAK".
  private static let sealLock: Int64 = 0x5045_414B

  /// Seals what can be sealed, unless another transaction is at it, and returns the log's end.
  ///
  /// Transactions below the snapshot's xmin are over, so no row can appear among them later.
  static func seal(_ session: any Session) throws -> LogHead {
    let seen = try session.first(
      """
      SELECT CASE WHEN pg_try_advisory_xact_lock($1) THEN 1 ELSE 0 END, sequence, hash FROM log_head WHERE one = 1
      """, [.integer(sealLock)]
    ) { (isMine: try $0.integer(0) == 1, head: LogHead(sequence: try $0.integer(1), hash: try $0.text(2))) }
    guard let seen, seen.isMine else { return seen?.head ?? LogHead(sequence: 0, hash: "") }
    // Read again: the statement above began before it had the lock, and may have seen an older head.
    // A store restored into another cluster begins anew with small transaction numbers: then nothing is below the mark.
    let start = try session.first(
      """
      SELECT sequence, hash,
        CASE WHEN sealed_below > pg_snapshot_xmax(pg_current_snapshot())::text::bigint THEN 0 ELSE sealed_below END
      FROM log_head WHERE one = 1
      """
    ) {
      (head: LogHead(sequence: try $0.integer(0), hash: try $0.text(1)), sealedBelow: try $0.integer(2))
    }
    guard let start else { return seen.head }
    var head = start.head
    var sealedBelow = start.sealedBelow
    var ids: [String] = []
    var hashes: [String] = []
    try session.rows(
      """
      SELECT id, verb, actor, role, at, arguments_digest, playbook_version, state, result, transaction_id
      FROM operation
      WHERE transaction_id >= $1 AND transaction_id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
        AND NOT EXISTS (SELECT 1 FROM log_entry e WHERE e.operation_id = operation.id)
      ORDER BY transaction_id, id LIMIT $2
      """,
      [.integer(start.sealedBelow), .integer(sealAtMost)]
    ) {
      let link = try LogChain.Link($0)
      head = LogChain.next(after: head, link)
      ids.append(link.id)
      hashes.append(head.hash)
      // A transaction holds one operation, so the next search begins behind it.
      sealedBelow = try $0.integer(9) + 1
    }
    guard !ids.isEmpty else { return head }
    try session.run(
      """
      INSERT INTO log_entry (sequence, operation_id, hash)
      SELECT $1 + link.place, link.id, link.hash
      FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS link (id, hash, place)
      """, [.integer(start.head.sequence), .text(array(ids)), .text(array(hashes))])
    try move(to: head, sealedBelow: sealedBelow, session)
    return head
  }

  /// A PostgreSQL array literal. Operation ids and hashes hold letters, digits and `-_./` only, so none needs quoting.
  private static func array(_ texts: [String]) -> String {
    "{" + texts.joined(separator: ",") + "}"
  }
}
