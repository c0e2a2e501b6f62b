import Playbooks
import Store
import TestSupport
import Vocabulary

/// Something that a test relies on is not there.
struct Unexpected: Error {
  let what: String
}

/// A shop that talks to buyers, on either engine.
struct Counter {
  static let shop = "店铺甲"
  static let agent = Actor(name: "小美", role: .agent)
  static let other = Actor(name: "小强", role: .agent)
  let store: Store
  private let place: TestStore
  private let number = Number()

  final class Number {
    var last = 0
  }

  init(engine: Engine) throws {
    (place, store) = try TestStore.make(engine: engine)
  }

  static func at(_ text: String) throws -> Instant {
    guard let moment = Instant("2026-" + text) else { throw Unexpected(what: text) }
    return moment
  }

  @discardableResult
  func perform<Answer: Codable & Sendable>(
    by actor: Actor = Counter.agent, at: String = "11-11 10:00", _ body: (Change) throws -> Answer
  ) throws -> Answer {
    number.last += 1
    guard let id = OperationID("OP\(number.last)") else { throw Unexpected(what: "operation id") }
    let operation = Operation(id: id, verb: "test", actor: actor, at: try Self.at(at), arguments: [:])
    return try store.perform(operation, body).result
  }

  /// The code of a refusal; nil when there was none.
  func refusal(_ body: () throws -> Void) throws -> String? {
    do {
      try body()
      return nil
    } catch let failure as Failure {
      return failure.code
    }
  }
}
