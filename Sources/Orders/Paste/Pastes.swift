public import Playbooks
public import Store
public import Vocabulary

/// Notes what a chat says of orders: each entry is a remark, as if somebody had typed it.
public struct Pastes {
  /// Entries of one operation: each may open a recall.
  static let partEntries = 100
  /// Words beyond this are cut in the middle; a remark has at most 4000 bytes.
  static let wordsLimit = 1_200

  public let shop: String
  public let book: RemarkBook
  public let calendars: [EventCalendar]
  /// Whether orders that no import has shown are held too.
  public let inAdvance: Bool
  /// Takes in the addresses that remarks name.
  let addresses: AddressIntake?

  public init(
    shop: String, book: RemarkBook, calendars: [EventCalendar], inAdvance: Bool, addresses: AddressIntake? = nil
  ) {
    self.addresses = addresses
    self.shop = shop
    self.book = book
    self.calendars = calendars
    self.inAdvance = inAdvance
  }

  /// What became of an entry.
  public enum Fate: String, Sendable, Codable {
    /// It is noted, or would be.
    case noted
    /// Somebody has noted it since it was said: the chat was pasted before.
    case before
    /// The store knows no such order and no such parcel.
    case unknown
    /// A parcel with several orders: which of them is meant?
    case several
    /// It answers a quotation and asks for nothing.
    case chatter
  }

  /// One entry as it was understood, and what was done.
  public struct Reading: Sendable, Codable, Equatable {
    public let entry: ParsedPaste.Entry
    public let verdict: Verdict
    public internal(set) var fate: Fate
    /// The order that is meant.
    public let order: String?
    /// The orders of the parcel, where there are several.
    public let orders: [String]
    public let stage: OrderStage?
    /// What the remark did; nil for a preview.
    public internal(set) var remarked: Memos.Remarked?
    /// What to copy into the platform; at the last entry of an order.
    public internal(set) var memo: PlatformMemo?
  }

  /// What it would do; changes nothing.
  public func preview(
    _ parsed: ParsedPaste, by actor: Actor, now: Instant, _ session: any Session
  ) throws -> [Reading] {
    var readings = try parsed.entries.map { try read($0, session) }
    for index in readings.indices where Self.belongs(readings[index]) {
      readings[index].memo = try memo(behind: index, of: readings, by: actor, now: now, session)
    }
    return readings
  }

  /// Notes the entries, part by part; several of one number stay together. A remark that comes after hand-over is noted
  /// like any other.
  public func perform(_ parsed: ParsedPaste, _ run: PartedRun) throws -> (readings: [Reading], head: LogHead?) {
    var readings: [Reading] = []
    var head: LogHead?
    for (index, part) in Self.parts(parsed.entries).enumerated() {
      let receipt = try run.perform(String(index + 1)) { try note(part, $0) }
      readings += receipt.result
      head = receipt.head
      run.store.database.giveWay()
    }
    return (readings.sorted { $0.entry.line < $1.entry.line }, head)
  }

  /// What a paste is, for the digest of its operations.
  public static func arguments(_ parsed: ParsedPaste, shop: String, inAdvance: Bool) -> Operation.Arguments {
    var arguments: Operation.Arguments = ["shop": shop, "in_advance": String(inAdvance)]
    arguments.add("entries", parsed.entries.flatMap { [$0.number.text, $0.words, $0.who ?? ""] })
    return arguments
  }

  static func parts(_ entries: [ParsedPaste.Entry]) -> [[ParsedPaste.Entry]] {
    var order: [String: Int] = [:]
    for entry in entries where order[entry.number.text] == nil { order[entry.number.text] = order.count }
    let grouped = entries.enumerated().sorted {
      (order[$0.element.number.text] ?? 0, $0.offset) < (order[$1.element.number.text] ?? 0, $1.offset)
    }
    var parts: [[ParsedPaste.Entry]] = []
    for (_, entry) in grouped {
      if let last = parts.last, last.count < partEntries || last.last?.number == entry.number {
        parts[parts.count - 1].append(entry)
      } else {
        parts.append([entry])
      }
    }
    return parts
  }

