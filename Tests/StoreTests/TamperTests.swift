import Glibc
import TestSupport
import Testing
import Vocabulary

@testable import Store

/// `verifyLog` is clean after honest work and finds every kind of alteration.
@Suite struct TamperTests {
  /// Twelve operations, all in the chain, and the heads after each of them.
  static func filled(_ engine: Engine) throws -> (place: TestStore, store: Store, heads: [LogHead]) {
    let (place, store) = try TestStore.make(engine: engine)
    for number in 1...12 {
      let at = Moments.opening.adding(minutes: Int64(number))
      _ = try store.perform(try operation("OP\(number)", verb: "verb \(number)", at: at)) { _ in number * 10 }
    }
    try sealAll(store)
    let heads = try store.read {
      try $0.all("SELECT sequence, hash FROM log_entry ORDER BY sequence") {
        LogHead(sequence: try $0.integer(0), hash: try $0.text(1))
      }
    }
    #expect(heads.count == 12)
    return (place, store, heads)
  }

  /// PostgreSQL seals what lies below the oldest transaction of the whole cluster, so other tests may delay it.
  static func sealAll(_ store: Store) throws {
    guard store.database.engine == .postgres else { return }
    for _ in 0..<2_000 where try store.verifyLog().unsealed > 0 {
      _ = try store.database.write { try OperationLog.seal($0) }
      usleep(2_000)
    }
  }

  @Test("the log is clean after operations, settlements and retries", arguments: TestStore.engines)
  func clean(engine: Engine) throws {
    let (_, store, heads) = try Self.filled(engine)
    _ = try store.settle(try SettleTests.id("OP5"), actor: People.li, now: Moments.evening)
    _ = try store.settle(try SettleTests.id("LOST"), actor: People.li, now: Moments.evening)
    _ = try store.perform(try operation("OP7")) { _ in 0 }
    try Self.sealAll(store)
    for since in heads {
      let report = try store.verifyLog(since: since)
      #expect(report.findings == [])
      #expect(report.entries == 13)
      #expect(report.unsealed == 0)
      #expect(report.head.sequence == 13)
    }
  }

  /// What somebody with the file, or with the server's password, may do, and what is found then.
  static let alterations: [(name: String, scripts: [String], codes: Set<String>)] = [
    ("verb", ["UPDATE operation SET verb = 'x' WHERE id = 'OP4'"], ["hash_mismatch"]),
    ("actor", ["UPDATE operation SET actor = 'x' WHERE id = 'OP4'"], ["hash_mismatch"]),
    ("role", ["UPDATE operation SET role = 'admin' WHERE id = 'OP1'"], ["hash_mismatch"]),
    ("time", ["UPDATE operation SET at = at + 1 WHERE id = 'OP4'"], ["hash_mismatch"]),
    ("arguments", ["UPDATE operation SET arguments_digest = '00' WHERE id = 'OP4'"], ["hash_mismatch"]),
    ("playbook", ["UPDATE operation SET playbook_version = 9 WHERE id = 'OP4'"], ["hash_mismatch"]),
    ("state", ["UPDATE operation SET state = 'never' WHERE id = 'OP4'"], ["hash_mismatch"]),
    ("result", ["UPDATE operation SET result = '41' WHERE id = 'OP4'"], ["hash_mismatch"]),
    ("hash", ["UPDATE log_entry SET hash = 'x' WHERE sequence = 4"], ["hash_mismatch"]),
    ("id", ["UPDATE operation SET id = 'OP99' WHERE id = 'OP4'"], ["operation_missing", "operation_unchained"]),
    (
      "id in both",
      [
        "UPDATE operation SET id = 'OP99' WHERE id = 'OP4'",
        "UPDATE log_entry SET operation_id = 'OP99' WHERE operation_id = 'OP4'",
      ], ["hash_mismatch"]
    ),
    ("deleted operation", ["DELETE FROM operation WHERE id = 'OP4'"], ["operation_missing"]),
    (
      "deleted entry", ["DELETE FROM log_entry WHERE sequence = 4"],
      ["sequence_gap", "hash_mismatch", "operation_unchained"]
    ),
    (
      "deleted in the middle",
      ["DELETE FROM operation WHERE id = 'OP4'", "DELETE FROM log_entry WHERE sequence = 4"],
      ["sequence_gap", "hash_mismatch"]
    ),
    (
      "deleted and renumbered",
      [
        "DELETE FROM operation WHERE id = 'OP4'", "DELETE FROM log_entry WHERE sequence = 4",
        "UPDATE log_entry SET sequence = sequence - 100 WHERE sequence > 4",
        "UPDATE log_entry SET sequence = sequence + 99 WHERE sequence < 0",
      ], ["hash_mismatch", "tail_cut"]
    ),
    (
      "cut tail",
      ["DELETE FROM operation WHERE id = 'OP11'", "DELETE FROM log_entry WHERE operation_id IN ('OP11', 'OP12')"],
      ["tail_cut", "operation_unchained"]
    ),
    (
      "swapped rows",
      [
        "UPDATE log_entry SET operation_id = 'T' WHERE sequence = 4",
        "UPDATE log_entry SET operation_id = 'OP4' WHERE sequence = 5",
        "UPDATE log_entry SET operation_id = 'OP5' WHERE sequence = 4",
      ], ["hash_mismatch"]
    ),
    ("head", ["UPDATE log_head SET hash = 'x'"], ["tail_cut"]),
    ("no head", ["DELETE FROM log_head"], ["tail_cut"]),
    (
      "foreign row before the first",
      [
        foreign, "INSERT INTO log_entry (sequence, operation_id, hash) VALUES (0, 'FOREIGN', 'x')",
      ], ["entry_foreign"]
    ),
    (
      "foreign row far before the first",
      [
        foreign, "INSERT INTO log_entry (sequence, operation_id, hash) VALUES (-7, 'FOREIGN', 'x')",
      ], ["entry_foreign"]
    ),
    (
      "foreign row at the end",
      [
        foreign, "INSERT INTO log_entry (sequence, operation_id, hash) VALUES (99, 'FOREIGN', 'x')",
      ], ["sequence_gap", "hash_mismatch", "tail_cut"]
    ),
  ]

