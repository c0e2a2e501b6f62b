import Playbooks
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// The rule of the gate in Swift and the guard in SQL say the same over the whole table of cases.
@Suite struct GateRuleTests {
  static let now = Moments.midnight

  /// Every gate as shipped, under every answer to a stale memo.
  static func gates() throws -> [Gate] {
    try Shop.gates.get().flatMap { gate in
      Gate.WhenStale.allCases.map { whenStale in
        Gate(
          key: gate.key, zh: gate.zh, en: gate.en, from: gate.from, to: gate.to,
          freshnessLimitMinutes: gate.freshnessLimitMinutes, whenStale: whenStale, enabled: gate.enabled)
      }
    }
  }

  /// Both sides of every limit of a shipped gate, and no memo at all.
  static func memoTimes() throws -> [Instant?] {
    let limits = Set(try Shop.gates.get().map(\.freshnessLimitMinutes)).sorted()
    let edges = limits.flatMap { limit in
      [now.adding(minutes: -limit), now.adding(minutes: -limit).adding(milliseconds: -1)]
    }
    return [nil, now, now.adding(minutes: -60_000)] + edges
  }

  /// Every stage × holds × refund × memo age.
  static func orders() throws -> [Order] {
    let times = try memoTimes()
    var orders: [Order] = []
    for stage in OrderStage.allCases {
      for openHolds in [Int64(0), 1] {
        for block in RefundBlock.allCases {
          for time in times {
            orders.append(
              makeOrder(
                "\(5_000 + orders.count)", stage: stage, openHolds: openHolds, refundBlock: block, memoSeenAt: time))
          }
        }
      }
    }
    return orders
  }

  @Test("the guard passes exactly the rows that the rule passes", arguments: TestStore.engines)
  func agreement(engine: Engine) throws {
    struct RolledBack: Error {}
    let shop = try Shop(engine: engine)
    let orders = try Self.orders()
    try shop.perform { change in
      for order in orders {
        let isNew = try OrderRecords.insert(order, change)
        #expect(isNew)
      }
      return 0
    }
    var passes = 0
    for gate in try Self.gates() {
      #expect(throws: RolledBack.self) {
        try shop.perform { change -> Int in
          for order in orders {
            let passed = try GateRecords.pass(order.key, at: gate, now: Self.now, change)
            let rule = GateRule.outcome(makeRow(order), at: gate, now: Self.now)
            #expect((passed != nil) == (rule == .pass), "\(gate.key) \(gate.whenStale) \(order)")
            if let passed {
              passes += 1
              #expect(passed.memoSeenAt == order.memoSeenAt)
              let after = try #require(try OrderRecords.find(order.key, change.session))
              #expect(after.stage == gate.to)
            }
          }
          throw RolledBack()
        }
      }
    }
    // Neither always nor never: 2 gates' worth of stages pass with fresh memos, more where age does not matter.
    #expect(passes > 200)
    #expect(passes < orders.count * 15 / 10)
  }

  struct Case: Sendable {
    var order: Order
    var gate: String
    var outcome: GateOutcome
    var why: String
  }

  static let table: [Case] = [
    Case(order: makeOrder("1"), gate: "print", outcome: .pass, why: "paid, free, fresh"),
    Case(order: makeOrder("2", stage: .approved), gate: "print", outcome: .pass, why: "approved"),
    Case(order: makeOrder("3", stage: .printed), gate: "print", outcome: .notDue, why: "passed before"),
    Case(order: makeOrder("4", stage: .unpaid), gate: "approve", outcome: .notDue, why: "not paid"),
    Case(order: makeOrder("5", stage: .depositPaid), gate: "print", outcome: .notDue, why: "only the deposit"),
    Case(order: makeOrder("6", stage: .cancelled, openHolds: 2), gate: "pack", outcome: .notDue, why: "cancelled"),
    Case(order: makeOrder("7", openHolds: 1), gate: "approve", outcome: .held, why: "held"),
    Case(
      order: makeOrder("8", openHolds: 1, refundBlock: .paidBack, memoSeenAt: nil), gate: "print", outcome: .held,
      why: "a hold speaks before a refund and an old memo"),
    Case(
      order: makeOrder("9", refundBlock: .appliedFor, memoSeenAt: nil), gate: "print", outcome: .refunded,
      why: "a refund speaks before an old memo"),
    Case(order: makeOrder("10", refundBlock: .paidBack), gate: "handOver", outcome: .refunded, why: "paid back"),
    Case(order: makeOrder("11", memoSeenAt: nil), gate: "print", outcome: .stale, why: "no memo was ever seen"),
    Case(
      order: makeOrder("12", memoSeenAt: now.adding(minutes: -61)), gate: "print", outcome: .stale, why: "61 minutes"),
    Case(
      order: makeOrder("13", memoSeenAt: now.adding(minutes: -60)), gate: "print", outcome: .pass, why: "60 minutes"),
    Case(order: makeOrder("14", memoSeenAt: nil), gate: "pack", outcome: .pass, why: "pack only warns"),
    Case(order: makeOrder("15", stage: .packed), gate: "handOver", outcome: .pass, why: "packed"),
    Case(order: makeOrder("16", stage: .handedOver), gate: "handOver", outcome: .notDue, why: "gone"),
  ]

  @Test("a gate answers for the first thing that stands in the way", arguments: table)
  func outcomes(row: Case) throws {
    #expect(
      GateRule.outcome(makeRow(row.order), at: try Shop.gate(row.gate), now: Self.now) == row.outcome, "\(row.why)")
  }

  @Test("every outcome has an exit code of its own")
  func exitCodes() {
    #expect(GateOutcome.allCases.map(\.exitCode.rawValue) == [0, 10, 11, 12, 13, 14, 15, 16])
  }
}
