import ArgumentParser
import Formats
import Rota
import Vocabulary

struct RotaSolveCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "solve",
      abstract: say("按文件里的需求和人排班，写成文件", "Make a rota from a file of needs and people"),
      discussion: say(
        "随时可以 Ctrl-C，得到目前最好的。同一个 --seed 和 --iterations 每次结果一样。"
          + "已公布的班要改时（有人请假）：--published 原来的班 --from 时段 --absent 名字,名字，改动尽量少。",
        "Ctrl-C at any time gives the best so far. The same --seed and --iterations give the same rota. To repair a "
          + "published one when people fall ill, with few changes: --published ROTA --from SLOT --absent NAME,NAME."))
  }

  private static let largestFile = 16 << 20

  @OptionGroup var global: GlobalOptions

  @Option(name: .long, help: help("需求和人（JSON）", "needs and people (JSON)"), completion: .file())
  var instance: String

  @Option(
    name: .long, help: help("写到哪个文件，有就替换", "the file to write; one that is there is replaced"), completion: .file())
  var out: String

  @Option(name: .long, help: help("最多算几秒", "seconds at most"))
  var seconds = 10.0

  @Option(name: .long, help: help("随机种子", "the seed"))
  var seed: UInt64 = 1

  @Option(name: .long, help: help("改为算这么多步，不看时间", "moves instead of seconds"))
  var iterations: Int?

  @Option(name: .long, help: help("已公布的班（JSON）", "the published rota (JSON)"), completion: .file())
  var published: String?

  @Option(name: .long, help: help("从这个时段起可以改", "the slot from which it may change"))
  var from: Int?

  @Option(name: .long, help: help("从那时起不在的人，逗号隔开", "who is absent from then on, by commas"))
  var absent: String?

  func validate() throws {
    guard seconds >= 0, seconds <= 86_400 else {
      throw ValidationError(say("--seconds 要在 0 到 86400 之间", "--seconds must lie between 0 and 86400"))
    }
    guard iterations.map({ $0 > 0 }) ?? true else {
      throw ValidationError(say("--iterations 要大于 0", "--iterations must be positive"))
    }
    guard published != nil ? from != nil : from == nil && absent == nil else {
      throw ValidationError(
        say("--published 和 --from 要一起用，--absent 跟着它们", "use --published and --from together, and --absent with them"))
    }
  }

  private struct Answer: Encodable {
    let file: String
    let cost: RotaCost
    let total: Int
    let shifts: Int
    let iterations: Int
    let seed: UInt64
  }

  func run(at desk: Desk) throws {
    let problem = try RotaFile.problem(try read(instance), place: instance)
    let solver = try RotaSolver(problem, repair: try repair(of: problem), seed: seed)
    let begin = ContinuousClock.now
    StopSignal.watch()
    let progress = ProgressLine(desk, isShown: desk.surroundings.errorIsTerminal && !desk.options.json)
    let solution = solver.solve(
      iterations.map(RotaSolver.Limit.iterations) ?? .seconds(seconds),
      clock: { (ContinuousClock.now - begin) / .seconds(1) }, isStopped: { StopSignal.isRaised },
      progress: progress.show)
    progress.end()
    try WholeFile.replace(out, with: try RotaFile.json(solution.shifts, of: problem))
    let answer = Answer(
      file: out, cost: solution.cost, total: solution.cost.total, shifts: solution.shifts.count,
      iterations: solution.iterations, seed: seed)
    try desk.answer(answer) { RotaCostPage.text(solution, file: out) }
  }

  private func read(_ path: String) throws -> [UInt8] {
    Array(try TextFile.read(try ByteSource.file(path), limit: Self.largestFile).utf8)
  }

  private func repair(of problem: RotaProblem) throws -> RotaRepair? {
    guard let published, let from else { return nil }
    let names = absent?.split(separator: ",").map { $0.trimmingPrefix { $0 == " " } }.map(String.init) ?? []
    let people = try names.map { name in
      guard let place = problem.agents.firstIndex(where: { $0.id == name }) else {
        throw Failure(
          .usage, code: "unknown_agent",
          Message(zh: "没有这个人：\(TerminalText.safe(name))", en: "nobody is called \(TerminalText.safe(name))"),
          place: instance, next: Message(zh: "检查 --absent", en: "check --absent"))
      }
      return place
    }
    return RotaRepair(
      published: try RotaFile.shifts(try read(published), of: problem, place: published), from: from,
      absent: Set(people))
  }
}