  private func note(_ entries: [ParsedPaste.Entry], _ change: Change) throws -> [Reading] {
    var readings = try entries.map { try read($0, change.session) }
    // In key order, as every bulk verb locks; the entries of one order keep theirs.
    let noted = readings.indices.filter { readings[$0].fate == .noted }.sorted {
      (readings[$0].order ?? "", $0) < (readings[$1].order ?? "", $1)
    }
    for index in noted {
      readings[index].remarked = try Memos.add(
        OrderKey(shop: shop, id: readings[index].order ?? ""), text: Self.cut(readings[index].entry.words),
        rules: book.sellerMemo, addresses: addresses, inAdvance: inAdvance, change)
    }
    for index in readings.indices where Self.belongs(readings[index]) {
      readings[index].memo = try memo(
        behind: index, of: readings, by: change.operation.actor, now: change.operation.at, change.session)
    }
    return readings
  }

  /// The order that an entry means, and what its words say.
  private func read(_ entry: ParsedPaste.Entry, _ session: any Session) throws -> Reading {
    let verdict = book.sellerMemo.classify(Self.cut(entry.words)).verdict
    func reading(_ fate: Fate, order: Order? = nil, named id: String? = nil, orders: [String] = []) -> Reading {
      Reading(
        entry: entry, verdict: verdict, fate: entry.isAnswer && verdict == .none ? .chatter : fate,
        order: order?.key.id ?? id, orders: orders, stage: order?.stage, remarked: nil, memo: nil)
    }
    let number = entry.number.text
    var found = try OrderRecords.find(OrderKey(shop: shop, id: number), session)
    let members = found == nil ? try PasteRecords.orders(inParcel: number, shop: shop, session) : []
    if members.count == 1 { found = try OrderRecords.find(OrderKey(shop: shop, id: members[0]), session) }
    if let order = found {
      let wasNoted = try PasteRecords.wasNoted(
        Self.cut(entry.words), of: order.key, saidAt: entry.at, session)
      return reading(wasNoted ? .before : .noted, order: order)
    }
    if members.count > 1 { return reading(.several, orders: members) }
    let mayBeOrder = entry.number.look == .order || entry.number.look == .doubtful
    if inAdvance, mayBeOrder, verdict.holds { return reading(.noted, named: number) }
    return reading(.unknown)
  }

  /// Whether its words belong into the order's memo.
  private static func belongs(_ reading: Reading) -> Bool {
    reading.fate == .noted || reading.fate == .before
  }

  /// The memo to copy, at the last entry of an order: with the words of all of them.
  private func memo(
    behind index: Int, of readings: [Reading], by actor: Actor, now: Instant, _ session: any Session
  ) throws -> PlatformMemo? {
    guard let id = readings[index].order else { return nil }
    let mine = readings.indices.filter { readings[$0].order == id && Self.belongs(readings[$0]) }
    guard mine.last == index else { return nil }
    let order = try OrderRecords.find(OrderKey(shop: shop, id: id), session)
    var old: String?
    if let order, order.memoVersion > 0 {
      old = try MemoRecords.text(order.key, number: order.memoVersion, session)
    }
    let paid = order?.columns.paidAt
    return PlatformMemo(
      old: old,
      adding: mine.map {
        PlatformMemo.Note(
          words: Self.cut(readings[$0].entry.words), verdict: readings[$0].verdict,
          who: readings[$0].entry.who ?? actor.name, at: readings[$0].entry.at ?? now)
      },
      refundsOpen: paid.flatMap { paid in
        calendars.lazy.compactMap { $0.refundsOpen(forPaymentAt: paid) }.first
      }, flags: book.flags)
  }

  /// Both ends of what is too long: the last clause counts most.
  private static func cut(_ words: String) -> String {
    guard words.count > wordsLimit else { return words }
    return words.prefix(wordsLimit / 3) + "…" + words.suffix(wordsLimit * 2 / 3)
  }
}
