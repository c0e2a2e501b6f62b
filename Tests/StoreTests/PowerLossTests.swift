import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Store

enum Tracing {
  static let strace: String? = {
    let found = Processes.find("strace")
    if found == nil { print("power loss is not tested: strace is not installed (apt-get install strace)") }
    return found
  }()
}

/// Power loss, replayed from a trace of system calls: what was acknowledged is there, whatever the disk kept of the rest.
@Suite(.serialized, .enabled(if: Tracing.strace != nil, "strace is not installed (apt-get install strace)"))
struct PowerLossTests {
  @Test("every acknowledged operation survives power loss at any moment")
  func full() throws {
    let losses = try Self.run(mode: "write", operations: 45)
    #expect(losses.tested > 200)
    #expect(losses.found == [])
  }

  @Test("the same test finds that synchronous=NORMAL loses acknowledged operations")
  func mutant() throws {
    let losses = try Self.run(mode: "write-normal", operations: 25)
    #expect(losses.found.contains { $0.hasPrefix("lost") })
  }

  struct Losses {
    var tested = 0
    var found: [String] = []
  }

  /// Traces one writer and cuts the power at every receipt, three ways, and at moments between.
  static func run(mode: String, operations: Int) throws -> Losses {
    let folder = try TemporaryFolder()
    let path = folder.file("shop.db")
    let program = Processes.built("PowerLossWriter")
    var trace = try record(["create", path], program, folder)
    trace += try record([mode, path, "\(operations)", "OP/"], program, folder)
    var random = SplitMix64.printed("power loss, \(mode)")
    var disk = TracedDisk()
    var losses = Losses()
    var receipts: [(id: String, head: String)] = []
    var isCreated = false
    for call in trace {
      if case .said(let line) = call {
        isCreated = true
        let words = line.split(separator: " ").map(String.init)
        if words.first == "RECEIPT" { receipts.append((words[1], words[2])) }
      }
      disk.apply(call)
      var kept: [TracedDisk.Kept] = []
      switch call {
      case .said: kept = [.synced, .everything, .some, .some]
      case .sync: kept = [.some]
      default: if Int.random(in: 0..<12, using: &random) == 0 { kept = [.some] }
      }
      guard isCreated else { continue }
      for variant in kept {
        losses.tested += 1
        let rest = try TemporaryFolder()
        try disk.rebuild(from: folder.path, into: rest.path, variant, &random)
        if let loss = check(rest.file("shop.db"), receipts) { losses.found.append("\(loss) (\(variant))") }
      }
    }
    #expect(receipts.count == operations)
    return losses
  }

  /// What is wrong with the store that came back; nil when the promise holds.
  static func check(_ path: String, _ receipts: [(id: String, head: String)]) -> String? {
    do {
      let store = try Store.open(.file(path: path), follow: TestStore.unhandled)
      let present = Set(try store.log(limit: 10_000).map(\.id))
      let effects = Set(try store.read { try $0.all("SELECT name FROM store_setting") { try $0.text(0) } })
      for receipt in receipts where !present.contains(receipt.id) || !effects.contains(receipt.id) {
        return "lost \(receipt.id)"
      }
      guard present.count <= receipts.count + 1 else { return "more than was submitted" }
      let report = try store.verifyLog(since: receipts.last.flatMap { LogHead($0.head) })
      return report.findings.first.map { "finding \($0.code)" }
    } catch {
      return "lost everything: \(error)"
    }
  }

  static func record(_ arguments: [String], _ program: String, _ folder: TemporaryFolder) throws -> [TracedCall] {
    let output = folder.file("trace")
    let calls = "openat,write,pwrite64,ftruncate,fsync,fdatasync,unlink,unlinkat,rename"
    let outcome = try Processes.run(
      try #require(Tracing.strace),
      ["-f", "-y", "-xx", "-s", "1000000", "-e", "trace=\(calls)", "-o", output, program] + arguments)
    try #require(outcome.code == 0, "\(outcome.errors)")
    return TracedCall.read(try Data(contentsOf: URL(fileURLWithPath: output)), below: folder.path)
  }
}