  static let foreign = """
    INSERT INTO operation (id, verb, actor, role, at, arguments_digest, playbook_version, state, result)
    VALUES ('FOREIGN', 'refund', 'x', 'lead', 1, '', 0, 'done', '1')
    """

  @Test("every alteration by raw SQL is found", arguments: TestStore.engines)
  func altered(engine: Engine) throws {
    let (_, store, _) = try Self.filled(engine)
    for alteration in Self.alterations {
      var codes: Set<String> = []
      #expect(throws: GaveUp.self) {
        try store.database.write { session in
          for script in alteration.scripts { try session.script(script) }
          codes = Set(try Store.verifyLog(session, since: nil).findings.map(\.code))
          throw GaveUp()
        }
      }
      #expect(codes.intersection(alteration.codes) == alteration.codes, "\(alteration.name): \(codes)")
    }
    #expect(try store.verifyLog().findings == [])
  }

  @Test("an operation slipped in beside the chain is found", arguments: TestStore.engines)
  func slippedIn(engine: Engine) throws {
    let (_, store, _) = try Self.filled(engine)
    try store.database.write {
      try $0.script(Self.foreign)
      // Differs because on PostgreSQL a new row waits for the next writer, unless its transaction is long over.
      if engine == .postgres { try $0.script("UPDATE operation SET transaction_id = 3 WHERE id = 'FOREIGN'") }
    }
    #expect(try store.verifyLog().findings.map(\.code) == ["operation_unchained"])
  }

  @Test("a tail cut off together with the head is found by a later receipt only", arguments: TestStore.engines)
  func cutWithHead(engine: Engine) throws {
    let (_, store, heads) = try Self.filled(engine)
    let kept = heads[7]
    let last = try #require(heads.last)
    try store.database.write { session in
      for script in [
        "DELETE FROM operation WHERE id NOT IN (SELECT operation_id FROM log_entry WHERE sequence <= \(kept.sequence))",
        "DELETE FROM log_entry WHERE sequence > \(kept.sequence)",
        "UPDATE log_head SET sequence = \(kept.sequence), hash = '\(kept.hash)'",
      ] { try session.script(script) }
    }
    #expect(try store.verifyLog().findings == [])
    #expect(try store.verifyLog(since: kept).findings == [])
    #expect(try store.verifyLog(since: last).findings.map(\.code) == ["receipt_missing"])
    let forged = LogHead(sequence: kept.sequence, hash: last.hash)
    #expect(try store.verifyLog(since: forged).findings.map(\.code) == ["receipt_mismatch"])
  }
}
