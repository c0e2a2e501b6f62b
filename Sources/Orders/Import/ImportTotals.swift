public import Vocabulary

/// What an import counted.
public struct ImportTotals: Sendable, Codable, Equatable {
  /// Records of the file, the header not counted.
  public var rows: Int64 = 0
  public var new: Int64 = 0
  public var changed: Int64 = 0
  public var same: Int64 = 0
  public var rejected: Int64 = 0
  public var held: Int64 = 0
  public var lifted: Int64 = 0
  public var bypassed: Int64 = 0
  /// Rows whose status is a word that is not in our table.
  public var unknownStatuses: Int64 = 0
  /// Rows of an order that stood in the file before.
  public var repeated: Int64 = 0

  public init() {}

  static func += (left: inout ImportTotals, right: ImportTotals) {
    left.rows += right.rows
    left.new += right.new
    left.changed += right.changed
    left.same += right.same
    left.rejected += right.rejected
    left.held += right.held
    left.lifted += right.lifted
    left.bypassed += right.bypassed
    left.unknownStatuses += right.unknownStatuses
    left.repeated += right.repeated
  }
}

/// A row that was set aside, with its place and reason.
public struct RejectedRow: Sendable, Equatable {
  public let row: Int
  public let column: String?
  public let code: String
  public let message: Message
  /// The row as it stands in the file.
  public let text: String

  package init(row: Int, column: String?, code: String, message: Message, text: String) {
    (self.row, self.column, self.code, self.message, self.text) = (row, column, code, message, text)
  }
}
