public import Store
public import Vocabulary

/// What happened to pages that other rooms follow. The rows of a check carry its operation.
public enum PageFact: Fact {
  case checked
}

/// The verbs of pages.
public enum Pages {
  /// More is taken in parts: each is written in one go.
  public static let most = 10_000

  public struct Noted: Sendable, Codable, Equatable {
    public let number: Int64
    public let pages: Int
    public let faults: Int
    public let waived: Int
  }

  /// Notes what a check found; faults open cases for who owns pages, and end those that are mended.
  public static func note(
    _ looks: [PageLook], pricesAt: Instant, shop: String, _ change: Change
  ) throws -> Noted {
    try refuseTooMany(looks)
    let waived = try waived(shop: shop, now: change.operation.at, change.session)
    let summed = PageFindings(looks, waived: waived)
    let open = summed.findings.map(\.faults).reduce(0, +)
    let allowed = summed.findings.map(\.waived).reduce(0, +)
    let number = try PageRecords.insertCheck(
      pages: summed.breadths.count, faults: open, waived: allowed, pricesAt: pricesAt, shop: shop, change)
    for (page, breadths) in summed.breadths.sorted(by: { $0.key < $1.key }) {
      try PageRecords.insert(page: page, breadths, number, shop: shop, change)
    }
    for finding in summed.findings { try PageRecords.insert(finding, number, shop: shop, change) }
    try change.announce(PageFact.checked)
    return Noted(number: number, pages: summed.breadths.count, faults: open, waived: allowed)
  }

  /// What a change found, page by page.
  public static func findings(_ change: Change) throws -> (shop: String, findings: PageFindings) {
    try PageRecords.findings(change)
  }

  /// How much of a page showed a fault of this kind since a moment: it is mended when as much of it is right.
  public static func faultBreadth(
    of page: String, _ check: PageFault.Check, since: Instant, shop: String, _ session: any Session
  ) throws -> PageItem.Breadth {
    try PageRecords.faultBreadth(of: page, check, since: since, shop: shop, session)
  }

  // MARK: Waivers

  public struct Waiver: Sendable, Codable, Equatable {
    public let fault: String
    public let until: Instant
    public let reason: String
    public let grantedAt: Instant
    public let grantedBy: String
  }

  /// Lets a fault stand until a moment.
  public static func waive(
    _ fault: String, until: Instant, because reason: String, shop: String, _ change: Change
  ) throws -> Waiver {
    guard fault.utf8.count == 12, fault.allSatisfy(\.isHexDigit), (1...2_000).contains(reason.utf8.count) else {
      throw Failure(
        .usage, code: "waiver_words",
        Message(
          zh: "要写问题号（12 位，page check 列出）和原因",
          en: "it takes a fault's number (12 digits, as page check lists it) and a reason"),
        place: fault)
    }
    guard until > change.operation.at else {
      throw Failure(
        .usage, code: "waiver_over", Message(zh: "期限已过", en: "it would be over already"), place: until.shopText)
    }
    let waiver = Waiver(
      fault: fault.lowercased(), until: until, reason: reason, grantedAt: change.operation.at,
      grantedBy: change.operation.actor.name)
    try PageRecords.insert(waiver, shop: shop, change)
    return waiver
  }

  /// The waivers in force, those that end first in front.
  public static func waivers(shop: String, now: Instant, _ session: any Session) throws -> [Waiver] {
    try PageRecords.waivers(shop: shop, now: now, session)
  }

  public static func waived(shop: String, now: Instant, _ session: any Session) throws -> Set<String> {
    Set(try waivers(shop: shop, now: now, session).map(\.fault))
  }

  // MARK: Freezing

  public struct Frozen: Sendable, Codable, Equatable {
    public let number: Int64
    public let pages: Int
  }

  /// Keeps how the pages read now: `page diff` tells what is different later.
  public static func freeze(_ rows: [PageState], shop: String, _ change: Change) throws -> Frozen {
    let states = PageState.merged(rows)
    guard !states.isEmpty, states.count <= most else {
      throw Failure(
        .usage, code: "freeze_pages", Message(zh: "要 1 到 \(most) 个页面", en: "it takes 1 to \(most) pages"),
        place: String(states.count))
    }
    let number = try PageRecords.insertFreeze(pages: states.count, shop: shop, change)
    for state in states { try PageRecords.insert(state, number: number, shop: shop, change) }
    return Frozen(number: number, pages: states.count)
  }

  /// The newest freeze; nil where nothing was frozen.
  public static func frozen(shop: String, _ session: any Session) throws -> (at: Instant, states: [PageState])? {
    try PageRecords.frozen(shop: shop, session)
  }

  // MARK: Looking

  public struct LastCheck: Sendable, Codable, Equatable {
    public let number: Int64
    public let at: Instant
    public let by: String
    public let pages: Int64
    public let faults: Int64
    public let waived: Int64
    /// The moment whose prices the pages had to show.
    public let pricesAt: Instant
  }

  /// How the frozen pages stand by the newest look at each.
  public struct Standing: Sendable, Equatable {
    public var pages = 0
    /// Nobody looked at them in time, or only by other prices.
    public var unseen: [String] = []
    /// Looked at, but nobody could say what they should cost.
    public var unpriced: [String] = []
    public var faults: Int64 = 0
    public var waived: Int64 = 0
  }

  /// The newest look of every frozen page since a moment, by the checks that asked for prices of a stretch.
  public static func standing(
    since: Instant, pricesFrom: Instant, until: Instant, shop: String, _ session: any Session
  ) throws -> Standing {
    try PageRecords.looks(since: since, pricesFrom: pricesFrom, until: until, shop: shop, session).reduce(
      into: Standing()
    ) { sum, look in
      sum.pages += 1
      sum.faults += look.faults
      sum.waived += look.waived
      if !look.isSeen { sum.unseen.append(look.page) } else if !look.isPriced { sum.unpriced.append(look.page) }
    }
  }

  public static func lastCheck(shop: String, _ session: any Session) throws -> LastCheck? {
    try PageRecords.lastCheck(shop: shop, session)
  }

  private static func refuseTooMany(_ pages: [PageLook]) throws {
    guard pages.count > most else { return }
    throw Failure(
      .usage, code: "pages_too_many", Message(zh: "一次最多 \(most) 个页面", en: "at most \(most) pages at once"),
      place: String(pages.count), next: Message(zh: "分几次，或只看：--dry-run", en: "in parts, or only look: --dry-run"))
  }
}
