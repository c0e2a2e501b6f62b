import Store
import Vocabulary

/// The sums of the ledger.
extension StockRecords {
  /// The balances kept, by SKU. `sku` nil for all.
  static func balances(
    shop: String, sku: String?, _ session: any Session, each: (StockBalance) throws -> Void
  ) throws {
    if let sku {
      return try session.rows(
        "SELECT account, quantity FROM stock_balance WHERE shop = $1 AND sku = $2 ORDER BY account",
        [.text(shop), .text(sku)]
      ) { try each(StockBalance(sku: sku, account: StockAccount(try $0.text(0)), quantity: try $0.integer(1))) }
    }
    var accounts = KnownAccounts()
    try session.rows(
      "SELECT sku, account, quantity FROM stock_balance WHERE shop = $1 ORDER BY sku, account", [.text(shop)]
    ) {
      try each(
        StockBalance(sku: try $0.text(0), account: accounts[try $0.text(1)], quantity: try $0.integer(2)))
    }
  }

  /// The same as sums of all movements, by SKU: an account may come several times. `sku` nil for all.
  static func recounted(shop: String, sku: String?, _ session: any Session) throws -> [StockBalance] {
    var accounts = KnownAccounts()
    var balances: [StockBalance] = []
    // In the order of an index that has all it needs: the sums are made on the way, without sorting.
    try session.rows(
      """
      SELECT sku, from_account, to_account, CAST(SUM(quantity) AS BIGINT) FROM stock_movement
      WHERE shop = $1 AND (CAST($2 AS TEXT) IS NULL OR sku = $2)
      GROUP BY sku, from_account, to_account ORDER BY sku, from_account, to_account
      """, [.text(shop), Value(sku)]
    ) { row in
      let (name, quantity) = (try row.text(0), try row.integer(3))
      balances.append(StockBalance(sku: name, account: accounts[try row.text(1)], quantity: -quantity))
      balances.append(StockBalance(sku: name, account: accounts[try row.text(2)], quantity: quantity))
    }
    return balances
  }

  /// Accounts are few, and come again for every SKU.
  private struct KnownAccounts {
    private var known: [StockAccount] = []

    subscript(name: String) -> StockAccount {
      mutating get {
        if let account = known.first(where: { $0.name == name }) { return account }
        known.append(StockAccount(name))
        return known[known.count - 1]
      }
    }
  }

  /// The movements that were written down after a moment.
  static func recorded(
    after moment: Instant, shop: String, sku: String?, _ session: any Session, each: (StockMovement) throws -> Void
  ) throws {
    if let sku {
      // The + keeps SQLite from looking through the movements of all goods.
      return try session.rows(
        """
        SELECT source, line, sku, from_account, to_account, quantity, at, recorded_at FROM stock_movement
        WHERE shop = $1 AND sku = $2 AND +recorded_at > $3
        """, [.text(shop), .text(sku), .integer(moment.milliseconds)]
      ) { try each(try movement($0)) }
    }
    try session.rows(
      """
      SELECT source, line, sku, from_account, to_account, quantity, at, recorded_at FROM stock_movement
      WHERE shop = $1 AND recorded_at > $2
      """, [.text(shop), .integer(moment.milliseconds)]
    ) { try each(try movement($0)) }
  }

  /// Accounts whose balance is not the sum of their movements, or in which orders' goods are not as many; at most 100.
  static func miscounted(_ session: any Session) throws -> [(shop: String, sku: String, account: String)] {
    try session.all(
      """
      SELECT shop, sku, account FROM (
        SELECT shop, sku, account, SUM(moved) AS moved, SUM(kept) AS kept FROM (
          SELECT shop, sku, to_account AS account, quantity AS moved, 0 AS kept FROM stock_movement
          UNION ALL SELECT shop, sku, from_account, -quantity, 0 FROM stock_movement
          UNION ALL SELECT shop, sku, account, 0, quantity FROM stock_balance
        ) side GROUP BY shop, sku, account
      ) sums WHERE moved <> kept
      UNION
      SELECT shop, sku, account FROM (
        SELECT shop, sku, account, SUM(kept) AS kept, SUM(stands) AS stands FROM (
          SELECT shop, sku, account, quantity AS kept, 0 AS stands FROM stock_balance
          WHERE account IN ('reserved', 'committed', 'reserved:gift', 'committed:gift', 'reserved:bundle',
            'committed:bundle', 'unavailable:buyerCancelled', 'unavailable:refundRequested')
          UNION ALL SELECT shop, sku, account, 0, quantity FROM stock_line
          WHERE account IN ('reserved', 'committed', 'reserved:gift', 'committed:gift', 'reserved:bundle',
            'committed:bundle', 'unavailable:buyerCancelled', 'unavailable:refundRequested')
        ) side GROUP BY shop, sku, account
      ) goods WHERE kept <> stands
      ORDER BY 1, 2, 3 LIMIT 100
      """
    ) { (shop: try $0.text(0), sku: try $0.text(1), account: try $0.text(2)) }
  }
}
