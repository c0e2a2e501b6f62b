public import Playbooks
public import Store
public import Vocabulary

/// A whole wave at a gate: what has to be taken out, and how many may go.
public struct GateSweep: Sendable, Codable, Equatable {
  /// Entries of one operation: few enough that a part holds the store for much less than 0.25 s (`Bench wave`).
  public static let partSize = 500

  public var asked: Int64 = 0
  public var passed: Int64 = 0
  /// What may not pass, and of what passes that about which there is something to say.
  public var answers: [GateAnswer] = []

  public init() {}

  public static func += (left: inout GateSweep, right: GateSweep) {
    left.asked += right.asked
    left.passed += right.passed
    left.answers += right.answers
  }
}

extension Gates {
  /// Lets a part of a wave through a gate; see `pass`.
  public static func sweep(
    _ entries: [WaveEntry], of shop: String, at gate: Gate, courier: String? = nil, _ change: Change
  ) throws -> GateSweep {
    try sweep(entries, of: shop, at: gate, courier, now: change.operation.at, passing: change, change.session)
  }

  /// What the gate would say to a part of a wave now.
  public static func checkSweep(
    _ entries: [WaveEntry], of shop: String, at gate: Gate, courier: String? = nil, now: Instant,
    _ session: any Session
  ) throws -> GateSweep {
    try sweep(entries, of: shop, at: gate, courier, now: now, passing: nil, session)
  }

  private static func sweep(
    _ entries: [WaveEntry], of shop: String, at gate: Gate, _ courier: String?, now: Instant,
    passing change: Change?, _ session: any Session
  ) throws -> GateSweep {
    var round = try GateRound(
      entries.flatMap(\.names), of: shop, at: gate, courier: courier, now: now, locking: change != nil, session)
    var asked: Set<WaveName> = []
    var answers: [GateAnswer] = []
    for name in entries.flatMap({ round.meant(by: $0) }) where asked.insert(name).inserted {
      answers.append(round.answer(name.text, name.reading, passing: change != nil))
    }
    if let change { try round.write(change) }
    var sweep = GateSweep()
    sweep.asked = Int64(answers.count)
    sweep.passed = Int64(answers.count { $0.outcome == .pass })
    try GateDetails.fill(&answers, gate, shop: shop, session)
    sweep.answers = answers.filter { $0.outcome != .pass || $0.isStale || $0.notes != nil }
    return sweep
  }
}

/// One row of a wave list.
public struct WaveEntry: Sendable, Hashable, Codable {
  /// From a column that says so; nil or empty where there is none.
  public var waybill: String?
  public var orders: [String]
  /// From a list without a header: an order number or a waybill.
  public var either: String?

  public init(waybill: String? = nil, orders: [String] = [], either: String? = nil) {
    self.waybill = waybill
    self.orders = orders
    self.either = either
  }

  /// Everything that it names.
  public var names: [String] { [waybill, either].compactMap { $0 } + orders }
}

/// An identifier of a wave and what it is.
struct WaveName: Hashable {
  let text: String
  let reading: GateReading
}

extension GateRound {
  /// What a row of a wave means: its parcel, if the store knows it, and those of its orders that are not known to be in
  /// it.
  func meant(by entry: WaveEntry) -> [WaveName] {
    if let either = entry.either { return [WaveName(text: either, reading: .either)] }
    let orders = entry.orders.map { WaveName(text: $0, reading: .order) }
    guard let waybill = entry.waybill else { return orders }
    let parcel = WaveName(text: waybill, reading: .waybill)
    guard parcels[waybill] != nil else { return orders.isEmpty ? [parcel] : orders }
    let inside = contents[waybill] ?? []
    return [parcel] + orders.filter { !inside.contains($0.text) }
  }
}
