import Cases
import Orders
public import Playbooks
import Stock
public import Store
import Training
public import Vocabulary

/// One version of the playbooks in the store.
public struct PlaybookVersion: Sendable, Codable, Equatable {
  public let version: Int64
  /// SHA-256 over every path and text, in hexadecimal.
  public let digest: String
  public let publishedAt: Instant
  public let publishedBy: String
  public let files: Int64
}

/// What one set of playbooks has that another has not.
public struct PlaybookDifference: Sendable, Codable, Equatable {
  public enum Kind: String, Sendable, Codable {
    case added, removed, changed
  }

  public let path: String
  public let kind: Kind
  public let linesAdded: Int
  public let linesRemoved: Int

  /// File by file, by path; files that are the same are left out.
  public static func between(_ old: PlaybookSet, _ new: PlaybookSet) -> [PlaybookDifference] {
    func texts(_ set: PlaybookSet) -> [String: String] {
      Dictionary(set.files.map { ($0.path, $0.text) }) { first, _ in first }
    }
    let (old, new) = (texts(old), texts(new))
    return Set(old.keys).union(new.keys).sorted().compactMap { path in
      guard old[path] != new[path] else { return nil }
      let change = lines(new[path]).difference(from: lines(old[path]))
      return PlaybookDifference(
        path: path, kind: old[path] == nil ? .added : new[path] == nil ? .removed : .changed,
        linesAdded: change.insertions.count, linesRemoved: change.removals.count)
    }
  }

  private static func lines(_ text: String?) -> [Substring] {
    (text ?? "").split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  }
}

extension Setup {
  public struct Published: Sendable, Codable, Equatable {
    public let version: Int64
    public let digest: String
    public let changes: [PlaybookDifference]
    public let gates: [String]
  }

  /// Puts a set in force, gates and all, as the next version. `replacing` is the version that it was compared
  /// with: refused when another one is in force by now, whose changes nobody would have looked at. Refused, too, where it
  /// changes an activity that people rely on (`ActivityRevision`), except for a renewal: the sample that comes with the
  /// program is nobody's.
  public static func publish(
    _ checked: CheckedPlaybooks, replacing expected: Int64, isRenewal: Bool = false, _ change: Change
  ) throws -> Published {
    let set = checked.set
    let gates = try set.gates()
    let current = try PlaybookRecords.version(change.session)
    guard current == expected else {
      throw Failure(
        .refused, code: "playbook_moved",
        Message(zh: "别人刚发布了版本 \(current)", en: "somebody else has just published version \(current)"),
        place: String(current),
        next: Message(
          zh: "看过它的改动再发布：peakday playbook publish 目录 --dry-run",
          en: "look at its changes first: peakday playbook publish DIR --dry-run"))
    }
    let old = try PlaybookRecords.files(of: current, change.session)
    if !isRenewal { try ActivityRevision.follow(from: try old.activities(), to: try set.activities(), change) }
    let digest = digest(set)
    try PlaybookRecords.insert(set, version: current + 1, digest: digest, change)
    try Gates.replace(gates, change)
    try Promises.replaceCouriers(try set.couriers(), change)
    try OrderStock.replaceBundles(try set.bundles(), change)
    try Training.renewRequirements(try Courses.renamed(set.courses()), change)
    try Routing.replace(try set.routing(), change)
    return Published(
      version: current + 1, digest: digest, changes: PlaybookDifference.between(old, set),
      gates: gates.filter(\.enabled).map(\.key))
  }

  /// The operation under which `init` installs or renews the built-in set: two people at once do it once.
  public static func initialising(_ store: Store) -> OperationID? {
    OperationID("INIT-\(store.settings.id)-\(digest(.builtIn).prefix(12))")
  }

  /// The version to be replaced by the built-in set of a newer program: the one in force, if it came with an older
  /// program and nobody has published a set of their own. nil where there is nothing to renew.
  public static func outdated(_ session: any Session) throws -> Int64? {
    let version = try PlaybookRecords.version(session)
    guard version > 0, try PlaybookRecords.operation(session)?.hasPrefix("INIT-") ?? false else { return nil }
    let set = try PlaybookRecords.files(of: version, session)
    return PlaybookDifference.between(set, .builtIn).isEmpty ? nil : version
  }

  /// Whether no case is routed though there are playbooks: a store whose own set is older than routing.
  public static func lacksRoutes(_ session: any Session) throws -> Bool {
    try PlaybookRecords.version(session) > 0 && Routing.unrouted(session).count == CaseKind.allCases.count
  }

  /// Routes cases by the set in force, which goes by what is shipped where it says nothing. Nothing where there are routes.
  public static func fillRoutes(_ change: Change) throws -> Bool {
    guard try lacksRoutes(change.session) else { return false }
    let version = try PlaybookRecords.version(change.session)
    try Routing.replace(try PlaybookRecords.files(of: version, change.session).routing(), change)
    return true
  }

  /// Every version, the newest first.
  public static func versions(_ session: any Session) throws -> [PlaybookVersion] {
    try PlaybookRecords.versions(session)
  }

  /// The set of a version; of the one in force without `version`.
  public static func playbooks(version: Int64?, _ session: any Session) throws -> PlaybookSet {
    let number = try version ?? PlaybookRecords.version(session)
    let set = try PlaybookRecords.files(of: number, session)
    guard set.files.isEmpty else { return set }
    throw Failure(
      .refused, code: "unknown_version",
      Message(zh: "库里没有这个版本的手册", en: "the store has no such version of the playbooks"), place: String(number),
      next: Message(zh: "看有哪些：peakday playbook list", en: "see which there are: peakday playbook list"))
  }
}
