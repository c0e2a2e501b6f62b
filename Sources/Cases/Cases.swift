public import Store
public import Vocabulary

/// What happened to cases that other rooms follow.
public enum CaseFact: Fact {
  /// A claim was granted: `Compensations.granted` has it.
  case granted
}

/// The verbs of cases.
public enum Cases {
  /// A case to open: for an order at a stage, because of a hold (nil for a bypass, whose holds are older).
  public struct Opening: Sendable {
    public let kind: CaseKind
    public let shop: String
    public let order: String
    public let stage: OrderStage
    public let hold: String?
    /// The version of the address to which it should go instead; nil where that is not why.
    public let addressVersion: Int64?

    public init(
      kind: CaseKind, shop: String, order: String, stage: OrderStage, hold: String?, addressVersion: Int64? = nil
    ) {
      self.kind = kind
      self.shop = shop
      self.order = order
      self.stage = stage
      self.hold = hold
      self.addressVersion = addressVersion
    }
  }

  /// Opens a case, or attaches the hold to the one that is open: an order has at most one open case of a kind.
  public static func open(_ opening: Opening, _ change: Change) throws {
    let id = "\(change.operation.id):\(opening.kind.rawValue):\(opening.order)"
    try CaseRecords.insertIfNoneOpen(
      opening.kind, shop: opening.shop, order: opening.order, subject: "", stage: opening.stage, id: id, change)
    guard opening.hold != nil || opening.addressVersion != nil else { return }
    guard
      let open = try CaseRecords.lockOpen(opening.kind, shop: opening.shop, order: opening.order, change.session)
    else { throw StoreError.retry("the open case was closed in between") }
    if let hold = opening.hold { try CaseRecords.attach(hold: hold, to: open, change.session) }
    if let version = opening.addressVersion {
      try CaseRecords.attach(addressVersion: version, to: open, change.session)
    }
  }

  /// Opens a case about a SKU or a page, unless one of its kind is open. `title` says what is the matter with it.
  public static func open(
    _ kind: CaseKind, shop: String, subject: String, title: String = "", _ change: Change
  ) throws {
    try CaseRecords.insertIfNoneOpen(
      kind, shop: shop, order: "", subject: subject, stage: nil, title: title,
      id: "\(change.operation.id):\(kind.rawValue):\(subject)", change)
  }

  /// Ends the open case about a SKU or a page, if there is one.
  public static func finish(
    _ kind: CaseKind, shop: String, subject: String, as state: CaseState = .done, because result: String,
    _ change: Change
  ) throws {
    _ = try CaseRecords.close(
      kind, shop: shop, order: "", subject: subject, as: state, result: result, change)
  }

  /// The SKUs that open cases of a kind are about.
  public static func openSubjects(_ kind: CaseKind, shop: String, _ session: any Session) throws -> Set<String> {
    try CaseRecords.openSubjects(kind, shop: shop, session)
  }

  /// Ends the open cases of an order as void: what its holds asked for is no longer wanted. A case that answers to a new
  /// address stays: the parcel still goes to the old one. An order without any is fine.
  public static func void(shop: String, order: String, because result: String, _ change: Change) throws {
    try CaseRecords.void(shop: shop, order: order, result: result, change)
  }

  /// Ends the open case of an order as failed, if there is one.
  public static func fail(
    _ kind: CaseKind, shop: String, order: String, because result: String, _ change: Change
  ) throws {
    _ = try CaseRecords.close(kind, shop: shop, order: order, as: .failed, result: result, change)
  }

  /// Ends the open case of an order as done, if there is one.
  public static func finish(
    _ kind: CaseKind, shop: String, order: String, because result: String, _ change: Change
  ) throws {
    _ = try CaseRecords.close(kind, shop: shop, order: order, as: .done, result: result, change)
  }

  /// What `recall done` answers.
  public struct Closed: Sendable, Codable, Equatable {
    public let order: String
    public let kind: CaseKind
    public let state: CaseState
    public let result: String
  }

