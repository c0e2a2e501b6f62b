import Glibc
import Vocabulary

/// What a run takes from outside: tests give their own.
struct Surroundings {
  var environment: [String: String]
  /// The clock; `--now` takes its place on a rehearsal store.
  var clock: () -> Instant
  var random: () -> UInt64
  /// Writes to standard output and standard error.
  var output: (String) -> Void
  var talk: (String) -> Void
  var lines: LineSource
  var outputIsTerminal: Bool
  var inputIsTerminal: Bool
  var errorIsTerminal = false
  var terminalWidth: Int?
  /// Whether nobody reads standard output any more.
  var outputIsClosed: () -> Bool = { false }

  /// The real ones.
  static func process() -> Surroundings {
    Surroundings(
      environment: readEnvironment(), clock: systemClock,
      random: {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
      },
      output: { write($0, to: STDOUT_FILENO) }, talk: { write($0, to: STDERR_FILENO) },
      lines: LineSource(descriptor: STDIN_FILENO), outputIsTerminal: isatty(STDOUT_FILENO) == 1,
      inputIsTerminal: isatty(STDIN_FILENO) == 1, errorIsTerminal: isatty(STDERR_FILENO) == 1,
      terminalWidth: width(of: STDOUT_FILENO), outputIsClosed: { isClosed(STDOUT_FILENO) })
  }

  private static func readEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    var next = environ
    while let entry = next.pointee {
      let text = String(cString: entry)
      if let mark = text.firstIndex(of: "=") {
        variables[String(text[..<mark])] = String(text[text.index(after: mark)...])
      }
      next += 1
    }
    return variables
  }

  private static func systemClock() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
  }

  /// Writes to standard error, from any thread.
  static func tell(_ text: String) { write(text, to: STDERR_FILENO) }

  private static func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
        if count < 0 && errno == EINTR { continue }
        // Nobody reads any more: what was committed stays committed.
        if count <= 0 { return }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      }
    }
  }

  private static func isClosed(_ descriptor: Int32) -> Bool {
    var state = pollfd(fd: descriptor, events: 0, revents: 0)
    return poll(&state, 1, 0) == 1 && Int32(state.revents) & (POLLERR | POLLHUP | POLLNVAL) != 0
  }

  private static func width(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}

/// Draws from the surroundings, so that identifiers are a parameter like everything else.
struct SurroundingRandom: RandomNumberGenerator {
  let draw: () -> UInt64
  mutating func next() -> UInt64 { draw() }
}
