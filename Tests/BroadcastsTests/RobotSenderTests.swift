import Foundation
import Playbooks
import RobotGateway
import TestSupport
import Testing
import Vocabulary

@testable import Broadcasts

/// What has not gone out is not lost: it is said later, and without a mark.
@Suite(.serialized) struct RobotSenderTests {
  /// A port of this machine that never says a word.
  private final class SilentPort {
    private let listener: Int32
    private var crowd: [Int32] = []
    let number: UInt16

    /// - Parameter swallows: whether it does not even take connections: its queue is full, and the kernel drops whatever
    ///   comes, as a network may.
    init(swallows: Bool) throws {
      let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      self.listener = listener
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      var size = socklen_t(MemoryLayout<sockaddr_in>.size)
      let isOpen = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(listener, $0, size) == 0 && listen(listener, swallows ? 0 : 16) == 0
            && getsockname(listener, $0, &size) == 0
        }
      }
      number = UInt16(bigEndian: address.sin_port)
      guard isOpen, number > 0 else { throw Unexpected(what: "a port") }
      guard swallows else { return }
      for _ in 0..<4 {
        let one = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        crowd.append(one)
        _ = withUnsafePointer(to: address) { pointer in
          pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(one, $0, size) }
        }
      }
    }

    deinit { for descriptor in crowd + [listener] { close(descriptor) } }
  }

  private func answer(_ url: String) throws -> RobotAnswer {
    let sender = try HTTPRobotSender(
      accounts: ["r": .init(url: url, secret: nil)], timeoutMilliseconds: 600, now: { Instant(milliseconds: 1) })
    return try sender.send(
      .init(robot: "r", number: 1, text: "减50", messages: 1, isRepeat: false),
      to: .init(key: "r", platform: .wecom, audience: [], perMinute: 18, reserved: 6))
  }

  @Test("nobody there, a network that swallows, and a handshake that never ends: not sent; silence afterwards: lost")
  func silence() throws {
    let later = RobotAnswer.later(code: "no connection", seconds: 30)
    let silent = try SilentPort(swallows: false)
    let swallowing = try SilentPort(swallows: true)
    #expect(try answer("http://127.0.0.1:\(swallowing.number)/") == later)
    #expect(try answer("https://127.0.0.1:\(silent.number)/") == later)
    #expect(try answer("https://no-such-host.invalid/") == later)
    guard case .lost = try answer("http://127.0.0.1:\(silent.number)/") else {
      Issue.record("what went out without an answer is lost")
      return
    }
  }
}
