import Glibc
import Vocabulary

/// Looks at a SQLite file before it is trusted.
enum StoreFile {
  /// The file's one true path: reached by two names, it would have two turnstiles, and a link could hide a network.
  /// A file that is not there yet is named in its folder's true path; what cannot be resolved stays as it is.
  static func resolved(_ path: String) -> String {
    func real(_ path: String) -> String? {
      guard let found = realpath(path, nil) else { return nil }
      defer { free(found) }
      return String(cString: found)
    }
    if let whole = real(path) { return whole }
    guard let folder = real(FileSystem.folder(of: path)), let name = path.split(separator: "/").last else {
      return path
    }
    return (folder == "/" ? "" : folder) + "/" + name
  }

  static func refuseUnusable(_ path: String, _ location: StoreLocation) throws {
    var status = stat()
    guard stat(path, &status) == 0 else {
      guard errno == ENOENT else {
        throw StoreError.unavailable("\(path): \(String(cString: strerror(errno)))")
      }
      throw Store.missing(location)
    }
    guard [S_IFDIR, S_IFREG].contains(status.st_mode & S_IFMT) else { throw notOurs(location) }
    if status.st_mode & S_IFMT == S_IFDIR {
      throw Failure(
        .storeUnavailable, code: "store_is_directory",
        Message(zh: "这是一个文件夹，不是店铺库", en: "this is a folder, not a store"), place: path,
        next: Message(zh: "写上文件名：--store \(path)/shop.db", en: "name a file in it: --store \(path)/shop.db"))
    }
    let folder = FileSystem.folder(of: path)
    if access(path, W_OK) != 0 || access(folder, W_OK) != 0 {
      throw readOnly(path)
    }
  }

  static func readOnly(_ path: String) -> Failure {
    Failure(
      .storeUnavailable, code: "store_read_only",
      Message(zh: "店铺库或它所在的文件夹是只读的", en: "the store, or the folder it lies in, is read-only"), place: path,
      next: Message(
        zh: "请把文件和文件夹的写权限给当前用户；只看不改可用 sqlite3 -readonly",
        en: "give this user write permission on the file and its folder; to only look, use sqlite3 -readonly"))
  }

  static func notOurs(_ location: StoreLocation) -> Failure {
    Failure(
      .storeUnavailable, code: "store_not_ours",
      Message(zh: "这个文件不是 PeakDay 的店铺库", en: "this file is not a PeakDay store"),
      place: location.shown,
      next: Message(zh: "检查 --store 和 PEAKDAY_STORE", en: "check --store and PEAKDAY_STORE"))
  }

  /// Opens a file that exists; the first statement on it tells whether it is SQLite's at all.
  static func file(
    _ path: String, _ settings: SQLiteDatabase.Settings, _ location: StoreLocation
  ) throws -> SQLiteDatabase {
    do {
      return try SQLiteDatabase(path: path, settings: settings)
    } catch let error as StoreError where error.isNotADatabase {
      throw notOurs(location)
    }
  }

  /// The schema's version, kept in the file's header; refuses a file of another program.
  static func version(of file: SQLiteDatabase, _ location: StoreLocation) throws -> Int64 {
    let application = try file.pragma("PRAGMA application_id")
    guard application == SQLiteDatabase.applicationID else { throw notOurs(location) }
    return try file.pragma("PRAGMA user_version")
  }

  /// Nothing in it yet, though its length is not 0.
  private static func isBlank(_ file: SQLiteDatabase) throws -> Bool {
    try file.read { session in
      try session.count(
        """
        SELECT (SELECT application_id FROM pragma_application_id()) + (SELECT user_version FROM pragma_user_version())
          + (SELECT COUNT(*) FROM sqlite_schema)
        """) == 0
    }
  }

  /// Opens the file for `create`: a new or empty one, or a store of ours to bring up to date.
  static func create(_ path: String, _ location: StoreLocation) throws -> SQLiteDatabase {
    var status = stat()
    if stat(path, &status) == 0 {
      try refuseUnusable(path, location)
      if status.st_size > 0 {
        let file = try Self.file(path, .init(), location)
        // A `create` beside us, or one that was killed, may have got no further than the write-ahead log.
        if try isBlank(file) {
          try file.useWriteAheadLog()
        } else {
          try Store.refuseNewer(try version(of: file, location), engine: .sqlite, location)
        }
        return file
      }
    }
    let folder = FileSystem.folder(of: path)
    guard stat(folder, &status) == 0 else {
      throw Failure(
        .storeUnavailable, code: "folder_missing", Message(zh: "文件夹不存在", en: "the folder does not exist"),
        place: folder,
        next: Message(zh: "先建文件夹：mkdir -p \(folder)", en: "make it first: mkdir -p \(folder)"))
    }
    if access(folder, W_OK) != 0 { throw readOnly(path) }
    let file = try SQLiteDatabase(path: path, creating: true)
    try file.useWriteAheadLog()
    return file
  }
}
