/// What a person's work is; it decides what they may do (`Permissions` in Coordination).
public enum Role: String, Sendable, CaseIterable, Codable {
  case lead, agent, warehouse, reviewer, operations, finance, analyst, admin

  public var name: Message {
    switch self {
    case .lead: Message(zh: "客服主管", en: "shift lead")
    case .agent: Message(zh: "客服", en: "customer service")
    case .warehouse: Message(zh: "仓库", en: "warehouse")
    case .reviewer: Message(zh: "审单", en: "order reviewer")
    case .operations: Message(zh: "运营", en: "operations")
    case .finance: Message(zh: "财务", en: "finance")
    case .analyst: Message(zh: "复盘", en: "analyst")
    case .admin: Message(zh: "管理员", en: "administrator")
    }
  }
}

/// Who does something, and in which role.
public struct Actor: Sendable, Hashable, Codable {
  public let name: String
  public let role: Role

  public init(name: String, role: Role) {
    self.name = name
    self.role = role
  }
}
