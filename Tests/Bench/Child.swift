import Glibc

/// A child process with a pipe to its standard input and one from its standard output.
final class Child {
  private let pid: pid_t
  private var input: Int32
  private let output: Int32
  private var unread: [UInt8] = []
  /// The most memory it held, known after its end.
  private(set) var peakMegabytes = 0.0

  /// Starts a program. Variables of `environment` come on top of ours.
  init(_ path: String, _ arguments: [String], environment: [String: String] = [:]) throws {
    var (into, from): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
    guard pipe(&into) == 0, pipe(&from) == 0 else { throw BenchFailure("no pipe") }
    // A child that kept another one's pipe open would keep it waiting.
    for end in into + from { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, into[0], STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, from[1], STDOUT_FILENO)
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    let added: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") }
    defer { for variable in added { free(variable) } }
    var variables = added
    var next = environ
    while let variable = next.pointee {
      variables.append(variable)
      next += 1
    }
    variables.append(nil)
    var started: pid_t = 0
    let code = posix_spawn(&started, path, &actions, nil, &words, &variables)
    close(into[0])
    close(from[1])
    pid = started
    input = into[1]
    output = from[0]
    guard code == 0 else { throw BenchFailure("\(path) does not start") }
  }

  deinit {
    closeInput()
    close(output)
  }

  func send(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(input, bytes, bytes.count)
  }

  func closeInput() {
    if input >= 0 { close(input) }
    input = -1
  }

  /// Asks it to end, for what would run for ever.
  func end() {
    kill(pid, SIGTERM)
    _ = wait()
  }

  /// The next line of its output; nil when it ended.
  func line() -> String? {
    while true {
      if let end = unread.firstIndex(of: 0x0A) {
        defer { unread.removeFirst(end + 1) }
        return String(decoding: unread[..<end], as: UTF8.self)
      }
      guard fill() else { return nil }
    }
  }

  /// All the rest of its output.
  func rest() -> String {
    while fill() {}
    return String(decoding: unread, as: UTF8.self)
  }

  private func fill() -> Bool {
    var chunk = [UInt8](repeating: 0, count: 4_096)
    var count = read(output, &chunk, chunk.count)
    while count < 0 && errno == EINTR { count = read(output, &chunk, chunk.count) }
    if count > 0 { unread += chunk[..<count] }
    return count > 0
  }

  /// Waits for its end and returns its exit code; a signal counts as 128 and its number.
  func wait() -> Int32 {
    var status: Int32 = 0
    var usage = rusage()
    while wait4(pid, &status, 0, &usage) < 0 && errno == EINTR {}
    peakMegabytes = Double(usage.ru_maxrss) / 1_024
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }

  /// Runs a program that says little, and takes the time from before its start to after its end.
  static func timed(
    _ path: String, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> (seconds: Double, code: Int32, output: String, peakMegabytes: Double) {
    let start = Clock.now()
    let child = try Child(path, arguments, environment: environment)
    let code = child.wait()
    let seconds = Clock.now() - start
    return (seconds, code, child.rest(), child.peakMegabytes)
  }
}
