import Playbooks
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// A slip of the scanner is taken back; a recall never is.
@Suite struct GateUndoTests {
  @Test("an order goes back to where it stood, and its pass stays in the history", arguments: TestStore.engines)
  func order(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.put(makeOrder("11", stage: .approved))
    _ = try shop.pass(["11"], at: "pack")
    let undone = try shop.undo("11")
    #expect(undone.stage == .approved)
    #expect(undone.passedBy == People.zhao.name)
    #expect(undone.orders == [GateUndo.UndoneOrder(order: "11", stage: .approved, orderVersion: 3)])
    #expect(try shop.order("11")?.version == 3)
    let passes = try shop.store.read { try Gates.passes(Shop.key("11"), $0) }
    #expect(passes.map(\.undoneBy) == [People.zhao.name])
    #expect(passes.map(\.undoneAt) == [Moments.midnight.adding(minutes: 1)])
    #expect(failureCode { try shop.undo("11") } == "undone_before")
    #expect(try shop.pass(["11"], at: "pack").map(\.outcome) == [.pass])
  }

  @Test("a parcel goes back with all that it took along", arguments: TestStore.engines)
  func parcel(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.put(makeOrder("11", stage: .printed))
    try shop.put(makeOrder("12", stage: .approved))
    try shop.link("SF1", ["11", "12"])
    _ = try shop.pass(["SF1"], at: "pack")
    #expect(failureCode { try shop.undo("11") } == "scanned_as_other")
    let undone = try shop.undo("SF1")
    #expect(undone.waybill == "SF1")
    #expect(undone.orders.map(\.order) == ["11", "12"])
    #expect(undone.orders.map(\.stage) == [.printed, .approved])
    #expect(try shop.parcel("SF1")?.stage == .printed, "as it was first seen")
    #expect(try shop.order("12")?.stage == .approved)
    #expect(try shop.pass(["SF1"], at: "pack").map(\.outcome) == [.pass])
  }

  @Test("an order takes its parcel back, unless the parcel has gone on", arguments: TestStore.engines)
  func orderInParcel(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    for id in ["11", "12"] { try shop.put(makeOrder(id, stage: .printed)) }
    try shop.link("SF1", ["11", "12"])
    _ = try shop.pass(["11"], at: "pack")
    _ = try shop.pass(["12"], at: "pack")
    try shop.undo("11")
    #expect(try shop.parcel("SF1")?.stage == .packed, "12 is still packed in it")
    try shop.undo("12")
    #expect(try shop.parcel("SF1")?.stage == .printed)
    _ = try shop.pass(["11"], at: "pack")
    _ = try shop.pass(["12"], at: "handOver")
    #expect(failureCode { try shop.undo("11") } == "passed_on")
    #expect(failureCode { try shop.undo("SF1") } == "passed_on")
  }

  @Test("of two parcels of one order, each is taken back by itself", arguments: TestStore.engines, [true, false])
  func split(engine: Engine, firstFirst: Bool) throws {
    let shop = try Shop(engine: engine)
    try shop.put(makeOrder("21", stage: .printed))
    try shop.link("SF1", ["21"])
    try shop.link("SF2", ["21"])
    _ = try shop.pass(["SF1", "SF2"], at: "pack")
    let order = firstFirst ? ["SF1", "SF2"] : ["SF2", "SF1"]
    try shop.undo(order[0])
    #expect(try shop.order("21")?.stage == .packed, "the other parcel is packed")
    #expect(try shop.parcel(order[0])?.stage == .printed)
    try shop.undo(order[1])
    #expect(try shop.order("21")?.stage == .printed)
  }

  @Test("a hold that came since keeps the pass, and with it the recall", arguments: TestStore.engines)
  func held(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    for id in ["11", "12", "13"] { try shop.put(makeOrder(id, stage: .approved)) }
    try shop.link("SF1", ["11", "12"])
    _ = try shop.pass(["SF1", "13"])
    try shop.hold("12", .buyerCancelled)
    try shop.hold("13", .buyerCancelled)
    #expect(failureCode { try shop.undo("SF1", at: "print") } == "held_since")
    #expect(failureCode { try shop.undo("13", at: "print") } == "held_since")
    #expect(try shop.order("11")?.stage == .printed)
    try shop.lift("12")
    #expect(try shop.undo("SF1", at: "print").stage == .approved)
  }

  @Test("an import that moved it on keeps the pass", arguments: TestStore.engines)
  func imported(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    try shop.put(makeOrder("14", stage: .printed))
    _ = try shop.pass(["14"], at: "pack")
    try shop.take([Export.line("14", status: "卖家已发货，等待买家确认")])
    #expect(failureCode { try shop.undo("14") } == "moved_on")
    #expect(try shop.order("14")?.stage == .consigned)
  }

