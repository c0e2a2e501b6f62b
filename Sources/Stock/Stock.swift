import Orders
public import Store
public import Vocabulary

/// The verbs of stock that people make piece by piece.
public enum Stock {
  /// Where received goods come from.
  public enum Origin: String, Sendable, CaseIterable, Codable {
    /// From a supplier, onto the shelves.
    case supplier
    /// From a supplier, on its way.
    case ordered
    /// What was on its way, onto the shelves.
    case arrived
    /// From buyers, onto the shelves.
    case returned

    public var name: Message {
      switch self {
      case .supplier: Message(zh: "进货", en: "from a supplier")
      case .ordered: Message(zh: "已订货在途", en: "ordered, on its way")
      case .arrived: Message(zh: "在途到货", en: "arrived")
      case .returned: Message(zh: "买家退回", en: "returned by buyers")
      }
    }

    func accounts(_ warehouse: StockAccount) -> (from: StockAccount, to: StockAccount) {
      switch self {
      case .supplier: (.supplier, warehouse)
      case .ordered: (.supplier, .inTransit)
      case .arrived: (.inTransit, warehouse)
      case .returned: (.shipped, warehouse)
      }
    }
  }

  /// Why goods on hand become more, fewer, or no longer free.
  public enum Reason: String, Sendable, CaseIterable, Codable {
    case lost, found, defect, repaired, scrapped

    public var name: Message {
      switch self {
      case .lost: Message(zh: "少了", en: "lost")
      case .found: Message(zh: "多了", en: "found")
      case .defect: Message(zh: "残次", en: "defect")
      case .repaired: Message(zh: "修好了", en: "repaired")
      case .scrapped: Message(zh: "报废", en: "scrapped")
      }
    }

    func accounts(_ warehouse: StockAccount) -> (from: StockAccount, to: StockAccount) {
      switch self {
      case .lost: (warehouse, .adjusted)
      case .found: (.adjusted, warehouse)
      case .defect: (warehouse, .defect)
      case .repaired: (.defect, warehouse)
      case .scrapped: (.defect, .adjusted)
      }
    }
  }

  /// What moving goods answers.
  public struct Moved: Sendable, Codable, Equatable {
    public let sku: String
    public let quantity: Int64
    public let from: StockAccount
    public let to: StockAccount
    /// How it stands now.
    public let level: StockLevel
  }

  /// Goods come in. `document` is the paper that they came with: its line for a SKU moves once.
  public static func receive(
    _ quantity: Int64, of sku: String, as origin: Origin, warehouse: String?, document: String?, shop: String,
    _ change: Change
  ) throws -> Moved {
    let accounts = origin.accounts(try self.warehouse(warehouse, shop, change))
    let source = document.map { "receipt:\(origin.rawValue):\($0)" } ?? "receipt:\(change.operation.id)"
    return try move(quantity, of: sku, accounts.from, accounts.to, source: source, shop: shop, change)
  }

  /// Goods on hand change without a sale. Refused when there are not as many where they are taken from.
  public static func adjust(
    _ quantity: Int64, of sku: String, because reason: Reason, warehouse: String?, shop: String, _ change: Change
  ) throws -> Moved {
    let accounts = reason.accounts(try self.warehouse(warehouse, shop, change))
    try refuseBadQuantity(quantity, sku)
    if reason == .defect || reason == .repaired || reason == .scrapped {
      let there = try StockRecords.balance(accounts.from, of: sku, shop: shop, change.session)
      guard there >= quantity else {
        throw Failure(
          .refused, code: "not_that_many",
          Message(zh: "\(accounts.from.name) 里只有 \(there) 件", en: "there are only \(there) in \(accounts.from.name)"),
          place: sku, next: Message(zh: "查看：peakday stock show \(sku)", en: "look: peakday stock show \(sku)"))
      }
    }
    return try move(
      quantity, of: sku, accounts.from, accounts.to, source: "adjust:\(change.operation.id)", shop: shop, change)
  }

  /// What counting answers.
  public struct Counted: Sendable, Codable, Equatable {
    public let sku: String
    public let warehouse: String
    public let countedAt: Instant
    public let counted: Int64
    /// By the ledger, at the moment of counting.
    public let expected: Int64
    public let level: StockLevel

    public var difference: Int64 { counted - expected }
  }

