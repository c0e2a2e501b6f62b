import Foundation

/// A folder of its own for a test; it goes when the value goes.
public final class TemporaryFolder: Sendable {
  public let path: String

  /// Always below /tmp: a socket's path may have 107 bytes only.
  public init() throws {
    var template = Array("/tmp/pd-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  public func file(_ name: String) -> String { path + "/" + name }
}
