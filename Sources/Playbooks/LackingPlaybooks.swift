public import Vocabulary

/// A set that is older than a part of the program, and what to do about it.
extension PlaybookSet {
  /// What a set that is older than a part of the program lacks.
  static func withoutFolder(_ folder: String) -> Failure {
    Failure(
      .refused, code: "playbook_missing",
      Message(zh: "现行的手册里还没有 \(folder)", en: "the playbooks in force have no \(folder) yet"), place: folder,
      next: copied(folder))
  }

  /// How to take over a file or folder that came with the program.
  public static func copied(_ path: String) -> Message {
    Message(
      zh: "peakday playbook write 新目录 --built-in，把其中的 \(path) 复制进自己的手册，改好再 peakday playbook publish 目录",
      en:
        "peakday playbook write NEWDIR --built-in, copy its \(path) into your own, edit it, then peakday playbook publish DIR"
    )
  }

  /// What the program brought and this set does not have: files by their path, folders (`scripts/`) of which it has
  /// nothing.
  public var lacking: [String] {
    let have = Set(files.map { Self.part($0.path) })
    return Set(Self.builtIn.files.map { Self.part($0.path) }).subtracting(have).sorted()
  }

  /// Without those for which a folder may stay empty: a shop need not have any.
  public var lackingRequired: [String] {
    Self.requiredPaths.filter { path in !files.contains { $0.path == path } }.sorted()
  }

  /// Files in these folders are named as the shop likes.
  private static func part(_ path: String) -> String {
    let free = [
      Knowledge.activityFolder, Knowledge.handbookFolder, Knowledge.scriptFolder, eventFolder, trainingFolder,
    ]
    return free.first { path.hasPrefix($0) } ?? path
  }
}
