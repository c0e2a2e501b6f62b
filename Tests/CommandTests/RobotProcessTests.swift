import Foundation
import Store
import TestSupport
import Testing
import Vocabulary

@testable import peakday

/// The real program, real HTTP, and a fake of each platform that checks signatures and limits: killed while it speaks.
@Suite(.serialized) struct RobotProcessTests {
  private final class Groups {
    let folder: TemporaryFolder
    let process: ChildProcess
    let port: String

    init(folder: TemporaryFolder, seed: UInt64, roughness: Int) throws {
      self.folder = folder
      let python = try #require(Processes.find("python3"))
      let script = Processes.packageRoot.appendingPathComponent("Tests/FakeRobots/robots.py").path
      process = try ChildProcess(
        python,
        [
          script, folder.file("journal"), folder.file("port"), String(seed >> 33), String(roughness),
          folder.file("clock"),
        ])
      var found: String?
      for _ in 0..<200 where found == nil {
        found = try? String(contentsOfFile: folder.file("port"), encoding: .utf8)
        usleep(50_000)
      }
      port = try #require(found)
    }

    deinit { process.kill() }

    func shown() throws -> [(platform: String, text: String)] {
      try String(contentsOfFile: folder.file("journal"), encoding: .utf8).split(separator: "\n").map { line in
        let parts = line.split(separator: "\t", maxSplits: 1)
        return (String(parts[0]), String(parts[1]))
      }
    }
  }

  static let robots = """
    robots:
      - {key: ding, platform: dingtalk}
      - {key: qywx, platform: wecom}
      - {key: lark, platform: feishu}
    """

  private struct Shop {
    let folder: TemporaryFolder
    let groups: Groups
    private let heard = Heard()

    /// All that the program has said so far.
    var said: String { heard.text }

    private final class Heard { var text = "" }

    init(seed: UInt64, roughness: Int) throws {
      folder = try TemporaryFolder()
      groups = try Groups(folder: folder, seed: seed, roughness: roughness)
      try run("init", "--rehearsal")
      try run("playbook", "write", folder.file("rules"))
      let path = folder.file("rules/broadcasts.yaml")
      let text = try String(contentsOfFile: path, encoding: .utf8)
      try text.replacing("robots: []", with: RobotProcessTests.robots).write(
        toFile: path, atomically: false, encoding: .utf8)
      try run("playbook", "publish", folder.file("rules"))
      try accounts(ding: "SECding")
    }

    func accounts(ding: String) throws {
      let base = "http://127.0.0.1:\(groups.port)"
      let text = """
        {"ding": {"url": "\(base)/robot/send?access_token=T1", "secret": "\(ding)"},
         "qywx": {"url": "\(base)/cgi-bin/webhook/send?key=K1"},
         "lark": {"url": "\(base)/open-apis/bot/v2/hook/H1", "secret": "feishu-secret"}}
        """
      try text.write(toFile: folder.file("robots.json"), atomically: false, encoding: .utf8)
      chmod(folder.file("robots.json"), 0o600)
    }

    var environment: [String: String] {
      [
        "PEAKDAY_STORE": folder.file("shop.db"), "PEAKDAY_LANG": "zh", "PEAKDAY_AS": "王芳",
        "PEAKDAY_ROBOTS": folder.file("robots.json"),
      ]
    }

    /// The platforms count by the clock of the rehearsal.
    private func setClock(_ text: String) throws {
      let seconds = try #require(Instant(text)).milliseconds / 1_000
      try String(seconds).write(toFile: folder.file("clock"), atomically: true, encoding: .utf8)
    }

    @discardableResult
    func run(_ arguments: String...) throws -> Processes.Outcome {
      if let place = arguments.firstIndex(of: "--now") { try setClock(arguments[place + 1]) }
      let outcome = try Processes.run(ProcessTests.program, arguments, environment: environment)
      heard.text += outcome.text + outcome.errors
      try #require(outcome.code == 0, "\(arguments) \(outcome.errors)")
      return outcome
    }

