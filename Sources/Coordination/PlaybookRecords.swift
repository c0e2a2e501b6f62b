import Playbooks
import Store
import Vocabulary

/// The SQL of the playbooks in the store: two machines never judge a remark by different rules.
enum PlaybookRecords {
  static func insert(_ set: PlaybookSet, version: Int64, digest: String, _ change: Change) throws {
    try change.session.run(
      "INSERT INTO playbook_version (version, digest, operation_id) VALUES ($1, $2, $3)",
      [.integer(version), .text(digest), .text(change.operation.id.text)])
    for file in set.files {
      try change.session.run(
        "INSERT INTO playbook_file (version, path, text) VALUES ($1, $2, $3)",
        [.integer(version), .text(file.path), .text(file.text)])
    }
  }

  static func version(_ session: any Session) throws -> Int64 {
    try session.count("SELECT MAX(version) FROM playbook_version")
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
