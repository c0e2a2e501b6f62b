import Broadcasts
import Coordination
import Playbooks
import Rota
import Store
import TestSupport
import Vocabulary

/// Something that a test relies on is not there.
struct Unexpected: Error {
  let what: String
}

/// A shop whose people have clocked in, on either engine.
struct BroadcastHouse {
  static let shop = "店铺甲"
  static let activities = """
    activities:
      - id: store-300
        name: 店铺满300减40
        venue: 主会场
        starts: 2026-11-10T20:00+08:00
        ends: 2026-11-12T00:00+08:00
        threshold_fen: 30000
        discount_fen: 4000
        every: true
      - id: flash
        name: 整点秒杀
        venue: 秒杀会场
        starts: 2026-11-10T20:00+08:00
        ends: 2026-11-11T02:00+08:00
        percent_off: 20
    """

  let place: TestStore
  let store: Store
  private let counter = Counter()

  final class Counter {
    var last = 0
  }

  /// 小美 (pre; her deputy is 小强), 小强 (pre, after), 阿二 (after) have clocked in; 阿三 (pre) has not.
  init(engine: Engine) throws {
    (place, store) = try TestStore.make(engine: engine, follow: Consequences.follow)
    let files = PlaybookSet.builtIn.files.filter {
      !$0.path.hasPrefix("activities/") && !$0.path.hasPrefix("training/")
    }
    let set = PlaybookSet(
      files: files + [PlaybookFile(path: "activities/test.yaml", text: Self.activities)])
    try perform { try Setup.installPlaybooks(set, $0) }
    for (name, skills, deputy) in [
      ("小强", "售前、售后", ""), ("小美", "售前", "小强"), ("阿二", "售后", ""), ("阿三", "售前", ""),
    ] {
      try perform { change in
        var request = Agents.Request(name: name, skills: skills)
        request.deputy = deputy
        request.accounts = ["店:\(name)"]
        return try Agents.add(request, shop: Self.shop, try PlaybookSet.builtIn.shiftRules(), change)
      }
    }
    for name in ["小美", "小强", "阿二"] { try clockIn(name, at: "11-11 09:00") }
  }

  static func at(_ text: String) throws -> Instant {
    guard let moment = Instant("2026-" + text) else { throw Unexpected(what: text) }
    return moment
  }

  @discardableResult
  func perform<Answer: Codable & Sendable>(
    as name: String = "王芳", at: String = "11-09 20:00", _ body: (Change) throws -> Answer
  ) throws -> Answer {
    counter.last += 1
    let actor = Actor(name: name, role: name == "王芳" ? .lead : .agent)
    return try store.perform(try operation("OP\(counter.last)", actor: actor, at: try Self.at(at)), body).result
  }

  func clockIn(_ name: String, at: String) throws {
    try perform(as: name, at: at) { try Broadcasting.clockIn(name, shop: Self.shop, $0) }
  }

  @discardableResult
  func send(
    _ title: String, to audience: [String] = [], urgency: String = "urgent", replacing: Int64? = nil,
    question: Broadcast.Question? = nil, at: String = "11-11 10:00"
  ) throws -> Broadcasts.Sent {
    try perform(at: at) { change in
      var request = Broadcasts.Request(
        title: title, body: "", urgency: urgency, audience: audience, effectiveAt: try Self.at(at))
      request.replacing = replacing
      request.question = question
      return try Broadcasting.send(request, shop: Self.shop, change)
    }
  }

  @discardableResult
  func ack(
    _ reference: String, as name: String, answer: Int? = nil, at: String = "11-11 10:01"
  ) throws -> Broadcasts.Acknowledged {
    guard let parsed = Broadcast.Reference(reference) else { throw Unexpected(what: reference) }
    return try perform(as: name, at: at) {
      try Broadcasts.acknowledge(parsed, answer: answer, shop: Self.shop, $0)
    }
  }

  func poll(at: String) throws -> Escalation.Round {
    try perform(at: at) { try Broadcasting.poll(shop: Self.shop, $0) }
  }

  func inbox(_ name: String, isLead: Bool = false) throws -> Inbox {
    try store.read { try Inbox.of(name, isLead: isLead, shop: Self.shop, $0) }
  }

  func reach(_ reference: String) throws -> BroadcastReach {
    guard let parsed = Broadcast.Reference(reference) else { throw Unexpected(what: reference) }
    return try store.read { try BroadcastReach.of(parsed, shop: Self.shop, $0) }
  }
}

/// The code of the failure that a body throws.
func refusal(_ body: () throws -> Void) throws -> String? {
  do {
    try body()
    return nil
  } catch let failure as Failure {
    return failure.code
  }
}