  struct Case: Sendable {
    var passes: [UndoRule.Pass]
    var stage = OrderStage.packed
    var openHolds: Int64 = 0
    var actor = People.zhao
    var minutes: Int64 = 10
    var refusal: UndoRule.Refusal?
    var why: String
  }

  static func pass(
    _ gate: String = "pack", from: OrderStage? = .printed, to: OrderStage = .packed, by: Actor = People.zhao,
    other: String = "", isUndone: Bool = false
  ) -> UndoRule.Pass {
    UndoRule.Pass(
      operation: "OP-\(gate)", gate: gate, at: Moments.midnight, by: by.name, other: other,
      step: from.map { StageHistory.Step(from: $0, to: to, isUndone: isUndone) }, isUndone: isUndone)
  }

  static let table: [Case] = [
    Case(passes: [pass()], why: "one's own"),
    Case(passes: [pass()], actor: People.wang, why: "the lead takes back anybody's"),
    Case(passes: [pass()], actor: People.li, refusal: .someoneElse(People.zhao.name), why: "nobody else does"),
    Case(passes: [pass()], minutes: 30, why: "the last minute"),
    Case(passes: [pass()], minutes: 31, refusal: .tooOld, why: "too late, for the lead too"),
    Case(passes: [], refusal: .neverPassed, why: "nothing passed"),
    Case(passes: [pass("print", to: .printed)], refusal: .neverPassed, why: "another gate"),
    Case(passes: [pass(isUndone: true)], stage: .printed, refusal: .undoneBefore, why: "taken back before"),
    Case(
      passes: [pass(), pass("handOver", from: .packed, to: .handedOver)], stage: .handedOver,
      refusal: .followed(gate: "handOver"), why: "a later gate"),
    Case(
      passes: [pass(), pass("handOver", from: .packed, to: .handedOver, isUndone: true)],
      why: "the later gate was taken back"),
    Case(passes: [pass(other: "SF1")], refusal: .scannedAs("SF1"), why: "scanned by the waybill"),
    Case(passes: [pass()], openHolds: 1, refusal: .held, why: "held since"),
    Case(passes: [pass()], stage: .consigned, refusal: .movedOn, why: "an import raised it"),
    Case(passes: [pass(from: .consigned)], stage: .consigned, why: "an import had raised it before"),
    Case(passes: [pass(from: nil)], refusal: .untraced, why: "an older program's"),
  ]

  @Test("a pass is taken back by whom, when and if nothing followed", arguments: table)
  func rule(row: Case) {
    let result = UndoRule.choose(
      row.passes, gate: "pack", stage: row.stage, openHolds: row.openHolds, by: row.actor,
      now: Moments.midnight.adding(minutes: row.minutes))
    switch result {
    case .success: #expect(row.refusal == nil, "\(row.why)")
    case .failure(let refused): #expect(refused.refusal == row.refusal, "\(row.why)")
    }
  }

  struct Walk: Sendable {
    var steps: [(OrderStage, OrderStage, Bool)]
    var stage: OrderStage?
    var why: String
  }

  static let walks: [Walk] = [
    Walk(steps: [], stage: nil, why: "no steps"),
    Walk(steps: [(.paid, .printed, false)], stage: .printed, why: "one pass"),
    Walk(steps: [(.paid, .printed, true)], stage: .paid, why: "taken back"),
    Walk(steps: [(.paid, .printed, false), (.printed, .packed, true)], stage: .printed, why: "back to the one before"),
    Walk(
      steps: [(.paid, .printed, false), (.consigned, .handedOver, true)], stage: .consigned,
      why: "back to where an import had brought it"),
    Walk(
      steps: [(.printed, .packed, true), (.packed, .packed, false)], stage: .packed,
      why: "the second parcel keeps the order there"),
    Walk(steps: [(.printed, .packed, true), (.packed, .packed, true)], stage: .printed, why: "both parcels are back"),
    Walk(
      steps: [(.paid, .handedOver, false), (.printed, .packed, true)], stage: .printed,
      why: "a waybill that was used again"),
  ]

  @Test("where it stands after some passes were taken back", arguments: walks)
  func history(walk: Walk) {
    let steps = walk.steps.map { StageHistory.Step(from: $0.0, to: $0.1, isUndone: $0.2) }
    #expect(StageHistory.stage(after: steps) == walk.stage, "\(walk.why)")
  }
}
