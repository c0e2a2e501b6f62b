public import Playbooks
public import Store
public import Vocabulary

/// Who has to act on a case: the routing matrix of the playbooks in force, kept in rows so that a gate reads no YAML.
public enum Routing {
  /// Puts a matrix in force; cases that are open stay with whom they are.
  public static func replace(_ matrix: RoutingMatrix, _ change: Change) throws {
    try RoutingRecords.replace(matrix.routes, change)
  }

  /// The kinds of which the matrix in force says nothing.
  public static func unrouted(_ session: any Session) throws -> [CaseKind] {
    let routed = try RoutingRecords.kinds(session)
    return CaseKind.allCases.filter { !routed.contains($0.rawValue) }
  }

  /// The route of a kind, of this tag where it has one of its own; what the program says where the matrix says nothing.
  static func route(_ kind: CaseKind, tag: String, _ session: any Session) throws -> RoutingMatrix.Route {
    try RoutingRecords.route(kind, tag: tag, session)
      ?? RoutingMatrix.Route(
        kind: kind, tag: "", group: kind.ownerGroup, owner: "", deputy: "", targetMinutes: kind.targetMinutes,
        channel: "")
  }
}
