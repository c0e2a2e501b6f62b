import AddressParsing
import Coordination
import Foundation
import Orders
import Playbooks
import Store
import TestSupport
import Vocabulary

/// A process that changes orders as fast as it can and writes down what it was told.
struct Racer {
  let store: Store
  let journal: RaceJournal
  let settings: RaceSettings
  let rules: RemarkRules
  let gates: [Gate]
  let couriers: CourierBook
  let intake = AddressIntake(storeSecret: "test")
  let addresses = RaceSettings.addresses.map { AddressParser.parse("李四 13900000001 " + $0) }

  init(_ settings: RaceSettings, store: Store) throws {
    self.settings = settings
    self.store = store
    journal = RaceJournal(path: settings.journal)
    rules = try store.read { try Setup.remarkRules($0) }
    gates = try store.read { try Gates.all($0) }
    couriers = try store.read { try Setup.couriers($0) }
  }

  func run() throws {
    var random = SplitMix64(seed: settings.seed)
    for step in 0... {
      // All racers move along the orders together, so that they meet on the same few.
      let front = settings.front(step: step)
      if front >= settings.orders { return }
      try race(min(settings.orders - 1, front + Int.random(in: 0..<settings.window, using: &random)), &random)
    }
  }

  private func race(_ order: Int, _ random: inout SplitMix64) throws {
    let key = RaceSettings.key(order)
    if let focus = settings.focus, Int.random(in: 0..<3, using: &random) == 0 {
      return try focus == .addresses ? readdress(key, &random) : promise(key, &random)
    }
    switch Int.random(in: 0..<100, using: &random) {
    case 47..<75 where settings.focus != nil: try pass(order, &random)
    case 0..<43: try pass(order, &random)
    case 43..<46:
      let gate = gates[[0, 1, 3, 4][Int.random(in: 0..<4, using: &random)]]
      let names = [key.id] + RaceSettings.waybills(of: order)
      let name = OrderKey(shop: "main", id: names[Int.random(in: 0..<names.count, using: &random)])
      try note("gate undo", key, &random) { try GateUndo.undo(name, at: gate, reading: .either, $0) }
    case 46:
      guard let waybill = RaceSettings.waybills(of: order).randomElement(using: &random) else { return }
      if Bool.random(using: &random) {
        try note("parcel take-out", key, &random) { try Parcels.takeOut(key.id, of: waybill, shop: "main", $0) }
      } else {
        try note("parcel put-back", key, &random) { try Parcels.putBack(key.id, into: waybill, shop: "main", $0) }
      }
    case 47..<55:
      try note("hold add", key, &random) {
        try Holds.add(key, reason: .buyerCancelled, note: "", inAdvance: false, $0)
      }
    case 55..<66:
      try note("remark add", key, &random) { try Memos.add(key, text: "买家不要了", rules: rules, inAdvance: false, $0) }
    case 66..<75:
      try note("remark add", key, &random) {
        try Memos.add(key, text: "买家又要了，正常发", rules: rules, inAdvance: false, $0)
      }
    case 75..<87:
      try note("hold lift", key, &random) { try Holds.lift(key, reason: .buyerCancelled, $0) }
    case 87..<95: try readdress(key, &random)
    default: try promise(key, &random)
    }
  }

  /// Passes a gate, and prints again when it asks for that; now and then it was a slip.
  private func pass(_ order: Int, _ random: inout SplitMix64) throws {
    let gate = gates[[0, 1, 1, 1, 3, 3, 3, 4][Int.random(in: 0..<8, using: &random)]]
    // Now and then several at once, in no order: the verb has to lock them in one.
    let count = Int.random(in: 0..<8, using: &random) == 0 ? 3 : 1
    var keys = (0..<count).map { RaceSettings.key((order + $0 * 7) % settings.orders) }
    // Half of those who are in parcels are scanned by the waybill.
    let waybills = RaceSettings.waybills(of: order)
    if let waybill = waybills.randomElement(using: &random), Bool.random(using: &random) {
      keys[0] = OrderKey(shop: "main", id: waybill)
    }
    let answers = try pass(keys, at: gate, &random) ?? []
    for answer in answers {
      let key = OrderKey(shop: "main", id: answer.waybill ?? answer.asked)
      switch answer.outcome {
      case .pass where Int.random(in: 0..<20, using: &random) == 0:
        try note("gate undo", key, &random) { try GateUndo.undo(key, at: gate, reading: .either, $0) }
      case .reprint where Int.random(in: 0..<4, using: &random) > 0: _ = try pass([key], at: gates[1], &random)
      default: break
      }
    }
  }

