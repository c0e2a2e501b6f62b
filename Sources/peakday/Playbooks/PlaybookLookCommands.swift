import ArgumentParser
import Coordination
import Formats
import Playbooks
import Store
import Vocabulary

struct PlaybookListCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "list", abstract: say("库里发布过的版本，新的在前", "The versions published in the store, newest first"))
  }

  @OptionGroup var global: GlobalOptions

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let versions = try desk.store().read { try Setup.versions($0) }
    try desk.answer(
      versions,
      table: TextTable(
        columns: [
          .init(title: Message(zh: "版本", en: "Version"), alignment: .right),
          .init(title: Message(zh: "发布于", en: "Published")), .init(title: Message(zh: "谁", en: "By")),
          .init(title: Message(zh: "文件", en: "Files"), alignment: .right),
          .init(title: Message(zh: "摘要", en: "Digest")), .init(title: Message(zh: "现行", en: "In force")),
        ],
        rows: versions.enumerated().map { index, version in
          [
            .init(String(version.version)), .init(version.publishedAt.shopText), .init(version.publishedBy),
            .init(String(version.files)), .init(String(version.digest.prefix(12))),
            .init(index == 0 ? "●" : "", ink: .green),
          ]
        }), empty: Message(zh: "库里还没有手册", en: "the store has no playbooks"))
  }
}

struct PlaybookShowCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "show", abstract: say("手册里有哪些文件；写上文件名就打印它", "The files of the playbooks, or one of them"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var source: PlaybookSource

  @Argument(help: help("文件，如 gates.yaml", "a file, such as gates.yaml"))
  var path: String?

  private struct File: Encodable {
    let path: String
    let lines: Int
    let bytes: Int
    var text: String?
  }

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let set = try source.stored(at: desk)
    func file(_ file: PlaybookFile, text: String?) -> File {
      File(
        path: file.path, lines: file.text.count(where: \.isNewline), bytes: file.text.utf8.count, text: text)
    }
    guard let path else {
      let files = set.files.map { file($0, text: nil) }
      return try desk.answer(
        files,
        table: TextTable(
          columns: [
            .init(title: Message(zh: "文件", en: "File")), .init(title: Message(zh: "行", en: "Lines"), alignment: .right),
          ], rows: files.map { [.init($0.path), .init(String($0.lines))] }),
        empty: Message(zh: "没有文件", en: "no files"))
    }
    guard let found = set.files.first(where: { $0.path == path }) else {
      throw Failure(
        .refused, code: "unknown_playbook", Message(zh: "手册里没有这个文件", en: "the playbooks have no such file"),
        place: path,
        next: Message(
          zh: "有这些：\(set.files.map(\.path).joined(separator: "、"))",
          en: "there are: \(set.files.map(\.path).joined(separator: ", "))"))
    }
    try desk.answer(file(found, text: found.text)) {
      // Through a pipe it goes as it is, so that it can be edited and published again.
      guard desk.surroundings.outputIsTerminal else { return found.text }
      return found.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        .map { TerminalText.safe(String($0)) }.joined(separator: "\n")
    }
  }
}
