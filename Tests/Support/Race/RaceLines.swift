public import Store

/// A table that the raced store fills by itself: every change of an order's address, courier promises and open holds,
/// with the order's version. Imports and promises give no receipt that would tell it.
public enum RaceLines {
  public struct Line: Sendable {
    public let order: String
    public let version: Int64
    public let operation: String
    public let address: (before: Int64, after: Int64)
    public let promises: (before: Int64, after: Int64)
    public let holds: (before: Int64, after: Int64)
  }

  /// Run once, on a new store.
  public static func script(_ engine: Engine) -> String {
    switch engine {
    case .sqlite: table + "CREATE TRIGGER race_line AFTER UPDATE ON shop_order \(when) BEGIN \(insert); END;"
    case .postgres:
      """
      \(table)
      CREATE FUNCTION race_line() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \(insert); RETURN NULL; END $$;
      CREATE TRIGGER race_line AFTER UPDATE ON shop_order FOR EACH ROW \(when) EXECUTE FUNCTION race_line();
      """
    }
  }

  private static let table = """
    CREATE TABLE race_line (order_id TEXT, version BIGINT, operation_id TEXT, address_before BIGINT,
      address_after BIGINT, promises_before BIGINT, promises_after BIGINT, holds_before BIGINT, holds_after BIGINT);

    """

  private static let when = """
    WHEN (NEW.address_version <> OLD.address_version OR NEW.courier_promises <> OLD.courier_promises
      OR NEW.open_holds <> OLD.open_holds)
    """

  private static let insert = """
    INSERT INTO race_line VALUES (NEW.id, NEW.version, NEW.operation_id, OLD.address_version, NEW.address_version,
      OLD.courier_promises, NEW.courier_promises, OLD.open_holds, NEW.open_holds)
    """

  public static func all(_ session: any Session) throws -> [Line] {
    try session.all(
      """
      SELECT order_id, version, operation_id, address_before, address_after, promises_before, promises_after,
        holds_before, holds_after
      FROM race_line ORDER BY order_id, version
      """
    ) {
      Line(
        order: try $0.text(0), version: try $0.integer(1), operation: try $0.text(2),
        address: (try $0.integer(3), try $0.integer(4)), promises: (try $0.integer(5), try $0.integer(6)),
        holds: (try $0.integer(7), try $0.integer(8)))
    }
  }
}
