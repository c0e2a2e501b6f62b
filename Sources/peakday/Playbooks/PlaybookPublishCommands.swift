import ArgumentParser
import Coordination
import Formats
import Playbooks
import Store
import Vocabulary

/// The problems of a set, one a line, with the file and line of each.
struct PlaybookProblems {
  let found: [Failure]

  private struct Problem: Encodable {
    let problem: String
    let place: String?
    let message: String
    let next: String?
  }

  /// Prints them and raises the exit code; returns whether there are none.
  func show(at desk: Desk) throws -> Bool {
    for problem in found {
      let message = problem.message.text(in: desk.language)
      let next = problem.next?.text(in: desk.language)
      try desk.answer(Problem(problem: problem.code, place: problem.place, message: message, next: next)) {
        let place = desk.style.paint(TerminalText.safe(problem.place ?? ""), .red)
        return "\(place)  \(TerminalText.safe(message))" + (next.map { " → \(TerminalText.safe($0))" } ?? "") + "\n"
      }
    }
    if !found.isEmpty { desk.raise(.notClean) }
    return found.isEmpty
  }
}

struct PlaybookCheckCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "check", abstract: say("检查手册：每处错误的文件和行；不干净退出码 24", "Check playbooks: every error by file and line"),
      discussion: say("不写文件夹就检查库里现行的。", "Without a folder, those in force in the store; exit code 24 when not clean."))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var source: PlaybookSource

  @Argument(help: help("手册文件夹", "the folder of playbooks"), completion: .directory)
  var directory: String?

  private struct Clean: Encodable {
    let isClean: Bool
    let files: Int
  }

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let set = try directory.map { try PlaybookSet.read(directory: $0) } ?? source.stored(at: desk)
    let problems = PlaybookProblems(found: set.check())
    guard try problems.show(at: desk) else {
      desk.talk(Message(zh: "\(problems.found.count) 处问题", en: "\(problems.found.count) problems"))
      return
    }
    try desk.answer(Clean(isClean: true, files: set.files.count)) {
      desk.style.paint(say("干净", "clean"), .green) + say("：\(set.files.count) 个文件\n", ": \(set.files.count) files\n")
    }
  }
}

struct PlaybookPublishCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "publish", abstract: say("发布手册到库里，立即生效", "Publish playbooks into the store, in force at once"),
      discussion: say(
        "先检查，有一处错误就不发布（退出码 24）。发布后用 peakday remark reclassify --dry-run 看旧备注会怎样变。",
        "They are checked first; with one error nothing is published (exit code 24). Afterwards peakday remark reclassify "
          + "--dry-run shows what older remarks would become."))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("手册文件夹", "the folder of playbooks"), completion: .directory)
  var directory: String?

  @Flag(name: .long, help: help("发布程序自带的手册（升级程序之后）", "publish those that came with the program (after an upgrade)"))
  var builtIn = false

  @Flag(name: .long, help: help("只看会改变什么", "only show what would change"))
  var dryRun = false

  private struct Report: Encodable {
    let version: Int64
    let dryRun: Bool
    let changes: [PlaybookDifference]
    var operation: String?
    var receipt: String?
    var isReplay: Bool?
  }

  func validate() throws {
    guard (directory != nil) != builtIn else {
      throw ValidationError(say("写上手册文件夹，或 --built-in", "name a folder of playbooks, or --built-in"))
    }
  }

  func run(at desk: Desk) throws {
    try desk.require(dryRun ? .look : .publishPlaybooks)
    let store = try desk.store()
    let set = try directory.map { try PlaybookSet.read(directory: $0) } ?? .builtIn
    guard try PlaybookProblems(found: set.check()).show(at: desk) else {
      desk.talk(Message(zh: "没有发布：先改好以上各处", en: "nothing was published: mend these first"))
      return
    }
    let (version, current) = try store.read {
      (try Setup.playbookVersion($0), try Setup.playbooks(version: nil, $0))
    }
    let changes = PlaybookDifference.between(current, set)
    // With a given operation id it may be the repetition of a publication that is in force by now.
    if dryRun || changes.isEmpty && desk.options.operation == nil {
      return try answer(Report(version: version, dryRun: dryRun, changes: changes), at: desk)
    }
    var arguments: Operation.Arguments = [:]
    for file in set.files { arguments.add(file.path, file.text) }
    let checked = try CheckedPlaybooks(set)
    let receipt = try store.perform(try desk.operation("playbook publish", arguments)) {
      try Setup.publish(checked, replacing: version, $0)
    }
    try answer(
      Report(
        version: receipt.result.version, dryRun: false, changes: receipt.result.changes,
        operation: receipt.operation.text, receipt: receipt.head.text, isReplay: receipt.isReplay), at: desk)
  }

  private func answer(_ report: Report, at desk: Desk) throws {
    try desk.answer(report) {
      var text = report.changes.map { line($0) }.joined()
      switch (report.changes.isEmpty, report.dryRun) {
      case (true, _):
        text += say(
          "与现行版本 \(report.version) 相同，没有改变\n", "the same as version \(report.version), which stays in force\n")
      case (_, true): text += say("（只是看看，没有发布）\n", "(nothing was published)\n")
      case (_, false):
        text += say("已发布，现行版本 \(report.version)\n", "published; version \(report.version) is in force\n")
        if report.changes.contains(where: { $0.path.hasPrefix("remarks/") }) {
          text += say(
            "旧备注会怎样变：peakday remark reclassify --dry-run\n",
            "what older remarks become: peakday remark reclassify --dry-run\n")
        }
      }
      return text
    }
  }

  private func line(_ change: PlaybookDifference) -> String {
    let kind =
      switch change.kind {
      case .added: say("新增", "added  ")
      case .removed: say("删去", "removed")
      case .changed: say("改动", "changed")
      }
    return "\(kind)  \(TerminalText.safe(change.path))  +\(change.linesAdded) −\(change.linesRemoved)\n"
  }
}
