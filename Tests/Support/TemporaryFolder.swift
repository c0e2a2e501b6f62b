import Foundation

/// A folder of its own for a test; it goes when the value goes.
public final class TemporaryFolder: Sendable {
  public let path: String
  private let isLasting: Bool

  /// Always below /tmp: a socket's path may have 107 bytes only.
  /// A lasting one goes when the process ends.
  public init(lasting: Bool = false) throws {
    isLasting = lasting
    var template = Array("/tmp/pd-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    if isLasting { Self.atExit.remove(path) } else { try? FileManager.default.removeItem(atPath: path) }
  }

  private static let atExit = Leftovers()

  private final class Leftovers: @unchecked Sendable {  // Guarded by `lock`.
    private let lock = NSLock()
    private var paths: [String] = []

    init() { atexit { for path in TemporaryFolder.atExit.paths { try? FileManager.default.removeItem(atPath: path) } } }

    func remove(_ path: String) { lock.withLock { paths.append(path) } }
  }

  public func file(_ name: String) -> String { path + "/" + name }
}
