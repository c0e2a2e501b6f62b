import Foundation
import Store
import TestSupport
import Testing
import Vocabulary

@testable import peakday

/// Every exit code that a command can produce, produced.
@Suite struct ExitCodeTests {
  /// One store in which every answer of a gate can be had.
  static func place() throws -> Workplace {
    let place = try Workplace()
    try place.take([
      Workplace.line("1001"), Workplace.line("1002", memo: "买家不要了"), Workplace.line("1003", status: "等待买家付款"),
      Workplace.line("1005", status: "买家已签收"), Workplace.line("1006", refund: "178.80"), Workplace.line("1007"),
    ])
    return place
  }

  static let gates: [(order: String, outcome: String, code: Int32)] = [
    ("1001", "pass", 0), ("1002", "held", 10), ("1006", "refunded", 13), ("404", "unknownOrder", 14),
    ("1003", "notDue", 15), ("1001", "notDue", 15),
  ]

  @Test("a gate's exit code is that of its answer")
  func gate() throws {
    let place = try Self.place()
    for (order, outcome, code) in Self.gates {
      let run = place.run("gate", "pass", "print", order, "--json")
      #expect(run.code.rawValue == code, "\(order)")
      #expect(try run.object["outcome"]?.text == outcome)
    }
    place.now = place.now.adding(minutes: 61)
    let stale = place.run("gate", "pass", "print", "1007", "--json")
    #expect(stale.code.rawValue == 16)
    #expect(try stale.object["outcome"]?.text == "stale")
    let warned = place.run("gate", "pass", "approve", "1007")
    #expect(warned.code.rawValue == 0)
    #expect(warned.output.contains("attention: its memo is old"))
  }

  @Test("a mixed answer has the highest code that occurred")
  func mixed() throws {
    let place = try Self.place()
    #expect(place.run("gate", "check", "print", "404", "1001", "1002").code.rawValue == 14)
    #expect(place.run("gate", "check", "print", "1002", "1001").code.rawValue == 10)
  }

  @Test("other commands have theirs")
  func others() throws {
    let place = try Self.place()
    #expect(place.run("remark", "add", "404", "买家不要了").code.rawValue == 20)
    #expect(place.run("hold", "lift", "1001").code.rawValue == 20)
    #expect(place.run("recall", "done", "1001").code.rawValue == 20)
    #expect(place.run("order", "show", "404").code.rawValue == 20)
    let bad = try place.export(["3.5E+15,,,,,,,", Workplace.line("1008")], name: "b202611110001.csv")
    #expect(place.run("order", "import", bad).code.rawValue == 22)
    #expect(place.run("hold", "add", "1005").code.rawValue == 23)
    #expect(place.run("gate", "pass", "nowhere", "1001").code.rawValue == 64)
    #expect(place.run("gate", "pass", "print", "3.5E+15").code.rawValue == 64)
    #expect(place.run("fly").code.rawValue == 64)
    #expect(place.run("order").code.rawValue == 64)
    #expect(place.run("order", "list", "--limit", "0").code.rawValue == 64)
    #expect(place.run("order", "list", "--store", place.path("none.db")).code.rawValue == 69)
    #expect(place.run("order", "list").code.rawValue == 0)
  }

  @Test("a store altered by hand is not clean")
  func notClean() throws {
    let place = try Self.place()
    #expect(place.run("audit", "verify").code.rawValue == 0)
    let store = try Store.open(.file(path: place.path("shop.db")), follow: { _, _ in })
    try store.database.write { _ = try $0.run("UPDATE shop_order SET open_holds = 0 WHERE id = '1002'") }
    let verify = place.run("audit", "verify")
    #expect(verify.code.rawValue == 24)
    #expect(verify.output.contains("BAD  main/1002"))
    #expect(verify.output.contains("not clean"))
    #expect(place.run("doctor").code.rawValue == 24)
  }

  @Test("the receipt of a change is checked by audit verify --since")
  func since() throws {
    let place = try Self.place()
    let receipt = try #require(try place.run("hold", "add", "1001", "--json").object["receipt"]?.text)
    #expect(place.run("audit", "verify", "--since", receipt).code.rawValue == 0)
    let other = receipt.prefix { $0 != ":" } + ":" + String(repeating: "a", count: 64)
    #expect(place.run("audit", "verify", "--since", other).code.rawValue == 24)
    #expect(place.run("audit", "verify", "--since", "12").code.rawValue == 64)
  }
}
