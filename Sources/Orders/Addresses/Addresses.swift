public import AddressParsing
public import PersonalData
public import Playbooks
public import Store
public import Vocabulary

/// The verbs of addresses: what somebody proposes, what is decided, and what that means for the label.
public enum Addresses {
  /// What a proposal answers.
  public struct Proposed: Sendable, Codable, Equatable {
    public let order: String
    public let number: Int64
    /// As people may see it.
    public let masked: String
    /// What the text does not say, in the words of `ParsedAddress.Part`. Name and phone stay as they were.
    public let missing: [String]
    /// Whether the full address is kept, sealed; else whoever writes it into the platform has to have it.
    public let isKept: Bool
    public let outlook: AddressOutlook
    /// The hold that keeps the order until it is decided.
    public let hold: Holds.Placed?
  }

  /// Notes what an address should be and holds the order until somebody decides. A newer proposal replaces the open one.
  ///
  /// Refused for an order that is over, and for a text in which no place was found.
  public static func propose(
    _ key: OrderKey, _ parsed: ParsedAddress, _ intake: AddressIntake, _ couriers: CourierBook, _ change: Change
  ) throws -> Proposed {
    let order = try OrderLookup.lock(key, inAdvance: false, change)
    try AddressRules.refuseOver(order)
    try AddressRules.refuseUnread(parsed, key)
    try AddressRules.refuseTooLong(parsed, key)
    let shown = intake.shown(parsed)
    let source = HoldSource.person(change.operation.actor.name)
    let outlook = try AddressOutlook.ask(
      order, region: shown.region, couriers, now: change.operation.at, change.session)
    let (number, isKept) = try note(shown, parsed, source, intake, of: key, change)
    var facts = OrderFacts()
    let placed = try Holds.place(
      NewHold(reason: .addressPending, source: .proposal(number), note: intake.masked(shown)), on: order, &facts, change
    )
    try facts.announce(change)
    return Proposed(
      order: key.id, number: number, masked: intake.masked(shown), missing: AddressRules.missing(parsed),
      isKept: isKept, outlook: outlook, hold: placed)
  }

  /// Notes a proposal of a locked order; the one before is replaced and its hold lifted with it by whoever decides.
  static func note(
    _ shown: ShownAddress, _ parsed: ParsedAddress, _ source: HoldSource, _ intake: AddressIntake, of key: OrderKey,
    _ change: Change
  ) throws -> (number: Int64, isKept: Bool) {
    _ = try ProposalRecords.decide(.replaced, version: nil, of: key, change)
    let number = try ProposalRecords.nextNumber(key, change.session)
    let envelope = try intake.key.map {
      try Envelope.seal(shown.recipient, at: AddressIntake.place(key, proposal: number), $0)
    }
    try ProposalRecords.insert(
      shown, intake, number: number, missing: AddressRules.missing(parsed), source: source, envelope: envelope, of: key,
      change)
    return (number, envelope != nil)
  }

  /// What approving answers.
  public struct Approved: Sendable, Codable, Equatable {
    public let order: String
    public let number: Int64
    /// The address version it became.
    public let version: Int64
    public let consequence: AddressConsequence
    public let outlook: AddressOutlook
    public let lifted: [HoldReason]
    /// Holds that stay.
    public let remaining: Int64
    /// The order's version after all of it.
    public let orderVersion: Int64
  }

  /// Puts the open proposal in force: a new version, from which the next label is printed. What a courier does not serve
  /// is refused unless `acceptsUnserved`.
  public static func approve(
    _ key: OrderKey, acceptsUnserved: Bool, _ intake: AddressIntake, _ couriers: CourierBook, _ change: Change
  ) throws -> Approved {
    let order = try OrderLookup.lock(key, inAdvance: false, change)
    try AddressRules.refuseOver(order)
    guard let proposal = try ProposalRecords.open(key, change.session) else { throw AddressRules.noProposal(key) }
    try AddressRules.refuseIncomplete(proposal.missing, key)
    let outlook = try AddressOutlook.ask(
      order, region: proposal.region, couriers, now: change.operation.at, change.session)
    if outlook.isUnserved, !acceptsUnserved { throw AddressRules.unserved(outlook, key) }
    var address = order.address
    address.version += 1
    address.region = proposal.region
    address.awaited = address.version
    let envelope = try resealed(proposal, as: address.version, of: order, intake, change)
    _ = try ProposalRecords.decide(.approved, version: address.version, of: key, change)
    try AddressRecords.insert(
      proposal, number: address.version, envelope: envelope, consequence: outlook.consequence, of: key, change)
    let version = try OrderRecords.setAddress(address, of: key, change)
    var facts = OrderFacts()
    if outlook.consequence == .interception { facts.insert(.addressLate) }
    let open = try HoldRecords.open(key, change.session).filter { $0.reason == .addressPending }
    let (lifted, after) = try Holds.lift(open, of: order, &facts, change)
    try facts.announce(change)
    return Approved(
      order: key.id, number: proposal.number, version: address.version, consequence: outlook.consequence,
      outlook: outlook, lifted: lifted.map(\.reason), remaining: order.openHolds - Int64(lifted.count),
      orderVersion: lifted.isEmpty ? version : max(version, after))
  }

