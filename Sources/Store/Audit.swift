public import Vocabulary

/// One row of the log, as `audit log` shows it.
public struct LoggedOperation: Sendable, Equatable, Codable {
  /// nil while PostgreSQL has not yet joined the operation to the chain.
  public let sequence: Int64?
  public let id: String
  public let verb: String
  public let actor: String
  public let role: String
  public let at: Instant
  public let playbookVersion: Int64
  /// `done`, or `never` for a tombstone of `operation settle`.
  public let state: String
  /// The stored answer, as JSON.
  public let result: String
}

/// What `audit verify` found about the log.
public struct LogReport: Sendable, Equatable, Codable {
  public let entries: Int64
  /// Operations that have not joined the chain yet (PostgreSQL only); the next writer seals them.
  public let unsealed: Int64
  public let head: LogHead
  public let findings: [AuditFinding]

  public init(entries: Int64, unsealed: Int64, head: LogHead, findings: [AuditFinding]) {
    self.entries = entries
    self.unsealed = unsealed
    self.head = head
    self.findings = findings
  }
}

/// Something that contradicts a promise.
public struct AuditFinding: Sendable, Equatable, Codable {
  /// A stable English identifier: `hash_mismatch`, `sequence_gap`, `operation_missing` …
  public let code: String
  /// The sequence number, operation or order concerned.
  public let place: String
  public let zh: String
  public let en: String

  public init(code: String, place: String, _ message: Message) {
    self.code = code
    self.place = place
    zh = message.zh
    en = message.en
  }
}

extension Store {
  /// The newest operations, newest first. `before` pages on: only operations with a smaller sequence number.
  public func log(limit: Int64, before: Int64? = nil) throws -> [LoggedOperation] {
    try read { session in
      try session.all(
        """
        SELECT e.sequence, o.id, o.verb, o.actor, o.role, o.at, o.playbook_version, o.state, o.result
        FROM operation o LEFT JOIN log_entry e ON e.operation_id = o.id
        WHERE CAST($1 AS BIGINT) IS NULL OR e.sequence < $1
        ORDER BY CASE WHEN e.sequence IS NULL THEN 0 ELSE 1 END, e.sequence DESC, o.at DESC, o.id DESC
        LIMIT $2
        """, [Value(before), .integer(limit)]
      ) { row in
        LoggedOperation(
          sequence: try row.optionalInteger(0), id: try row.text(1), verb: try row.text(2), actor: try row.text(3),
          role: try row.text(4), at: Instant(milliseconds: try row.integer(5)), playbookVersion: try row.integer(6),
          state: try row.text(7), result: try row.text(8))
      }
    }
  }

  /// Walks the whole chain: every hash, every number, every operation, and the end against the head.
  ///
  /// `since` is the head of an earlier receipt. Without it a tail cut off together with the head, or a chain rewritten
  /// from some row to its end, cannot be seen from inside.
  public func verifyLog(since: LogHead? = nil) throws -> LogReport {
    try read { try Self.verifyLog($0, since: since) }
  }

  /// The same inside a transaction.
  static func verifyLog(_ session: any Session, since: LogHead?) throws -> LogReport {
    var walk = ChainWalk(since: since)
    while true {
      let before = walk.sequence
      try session.rows(
        """
        SELECT e.sequence, e.hash, e.operation_id, o.id, o.verb, o.actor, o.role, o.at, o.arguments_digest,
          o.playbook_version, o.state, o.result
        FROM log_entry e LEFT JOIN operation o ON o.id = e.operation_id
        WHERE e.sequence > $1 ORDER BY e.sequence LIMIT 2000
        """, [.integer(before)]
      ) { row in
        let link = try row.optionalText(3) == nil ? nil : try LogChain.Link(row, from: 3)
        walk.step(sequence: try row.integer(0), hash: try row.text(1), operation: try row.text(2), link)
      }
      if walk.sequence == before { break }
    }
    let foreign = try session.count("SELECT COUNT(*) FROM log_entry WHERE sequence < 1")
    if foreign > 0 {
      walk.report("entry_foreign", place: "\(foreign)", "日志开头之前有外来的记录", "there are entries before the log's first")
    }
    let head = try OperationLog.head(session)
    walk.finish(head: head)
    let unsealed = try session.count(
      "SELECT COUNT(*) FROM operation o WHERE NOT EXISTS (SELECT 1 FROM log_entry e WHERE e.operation_id = o.id)")
    // Differs because only PostgreSQL seals after the commit; there, whatever is below the mark must be sealed.
    let escaped = try session.count(
      SQL(
        sqlite: """
          SELECT COUNT(*) FROM operation o
          WHERE NOT EXISTS (SELECT 1 FROM log_entry e WHERE e.operation_id = o.id)
          """,
        postgres: """
          SELECT COUNT(*) FROM operation o
          WHERE NOT EXISTS (SELECT 1 FROM log_entry e WHERE e.operation_id = o.id)
            AND o.transaction_id < (
              SELECT sealed_below FROM log_head
              WHERE one = 1 AND sealed_below <= pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
          """))
    if escaped > 0 {
      walk.report("operation_unchained", place: "\(escaped)", "有操作不在链中", "operations are missing from the chain")
    }
    return LogReport(entries: walk.entries, unsealed: unsealed, head: head, findings: walk.findings)
  }
}

/// Follows the chain from its first entry.
private struct ChainWalk {
  let since: LogHead?
  var sequence: Int64 = 0
  var hash = ""
  var entries: Int64 = 0
  var sawSince = false
  var findings: [AuditFinding] = []

  init(since: LogHead?) {
    self.since = since
  }

  mutating func report(_ code: String, place: String, _ zh: String, _ en: String) {
    // The first hundred tell the story; a broken chain would otherwise list every row.
    if findings.count < 100 { findings.append(AuditFinding(code: code, place: place, Message(zh: zh, en: en))) }
  }

  mutating func step(sequence found: Int64, hash stored: String, operation: String, _ link: LogChain.Link?) {
    entries += 1
    if found != sequence + 1 {
      report("sequence_gap", place: "\(sequence + 1)", "日志缺号", "entries are missing from the log")
    }
    if let link {
      if LogChain.hash(after: hash, sequence: found, link) != stored {
        report("hash_mismatch", place: "\(found)", "这一条被改动过", "this entry was altered")
      }
    } else {
      report("operation_missing", place: operation, "链中的操作不见了", "an operation of the chain is missing")
    }
    if let since, since.sequence == found {
      sawSince = true
      if since.hash != stored {
        report("receipt_mismatch", place: since.text, "日志与回执不符", "the log contradicts the receipt")
      }
    }
    sequence = found
    hash = stored
  }

  mutating func finish(head: LogHead) {
    if head.sequence != sequence || head.hash != hash {
      report("tail_cut", place: "\(sequence)", "日志末尾与链头不符", "the log's end does not match its head")
    }
    if let since, since.sequence > 0, !sawSince {
      report("receipt_missing", place: since.text, "回执所指的记录不见了", "the entry that the receipt names is gone")
    }
  }
}
