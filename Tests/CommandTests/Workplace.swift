import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import peakday

/// One run of the program: its exit code and what it wrote.
struct Run {
  let code: Vocabulary.ExitCode
  let output: String
  let talk: String

  /// The objects of a `--json` answer, one a line.
  var objects: [JSON] {
    get throws { try output.split(separator: "\n").map { try JSON(String($0)) } }
  }

  /// The only object of a `--json` answer.
  var object: JSON {
    get throws {
      let all = try objects
      try #require(all.count == 1, "\(output)")
      return all[0]
    }
  }

  /// The one JSON object that an error prints on standard error, with nothing beside it.
  var error: JSON {
    get throws {
      try #require(output.isEmpty, "\(output)")
      let lines = talk.split(separator: "\n", omittingEmptySubsequences: false)
      try #require(lines.count == 2 && lines[1].isEmpty, "\(talk)")
      return try JSON(String(lines[0]))
    }
  }
}

/// A command of a story told in both languages: its exit code, and words that it must say.
struct Step {
  let command: [String]
  var code = Vocabulary.ExitCode.done
  let zh: [String]
  let en: [String]
}

/// A folder with a store, and the program run in it as a person would type it.
final class Workplace {
  let folder: TemporaryFolder
  /// What `now` says; an export in the tests is written minutes before it.
  var now = Moments.midnight
  var environment: [String: String] = ["PEAKDAY_LANG": "en", "PEAKDAY_AS": "王芳"]
  private var random = SplitMix64(seed: 1_111)

  /// With `initialised` a store is made and named by PEAKDAY_STORE.
  init(initialised: Bool = true) throws {
    folder = try TemporaryFolder()
    environment["PEAKDAY_STORE"] = path("shop.db")
    if initialised { try #require(run("init").code == .done) }
  }

  func path(_ name: String) -> String { folder.file(name) }

  func run(_ arguments: String..., input: String = "", terminal: Bool = false) -> Run {
    run(arguments, input: input, terminal: terminal)
  }

  func run(_ arguments: [String], input: String = "", terminal: Bool = false) -> Run {
    var (output, talk) = ("", "")
    let code = Program.run(
      arguments,
      Surroundings(
        environment: environment, clock: { self.now }, random: { self.random.next() }, output: { output += $0 },
        talk: { talk += $0 }, lines: LineSource(text: input), outputIsTerminal: terminal, inputIsTerminal: false,
        terminalWidth: nil))
    return Run(code: code, output: output, talk: talk)
  }

  /// Writes a file into the folder and returns its path.
  func write(_ name: String, _ text: String) throws -> String {
    try write(name, Array(text.utf8))
  }

  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  /// Makes a folder anew, empty.
  func replaceFolder(_ name: String) throws {
    try? FileManager.default.removeItem(atPath: path(name))
    try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

  /// What lies on the disk of the store, as far as it is text.
  func storeBytes() throws -> String {
    try ["shop.db", "shop.db-wal"].filter(exists).map {
      String(decoding: try Data(contentsOf: URL(fileURLWithPath: path($0))), as: UTF8.self)
    }.joined()
  }

  static let header = "订单编号,订单状态,总金额,买家实际支付金额,退款金额,订单付款时间,宝贝标题,订单备注"

  static func line(
    _ id: String, status: String = "买家已付款，等待卖家发货", refund: String = "3.00", title: String = "保湿面霜", memo: String = ""
  ) -> String {
    "\(id),\(status),178.80,175.80,\(refund),2026-11-11 00:01:02,\(title),\(memo)"
  }

  /// Writes an export whose name says that it is five minutes old.
  func export(_ rows: [String], name: String = "orders202611110000.csv") throws -> String {
    try write(name, ([Self.header] + rows).map { $0 + "\r\n" }.joined())
  }

  /// Imports these orders and expects it to work.
  func take(_ rows: [String], name: String = "orders202611110000.csv") throws {
    let run = run("order", "import", try export(rows, name: name))
    try #require(run.code == .done, "\(run.output)\(run.talk)")
  }
}
