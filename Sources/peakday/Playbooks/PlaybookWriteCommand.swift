import ArgumentParser
import Coordination
import Formats
import Glibc
import Playbooks
import Store
import Vocabulary

struct PlaybookWriteCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "write", abstract: say("把现行手册写到一个文件夹，好修改", "Write the playbooks into a folder, to edit them"),
      discussion: say(
        "改好后：peakday playbook check 目录，再 peakday playbook publish 目录。已有的文件不会覆盖。",
        "After editing: peakday playbook check DIR, then peakday playbook publish DIR. Files that are there stay."))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var source: PlaybookSource

  @Argument(help: help("文件夹，没有就新建", "the folder; made if it is not there"), completion: .directory)
  var directory: String

  private struct Written: Encodable {
    let directory: String
    let files: [String]
  }

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let set = try source.stored(at: desk)
    for file in set.files {
      let parts = file.path.split(separator: "/", omittingEmptySubsequences: false)
      guard !parts.contains(where: { $0.isEmpty || $0.hasPrefix(".") }) else {
        throw Failure(
          .refused, code: "playbook_path", Message(zh: "文件名不能用", en: "this file name cannot be used"), place: file.path)
      }
      guard access(directory + "/" + file.path, F_OK) != 0 else {
        throw Failure(
          .usage, code: "file_exists", Message(zh: "文件已经存在，不会覆盖", en: "the file is there already and is not replaced"),
          place: directory + "/" + file.path,
          next: Message(zh: "换一个空的文件夹", en: "name an empty folder"))
      }
    }
    try makeFolder(directory)
    for file in set.files {
      var folder = directory
      for part in file.path.split(separator: "/").dropLast() {
        folder += "/" + part
        try makeFolder(folder)
      }
      let sink = try ByteSink.newFile(directory + "/" + file.path)
      try sink.write(Array(file.text.utf8))
      try sink.finish()
    }
    if !source.builtIn, !set.lacking.isEmpty {
      desk.talk(
        Message(
          zh: "程序还自带这里没有的：\(set.lacking.joined(separator: "、"))；另写一份来抄：peakday playbook write 新目录 --built-in",
          en:
            "the program brings more: \(set.lacking.joined(separator: ", ")); to copy from: peakday playbook write NEWDIR --built-in"
        ))
    }
    try desk.answer(Written(directory: directory, files: set.files.map(\.path))) {
      let name = TerminalText.safe(directory)
      return say("已写入 \(name)：\(set.files.count) 个文件\n", "\(set.files.count) files written to \(name)\n")
    }
  }

  private func makeFolder(_ path: String) throws {
    guard mkdir(path, 0o755) != 0, errno != EEXIST else { return }
    throw Failure(
      .usage, code: "folder_not_writable",
      Message(
        zh: "文件夹建不了：\(String(cString: strerror(errno)))",
        en: "the folder cannot be made: \(String(cString: strerror(errno)))"), place: path,
      next: Message(zh: "检查路径和权限", en: "check the path and the permissions"))
  }
}
