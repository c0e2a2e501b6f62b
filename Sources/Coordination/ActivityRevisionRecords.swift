import Store

/// The SQL of who relies on activities.
enum ActivityRevisionRecords {
  /// Activities that were changed by `activity change`, in whatever shop.
  static func changed(_ session: any Session) throws -> Set<String> {
    Set(try session.all("SELECT DISTINCT activity FROM activity_version") { try $0.text(0) })
  }

  static func shopsWithPasses(_ session: any Session) throws -> [String] {
    try session.all("SELECT DISTINCT shop FROM training_pass WHERE end_operation_id IS NULL ORDER BY shop") {
      try $0.text(0)
    }
  }
}
