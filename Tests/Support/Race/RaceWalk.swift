import Orders
import Vocabulary

/// One order on its way along its versions: what is open, what its labels say, and what has been promised.
struct RaceWalk {
  let order: String
  /// The parcels that it was put into at the start.
  let homes: [String]
  private(set) var violations: [String] = []
  private(set) var open: Set<String> = []
  private var version: Int64 = 0
  private var latestStart = Int64.min
  private var stage = OrderStage.paid
  /// Whether its parcel was handed over by a mate's number; that may have been taken back since.
  private var mayHaveLeft = false
  private var address: Int64 = 1
  /// The address version on its own label, and on that of each parcel.
  private var label: Int64 = 1
  private var labels: [String: Int64] = [:]
  private var printedCourier = ""
  private var promises: [Int64: (courier: String, isWanted: Bool)] = [:]

  init(_ order: String, homes: [String]) {
    self.order = order
    self.homes = homes
  }

  mutating func take(_ effect: RaceEffect) {
    if case .lookedAt(let pass) = effect.kind {
      lookAt(pass, effect.version ?? 0)
      return
    }
    if !effect.isNoted { place(effect) }
    switch effect.kind {
    case .passed(let pass): take(pass)
    case .undone(let gate, let stage, let waybill, let parcel):
      if !open.isEmpty { violate("\(gate) was undone while held") }
      self.stage = stage
      if stage < .printed { (label, printedCourier) = (1, "") }
      if let parcel, parcel < .printed { labels[waybill] = 1 }
    case .held(let id, _, _):
      if !open.insert(id).inserted { violate("hold \(id) placed twice") }
    case .lifted(let ids):
      for id in ids where open.remove(id) == nil { violate("lifted \(id), which was not open") }
    case .readdressed(let number, let consequence): readdress(number, consequence)
    case .approved(let number):
      if number != address { violate("address \(number) was approved, but \(address) is in force") }
    case .promised(let number, let courier, let isWanted): promises[number] = (courier, isWanted)
    case .decided(let number):
      if promises.removeValue(forKey: number) == nil { violate("promise \(number) was decided, which was not open") }
    case .stopped, .lookedAt, .repacked: break
    }
  }

  /// Its version is its own, and no later one was acknowledged before it was sent.
  private mutating func place(_ effect: RaceEffect) {
    if effect.version == version { violate("two changes with version \(version)") }
    version = effect.version ?? 0
    if effect.end < latestStart { violate("version \(version) was acknowledged before an earlier one was sent") }
    latestStart = max(latestStart, effect.start)
  }

  private mutating func take(_ pass: RaceEffect.Pass) {
    let name = pass.waybill.isEmpty ? pass.gate : "\(pass.gate) in \(pass.waybill)"
    if !open.isEmpty { violate("passed \(name) at version \(version) while held") }
    guard let to = Self.stages[pass.gate] else { return violate("passed \(pass.gate), which is no gate") }
    if breaksPromise(pass) { violate("passed \(name) at version \(version) by '\(pass.courier)', against a promise") }
    if to == .printed {
      if pass.label != address {
        violate("printed at version \(version) for address \(pass.label ?? 0), not \(address)")
      }
      (label, printedCourier) = (pass.label ?? 0, pass.courier)
      if !pass.waybill.isEmpty { labels[pass.waybill] = label }
    } else if to > .printed {
      check(pass.waybill.isEmpty ? label : labels[pass.waybill] ?? 1, name)
    }
    stage = max(stage, to)
  }

  /// A mate goes with the parcel: it must be free and rightly labelled too.
  private mutating func lookAt(_ pass: RaceEffect.Pass, _ version: Int64) {
    if !open.isEmpty { violate("a mate passed \(pass.gate) while it was held at version \(version)") }
    // Of an order with several parcels nobody tells which one it was.
    guard homes.count == 1, let to = Self.stages[pass.gate], to > .printed else { return }
    check(labels[homes[0]] ?? 1, "\(pass.gate) with a mate")
    if to == .handedOver { mayHaveLeft = true }
    var there = pass
    there.waybill = homes[0]
    if breaksPromise(there) { violate("a mate passed \(pass.gate) by '\(pass.courier)', against a promise") }
  }

  private mutating func check(_ label: Int64, _ name: String) {
    if label != address { violate("passed \(name) under a label for address \(label), not \(address)") }
  }

  private mutating func readdress(_ number: Int64, _ consequence: AddressConsequence) {
    if number != address + 1 { violate("address \(number) follows \(address)") }
    address = number
    let wanted: AddressConsequence = stage < .printed ? .none : stage < .handedOver ? .reprint : .interception
    if consequence != wanted, !(mayHaveLeft && consequence == .interception) {
      violate("address \(number) at \(stage) has the consequence \(consequence)")
    }
  }

  /// Whether none of the couriers that it may go by is allowed: the one that was named, else its parcel's or, where the
  /// parcel leaves, that of its label.
  private func breaksPromise(_ pass: RaceEffect.Pass) -> Bool {
    guard pass.gate == "print" || pass.gate == "handOver", !promises.isEmpty else { return false }
    var couriers = [pass.courier]
    if pass.courier.isEmpty {
      if !homes.isEmpty { couriers.append(RaceSettings.couriers[0]) }
      if pass.gate == "handOver", pass.waybill.isEmpty { couriers.append(printedCourier) }
    }
    let wanted = Set(promises.values.filter(\.isWanted).map(\.courier))
    let unwanted = Set(promises.values.filter { !$0.isWanted }.map(\.courier))
    return !couriers.contains { courier in
      !courier.isEmpty && (wanted.isEmpty || wanted.contains(courier)) && !unwanted.contains(courier)
    }
  }

  private mutating func violate(_ text: String) { violations.append("\(order): \(text)") }

  private static let stages: [String: OrderStage] = [
    "approve": .approved, "print": .printed, "pick": .picked, "pack": .packed, "handOver": .handedOver,
  ]
}
