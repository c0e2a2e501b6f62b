import Foundation
import Store
import TestSupport
import Testing
import Vocabulary

/// Commands that stay open: they outlive what fails around them, and end when nobody listens any more.
@Suite(.serialized) struct BroadcastProcessTests {
  private struct Shop {
    let folder: TemporaryFolder
    let store: String

    /// 小美 is there, and two wrong answers are one too many.
    init(store: String? = nil) throws {
      folder = try TemporaryFolder()
      self.store = store ?? folder.file("shop.db")
      try run("init")
      try run("playbook", "write", folder.file("rules"))
      let path = folder.file("rules/broadcasts.yaml")
      let text = try String(contentsOfFile: path, encoding: .utf8)
      try text.replacing("pollSeconds: 30", with: "pollSeconds: 1").write(
        toFile: path, atomically: false, encoding: .utf8)
      try run("playbook", "publish", folder.file("rules"))
      try "姓名,技能\n小美,售前\n".write(toFile: folder.file("people.csv"), atomically: false, encoding: .utf8)
      try run("agent", "import", folder.file("people.csv"))
      try run("rota", "clock-in", "小美")
    }

    var environment: [String: String] {
      ["PEAKDAY_STORE": store, "PEAKDAY_LANG": "en", "PEAKDAY_AS": "王芳"]
    }

    func run(_ arguments: String..., code: Int32 = 0) throws {
      let outcome = try Processes.run(ProcessTests.program, arguments, environment: environment)
      try #require(outcome.code == code, "\(arguments) \(outcome.errors)")
    }

    /// Starts a command that stays open.
    func start(_ arguments: String..., output: Any) throws -> Process {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: ProcessTests.program)
      process.arguments = arguments
      process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
      (process.standardOutput, process.standardError) = (output, FileHandle.nullDevice)
      try process.run()
      return process
    }
  }

  /// Whether something comes true within half a minute.
  private func waits(_ isTrue: () throws -> Bool) throws -> Bool {
    for _ in 0..<300 {
      if try isTrue() { return true }
      usleep(100_000)
    }
    return false
  }

  @Test(
    "a poll that stays open outlives its connection, and escalates after it", .enabled(if: PostgresCluster.isAvailable))
  func poll() throws {
    let place = try TestStore.nowhere(engine: .postgres)
    let shop = try Shop(store: place.url)
    let path = shop.folder.file("looks")
    try Data().write(to: URL(fileURLWithPath: path))
    let process = try shop.start(
      "broadcast", "poll", "--every", "--json", "--operation", "01JZZZZZZZZZZZZZZZZZZZZZZZ",
      output: try FileHandle(forWritingTo: URL(fileURLWithPath: path)))
    defer { kill(process.processIdentifier, SIGKILL) }
    func looks() throws -> [Substring] { try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") }
    try #require(try waits { try looks().count >= 1 })
    for round in 1...2 {
      try shop.run(
        "broadcast", "send", "减50", "--to", "小美", "--question", "减多少？", "--option", "40", "--option", "50", "--answer",
        "2")
      let store = try place.open()
      let gone = try store.read {
        try $0.all(
          """
          SELECT CAST(pg_terminate_backend(pid) AS TEXT) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
          """
        ) { try $0.text(0) }
      }
      try #require(!gone.isEmpty)
      for _ in 0..<2 { try shop.run("ack", String(round), "--answer", "1", "--as", "小美", code: 20) }
      #expect(try waits { try looks().count { $0.contains(#""leads":1"#) } == round }, "round \(round)")
    }
    #expect(process.isRunning)
  }

  @Test("a watch ends when its reader has gone")
  func watch() throws {
    let shop = try Shop()
    let pipe = Pipe()
    let process = try shop.start("watch", output: pipe)
    defer { kill(process.processIdentifier, SIGKILL) }
    try pipe.fileHandleForWriting.close()
    usleep(300_000)
    #expect(process.isRunning)
    try pipe.fileHandleForReading.close()
    #expect(try waits { !process.isRunning })
  }
}
