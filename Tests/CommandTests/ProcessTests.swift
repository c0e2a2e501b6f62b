import Foundation
import Store
import TestSupport
import Testing
import Vocabulary

/// The real program in processes of its own: killed, at once, from a pipe, and with too much to hold.
@Suite(.serialized) struct ProcessTests {
  static let program = Processes.built("peakday")

  struct Shop {
    let folder: TemporaryFolder
    var store: String { folder.file("shop.db") }

    init() throws {
      folder = try TemporaryFolder()
      try #require(try run("init").code == 0)
    }

    var environment: [String: String] { ["PEAKDAY_STORE": store, "PEAKDAY_LANG": "en", "PEAKDAY_AS": "赵敏"] }

    func run(_ arguments: String..., input: String = "") throws -> Processes.Outcome {
      try Processes.run(ProcessTests.program, arguments, input: input, environment: environment)
    }

    /// Writes an export of so many orders, every tenth of which is unwanted.
    func export(_ count: Int) throws -> String {
      var text = "订单编号,订单状态,总金额,订单备注\r\n"
      for number in 1...count {
        text += "\(3_000_000 + number),买家已付款，等待卖家发货,\(number).50,\(number % 10 == 0 ? "买家不要了" : "")\r\n"
      }
      let path = folder.file("orders202611110000.csv")
      try text.write(toFile: path, atomically: false, encoding: .utf8)
      return path
    }

    func json(_ outcome: Processes.Outcome) throws -> JSON {
      try JSON(try #require(outcome.text.split(separator: "\n").last.map(String.init), "\(outcome.errors)"))
    }
  }

  static func importing(_ file: String) -> [String] {
    ["order", "import", file, "--exported-at", "2020-03-01 00:00", "--json"]
  }

  @Test("an import killed at any moment goes on where it stopped")
  func killed() throws {
    let shop = try Shop()
    let file = try shop.export(6_000)
    let store = try Store.open(.file(path: shop.store), follow: { _, _ in })
    func done() throws -> Int64 { try store.read { try $0.count("SELECT SUM(rows_done) FROM import_run") } }
    var kills = 0
    for target in [Int64(500), 2_000, 4_000] {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Self.program)
      process.arguments = Self.importing(file)
      process.environment = ProcessInfo.processInfo.environment.merging(shop.environment) { $1 }
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      while process.isRunning, try done() < target { usleep(2_000) }
      if process.isRunning {
        kill(process.processIdentifier, SIGKILL)
        kills += 1
      }
      process.waitUntilExit()
    }
    #expect(kills > 0, "the machine was too fast: nothing was killed")
    let before = try done()
    #expect(before % 5_000 == 0, "whole parts only")
    let last = try shop.json(try shop.run("order", "import", file, "--exported-at", "2020-03-01 00:00", "--json"))
    #expect(["rows", "new", "changed", "same", "rejected"].map { last[$0]?.number } == [6_000, 6_000, 0, 0, 0])
    #expect(last["resumed_after"]?.number == Double(before))
    let sums = try store.read { session in
      (
        try session.count("SELECT COUNT(*) FROM shop_order"), try session.count("SELECT COUNT(*) FROM hold"),
        try session.count("SELECT SUM(version) FROM shop_order")
      )
    }
    #expect(sums == (6_000, 600, 6_000), "no row was taken twice")
    #expect(try shop.run("audit", "verify").code == 0)
  }

  @Test("two imports of one file at once take each row once")
  func atOnce() throws {
    let shop = try Shop()
    let file = try shop.export(3_000)
    let outcomes = try Threads.run(2) { _ in
      try Processes.run(Self.program, Self.importing(file), environment: shop.environment)
    }
    #expect(outcomes.map(\.code) == [0, 0], "\(outcomes.map(\.errors))")
    let answers = try outcomes.map(shop.json)
    #expect(answers.map { $0["rows"]?.number } == [3_000, 3_000])
    let store = try Store.open(.file(path: shop.store), follow: { _, _ in })
    let counts = try store.read { session in
      (
        try session.count("SELECT COUNT(*) FROM shop_order"),
        try session.count("SELECT SUM(new_orders) FROM import_run"),
        try session.count("SELECT COUNT(*) FROM hold"),
        try session.count("SELECT COUNT(*) FROM import_run WHERE state <> 'done'")
      )
    }
    #expect(counts == (3_000, 3_000, 300, 0))
    #expect(try shop.run("audit", "verify").code == 0)
  }

