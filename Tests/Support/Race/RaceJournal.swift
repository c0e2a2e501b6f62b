import Foundation
import Glibc

/// What a racing process writes down, line by line, before and after every operation. It survives kill -9: the line is
/// in the kernel's hands as soon as write(2) returns.
public struct RaceLine: Codable, Sendable, Equatable {
  public enum Kind: String, Codable, Sendable {
    /// About to be sent.
    case intent
    /// A receipt came; `text` is the result as JSON.
    case acknowledged
    /// A refusal came; nothing happened. `text` is its code.
    case refused
    /// COMMIT failed in a way that leaves it open.
    case unknown
  }

  public let kind: Kind
  public let operation: String
  public let verb: String
  /// CLOCK_MONOTONIC, in nanoseconds: comparable between the processes of one machine.
  public let at: Int64
  public let text: String

  public init(_ kind: Kind, operation: String, verb: String, at: Int64, text: String = "") {
    self.kind = kind
    self.operation = operation
    self.verb = verb
    self.at = at
    self.text = text
  }
}

/// The file that one racing process appends to.
public final class RaceJournal {
  private let descriptor: Int32

  public init(path: String) {
    descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    precondition(descriptor >= 0, "cannot write \(path)")
  }

  deinit { close(descriptor) }

  public func write(_ line: RaceLine) throws {
    var bytes = try JSONEncoder().encode(line)
    bytes.append(0x0A)
    let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    precondition(count == bytes.count, "the journal is cut")
  }

  /// The whole lines of a journal; a last line that a kill cut off is left out.
  public static func read(path: String) throws -> [RaceLine] {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let decoder = JSONDecoder()
    return try bytes.split(separator: 0x0A).enumerated().compactMap { index, line in
      do {
        return try decoder.decode(RaceLine.self, from: line)
      } catch {
        if line.endIndex == bytes.endIndex { return nil }
        throw error
      }
    }
  }

  public static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
