/// One statement, fixed at compile time: a value can only ever be bound to it, never become part of it.
///
/// It is written once, in the dialect that both engines share. Where they differ, `init(sqlite:postgres:)` holds both
/// texts under a comment that begins "Differs because".
public struct SQL: ExpressibleByStringLiteral, Sendable {
  let sqlite: StaticString
  let postgres: StaticString

  public init(stringLiteral text: StaticString) {
    sqlite = text
    postgres = text
  }

  public init(sqlite: StaticString, postgres: StaticString) {
    self.sqlite = sqlite
    self.postgres = postgres
  }

  func text(for engine: Engine) -> StaticString {
    switch engine {
    case .sqlite: sqlite
    case .postgres: postgres
    }
  }

  /// Whether both are the same statement of the source: literals are compared by their text.
  package static func ~= (left: SQL, right: SQL) -> Bool {
    left.sqlite.description == right.sqlite.description && left.postgres.description == right.postgres.description
  }
}

/// The two engines a store can live in.
public enum Engine: String, Sendable, CaseIterable, Codable {
  case sqlite, postgres
}

/// A bound value: identifiers are text; times, money and counts are 64-bit integers; booleans are 0 and 1.
public enum Value: Sendable, Equatable {
  case null
  case integer(Int64)
  case text(String)
}

extension Value: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByNilLiteral {
  public init(integerLiteral value: Int64) { self = .integer(value) }
  public init(stringLiteral value: String) { self = .text(value) }
  public init(nilLiteral: ()) { self = .null }

  public init(_ value: Int64?) { self = value.map(Value.integer) ?? .null }
  public init(_ value: String?) { self = value.map(Value.text) ?? .null }
  public init(_ value: Bool) { self = .integer(value ? 1 : 0) }
}

/// One row of an answer; columns count from 0. It is valid only inside the closure that receives it.
public protocol Row {
  /// Throws an internal failure when the column is NULL or not a number.
  func integer(_ column: Int) throws -> Int64
  func optionalInteger(_ column: Int) throws -> Int64?
  /// Throws an internal failure when the column is NULL.
  func text(_ column: Int) throws -> String
  func optionalText(_ column: Int) throws -> String?
}
