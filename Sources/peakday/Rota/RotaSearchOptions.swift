import ArgumentParser
import Formats
import Rota
import Vocabulary

/// How long a search may take.
struct RotaSearchOptions: ParsableArguments {
  @Option(name: .long, help: help("最多算几秒（默认 10；修补 2）", "seconds at most (default 10; 2 for a repair)"))
  var seconds: Double?

  @Option(name: .long, help: help("随机种子", "the seed"))
  var seed: UInt64 = 1

  @Option(name: .long, help: help("改为算这么多步，不看时间：同样的输入每次结果一样", "moves instead of seconds: the same each time"))
  var iterations: Int?

  func validate() throws {
    guard seconds.map({ $0 >= 0 && $0 <= 86_400 }) ?? true, iterations.map({ $0 > 0 }) ?? true else {
      throw ValidationError(
        say("--seconds 要在 0 到 86400 之间，--iterations 要大于 0", "--seconds lies from 0 to 86400, --iterations above 0"))
    }
  }

  /// Ctrl-C ends it with the best so far.
  func effort(_ desk: Desk, seconds usual: Double = 10) -> RosterEffort {
    let begin = ContinuousClock.now
    StopSignal.watch()
    let progress = ProgressLine(desk, isShown: desk.surroundings.errorIsTerminal && !desk.options.json)
    return RosterEffort(
      limit: iterations.map(RotaSolver.Limit.iterations) ?? .seconds(seconds ?? usual), seed: seed,
      clock: { (ContinuousClock.now - begin) / .seconds(1) }, isStopped: { StopSignal.isRaised },
      progress: progress.show)
  }
}

/// A day as people type it: `11-11`, `2026-11-11`.
struct DayArgument: ExpressibleByArgument {
  let text: String

  init?(argument: String) { text = argument }

  func day(_ desk: Desk) throws -> ShopDay {
    guard let day = ShopDay(text, near: ShopDay(desk.now)) else {
      throw Failure(
        .usage, code: "bad_day", Message(zh: "不是日期", en: "this is no day"), place: text,
        next: Message(zh: "写成 11-11 或 2026-11-11", en: "write 11-11 or 2026-11-11"))
    }
    return day
  }
}
