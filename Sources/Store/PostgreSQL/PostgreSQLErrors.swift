extension StoreError {
  /// Translates an error of the server by its SQLSTATE (PostgreSQL documentation, Appendix A). `message` is the primary
  /// message only: detail and context may quote values.
  static func postgres(_ sqlState: String, _ message: String) -> StoreError {
    switch sqlState {
    case "40001", "40P01": .retry(message)
    case "55P03", "57014": .busy
    case "53100": .full
    case "25006", "57P01", "57P02", "57P03", "57P04", "57P05", "53300", "25P03": .unavailable(message)
    case let state where state.hasPrefix("08"): .unavailable(message)
    case let state where state.hasPrefix("23"): .constraint(message)
    // Class 22, data exceptions: "invalid input syntax for type bigint: …" quotes the value itself.
    case let state where state.hasPrefix("22"): .engine("a value does not fit its column (SQLSTATE \(state))")
    default: .engine("\(message) (SQLSTATE \(sqlState))")
    }
  }

  /// Translates an error that came as the answer to COMMIT: only a conflict or a broken constraint is a sure abort
  /// (40003 means "completion unknown").
  static func postgresCommit(_ sqlState: String, _ message: String) -> StoreError {
    (sqlState.hasPrefix("40") && sqlState != "40003") || sqlState.hasPrefix("23")
      ? postgres(sqlState, message) : .unknownOutcome("\(message) (SQLSTATE \(sqlState))")
  }
}
