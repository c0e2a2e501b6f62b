import Glibc
public import Vocabulary

extension PlaybookSet {
  /// Reads the `.yaml` and `.md` files below `directory`; other files are left alone. A symbolic link that leads out of
  /// the folder is refused, as is a file over the YAML limit or one that is not UTF-8. At most 1,000 files, 8 levels.
  public static func read(directory: String) throws(Failure) -> PlaybookSet {
    guard let root = real(directory) else { throw unreadable(directory) }
    var files: [PlaybookFile] = []
    try walk(root, prefix: "", root: root, depth: 0, into: &files)
    return PlaybookSet(files: files)
  }

  private static func walk(
    _ folder: String, prefix: String, root: String, depth: Int, into files: inout [PlaybookFile]
  ) throws(Failure) {
    guard let names = names(in: folder) else { throw unreadable(prefix.isEmpty ? folder : prefix) }
    for name in names where !name.hasPrefix(".") {
      let path = prefix + name
      guard let target = real(folder + "/" + name) else { throw unreadable(path) }
      guard target.hasPrefix(root == "/" ? root : root + "/") else {
        throw Failure(
          .usage, code: "playbook_link",
          Message(zh: "\(path) 指向文件夹之外", en: "\(path) leads out of the folder"), place: path,
          next: Message(zh: "用文件本身代替链接", en: "put the file itself in its place"))
      }
      var status = stat()
      guard stat(target, &status) == 0 else { throw unreadable(path) }
      switch status.st_mode & S_IFMT {
      case S_IFDIR:
        guard depth < 8 else { throw unreadable(path) }
        try walk(target, prefix: path + "/", root: root, depth: depth + 1, into: &files)
      case S_IFREG where name.hasSuffix(".yaml") || name.hasSuffix(".md"):
        guard files.count < 1_000, let text = text(of: target, bytes: Int(status.st_size)) else {
          throw unreadable(path)
        }
        files.append(PlaybookFile(path: path, text: text))
      default: break
      }
    }
  }

  private static func real(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func names(in folder: String) -> [String]? {
    guard let stream = opendir(folder) else { return nil }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
      let start = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
      names.append(String(cString: start))
    }
    return names.sorted()
  }

  /// One byte more than allowed is read, so that the reader's own limit speaks.
  private static func text(of path: String, bytes: Int) -> String? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    let wanted = min(bytes, YamlReader.byteLimit + 1)
    var buffer = [UInt8](repeating: 0, count: max(wanted, 1))
    let count = fread(&buffer, 1, wanted, file)
    guard count == wanted else { return nil }
    if bytes > wanted { return String(decoding: buffer[..<count], as: UTF8.self) }
    return String(validating: buffer[..<count], as: UTF8.self)
  }

  private static func unreadable(_ path: String) -> Failure {
    Failure(
      .usage, code: "playbook_unreadable",
      Message(zh: "无法读取 \(path)", en: "cannot read \(path)"), place: path,
      next: Message(zh: "检查路径、权限和 UTF-8 编码", en: "check the path, the permissions and that it is UTF-8"))
  }
}
