import Coordination
import Orders
import Playbooks
import Reception
import Store
import TestSupport
import Testing
import Vocabulary

/// Bargaining over an order: never under the floor, never beyond a budget, whoever asks at once.
@Suite struct BargainingTests {
  /// The serum costs 200 yuan, its floor is 192: 8 yuan for each order, 12 for an agent's day.
  static func house(engine: Engine, budget: Int = 100_000) throws -> House {
    let house = try House(engine: engine)
    let rules = """
      wait_minutes: 0
      most_percent: 50
      most_fen: 100000
      budget_fen: \(budget)
      gives: [{key: gift, zh: 赠品, en: gift}]
      conditions: [{key: payNow, zh: 现在付款, en: pays now}]
      rules: [{key: floor, zh: 底价, en: floor}]
      """
    let kept = PlaybookSet.builtIn.files.filter { file in
      !["activities/", "handbook/", "scripts/", "training/"].contains { file.path.hasPrefix($0) }
        && file.path != "concessions.yaml"
    }
    let set = PlaybookSet(
      files: kept + [
        PlaybookFile(path: "concessions.yaml", text: rules),
        PlaybookFile(
          path: "handbook/x.yaml", text: "products: [{sku: S, name: 精华, price_fen: 20000, floor_fen: 19200}]"),
      ])
    try house.perform { try Setup.publish(CheckedPlaybooks(set), replacing: 1, $0) }
    return house
  }

  static func request(_ order: String?, _ fen: Int64 = 800) -> Concessions.Request {
    Concessions.Request(sku: "S", order: order, give: "gift", condition: "payNow", amount: Money(fen: fen))
  }

  @discardableResult
  static func ask(_ house: House, _ order: String) throws -> Concessions.Asked {
    try house.perform { try Bargaining($0.session).ask(Self.request(order), shop: House.shop, $0) }
  }

  static func refusal(_ body: () throws -> Void) throws -> String? {
    do {
      try body()
      return nil
    } catch let failure as Failure {
      return failure.code
    }
  }

  @Test("an order is looked up: unknown, over or asked back, nothing is given for it", arguments: TestStore.engines)
  func orders(engine: Engine) throws {
    let house = try Self.house(engine: engine)
    func ask(_ order: String) throws -> String? {
      try Self.refusal { try Self.ask(house, order) }
    }
    try house.bring("1001", to: .paid)
    try house.bring("1002", to: .cancelled)
    try house.bring("1003", to: .closed)
    try house.bring("1004", to: .paid)
    try house.perform { change in
      _ = try OrderRefunds.lock([House.key("1004")], change)
      try OrderRefunds.set(.appliedFor, of: House.key("1004"), change)
      return 0
    }
    #expect(try ask("999") == "unknown_order" && ask("1001") == nil)
    #expect(try ["1002", "1003", "1004"].map(ask) == ["order_over", "order_over", "order_over"])
    try house.perform { change in
      _ = try OrderRefunds.lock([House.key("1001")], change)
      try OrderRefunds.set(.paidBack, of: House.key("1001"), change)
      return 0
    }
    let late = try Self.refusal {
      try house.perform { try Bargaining($0.session).grant(1, amount: nil, shop: House.shop, $0) }
    }
    #expect(late == "order_over", "it was asked for before")
  }

  /// The second one begins before the first has committed.
  private func grants(_ house: House, _ numbers: [Int64]) throws -> [String?] {
    let (place, begun) = (house.place, Threads.Gate())
    let bargaining = try house.store.read { try Bargaining($0) }
    @Sendable func grant(_ number: Int64, _ store: Store, _ after: () -> Void) throws -> String? {
      try Self.refusal {
        _ = try store.perform(try operation("GRANT\(number)", actor: People.li)) { change in
          let granted = try bargaining.grant(number, amount: nil, shop: House.shop, change)
          after()
          return granted
        }
      }
    }
    let second = Threads.Task {
      let store = try place.open(follow: Consequences.follow)
      begun.pass()
      return try grant(numbers[1], store) {}
    }
    // Without the locks it would end within this time, having seen nothing of the first.
    let first = try grant(numbers[0], house.store) {
      begun.open()
      _ = second.ends(withinSeconds: 0.4)
    }
    return [first, try second.wait()]
  }

  @Test("two grants for one order at once: the floor holds for both together", arguments: TestStore.engines)
  func floorRace(engine: Engine) throws {
    let house = try Self.house(engine: engine)
    try house.bring("1001", to: .paid)
    let numbers = try (0..<2).map { _ in
      try Self.ask(house, "1001").concession.number
    }
    #expect(try grants(house, numbers) == [nil, "concession_beyond"])
  }

  @Test("two grants of one agent at once: the day's budget holds for both together", arguments: TestStore.engines)
  func budgetRace(engine: Engine) throws {
    let house = try Self.house(engine: engine, budget: 1_200)
    for order in ["1001", "1002"] { try house.bring(order, to: .paid) }
    let numbers = try ["1001", "1002"].map { order in
      try Self.ask(house, order).concession.number
    }
    #expect(try grants(house, numbers) == [nil, "concession_beyond"])
  }
}
