import Playbooks
import Store
import Vocabulary

/// The SQL of the playbooks in the store: two machines never judge a remark by different rules.
enum PlaybookRecords {
  static func insert(_ set: PlaybookSet, version: Int64, digest: String, _ change: Change) throws {
    let inserted = try change.session.run(
      """
      INSERT INTO playbook_version (version, digest, operation_id) VALUES ($1, $2, $3) ON CONFLICT (version) DO NOTHING
      """, [.integer(version), .text(digest), .text(change.operation.id.text)])
    if inserted == 0 { throw StoreError.retry("somebody else published in between") }
    for file in set.files {
      try change.session.run(
        "INSERT INTO playbook_file (version, path, text) VALUES ($1, $2, $3)",
        [.integer(version), .text(file.path), .text(file.text)])
    }
  }

  /// The operation that put the version in force into the store.
  static func operation(_ session: any Session) throws -> String? {
    try session.first("SELECT operation_id FROM playbook_version ORDER BY version DESC LIMIT 1") { try $0.text(0) }
  }

  static func version(_ session: any Session) throws -> Int64 {
    try session.count("SELECT MAX(version) FROM playbook_version")
  }

  /// Every version, the newest first.
  static func versions(_ session: any Session) throws -> [PlaybookVersion] {
    try session.all(
      """
      SELECT v.version, v.digest, o.at, o.actor, (SELECT COUNT(*) FROM playbook_file f WHERE f.version = v.version)
      FROM playbook_version v JOIN operation o ON o.id = v.operation_id ORDER BY v.version DESC
      """
    ) {
      PlaybookVersion(
        version: try $0.integer(0), digest: try $0.text(1), publishedAt: Instant(milliseconds: try $0.integer(2)),
        publishedBy: try $0.text(3), files: try $0.integer(4))
    }
  }

  /// All files of one version; empty for one that there is not.
  static func files(of version: Int64, _ session: any Session) throws -> PlaybookSet {
    PlaybookSet(
      files: try session.all(
        "SELECT path, text FROM playbook_file WHERE version = $1 ORDER BY path", [.integer(version)]
      ) { PlaybookFile(path: try $0.text(0), text: try $0.text(1)) })
  }

  /// The files in force whose path begins with `prefix`.
  static func files(prefix: String, _ session: any Session) throws -> PlaybookSet {
    PlaybookSet(
      files: try session.all(
        """
        SELECT path, text FROM playbook_file
        WHERE version = (SELECT MAX(version) FROM playbook_version) AND substr(path, 1, length($1)) = $1
        ORDER BY path
        """, [.text(prefix)]
      ) { PlaybookFile(path: try $0.text(0), text: try $0.text(1)) })
  }
}
