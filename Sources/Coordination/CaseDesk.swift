public import Cases
import Orders
import Playbooks
public import Refunds
public import Store
public import Vocabulary

/// The verbs of cases that need to know an order, and the rules in force.
public enum CaseDesk {
  /// What somebody types to open a case.
  public struct Words: Sendable {
    public var kind: CaseKind
    /// nil where it is about no order.
    public var order: String?
    public var title: String
    public var tag: String
    public var group: WorkGroup?
    public var person: String?
    public var due: Instant?
    public var follows: CaseReference?

    public init(
      kind: CaseKind, order: String?, title: String, tag: String, group: WorkGroup?, person: String?, due: Instant?,
      follows: CaseReference?
    ) {
      (self.kind, self.order, self.title, self.tag) = (kind, order, title, tag)
      (self.group, self.person, self.due, self.follows) = (group, person, due, follows)
    }
  }

  /// Opens a case. Kinds with checklists are worked off by the one whose id is the tag.
  public static func open(_ words: Words, shop: String, _ change: Change) throws -> CaseOpened {
    guard !words.kind.isKeptElsewhere, words.kind != .badReview else {
      let next = words.kind == .badReview ? "peakday review add" : "peakday compensation ask"
      throw Failure(
        .usage, code: "case_opens_elsewhere",
        words.kind == .badReview || words.kind == .compensation
          ? Message(zh: "\(words.kind.name.zh)有自己的命令", en: "a case of this kind has a command of its own")
          : Message(zh: "\(words.kind.name.zh)由系统自己开", en: "the program opens cases of this kind by itself"),
        place: words.kind.rawValue,
        next: words.kind == .badReview || words.kind == .compensation
          ? Message(zh: "用：\(next) 订单号", en: "use: \(next) ORDER") : nil)
    }
    let rules = try Setup.serviceRules(change.session)
    let flows = rules.flows.filter { $0.kind == words.kind }
    let flow = flows.first { $0.id == words.tag }
    if !flows.isEmpty, flow == nil {
      let known = flows.map(\.id)
      throw Failure(
        .usage, code: "case_tag",
        Message(
          zh: "--tag 说明是哪一种：\(flows.map { "\($0.id)（\($0.name.zh)）" }.joined(separator: "、"))",
          en: "--tag says which it is: \(known.joined(separator: ", "))"), place: words.tag.isEmpty ? nil : words.tag,
        next: Message(zh: "如：--tag \(known.first ?? "")", en: "such as: --tag \(known.first ?? "")"))
    }
    let request = CaseRequest(
      kind: words.kind, order: try words.order.map { try order($0, shop: shop, change.session) },
      title: words.title, tag: words.tag, flow: flow, group: words.group, assignee: words.person, due: words.due,
      follows: words.follows)
    return try Cases.open(request, shop: shop, change)
  }

  public static func addReview(
    of id: String, text: String, stars: Int64, postedAt: Instant, shop: String, _ change: Change
  ) throws -> Reviews.Noted {
    try Reviews.add(
      try order(id, shop: shop, change.session), text: text, stars: stars, postedAt: postedAt,
      rules: try Setup.serviceRules(change.session), shop: shop, change)
  }

  public static func claim(
    of id: String, amount: Money, liability: Liability, reason: String, follows: CaseReference?, shop: String,
    _ change: Change
  ) throws -> Compensations.Decided {
    let (order, funds) = try funds(of: id, shop: shop, change)
    return try Compensations.ask(
      Compensations.Claim(
        order: CaseRequest.Order(id: id, stage: order.stage), funds: funds, amount: amount, liability: liability,
        reason: reason, follows: follows),
      rules: try Setup.serviceRules(change.session), shop: shop, change)
  }

  /// What granting a claim answers: the refund that pays it is queued with it.
  public struct Granted: Sendable, Codable, Equatable {
    public let claim: Compensations.Decided
    public let refund: String
    public let refundState: RefundStage
    public let opensAt: Instant
  }

  public static func grant(_ amount: Money?, of id: String, shop: String, _ change: Change) throws -> Granted {
    let (_, funds) = try funds(of: id, shop: shop, change)
    let claim = try Compensations.grant(
      amount, of: id, funds: funds, rules: try Setup.serviceRules(change.session), shop: shop, change)
    guard let granted = try Compensations.granted(change).first,
      let refund = try Refunds.find(caseID: granted.id, change.session)
    else { throw StoreError.engine("a granted claim has no refund") }
    return Granted(claim: claim, refund: refund.id, refundState: refund.state, opensAt: refund.opensAt)
  }

  /// What an order still has to give. Its row is locked before anything is added up, and before its case is.
  private static func funds(
    of id: String, shop: String, _ change: Change
  ) throws -> (order: Order, funds: Compensations.Funds) {
    let key = OrderKey(shop: shop, id: id)
    guard let order = try OrderRefunds.lock([key], change)[key] else { throw unknownOrder(id) }
    let funds = try Refunds.funds(of: order, change.session)
    return (order, Compensations.Funds(paid: funds?.paid ?? .zero, rest: funds?.rest ?? .zero))
  }

  private static func order(_ id: String, shop: String, _ session: any Session) throws -> CaseRequest.Order {
    guard let order = try OrderQuestions.find(OrderKey(shop: shop, id: id), session) else { throw unknownOrder(id) }
    return CaseRequest.Order(id: id, stage: order.stage)
  }

  private static func unknownOrder(_ id: String) -> Failure {
    Failure(
      .refused, code: "unknown_order", Message(zh: "库里没有这个订单", en: "the store has no such order"), place: id,
      next: Message(
        zh: "核对订单号；还没导入的先导入：peakday order import 文件",
        en: "check the number, or import it first: peakday order import FILE"))
  }
}
