import Foundation
import TestSupport

/// The folder and the programs of one run.
final class Workroom {
  let options: Options
  let folder: String
  let sqlite: String
  private var lastNumber = 0

  init(_ options: Options) throws {
    self.options = options
    guard let sqlite = Processes.find("sqlite3") else {
      throw BenchFailure("the reference needs the sqlite3 shell (apt-get install sqlite3)")
    }
    self.sqlite = sqlite
    var template = Array((options.folder + "/bench-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw BenchFailure("no folder in \(options.folder)") }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard try Processes.run("/bin/df", ["--output=fstype", folder]).text.contains("tmpfs") == false else {
      remove()
      throw BenchFailure("\(options.folder) lies in memory: name a folder on a disk with --folder")
    }
  }

  func remove() {
    try? FileManager.default.removeItem(atPath: folder)
  }

  func file(_ name: String) -> String { folder + "/" + name }

  /// A seed that no other caller of this run gets.
  func nextSeed() -> UInt64 {
    lastNumber += 1
    return options.seed &+ UInt64(lastNumber) &* 1_000_003
  }

  /// What a reader has to know to judge the figures: the machine's load, its disk, and the price of any process.
  func surroundings() throws -> String {
    var loads = [Double](repeating: 0, count: 3)
    getloadavg(&loads, 3)
    let spawn = try Series((0..<options.processes).map { _ in try Child.timed("/bin/true", []).seconds * 1_000 })
    let sync = try Series((0..<options.processes).map { _ in try syncedWrite() * 1_000 })
    return """
      seed \(options.seed), \(options.rounds) paired rounds, \(ProcessInfo.processInfo.activeProcessorCount) CPUs, \
      load average \(loads.map { String(format: "%.2f", $0) }.joined(separator: " "))
      an empty process: \(spawn.text("ms")); a 4 KB write and fdatasync: \(sync.text("ms"))
      \(options.isQuick ? "QUICK: too short to quote\n" : "")
      """
  }

  private func syncedWrite() throws -> Double {
    let descriptor = open(file("sync"), O_WRONLY | O_CREAT | O_APPEND, 0o600)
    guard descriptor >= 0 else { throw BenchFailure("the folder cannot be written") }
    defer { close(descriptor) }
    let page = [UInt8](repeating: 7, count: 4_096)
    let start = Clock.now()
    guard write(descriptor, page, page.count) == page.count, fdatasync(descriptor) == 0 else {
      throw BenchFailure("the folder cannot be written")
    }
    return Clock.now() - start
  }
}
