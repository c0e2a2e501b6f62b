import CSQLite
import Glibc

/// The lock under which every write transaction and every checkpoint of a SQLite store runs, across processes.
///
/// Two files: a writer locks `queue`, then `main`, then unlocks `queue`. So at most one waits for `main`, the others
/// stand in line behind it, and a bulk writer that comes back at once has to join the line's end. (A plain `flock` let
/// one bulk writer starve 32 gates for 8 s.) It also keeps checkpoints from racing commits: SQLite 3.40 can lose a
/// commit then (the WAL-reset bug, fixed in 3.44.6, 3.50.7 and 3.51.3).
final class Turnstile {
  private let path: String
  /// The lock files `…-queue` and `…-lock`; -1 until the first writer needs them, because a reader leaves no traces.
  private var queue: Int32 = -1
  private var main: Int32 = -1
  /// How long to stand in line before giving up, in milliseconds.
  private let patience: Int64
  private var savedSignals = sigset_t()
  /// When this writer last came through the line, in milliseconds of the monotonic clock.
  private var cameThroughAt = Int64.min / 2
  private var enteredAt: Int64 = 0
  /// For how long the store was held the last time.
  private(set) var lastHeldMilliseconds: Int64 = 0
  /// For so long, in milliseconds, a writer that comes back at once may go on without joining the line's end, if nobody
  /// is quicker: its cache is still right, which the next process's is not. 32 writers wait 32 times as long at most.
  private static let lease: Int64 = 4

  init(beside path: String, patienceMilliseconds: Int64) {
    self.path = path
    patience = patienceMilliseconds
  }

  deinit {
    if queue >= 0 { close(queue) }
    if main >= 0 { close(main) }
  }

  /// Waits for the store. Ctrl-Z is put off from the line on until it is left: whoever stopped there would stop the
  /// whole shop.
  func enter() throws {
    if queue < 0 { queue = try Self.openFile(path + "-queue") }
    if main < 0 { main = try Self.openFile(path + "-lock") }
    var stops = sigset_t()
    sigemptyset(&stops)
    sigaddset(&stops, SIGTSTP)
    pthread_sigmask(SIG_BLOCK, &stops, &savedSignals)
    do {
      let now = Self.monotonicMilliseconds()
      if now - cameThroughAt >= Self.lease || flock(main, LOCK_EX | LOCK_NB) != 0 {
        try standInLine(until: now + patience)
      }
      enteredAt = Self.monotonicMilliseconds()
    } catch {
      pthread_sigmask(SIG_SETMASK, &savedSignals, nil)
      throw error
    }
  }

  private func standInLine(until deadline: Int64) throws {
    guard Self.lock(queue, until: deadline) else { throw StoreError.busy }
    defer { flock(queue, LOCK_UN) }
    guard waitForMain(until: deadline) else { throw StoreError.busy }
    cameThroughAt = Self.monotonicMilliseconds()
  }

  /// The head of the line looks for `main` twice a millisecond. It does not sleep on the lock: woken at every release,
  /// it would always be quicker than a writer whose lease still runs, and every write would begin with a cold cache.
  private func waitForMain(until deadline: Int64) -> Bool {
    while flock(main, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR, Self.monotonicMilliseconds() < deadline else { return false }
      usleep(500)
    }
    return true
  }

  /// Whether another writer stands in line.
  func somebodyWaits() -> Bool {
    guard queue >= 0 else { return false }
    if flock(queue, LOCK_EX | LOCK_NB) != 0 { return true }
    flock(queue, LOCK_UN)
    return false
  }

  func leave() {
    lastHeldMilliseconds = Self.monotonicMilliseconds() - enteredAt
    flock(main, LOCK_UN)
    pthread_sigmask(SIG_SETMASK, &savedSignals, nil)
  }

  private static func openFile(_ path: String) throws -> Int32 {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw StoreError.unavailable("\(path): \(String(cString: strerror(errno)))")
    }
    return descriptor
  }

  /// Takes the lock, waiting in the kernel's line (polling would lose the place in it) until the deadline.
  private static func lock(_ descriptor: Int32, until deadline: Int64) -> Bool {
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
    let remaining = max(1, deadline - monotonicMilliseconds())
    guard errno == EWOULDBLOCK, var alarm = ThreadAlarm(afterMilliseconds: remaining) else { return false }
    defer { alarm.cancel() }
    while monotonicMilliseconds() < deadline {
      if flock(descriptor, LOCK_EX) == 0 { return true }
      if errno != EINTR { return false }
    }
    return false
  }

  private static func monotonicMilliseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }
}

/// Interrupts the calling thread's blocking system call when its time is over: not before, because a waiter that is
/// interrupted goes to the end of the kernel's line. Then again every 50 ms, because a single signal could arrive just
/// before the call blocks.
private struct ThreadAlarm {
  private let timer: timer_t?
  private var savedSignals = sigset_t()
  private static let signal = __libc_current_sigrtmin() + 4

  /// The handler does nothing; without SA_RESTART its arrival makes the call return EINTR.
  private static let installed: Bool = {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in }
    return sigaction(signal, &action, nil) == 0
  }()

  init?(afterMilliseconds delay: Int64) {
    guard Self.installed else { return nil }
    var event = sigevent()
    event.sigev_notify = Int32(SIGEV_THREAD_ID)
    event.sigev_signo = Self.signal
    event._sigev_un._tid = peakday_thread_id()
    var made: timer_t?
    guard timer_create(CLOCK_MONOTONIC, &event, &made) == 0 else { return nil }
    var schedule = itimerspec(
      it_interval: timespec(tv_sec: 0, tv_nsec: 50_000_000),
      it_value: timespec(tv_sec: Int(delay / 1_000), tv_nsec: Int(delay % 1_000) * 1_000_000))
    timer_settime(made, 0, &schedule, nil)
    timer = made
    // The threads of Dispatch, on which Swift's tasks run, block every signal; the wait would have no end there.
    var alarm = sigset_t()
    sigemptyset(&alarm)
    sigaddset(&alarm, Self.signal)
    pthread_sigmask(SIG_UNBLOCK, &alarm, &savedSignals)
  }

  mutating func cancel() {
    timer_delete(timer)
    pthread_sigmask(SIG_SETMASK, &savedSignals, nil)
  }
}
