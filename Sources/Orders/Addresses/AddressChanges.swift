import PersonalData
import Store
import Vocabulary

/// What imports do with the addresses they show: a new one on the platform is a change like any other.
enum AddressChanges {
  /// What a row means for where an order goes.
  struct Move {
    var address: OrderAddress
    /// The version to keep; nil where nothing changed.
    var shown: ShownAddress?
    var consequence = AddressConsequence.none

    var isChange: Bool { shown != nil }
  }

  /// Judges the address of a row for an order whose row is locked. An older source changes nothing.
  static func judge(
    _ shown: ShownAddress?, _ merge: ImportMerge, before: Order, _ intake: AddressIntake, exportedAt: Instant,
    _ change: Change
  ) throws -> Move {
    var move = Move(address: before.address)
    // What was printed elsewhere, with this source as the first to show it, bears what the source shows.
    let wasPrintedElsewhere = before.stage < .printed && merge.order.stage >= .printed
    if let shown, exportedAt >= before.sourceAt {
      let places = try before.address.awaited.map { number in
        (
          shown: intake.placeDigest(shown),
          awaited: try AddressRecords.placeDigest(before.key, number: number, change.session)
        )
      }
      switch AddressSight(shown, before: before.address, places: places) {
      case .same: break
      case .first, .otherForm: move.address.show(shown)
      case .confirmed:
        move.address.awaited = nil
        move.address.show(shown)
      case .changed:
        move.address.version += 1
        move.address.awaited = nil
        // The other form is not known yet of the new address.
        move.address.digest = nil
        move.address.maskedDigest = nil
        move.address.region = nil
        move.address.show(shown)
        move.shown = shown
        if !wasPrintedElsewhere {
          let parcels = try ParcelRecords.homes(of: before.key, change.session).map(\.stage)
          move.consequence = AddressSight.consequence(at: max(before.stage, merge.order.stage), parcels: parcels)
        }
      }
    }
    if wasPrintedElsewhere { move.address.printedVersion = move.address.version }
    return move
  }

  /// Keeps a new version, and returns how many holds that lifted. An open proposal that the platform now shows is
  /// decided by it, and no longer holds the order; another one stays open.
  static func keep(
    _ move: Move, of order: Order, _ intake: AddressIntake, seenAt: Instant, _ facts: inout OrderFacts,
    _ change: Change
  ) throws -> Int64 {
    guard let shown = move.shown else { return 0 }
    let number = move.address.version
    let envelope = try seal(shown, as: number, of: order.key, intake)
    try AddressRecords.insert(
      shown, intake, number: number, source: .platform, envelope: envelope, seenAt: seenAt,
      consequence: move.consequence, of: order.key, change)
    if move.consequence == .interception { facts.insert(.addressLate) }
    guard let place = intake.placeDigest(shown),
      let proposal = try ProposalRecords.open(order.key, change.session), proposal.placeDigest == place
    else { return 0 }
    _ = try ProposalRecords.decide(.approved, version: number, of: order.key, change)
    let holds = try HoldRecords.open(order.key, change.session).filter { HoldSource.isProposal($0.source) }
    return Int64(try Holds.lift(holds, of: order, &facts, change).holds.count)
  }

  /// Keeps the first address of a new order, where all are kept.
  static func keepFirst(
    _ shown: ShownAddress, of order: Order, _ intake: AddressIntake, seenAt: Instant, _ change: Change
  ) throws {
    try AddressRecords.insert(
      shown, intake, number: 1, source: .platform, envelope: try seal(shown, as: 1, of: order.key, intake),
      seenAt: seenAt, consequence: .none, of: order.key, change)
  }

  /// Masked data needs no envelope.
  private static func seal(
    _ shown: ShownAddress, as number: Int64, of key: OrderKey, _ intake: AddressIntake
  ) throws -> String? {
    guard !shown.isMasked, let personal = intake.key else { return nil }
    return try Envelope.seal(shown.recipient, at: AddressIntake.place(key, version: number), personal)
  }
}
