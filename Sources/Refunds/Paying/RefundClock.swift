public import Store
public import Vocabulary

/// What time it is where money is concerned.
///
/// The store's clock decides whether a day has come. A worker whose own clock differs from it by more than five seconds is
/// refused: its times would stand in the log.
public enum RefundClock: Sendable {
  /// The store's clock, and what the worker's says.
  case store(worker: Instant)
  /// A rehearsal's made-up time.
  case assumed(Instant)

  /// Seconds by which a worker's clock may differ.
  public static let tolerance: Int64 = 5

  public func now(_ session: any Session) throws -> Instant {
    switch self {
    case .assumed(let now): return now
    case .store(let worker):
      let now = try ClockRecords.now(session)
      let off = (worker.milliseconds - now.milliseconds) / 1_000
      guard off.magnitude <= Self.tolerance.magnitude else {
        throw Failure(
          .refused, code: "clock_off",
          Message(
            zh: "这台电脑的时钟与库相差 \(off.magnitude) 秒，不能处理退款",
            en: "this machine's clock is \(off.magnitude) s off the store's; no refund goes out from here"),
          next: Message(zh: "先校准时钟：timedatectl set-ntp true", en: "set the clock first: timedatectl set-ntp true"))
      }
      return now
    }
  }
}
