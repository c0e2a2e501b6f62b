import Foundation

extension PostgresCluster {
  /// Where Debian keeps the programs of a server, the newest first.
  public static func binFolders() -> [String] {
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
    return versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "/usr/lib/postgresql/\($0)/bin" }
  }

  /// PostgreSQL refuses to run as root.
  private static var account: String? {
    guard geteuid() == 0 else { return nil }
    return getpwnam("postgres") != nil ? "postgres" : "nobody"
  }

  /// A private folder that belongs to the account the server runs as.
  static func makeFolder() throws -> String {
    var template = Array("/tmp/pd-pg-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Unusable(description: "no temporary folder") }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    if let account, let entry = getpwnam(account) {
      chown(path, entry.pointee.pw_uid, entry.pointee.pw_gid)
    }
    return path
  }

  /// The command, run as an unprivileged account when we are root.
  static func unprivileged(_ command: [String]) throws -> [String] {
    guard let account, let entry = getpwnam(account) else { return command }
    if let setpriv = Processes.find("setpriv") {
      return [
        setpriv, "--reuid=\(entry.pointee.pw_uid)", "--regid=\(entry.pointee.pw_gid)", "--clear-groups", "--",
      ] + command
    }
    if let runuser = Processes.find("runuser") { return [runuser, "-u", account, "--"] + command }
    throw Unusable(description: "setpriv or runuser is needed to start PostgreSQL as root")
  }
}

/// A process in the background that tells its state on standard output.
final class OwnedProcess: @unchecked Sendable {  // Used by the one thread that makes the cluster, then at exit.
  private let process = Process()
  private let answer = Pipe()

  init(_ command: [String], input: Int32) throws {
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    process.standardInput = FileHandle(fileDescriptor: input, closeOnDealloc: false)
    process.standardOutput = answer
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  func firstLine() -> String {
    var line: [UInt8] = []
    while let byte = try? answer.fileHandleForReading.read(upToCount: 1)?.first, byte != 0x0A { line.append(byte) }
    return String(decoding: line, as: UTF8.self)
  }

  /// What it said after the first line, as far as it has been said.
  func rest() -> String {
    String(decoding: answer.fileHandleForReading.availableData, as: UTF8.self)
  }

  func wait() { process.waitUntilExit() }
}