  /// Notes what came of the open case of an order. Refused when there is none: it may have been closed by somebody
  /// else, and their word stands.
  public static func close(
    _ kind: CaseKind, shop: String, order: String, as state: CaseState, result: String, _ change: Change
  ) throws -> Closed {
    guard state.isEnd else {
      throw Failure(
        .usage, code: "case_state", Message(zh: "案件不能改成“未处理”", en: "a case cannot become open again"), place: order)
    }
    guard kind == .recall || kind == .interception || kind.isAboutSku else {
      throw Failure(
        .usage, code: "not_a_recall", Message(zh: "\(kind.name.zh)不是召回", en: "a case of this kind is no recall"),
        place: order,
        next: Message(
          zh: "用：peakday case done \(kind.rawValue):\(order)", en: "use: peakday case done \(kind.rawValue):\(order)"))
    }
    guard !kind.isAboutSku else {
      throw Failure(
        .refused, code: "case_ends_by_itself",
        Message(zh: "\(kind.name.zh)弄清了自己就关", en: "a case of this kind ends when its reason is gone"), place: order,
        next: kind == .oversold
          ? Message(zh: "看谁让出：peakday stock publish", en: "see who goes without: peakday stock publish")
          : Message(
            zh: "看原因：peakday stock reconcile --explain 商家编码", en: "see why: peakday stock reconcile --explain SKU"))
    }
    guard try CaseRecords.close(kind, shop: shop, order: order, as: state, result: result, change) == 1 else {
      throw Failure(
        .refused, code: "no_open_case",
        Message(zh: "这个订单没有未处理的\(kind.name.zh)", en: "this order has no open \(kind.name.en)"), place: order,
        next: Message(zh: "查看：peakday recall list --all", en: "look: peakday recall list --all"))
    }
    return Closed(order: order, kind: kind, state: state, result: result)
  }

  /// Cases of one kind, oldest first.
  public static func list(
    _ kind: CaseKind, shop: String?, openOnly: Bool, limit: Int64, _ session: any Session
  ) throws -> [ShopCase] {
    try CaseRecords.list(CaseFilter(kind: kind, shop: shop, openOnly: openOnly, limit: limit), session)
  }

  /// The chosen cases, oldest first.
  public static func list(_ filter: CaseFilter, _ session: any Session) throws -> [ShopCase] {
    try CaseRecords.list(filter, session)
  }

  /// All cases of one order, oldest first.
  public static func ofOrder(shop: String, order: String, _ session: any Session) throws -> [ShopCase] {
    try CaseRecords.ofOrder(shop: shop, order: order, session)
  }

  /// The shops that have a case of this name: every shop counts its own.
  public static func shops(of reference: CaseReference, _ session: any Session) throws -> [String] {
    try CaseRecords.shops(of: reference, session)
  }

  public static func countOpen(_ kind: CaseKind, shop: String?, _ session: any Session) throws -> Int64 {
    try CaseRecords.countOpen(kind, shop: shop, session)
  }

  /// Recalls and interceptions that ended without success: a parcel that was not found, or had gone.
  public static func countFailed(shop: String?, _ session: any Session) throws -> Int64 {
    try CaseRecords.countFailed(shop: shop, session)
  }

  /// Open cases of any kind whose deadline has passed.
  public static func countOverdue(shop: String?, now: Instant, _ session: any Session) throws -> Int64 {
    try CaseRecords.countOverdue(shop: shop, now: now, session)
  }
}

/// Which cases to list; nil narrows by nothing.
public struct CaseFilter: Sendable {
  public var kind: CaseKind?
  public var shop: String?
  public var group: WorkGroup?
  public var tag: String?
  /// Whose they are: who has to act, or has received them.
  public var person: String?
  public var order: String?
  /// The reference of the case that they follow from.
  public var follows: String?
  public var dueBefore: Instant?
  public var openOnly: Bool
  public var limit: Int64

  public init(
    kind: CaseKind? = nil, shop: String? = nil, group: WorkGroup? = nil, tag: String? = nil, person: String? = nil,
    order: String? = nil, follows: String? = nil, dueBefore: Instant? = nil, openOnly: Bool = true, limit: Int64 = 100
  ) {
    (self.kind, self.shop, self.group, self.tag, self.person) = (kind, shop, group, tag, person)
    (self.order, self.follows, self.dueBefore, self.openOnly, self.limit) = (order, follows, dueBefore, openOnly, limit)
  }
}