  @Test("two who make a store at once make one, with one set of playbooks")
  func initAtOnce() throws {
    let folder = try TemporaryFolder()
    let environment = ["PEAKDAY_STORE": folder.file("shop.db"), "PEAKDAY_LANG": "en"]
    let outcomes = try Threads.run(3) { _ in
      try Processes.run(Self.program, ["init", "--json"], environment: environment)
    }
    #expect(outcomes.map(\.code) == [0, 0, 0], "\(outcomes.map(\.errors))")
    let made = try outcomes.map { try JSON($0.text) }
    #expect(made.filter { $0["created"]?.bool == true }.count == 1)
    #expect(made.allSatisfy { $0["playbook_version"]?.number == 1 })
  }

  @Test("a field of 64 MB is set aside in bounded memory")
  func hugeField() throws {
    let shop = try Shop()
    let path = shop.folder.file("huge202611110000.csv")
    let sink = try #require(fopen(path, "w"))
    let chunk = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
    fputs("订单编号,订单备注\r\n1001,\"", sink)
    for _ in 0..<64 { _ = chunk.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, sink) } }
    fputs("\"\r\n1002,买家不要了\r\n", sink)
    fclose(sink)
    let outcome = try Processes.run(
      "/bin/sh",
      ["-c", "ulimit -v 400000; exec \"$0\" order import \"$1\" --exported-at 2020-03-01 --json", Self.program, path],
      environment: shop.environment)
    #expect(outcome.code == 22, "\(outcome.errors)")
    let answer = try shop.json(outcome)
    #expect(["rows", "new", "rejected", "held"].map { answer[$0]?.number } == [2, 1, 1, 1])
    let rejects = try String(contentsOfFile: path + ".rejects.csv", encoding: .utf8)
    #expect(rejects.contains("2,2,csv_field_too_long,"))
    #expect(rejects.utf8.count < 1 << 20)
  }

  @Test("scans from a pipe are answered in order, and the exit code says whether all passed")
  func pipe() throws {
    let shop = try Shop()
    let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970) * 1_000).shopText
    let file = try shop.export(200)
    #expect(try shop.run("order", "import", file, "--exported-at", now, "--json").code == 0)
    let ids = (1...200).map { String(3_000_000 + $0) }
    let outcome = try shop.run("gate", "pass", "print", "--json", input: ids.joined(separator: "\n"))
    let answers = try outcome.text.split(separator: "\n").map { try JSON(String($0)) }
    #expect(answers.map { $0["order"]?.text } == ids)
    #expect(answers.filter { $0["outcome"]?.text == "held" }.count == 20)
    #expect(answers.filter { $0["outcome"]?.text == "pass" }.count == 180)
    #expect(outcome.code == 10)
    #expect(outcome.errors == "")

    // The end of a line that is too long is no line of its own.
    let junk = String(repeating: "x", count: 65_536) + "3000011\n3000012\n"
    let after = try shop.run("gate", "check", "pack", "--json", input: junk)
    let heard = try after.text.split(separator: "\n").map { try JSON(String($0)) }
    #expect(heard.count == 2)
    #expect(heard.last?["order"]?.text == "3000012")
    #expect(after.code == 14)
  }

  @Test("a reader that goes away does not keep the program from its work")
  func brokenPipe() throws {
    let shop = try Shop()
    #expect(try shop.run("order", "import", try shop.export(500), "--exported-at", "2020-03-01 00:00").code == 0)
    let listed = try Processes.run(
      "/bin/sh", ["-c", "\"$0\" order list --limit 500 | head -1", Self.program], environment: shop.environment)
    #expect(listed.text.contains("Order"))
  }
}