  /// Half of the time whoever prints or hands over says by which courier.
  private func pass(_ keys: [OrderKey], at gate: Gate, _ random: inout SplitMix64) throws -> [GateAnswer]? {
    let courier = Bool.random(using: &random) ? RaceSettings.couriers.randomElement(using: &random) : nil
    return try note("gate pass", keys[0], text: courier ?? "", &random) {
      try Gates.pass(keys, at: gate, courier: courier, $0)
    }
  }

  /// As `address change --approve` does it: a proposal and a decision, in two operations. Some stay undecided for long.
  private func readdress(_ key: OrderKey, _ random: inout SplitMix64) throws {
    let address = addresses[Int.random(in: 0..<addresses.count, using: &random)]
    let kind = Int.random(in: 0..<8, using: &random)
    if kind > 1 {
      try note("address propose", key, &random) { try Addresses.propose(key, address, intake, couriers, $0) }
    }
    if kind == 0 {
      try note("address reject", key, &random) { try Addresses.reject(key, $0) }
    } else if kind < 7 {
      try note("address approve", key, &random) {
        try Addresses.approve(key, acceptsUnserved: true, intake, couriers, $0)
      }
    }
  }

  private func promise(_ key: OrderKey, _ random: inout SplitMix64) throws {
    if Bool.random(using: &random) {
      let request = Promises.Request(
        kind: .courier, mode: Bool.random(using: &random) ? .must : .mustNot,
        value: RaceSettings.couriers[Int.random(in: 0..<2, using: &random)])
      try note("promise add", key, &random) { try Promises.add(key, request, $0) }
    } else {
      let number = Bool.random(using: &random) ? nil : Int64.random(in: 1...3, using: &random)
      try note("promise keep", key, &random) { try Promises.decide(number, of: key, as: .kept, result: "", $0) }
    }
  }

  /// Does it, and writes down that it was sent (with `text`) and what came of it; nil when it was refused.
  @discardableResult
  private func note<Result: Codable & Sendable>(
    _ verb: String, _ key: OrderKey, text: String = "", _ random: inout SplitMix64,
    _ body: (Change) throws -> Result
  ) throws -> Result? {
    let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    let operation = StoreOperation(
      id: OperationID(now: now, random: &random), verb: verb,
      actor: Actor(name: "racer \(settings.worker)", role: .lead), at: now, arguments: ["order": key.id])
    let id = operation.id.text
    try journal.write(RaceLine(.intent, operation: id, verb: verb, at: RaceJournal.now(), text: text))
    do {
      let receipt = try store.perform(operation, body)
      let text = String(decoding: try JSONEncoder().encode(receipt.result), as: UTF8.self)
      try journal.write(RaceLine(.acknowledged, operation: id, verb: verb, at: RaceJournal.now(), text: text))
      return receipt.result
    } catch let failure as Failure where failure.kind == .refused {
      try journal.write(RaceLine(.refused, operation: id, verb: verb, at: RaceJournal.now(), text: failure.code))
      return nil
    } catch let failure as Failure where failure.kind == .unknownOutcome || failure.kind == .storeUnavailable {
      let kind: RaceLine.Kind = failure.kind == .unknownOutcome ? .unknown : .refused
      try journal.write(RaceLine(kind, operation: id, verb: verb, at: RaceJournal.now(), text: failure.code))
      // The connection may be gone; the harness starts another process in this one's place.
      throw failure
    }
  }
}
