public import Glibc

/// A process started with posix_spawn and watched with waitpid. (Foundation's Process misses the exit of a child now
/// and then when many are killed, and waits for it for ever.)
public final class ChildProcess {
  public struct Unstartable: Error {
    public let path: String
    public let code: Int32
  }

  public let id: pid_t
  private var status: Int32?

  /// Starts a program; its standard streams are /dev/null.
  public init(_ path: String, _ arguments: [String]) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor: Int32 in 0...2 {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
    }
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var started: pid_t = 0
    let code = posix_spawn(&started, path, &actions, nil, &words, environ)
    guard code == 0 else { throw Unstartable(path: path, code: code) }
    id = started
  }

  public var isRunning: Bool {
    guard status == nil else { return false }
    var found: Int32 = 0
    guard waitpid(id, &found, WNOHANG) == id else { return true }
    status = found
    return false
  }

  public func kill() {
    if isRunning { Glibc.kill(id, SIGKILL) }
  }

  public func wait() {
    guard status == nil else { return }
    var found: Int32 = 0
    while waitpid(id, &found, 0) < 0, errno == EINTR {}
    status = found
  }
}
