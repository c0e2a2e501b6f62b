/// The statements of one gate pass, in the order in which the store sends them, as a script of pgbench.
///
/// Two things are in the reference's favour: the digests, the chain's hashes and the JSON are constants of the right
/// length, and the entries of the chain, which the product may send in several statements, are one statement.
enum PgbenchScript {
  /// A transaction that gets the sealing lock joins at most so many operations to the chain, as in `OperationLog`.
  private static let sealAtMost = 256

  private static let pass = """
    \\set n :n + 1
    \\set id 2026111100000000000 + :client_id + :clients * :n
    BEGIN;
    SELECT arguments_digest, state, result FROM operation WHERE id = :id;
    UPDATE shop_order SET stage = 50, version = version + 1, passed_from = stage, operation_id = :id \
    WHERE shop = 'main' AND id = :id AND open_holds = 0 AND refund_block = 0 \
    AND stage >= 30 AND stage < 50 AND COALESCE(memo_seen_at, 0) >= 1 AND (parcels = 0 OR 50 <= 50) \
    AND NOT EXISTS (SELECT 1 FROM parcel p WHERE p.shop = 'main' AND p.waybill = :id) \
    RETURNING memo_seen_at, version, passed_from, parcels, CASE WHEN \
    EXISTS (SELECT 1 FROM memo_version m WHERE m.shop = 'main' AND m.order_id = :id) \
    OR EXISTS (SELECT 1 FROM order_todo t WHERE t.shop = 'main' AND t.order_id = :id) THEN 1 ELSE 0 END AS notes \\gset
    INSERT INTO gate_pass (operation_id, shop, order_id, waybill, gate, at, actor, from_stage, to_stage, \
    order_version) VALUES (:id, 'main', :id, '', 'print', 1794326709007, 'bench', 30, 50, 2);
    INSERT INTO operation (id, verb, actor, role, at, arguments_digest, state, result, playbook_version) \
    VALUES (:id, 'gate pass', 'bench', 'warehouse', 1794326709007, '\(digest)', 'done', '\(result)', \
    (SELECT COALESCE(MAX(version), 0) FROM playbook_version)) ON CONFLICT (id) DO NOTHING \
    RETURNING id, verb, actor, role, at, arguments_digest, playbook_version, state, result;
    SELECT CASE WHEN pg_try_advisory_xact_lock(1346716011) THEN 1 ELSE 0 END AS mine \\gset
    \\if :mine = 1
    SELECT sequence, hash, sealed_below FROM log_head WHERE one = 1 \\gset
    SELECT COUNT(*) AS links, string_agg(id, ' ') AS ids, COALESCE(MAX(transaction_id) + 1, 0) AS below, \
    MAX(verb || actor || role || at || arguments_digest || playbook_version || state || result) AS fields \
    FROM (SELECT id, verb, actor, role, at, arguments_digest, playbook_version, state, result, transaction_id \
    FROM operation WHERE transaction_id >= :sealed_below \
    AND transaction_id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint \
    ORDER BY transaction_id, id LIMIT \(sealAtMost)) unsealed \\gset
    """

  private static let end = """
    \\endif
    SELECT sequence, hash FROM log_head WHERE one = 1;
    COMMIT;
    """

  static var text: String {
    let head = """
      \\if :links >= 1
      INSERT INTO log_entry (sequence, operation_id, hash) SELECT CAST(:sequence AS BIGINT) + place, id, '\(digest)' \
      FROM unnest(string_to_array(:ids, ' ')) WITH ORDINALITY AS link (id, place);
      UPDATE log_head SET sequence = CAST(:sequence AS BIGINT) + :links, hash = '\(digest)', sealed_below = :below WHERE one = 1;
      \\endif
      """
    return [pass, head, end].joined(separator: "\n") + "\n"
  }

  private static let digest = String(repeating: "0123456789abcdef", count: 4)
  /// Without a colon before a letter or a digit, which pgbench would take for a variable.
  private static let result =
    #"[{"gate":"print","holds":[],"isStale": false,"memoSeenAt":"2026-11-11T00.05.09.007+08.00","order":"2026111100000000000","orderVersion": 2,"outcome":"pass","stage":"printed"}]"#
}