  /// Somebody counted what lies in a warehouse, set aside or not, at a moment: it is compared with the ledger at that very
  /// moment, and the ledger adjusted. Refused when it was counted later already.
  public static func count(
    _ counted: Int64, of sku: String, in warehouse: String?, at moment: Instant, shop: String, _ change: Change
  ) throws -> Counted {
    guard counted >= 0, counted <= 1_000_000_000 else {
      throw Failure(
        .usage, code: "negative_count", Message(zh: "盘点数要在 0 到十亿之间", en: "a count lies between 0 and a billion"),
        place: sku, next: Message(zh: "核对数量", en: "check the number"))
    }
    guard moment <= change.operation.at else {
      throw Failure(
        .usage, code: "moment_in_future", Message(zh: "盘点时间在将来", en: "the time of counting lies in the future"),
        place: moment.shopText, next: Message(zh: "不写 --at，就是现在", en: "leave out --at to take the present"))
    }
    try refuseBadSku(sku)
    let account = try self.warehouse(warehouse, shop, change)
    let code = account.warehouse ?? ""
    if let last = try StockRecords.lastCount(of: sku, in: code, shop: shop, change.session), last > moment {
      throw Failure(
        .refused, code: "count_older",
        Message(zh: "\(last.shopText) 已盘过这个编码", en: "this SKU was counted later already, at \(last.shopText)"),
        place: sku, next: Message(zh: "用最新的盘点数", en: "use the newest count"))
    }
    try StockRecords.lock(sku, shop: shop, change.session)
    let picture = try Reconciliation.pictures(
      shop: shop, sku: sku, at: change.operation.at, since: moment, change.session
    ).first
    let expected = picture.map { $0.onHand($0.balances(happenedBy: moment), in: code) } ?? 0
    let difference = counted - expected
    let movement = StockMovement(
      source: "count:\(code)", line: "\(sku)@\(moment.milliseconds)", sku: sku,
      from: difference > 0 ? .adjusted : account, to: difference > 0 ? account : .adjusted,
      quantity: max(1, abs(difference)), at: moment, recordedAt: change.operation.at)
    if difference != 0, try !StockRecords.post([movement], shop: shop, change).isEmpty {
      throw Failure(
        .refused, code: "counted_before",
        Message(zh: "这个时刻的盘点已经记过", en: "a count of this very moment is there already"), place: sku,
        next: Message(zh: "查看：peakday stock movements --sku \(sku)", en: "look: peakday stock movements --sku \(sku)"))
    }
    return Counted(
      sku: sku, warehouse: code, countedAt: moment, counted: counted, expected: expected,
      level: try level(of: sku, shop: shop, change.session))
  }

  // MARK: Moving

  private static func move(
    _ quantity: Int64, of sku: String, _ from: StockAccount, _ to: StockAccount, source: String, shop: String,
    _ change: Change
  ) throws -> Moved {
    try refuseBadQuantity(quantity, sku)
    try refuseBadSku(sku)
    guard source.utf8.count <= 128 else {
      throw Failure(
        .usage, code: "bad_document", Message(zh: "单号太长", en: "the document's number is too long"), place: sku,
        next: Message(zh: "单号最多 80 字节", en: "at most 80 bytes"))
    }
    let now = change.operation.at
    let movement = StockMovement(
      source: source, line: sku, sku: sku, from: from, to: to, quantity: quantity, at: now, recordedAt: now)
    guard try StockRecords.post([movement], shop: shop, change).isEmpty else {
      throw Failure(
        .refused, code: "document_known",
        Message(zh: "这张单据的这个编码已经入过账", en: "this document's line of this SKU is posted already"), place: sku,
        next: Message(zh: "查看：peakday stock movements --sku \(sku)", en: "look: peakday stock movements --sku \(sku)"))
    }
    return Moved(
      sku: sku, quantity: quantity, from: from, to: to, level: try level(of: sku, shop: shop, change.session))
  }

  private static func warehouse(_ code: String?, _ shop: String, _ change: Change) throws -> StockAccount {
    let code = try code ?? OrderGoodsRecords.shop(shop, change.session)?.warehouse ?? "main"
    try refuseBadWarehouse(code)
    return .warehouse(code)
  }

  public static func refuseBadWarehouse(_ code: String) throws {
    guard !StockAccount.isCode(code) else { return }
    throw Failure(
      .usage, code: "bad_warehouse",
      Message(
        zh: "仓库代号由字母、数字和 - _ . 组成，最多 64 字节",
        en: "a warehouse's code has letters, digits and - _ . only, 64 bytes at most"),
      place: code, next: Message(zh: "例如：--warehouse main", en: "for example: --warehouse main"))
  }

  private static func refuseBadSku(_ sku: String) throws {
    guard let problem = StockDefect.problem(ofSku: sku) else { return }
    throw Failure(
      .usage, code: problem.code, problem.message, place: "SKU", next: Message(zh: "核对编码", en: "check the SKU"))
  }

  private static func refuseBadQuantity(_ quantity: Int64, _ sku: String) throws {
    guard !(1...1_000_000_000).contains(quantity) else { return }
    throw Failure(
      .usage, code: "bad_quantity", Message(zh: "数量要在 1 到十亿之间", en: "the quantity lies between 1 and a billion"),
      place: sku, next: Message(zh: "核对数量", en: "check the number"))
  }
}