    /// Starts a poll and kills it after so many milliseconds.
    func killed(at: String, after milliseconds: Int) throws {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: ProcessTests.program)
      process.arguments = ["broadcast", "poll", "--now", at]
      process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
      let path = folder.file("killed")
      try Data().write(to: URL(fileURLWithPath: path))
      let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      (process.standardOutput, process.standardError) = (file, file)
      try setClock(at)
      try process.run()
      usleep(UInt32(milliseconds) * 1_000)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      heard.text += try String(contentsOfFile: path, encoding: .utf8)
    }
  }

  /// Tokens and secrets of the robots, which nobody may see.
  static let secrets = ["SECding", "access_token=T1", "key=K1", "hook/H1", "feishu-secret"]

  @Test("each platform takes our texts and signatures; killed polls say nothing twice without saying so")
  func speak() throws {
    var random = SplitMix64.printed("robots over HTTP")
    let shop = try Shop(seed: random.next(), roughness: 20)
    for number in 1...4 {
      try shop.run("broadcast", "send", "变更\(number)", "--urgency", "urgent", "--now", "2026-11-11 10:00")
    }
    for round in 0..<10 {
      try shop.killed(at: "2026-11-11 10:0\(round)", after: Int.random(in: 10...150, using: &random))
    }
    // Two minutes apart, so that what a killed one left is taken up.
    for round in 0..<16 {
      try shop.run("broadcast", "poll", "--now", "2026-11-11 \(11 + round / 20):\(10 + round * 2)")
    }
    let shown = try shop.groups.shown()
    #expect(!shown.contains { $0.text == "TOO MANY" })
    for platform in ["dingtalk", "wecom", "feishu"] {
      for number in 1...4 {
        let seen = shown.filter { $0.platform == platform && $0.text.contains("变更\(number)（") }
        #expect(seen.dropFirst().allSatisfy { $0.text.contains("重发") }, "\(platform) \(number): \(seen)")
        #expect(seen.count <= 3)
      }
    }
    let standings = try shop.run("broadcast", "robots", "--json").text.split(separator: "\n").map {
      try JSON(String($0))
    }
    #expect(standings.count == 3)
    for standing in standings {
      #expect(standing["waiting"]?.number == 0, "\(standing)")
      #expect((standing["sent"]?.number ?? 0) + (standing["unsure"]?.number ?? 0) == 4)
    }
    // Neither a token nor a secret is anywhere in the store, or in what the program has said.
    let store = try Store.open(.file(path: shop.folder.file("shop.db")), follow: { _, _ in })
    for name in ["shop.db", "shop.db-wal"] {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: shop.folder.file(name)))
      for secret in Self.secrets { #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret) in \(name)") }
    }
    for secret in Self.secrets { #expect(!shop.said.contains(secret)) }
    #expect(shop.said.contains("变更4") || shop.said.contains("1.1"), "something was heard")
    _ = store
  }

  @Test("25 urgent texts at once: no platform gets more than it takes in a minute, and all are said")
  func limits() throws {
    let shop = try Shop(seed: 1, roughness: 0)
    for number in 1...25 {
      try shop.run("broadcast", "send", "变更\(number)", "--urgency", "urgent", "--now", "2026-11-11 10:00")
    }
    func shown(_ platform: String) throws -> Int { try shop.groups.shown().count { $0.platform == platform } }
    for (now, expected) in [("10:00:00", 18), ("10:00:30", 18), ("10:01:01", 25), ("10:02:02", 25)] {
      try shop.run("broadcast", "poll", "--now", "2026-11-11 \(now)")
      for platform in ["dingtalk", "wecom"] { #expect(try shown(platform) == expected, "\(platform) \(now)") }
    }
    #expect(try !shop.groups.shown().contains { $0.text == "TOO MANY" })
  }

  @Test("a wrong secret stops one robot, says why, and it speaks again once mended")
  func wrongSecret() throws {
    let shop = try Shop(seed: 1, roughness: 0)
    try shop.accounts(ding: "wrong")
    try shop.run("broadcast", "send", "减50", "--now", "2026-11-11 10:00")
    try shop.run("broadcast", "poll", "--now", "2026-11-11 10:01")
    #expect(Set(try shop.groups.shown().map(\.platform)) == ["wecom", "feishu"])
    #expect(try shop.run("broadcast", "robots").text.contains("停下（310000）"))
    try shop.accounts(ding: "SECding")
    try shop.run("broadcast", "robots", "--resume", "ding", "--now", "2026-11-11 10:02")
    try shop.run("broadcast", "poll", "--now", "2026-11-11 10:03")
    #expect(try shop.groups.shown().map(\.platform).contains("dingtalk"))
    chmod(shop.folder.file("robots.json"), 0o644)
    let exposed = try Processes.run(
      ProcessTests.program, ["broadcast", "poll", "--json"], environment: shop.environment)
    #expect(exposed.code == 64 && exposed.errors.contains("robots_exposed"))
  }
}