  /// The proposal's recipient as the envelope of the new version; what it does not say is as it was.
  private static func resealed(
    _ proposal: ProposalRecords.Open, as version: Int64, of order: Order, _ intake: AddressIntake, _ change: Change
  ) throws -> String? {
    guard let key = intake.key, let sealed = proposal.envelope else { return nil }
    var recipient = try Envelope.open(
      sealed, at: AddressIntake.place(order.key, proposal: proposal.number), key)
    if let old = try AddressRecords.envelope(order.key, number: order.address.version, change.session) {
      recipient = recipient.filled(
        from: try Envelope.open(old, at: AddressIntake.place(order.key, version: order.address.version), key))
    }
    return try Envelope.seal(recipient, at: AddressIntake.place(order.key, version: version), key)
  }

  /// What rejecting answers.
  public struct Rejected: Sendable, Codable, Equatable {
    public let order: String
    public let number: Int64
    public let lifted: [HoldReason]
    public let remaining: Int64
  }

  /// Turns the open proposal down. Only the holds of proposals go with it: what a remark asked for is still to be done.
  public static func reject(_ key: OrderKey, _ change: Change) throws -> Rejected {
    let order = try OrderLookup.lock(key, inAdvance: false, change)
    guard let number = try ProposalRecords.decide(.rejected, version: nil, of: key, change) else {
      throw AddressRules.noProposal(key)
    }
    let open = try HoldRecords.open(key, change.session).filter {
      $0.reason == .addressPending && HoldSource.isProposal($0.source)
    }
    var facts = OrderFacts()
    let (lifted, _) = try Holds.lift(open, of: order, &facts, change)
    try facts.announce(change)
    return Rejected(
      order: key.id, number: number, lifted: lifted.map(\.reason), remaining: order.openHolds - Int64(lifted.count))
  }

  // MARK: Questions

  /// What a change to this address would bring about; nothing is noted.
  public static func outlook(
    _ key: OrderKey, _ parsed: ParsedAddress, _ couriers: CourierBook, now: Instant, _ session: any Session
  ) throws -> AddressOutlook? {
    guard let order = try OrderRecords.find(key, session) else { return nil }
    return try AddressOutlook.ask(order, region: parsed.code, couriers, now: now, session)
  }

  /// The versions that are kept, oldest first.
  public static func versions(_ key: OrderKey, _ session: any Session) throws -> [AddressVersion] {
    try AddressRecords.all(key, session)
  }

  public static func proposals(
    shop: String?, order: String? = nil, openOnly: Bool, limit: Int64, _ session: any Session
  ) throws -> [AddressProposal] {
    try ProposalRecords.list(shop: shop, order: order, openOnly: openOnly, limit: limit, session)
  }

  /// Printed orders whose label bears an older address, those that have come furthest first.
  public static func voidLabels(shop: String?, limit: Int64, _ session: any Session) throws -> [OrderLabel] {
    try AddressRecords.voidLabels(shop: shop, limit: limit, session)
  }

  /// Orders whose approved change no import has shown yet, those that have come furthest first.
  public static func awaited(shop: String?, limit: Int64, _ session: any Session) throws -> [OrderLabel] {
    try AddressRecords.awaited(shop: shop, limit: limit, session)
  }

  public static func counts(shop: String?, _ session: any Session) throws -> AddressCounts {
    try AddressRecords.counts(shop: shop, session)
  }

  /// Orders of a phone number, as far as full addresses are kept.
  public static func orders(
    ofPhone phone: String, shop: String?, _ intake: AddressIntake, _ session: any Session
  ) throws -> [OrderKey] {
    guard let digest = intake.phoneDigest(phone) else { return [] }
    return try AddressRecords.orders(phoneDigest: digest, shop: shop, session)
  }

  /// Notes that somebody looks at the full address, and why. The address itself is opened behind it, and is not part of
  /// what the log keeps.
  public static func noteLook(_ key: OrderKey, reason: String, _ change: Change) throws -> Int64 {
    try Memos.refuseTooLong(reason, of: key)
    let order = try OrderLookup.lock(key, inAdvance: false, change)
    try AddressRecords.noteLook(key, reason: reason, change)
    return order.address.version
  }

  /// The full address of a version; nil where it is not kept.
  public static func reveal(
    _ key: OrderKey, version: Int64, _ personal: PersonalKey, _ session: any Session
  ) throws -> Recipient? {
    guard let sealed = try AddressRecords.envelope(key, number: version, session) else { return nil }
    return try Envelope.open(sealed, at: AddressIntake.place(key, version: version), personal)
  }

  /// For `audit verify`: orders whose version is not the newest that is kept, or whose label is of a version that never
  /// was; at most 100.
  public static func miscounted(_ session: any Session) throws -> [OrderKey] {
    try AddressRecords.miscounted(session)
  }

  /// For the follower of `addressLate`: the versions of this change whose parcel had left.
  public static func late(_ change: Change) throws -> [LateAddress] {
    try AddressRecords.late(change)
  }
}
