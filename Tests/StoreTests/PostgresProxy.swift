import Foundation
import TestSupport

/// Stands between libpq and the server's socket and spoils one COMMIT.
final class PostgresProxy: @unchecked Sendable {  // Its threads share only descriptors and gates.
  enum Fault {
    /// The server never sees COMMIT.
    case dropRequest
    /// The server commits, and its answer never arrives.
    case dropAnswer
    /// The client is cut off; the server gets COMMIT when `release` is opened.
    case delayRequest
  }

  let folder: TemporaryFolder
  let release = Threads.Gate()
  private let fault: Fault
  private let server: String
  private let listener: Int32

  init(_ fault: Fault, server socketFolder: String) throws {
    self.fault = fault
    folder = try TemporaryFolder()
    server = socketFolder + "/.s.PGSQL.5432"
    let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    self.listener = listener
    let bound = Self.withAddress(folder.file(".s.PGSQL.5432")) { bind(listener, $0, $1) }
    guard bound == 0, listen(listener, 4) == 0 else { throw POSIXError(.EADDRINUSE) }
    Thread { [weak self] in
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0, let self else { return }
        self.serve(client)
      }
    }.start()
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  /// The same database, reached through the proxy.
  func url(of direct: String, socketFolder: String) -> String {
    func encoded(_ path: String) -> String { path.replacingOccurrences(of: "/", with: "%2F") }
    return direct.replacingOccurrences(of: encoded(socketFolder), with: encoded(folder.path))
  }

  private func serve(_ client: Int32) {
    let upstream = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard Self.withAddress(server, { connect(upstream, $0, $1) }) == 0 else { return }
    let answers = Thread {
      while let bytes = Self.receive(upstream), Self.send(client, bytes) {}
      shutdown(client, Int32(SHUT_RDWR))
    }
    answers.start()
    Thread {
      while let bytes = Self.receive(client) {
        if Self.isCommit(bytes) {
          self.spoil(bytes, client, upstream)
          break
        }
        guard Self.send(upstream, bytes) else { break }
      }
      shutdown(upstream, Int32(SHUT_RDWR))
      shutdown(client, Int32(SHUT_RDWR))
    }.start()
  }

  private func spoil(_ commit: [UInt8], _ client: Int32, _ upstream: Int32) {
    shutdown(client, Int32(SHUT_RDWR))
    switch fault {
    case .dropRequest: return
    case .dropAnswer: break
    case .delayRequest: release.pass()
    }
    _ = Self.send(upstream, commit)
    // The server ends the transaction before it notices that nobody is there any more.
    usleep(100_000)
  }

  /// A simple query message whose text is COMMIT: 'Q', the length, the text, NUL.
  private static func isCommit(_ bytes: [UInt8]) -> Bool {
    bytes == [0x51, 0, 0, 0, 11] + Array("COMMIT\0".utf8)
  }

  private static func receive(_ descriptor: Int32) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(descriptor, &buffer, buffer.count)
    return count > 0 ? Array(buffer[..<count]) : nil
  }

  private static func send(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
    Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
  }

  private static func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
  }
}
