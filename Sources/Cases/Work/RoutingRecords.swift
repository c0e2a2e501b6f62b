import Playbooks
import Store
import Vocabulary

/// The SQL of case_route.
enum RoutingRecords {
  static func replace(_ routes: [RoutingMatrix.Route], _ change: Change) throws {
    try change.session.run("DELETE FROM case_route")
    for route in routes {
      try change.session.run(
        """
        INSERT INTO case_route (kind, tag, owner_group, owner, deputy, target_minutes, channel, operation_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        [
          .text(route.kind.rawValue), .text(route.tag), .text(route.group.rawValue), .text(route.owner),
          .text(route.deputy), .integer(route.targetMinutes), .text(route.channel), .text(change.operation.id.text),
        ])
    }
  }

  static func kinds(_ session: any Session) throws -> Set<String> {
    Set(try session.all("SELECT kind FROM case_route WHERE tag = ''") { try $0.text(0) })
  }

  static func route(_ kind: CaseKind, tag: String, _ session: any Session) throws -> RoutingMatrix.Route? {
    try session.first(
      """
      SELECT owner_group, owner, deputy, target_minutes, channel, tag FROM case_route
      WHERE kind = $1 AND tag IN ($2, '') ORDER BY CASE WHEN tag = $2 THEN 0 ELSE 1 END LIMIT 1
      """, [.text(kind.rawValue), .text(tag)]
    ) { row in
      guard let group = WorkGroup(rawValue: try row.text(0)) else {
        throw StoreError.engine("case_route holds a group this program does not know")
      }
      return RoutingMatrix.Route(
        kind: kind, tag: try row.text(5), group: group, owner: try row.text(1), deputy: try row.text(2),
        targetMinutes: try row.integer(3), channel: try row.text(4))
    }
  }
}
