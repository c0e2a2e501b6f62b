public import Foundation

/// Runs other programs and threads for a test.
public enum Processes {
  public struct Outcome: Sendable {
    /// The exit code; the signal's number when `wasSignalled`.
    public let code: Int32
    public let wasSignalled: Bool
    public let output: Data
    public let errors: String
    public var text: String { String(decoding: output, as: UTF8.self) }
  }

  /// Runs a program to its end, with `input` on its standard input.
  public static func run(
    _ executable: String, _ arguments: [String] = [], input: String = "", environment: [String: String] = [:]
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let (feed, answer, talk) = (Pipe(), Pipe(), Pipe())
    process.standardInput = feed
    process.standardOutput = answer
    process.standardError = talk
    try process.run()
    // Both pipes are read at once, else a program that fills the other one would never end.
    let errors = Collected()
    let reader = Thread { errors.finish(talk.fileHandleForReading.readDataToEndOfFile()) }
    reader.start()
    if !input.isEmpty { feed.fileHandleForWriting.write(Data(input.utf8)) }
    try? feed.fileHandleForWriting.close()
    let output = answer.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Outcome(
      code: process.terminationStatus, wasSignalled: process.terminationReason == .uncaughtSignal, output: output,
      errors: String(decoding: errors.wait(), as: UTF8.self))
  }

  /// The path of a program on PATH or in one of `folders`; nil when there is none.
  public static func find(_ name: String, folders: [String] = []) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let places = folders + path.split(separator: ":").map(String.init) + ["/usr/sbin", "/sbin"]
    return places.map { $0 + "/" + name }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// A program of this package that was built beside the tests.
  public static func built(_ name: String) -> String {
    let this = URL(fileURLWithPath: CommandLine.arguments[0])
    var folder = this.deletingLastPathComponent()
    while folder.path != "/" {
      let candidate = folder.appendingPathComponent(name)
      if FileManager.default.isExecutableFile(atPath: candidate.path), !isFolder(candidate.path) {
        return candidate.path
      }
      folder.deleteLastPathComponent()
    }
    return packageRoot.appendingPathComponent(".build/debug/\(name)").path
  }

  /// The folder of Package.swift.
  public static var packageRoot: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  private final class Collected: @unchecked Sendable {  // Handed over by the semaphore.
    private let done = DispatchSemaphore(value: 0)
    private var data = Data()

    func finish(_ data: Data) {
      self.data = data
      done.signal()
    }

    func wait() -> Data {
      done.wait()
      return data
    }
  }
}
