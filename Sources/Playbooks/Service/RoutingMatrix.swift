public import Vocabulary

/// `routing.yaml`: who has to act on which kind of case, who stands in, and how soon.
public struct RoutingMatrix: Sendable, Equatable {
  public struct Route: Sendable, Equatable, Codable {
    public let kind: CaseKind
    /// Narrows the kind, such as the subject of a customer's voice; empty for the whole kind.
    public let tag: String
    public let group: WorkGroup
    /// Empty where it is whoever of the group is there.
    public let owner: String
    public let deputy: String
    public let targetMinutes: Int64
    /// Where these people are told, in words: a chat group, a telephone.
    public let channel: String

    public init(
      kind: CaseKind, tag: String, group: WorkGroup, owner: String, deputy: String, targetMinutes: Int64,
      channel: String
    ) {
      (self.kind, self.tag, self.group, self.owner, self.deputy) = (kind, tag, group, owner, deputy)
      (self.targetMinutes, self.channel) = (targetMinutes, channel)
    }
  }

  public let routes: [Route]

  public init(routes: [Route]) {
    self.routes = routes
  }

  static func read(_ file: PlaybookFile, _ problems: Problems) -> RoutingMatrix? {
    guard let root = YamlReader.read(file, problems), let fields = Fields(root, known: ["routes"], problems) else {
      return nil
    }
    var routes: [Route] = []
    for item in fields.list("routes") {
      guard let route = route(item, problems) else { continue }
      if routes.contains(where: { $0.kind == route.kind && $0.tag == route.tag }) {
        problems.add(
          "route_twice", line: item.line, zh: "\(route.kind.rawValue) \(route.tag) 有两条路由",
          en: "there are two routes for \(route.kind.rawValue) \(route.tag)",
          next: Message(zh: "只保留一条", en: "keep one of them"))
      }
      routes.append(route)
    }
    return RoutingMatrix(routes: routes)
  }

  private static func route(_ item: YamlValue, _ problems: Problems) -> Route? {
    let known = ["kind", "tag", "group", "owner", "deputy", "target_minutes", "channel"]
    guard let fields = Fields(item, known: known, problems) else { return nil }
    let kind = fields.choice("kind", CaseKind.allCases.map { ($0.rawValue, $0) })
    let group = fields.choice("group", WorkGroup.allCases.map { ($0.rawValue, $0) })
    let minutes = fields.count("target_minutes", in: 1...43_200)
    let owner = fields.text("owner", default: "") ?? ""
    let deputy = fields.text("deputy", default: "") ?? ""
    if !owner.isEmpty, owner == deputy {
      fields.wrong("deputy", zh: "不能和 owner 是同一个人", en: "must be somebody else than 'owner'")
    }
    guard let kind, let group, let minutes else { return nil }
    return Route(
      kind: kind, tag: fields.text("tag", default: "") ?? "", group: group, owner: owner, deputy: deputy,
      targetMinutes: Int64(minutes), channel: fields.text("channel", default: "") ?? "")
  }
}
