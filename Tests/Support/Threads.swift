import Foundation

/// Real threads, one each, for tests in which bodies wait for one another.
public enum Threads {
  /// Runs `body` on `count` threads at once and returns their answers in order, or throws the first error.
  public static func run<Answer: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) throws -> Answer
  ) throws -> [Answer] {
    try (0..<count).map { index in Task { try body(index) } }.map { try $0.wait() }
  }

  /// One thread in the background; `wait` gives its answer.
  public final class Task<Answer: Sendable>: @unchecked Sendable {  // `result` is handed over by the semaphore.
    private let done = DispatchSemaphore(value: 0)
    private var result: Result<Answer, any Error>?

    public init(_ body: @escaping @Sendable () throws -> Answer) {
      let thread = Thread {
        self.result = Result { try body() }
        self.done.signal()
      }
      thread.stackSize = 4 << 20
      thread.start()
    }

    /// Whether it ends within the time.
    public func ends(withinSeconds seconds: Double) -> Bool {
      guard done.wait(timeout: .now() + seconds) == .success else { return false }
      done.signal()
      return true
    }

    public func wait() throws -> Answer {
      done.wait()
      done.signal()
      guard let result else { throw CocoaError(.featureUnsupported) }
      return try result.get()
    }
  }

  /// A gate that opens once and stays open.
  public final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    public init() {}

    public func open() { semaphore.signal() }

    /// Waits until it is open; false after the given time.
    @discardableResult
    public func pass(withinSeconds seconds: Double = 20) -> Bool {
      guard semaphore.wait(timeout: .now() + seconds) == .success else { return false }
      semaphore.signal()
      return true
    }
  }
}
