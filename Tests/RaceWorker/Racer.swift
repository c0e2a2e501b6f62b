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

  init(_ settings: RaceSettings, store: Store) throws {
    self.settings = settings
    self.store = store
    journal = RaceJournal(path: settings.journal)
    rules = try store.read { try Setup.remarkRules($0) }
    gates = try store.read { try Gates.all($0) }
  }

  func run() throws {
    var random = SplitMix64(seed: settings.seed)
    let actor = Actor(name: "racer \(settings.worker)", role: .lead)
    for step in 0... {
      // All racers move along the orders together, so that they meet on the same few.
      let front = settings.front(step: step)
      if front >= settings.orders { return }
      let order = min(settings.orders - 1, front + Int.random(in: 0..<settings.window, using: &random))
      let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
      let id = OperationID(now: now, random: &random)
      try race(Attempt(id: id, actor: actor, now: now, order: order), &random)
    }
  }

  struct Attempt {
    let id: OperationID
    let actor: Actor
    let now: Instant
    let order: Int

    var key: OrderKey { RaceSettings.key(order) }

    func operation(_ verb: String) -> StoreOperation {
      StoreOperation(id: id, verb: verb, actor: actor, at: now, arguments: ["order": key.id])
    }
  }

  private func race(_ attempt: Attempt, _ random: inout SplitMix64) throws {
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<46:
      let gate = gates[[0, 1, 1, 1, 3, 3, 3, 4][Int.random(in: 0..<8, using: &random)]]
      // Now and then several at once, in no order: the verb has to lock them in one.
      let count = Int.random(in: 0..<8, using: &random) == 0 ? 3 : 1
      let keys = [attempt.key] + (1..<count).map { RaceSettings.key((attempt.order + $0 * 7) % settings.orders) }
      // Half of those who are in parcels are scanned by the waybill.
      let waybills = RaceSettings.waybills(of: attempt.order)
      if let waybill = waybills.randomElement(using: &random), Bool.random(using: &random) {
        let key = OrderKey(shop: "main", id: waybill)
        try note(attempt, "gate pass") { try Gates.pass([key] + keys.dropFirst(), at: gate, $0) }
      } else {
        try note(attempt, "gate pass") { try Gates.pass(keys, at: gate, $0) }
      }
    case 46..<49:
      let gate = gates[[0, 1, 3, 4][Int.random(in: 0..<4, using: &random)]]
      let names = [attempt.key.id] + RaceSettings.waybills(of: attempt.order)
      let key = OrderKey(shop: "main", id: names[Int.random(in: 0..<names.count, using: &random)])
      try note(attempt, "gate undo") { try GateUndo.undo(key, at: gate, reading: .either, $0) }
    case 49:
      guard let waybill = RaceSettings.waybills(of: attempt.order).randomElement(using: &random) else { return }
      if Bool.random(using: &random) {
        try note(attempt, "parcel take-out") {
          try Parcels.takeOut(attempt.key.id, of: waybill, shop: "main", $0)
        }
      } else {
        try note(attempt, "parcel put-back") {
          try Parcels.putBack(attempt.key.id, into: waybill, shop: "main", $0)
        }
      }
    case 50..<60:
      try note(attempt, "hold add") {
        try Holds.add(attempt.key, reason: .buyerCancelled, note: "", inAdvance: false, $0)
      }
    case 60..<74:
      try note(attempt, "remark add") {
        try Memos.add(attempt.key, text: "买家不要了", rules: rules, inAdvance: false, $0)
      }
    case 74..<84:
      try note(attempt, "remark add") {
        try Memos.add(attempt.key, text: "买家又要了，正常发", rules: rules, inAdvance: false, $0)
      }
    default:
      try note(attempt, "hold lift") { try Holds.lift(attempt.key, reason: .buyerCancelled, $0) }
    }
  }

  private func note<Result: Codable & Sendable>(
    _ attempt: Attempt, _ verb: String, _ body: (Change) throws -> Result
  ) throws {
    let id = attempt.id.text
    try journal.write(RaceLine(.intent, operation: id, verb: verb, at: RaceJournal.now()))
    do {
      let receipt = try store.perform(attempt.operation(verb), body)
      let text = String(decoding: try JSONEncoder().encode(receipt.result), as: UTF8.self)
      try journal.write(RaceLine(.acknowledged, operation: id, verb: verb, at: RaceJournal.now(), text: text))
    } catch let failure as Failure where failure.kind == .refused {
      try journal.write(RaceLine(.refused, operation: id, verb: verb, at: RaceJournal.now(), text: failure.code))
    } catch let failure as Failure where failure.kind == .unknownOutcome || failure.kind == .storeUnavailable {
      let kind: RaceLine.Kind = failure.kind == .unknownOutcome ? .unknown : .refused
      try journal.write(RaceLine(kind, operation: id, verb: verb, at: RaceJournal.now(), text: failure.code))
      // The connection may be gone; the harness starts another process in this one's place.
      throw failure
    }
  }
}
