import FoundationEssentials
import Glibc
import Playbooks
import RobotGateway
import Vocabulary

/// Addresses and secrets of the group robots: in a file for its owner alone, named by PEAKDAY_ROBOTS.
struct RobotFile {
  let path: String
  private let accounts: [String: RobotAccount]

  /// nil where none is named, which is said once.
  static func read(_ desk: Desk, isAgain: Bool = false) throws -> RobotFile? {
    guard let path = desk.surroundings.environment["PEAKDAY_ROBOTS"], !path.isEmpty else {
      if !isAgain {
        desk.talk(
          Message(
            zh: "没有 PEAKDAY_ROBOTS：机器人的话先留着", en: "PEAKDAY_ROBOTS names no file: what the robots have to say waits"))
      }
      return nil
    }
    var status = stat()
    guard stat(path, &status) == 0, let data = FileManager.default.contents(atPath: path), data.count <= 65_536 else {
      throw failure("robots_unreadable", path, zh: "机器人文件读不了", en: "the robots' file cannot be read")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw failure(
        "robots_exposed", path, zh: "别人也能读这个文件：chmod 600", en: "others can read this file: chmod 600")
    }
    guard let accounts = try? JSONDecoder().decode([String: RobotAccount].self, from: data) else {
      throw failure(
        "robots_malformed", path, zh: "要写成 {\"名字\": {\"url\": …, \"secret\": …}}",
        en: "write {\"NAME\": {\"url\": …, \"secret\": …}}")
    }
    return RobotFile(path: path, accounts: accounts)
  }

  /// Throws for a robot of the playbook that the file does not have.
  func sender(_ rules: BroadcastRules, now: @escaping () -> Instant) throws -> HTTPRobotSender {
    if let missing = rules.robots.first(where: { accounts[$0.key] == nil }) {
      throw Self.failure(
        "robot_without_address", path, zh: "文件里没有机器人 \(missing.key)", en: "the file has no robot '\(missing.key)'")
    }
    return try HTTPRobotSender(
      accounts: accounts, timeoutMilliseconds: min(10_000, max(2_000, rules.pollSeconds * 500)), now: now)
  }

  private static func failure(_ code: String, _ path: String, zh: String, en: String) -> Failure {
    Failure(
      .usage, code: code, Message(zh: zh, en: en), place: path,
      next: Message(zh: "查看：peakday broadcast robots --help", en: "see: peakday broadcast robots --help"))
  }
}
