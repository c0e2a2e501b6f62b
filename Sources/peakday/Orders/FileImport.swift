import Coordination
import Orders
import Store
import Vocabulary

/// The import of one of the files that were named.
struct FileImport {
  let path: String
  /// Its place among several files; nil for the only one.
  let number: Int?
  let exportedAt: Instant?
  let rejects: String?
  let checks: ImportChecks
  let playbooks: ImportPlaybooks

  func run(in store: Store, at desk: Desk) throws -> ImportReport {
    // What comes through a pipe can be read once only, and an import looks twice.
    let spool = path == "-" ? try SpooledInput() : nil
    defer { spool?.remove() }
    let file = spool?.path ?? path
    let name = path == "-" ? say("标准输入", "standard input") : String(path.split(separator: "/").last ?? "")
    // First of all: a mistyped name is not a matter of its export time.
    let digest = try ImportFile.digest(path: file)
    var input = try OrderFile.open(file)
    let time = try ImportFile.exportTime(
      given: exportedAt, name: name, newestChange: { try OrderFile.newestChange(in: file, playbooks) }, now: desk.now)
    let source = ImportFile(shop: desk.shop, name: name, digest: digest, exportedAt: time)
    let rejectsFile = RejectsFile(path: rejects ?? (path == "-" ? "stdin" : path) + ".rejects.csv")
    var run = desk.operationID()
    if let number { run = desk.options.operation?.part(String(number)) ?? run }
    let progress = ImportProgress(desk)
    func perform(_ checks: ImportChecks) throws -> OrderImport.Summary {
      try OrderImport(
        file: source, playbooks: playbooks, checks: checks, actor: try desk.actor, run: run, now: { desk.now }
      ).perform(
        input, in: store, reject: { try rejectsFile.add($0, language: desk.language) },
        progress: { progress.tell($0) })
    }
    let summary: OrderImport.Summary
    do {
      summary = try perform(checks)
    } catch let failure as Failure where failure.code == ImportChecks.oldFile {
      // An export may begin with its oldest orders.
      guard try ImportChecks.isRecent(try OrderFile.open(file), of: source, playbooks) else { throw failure }
      var checks = checks
      checks.acceptsAge = true
      input = try OrderFile.open(file)
      summary = try perform(checks)
    }
    progress.end()
    try rejectsFile.finish()
    if summary.totals.rejected > 0 { desk.raise(.doneWithRejects) }
    return ImportReport(
      summary, file: path, exportedAt: time,
      isNewestChange: exportedAt == nil && ImportFile.exportTime(inName: name) == nil, rejects: rejectsFile)
  }
}

/// Tells how far an import has come: in one line that is written over on a terminal, else every 100,000 rows.
final class ImportProgress {
  private let desk: Desk
  private var told: Int64 = 0
  private var isShown = false

  init(_ desk: Desk) {
    self.desk = desk
  }

  func tell(_ rows: Int64) {
    let step: Int64 = desk.surroundings.errorIsTerminal ? 5_000 : 100_000
    guard rows / step > told / step else { return }
    told = rows
    let words = say("…… \(rows) 行", "… \(rows) rows")
    if desk.surroundings.errorIsTerminal {
      desk.surroundings.talk("\r\(words)\u{1B}[K")
      isShown = true
    } else {
      desk.surroundings.talk(words + "\n")
    }
  }

  func end() {
    if isShown { desk.surroundings.talk("\r\u{1B}[K") }
  }
}
