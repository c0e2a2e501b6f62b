import TestSupport
import Testing
import Vocabulary

@testable import peakday

/// The same operation twice happens once, and says so.
@Suite struct ReplayTests {
  static let commands: [(command: [String], other: [String])] = [
    (["remark", "add", "1001", "买家不要了"], ["remark", "add", "1001", "等通知"]),
    (["hold", "add", "1001", "--reason", "amend"], ["hold", "add", "1001", "--reason", "noShip"]),
    (["hold", "lift", "1002"], ["hold", "lift", "1002", "--reason", "buyerCancelled"]),
    (["recall", "done", "1003"], ["recall", "done", "1003", "--result", "gone"]),
  ]

  static func place() throws -> Workplace {
    let place = try Workplace()
    try place.take([Workplace.line("1001"), Workplace.line("1002", memo: "买家不要了"), Workplace.line("1003")])
    try #require(place.run("gate", "pass", "print", "1003").code == .done)
    try #require(place.run("hold", "add", "1003").code == .done)
    return place
  }

  @Test("a change that is repeated gives the same answer, marked as a replay", arguments: commands)
  func replay(command: [String], other: [String]) throws {
    let place = try Self.place()
    let id = ["--operation", "AGAIN-1", "--json"]
    let first = try place.run(command + id).object
    let second = try place.run(command + id).object
    #expect(first["is_replay"]?.bool == false)
    #expect(second["is_replay"]?.bool == true)
    #expect(first["result"] == second["result"])
    #expect(first["operation"]?.text == "AGAIN-1")
    #expect(try place.run(other + id).error["error"]?.text == "operation_reused")
    #expect(place.run("audit", "verify").code == .done)
  }

  @Test("a gate that is asked again under the same operation gives the same answers")
  func gate() throws {
    let place = try Self.place()
    let scans = "1001\n坏行\n1002\n404\n"
    let first = place.run(["gate", "pass", "pack", "--operation", "WAVE-1", "--json"], input: scans)
    let second = place.run(["gate", "pass", "pack", "--operation", "WAVE-1", "--json"], input: scans)
    #expect(first.output.contains(#""is_replay":false"#))
    #expect(first.output.replacing(#""is_replay":false"#, with: #""is_replay":true"#) == second.output)
    #expect(first.code == .unknownOrder)
    #expect(second.code == first.code)
    let other = place.run(["gate", "pass", "pack", "--operation", "WAVE-1", "--json"], input: "1002\n")
    #expect(try other.error["error"]?.text == "operation_reused")
    #expect(place.run("gate", "pass", "print", "1001", "--operation", "ONE").code == .notDue)
  }

  @Test("an import under the same operation gives the same counts")
  func importAgain() throws {
    let place = try Workplace()
    let file = try place.export([Workplace.line("1001"), Workplace.line("1002")])
    let first = try place.run("order", "import", file, "--operation", "RUN-7", "--json").object
    let second = try place.run("order", "import", file, "--operation", "RUN-7", "--json").object
    #expect(first["run"]?.text == "RUN-7")
    #expect(second["new"]?.number == 2)
    let other = try place.export([Workplace.line("1003")], name: "o202611110002.csv")
    #expect(
      try place.run("order", "import", other, "--operation", "RUN-7", "--json").error["error"]?.text
        == "operation_reused")
  }

  @Test("a settled operation can no longer happen, and a done one tells its result")
  func settle() throws {
    let place = try Self.place()
    #expect(try place.run("operation", "settle", "LOST-1", "--json").object["state"]?.text == "never")
    let late = try place.run("hold", "add", "1001", "--operation", "LOST-1", "--json").error
    #expect(late["error"]?.text == "operation_settled")
    #expect(place.run("hold", "add", "1001", "--operation", "MADE-1").code == .done)
    let done = try place.run("operation", "settle", "MADE-1", "--json").object
    #expect(done["state"]?.text == "done")
    #expect(done["result"]?.text?.contains("\"order\":\"1001\"") == true)
    #expect(place.run("operation", "settle", "bad id").code == .usage)
  }
}
