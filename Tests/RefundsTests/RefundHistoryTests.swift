import Orders
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Refunds

/// Random histories of holds, lifts, applications, refunds, gates and payments against a model in memory that knows only
/// the words of the rules.
@Suite struct RefundHistoryTests {
  /// What the model knows of one order.
  struct Model {
    let paid: Int64
    var isHeld = false
    var hasPassed = false
    /// The refund of the whole order, by its state; nil while there is none that counts.
    var whole: RefundStage?
    var wholeFen: Int64 = 0
    /// What differences are queued for.
    var differences: Int64 = 0
    var isApplied = false

    var rest: Int64 { paid - differences - (whole == nil ? 0 : wholeFen) }
    var blocks: Bool { whole == .submitted || whole == .uncertain || whole == .settled || isApplied }
  }

  enum Step: CaseIterable {
    case hold, lift, difference, apply, pack, claim, answer, lose, pass
  }

  static let orders = 5

  @Test("50 random histories: states, amounts and gates are the model's after every step")
  func histories() throws {
    var random = SplitMix64.printed("refund histories")
    let engines = TestStore.engines
    for round in 0..<50 {
      // PostgreSQL takes its turn; making a database is slow.
      let engine = round % 10 == 9 ? engines.last ?? .sqlite : .sqlite
      try history(engine, steps: 40, &random)
    }
  }

  private func history(_ engine: Engine, steps: Int, _ random: inout SplitMix64) throws {
    let till = try Till(engine: engine)
    var models: [Model] = (0..<Self.orders).map { _ in Model(paid: Int64.random(in: 100...40_000, using: &random)) }
    try till.take(
      Till.orderHeader, models.enumerated().map { Till.order("\($0 + 1)", yuan: Money(fen: $1.paid).yuan) })
    var minutes: Int64 = 0
    var sent: [Payment] = []
    var log: [String] = []
    for _ in 0..<steps {
      let step = Step.allCases.randomElement(using: &random) ?? .hold
      let place = Int.random(in: 0..<Self.orders, using: &random)
      let id = "\(place + 1)"
      log.append("\(step) \(id)")
      minutes += 1
      switch step {
      case .hold:
        // With an application of before, what is queued now would be compared with it: another test does that.
        if models[place].isApplied, !models[place].isHeld { continue }
        try till.hold(id)
        if !models[place].isHeld {
          models[place].isHeld = true
          if models[place].whole == nil, models[place].rest > 0 {
            models[place].wholeFen = models[place].rest
            models[place].whole = .awaitingApplication
          }
        }
      case .lift:
        let code = failureCode { try till.lift(id) }
        let isOut = models[place].whole?.isOut ?? false
        #expect((code == nil) == (models[place].isHeld && !isOut), "\(log)")
        if code == nil {
          models[place].isHeld = false
          models[place].whole = nil
          models[place].wholeFen = 0
        }
      case .difference:
        let fen = Int64.random(in: 1...20_000, using: &random)
        let code = failureCode {
          try till.queue(id, Refunds.Request(kind: .difference, amount: Money(fen: fen)))
        }
        let mayBe = fen <= models[place].rest && models[place].whole != .settled
        #expect((code == nil) == mayBe, "\(log) \(fen) \(models[place])")
        if code == nil { models[place].differences += fen }
      case .apply:
        guard models[place].whole == .awaitingApplication else { continue }
        try till.apply(
          id, "9\(id)\(minutes)", Money(fen: models[place].wholeFen).yuan, at: Moments.midnight.adding(minutes: minutes)
        )
        models[place].whole = .applied
        models[place].isApplied = true
        // The platform's application is a hold of its own, which is nobody's here.
        try till.perform {
          try Holds.lift(Till.key(id), reason: .refundRequested, $0)
        }
      case .pack:
        try till.pack()
        for other in models.indices where models[other].whole == .applied { models[other].whole = .batched }
      case .claim:
        guard let claim = try till.claim() else { continue }
        sent += claim.payments
        for payment in claim.payments { models[(Int(payment.order) ?? 1) - 1].whole = .submitted }
      case .answer, .lose:
        guard let payment = sent.randomElement(using: &random) else { continue }
        let other = (Int(payment.order) ?? 1) - 1
        try till.note([(payment, step == .lose ? .lost("x") : .paid(fen: payment.fen))])
        if models[other].whole == .submitted || (models[other].whole == .uncertain && step == .answer) {
          models[other].whole = step == .answer ? .settled : .uncertain
        }
      case .pass:
        let outcome = try till.pass(id, now: Moments.midnight.adding(minutes: 1))
        let mayPass = !models[place].isHeld && !models[place].blocks && !models[place].hasPassed
        #expect((outcome == .pass) == mayPass, "\(log) \(String(describing: outcome))")
        if outcome == .pass { models[place].hasPassed = true }
      }
      try compare(models, till, log)
    }
    #expect(try till.audit().isEmpty, "\(log)")
  }

  private func compare(_ models: [Model], _ till: Till, _ log: [String]) throws {
    for (place, model) in models.enumerated() {
      let refunds = try till.refunds("\(place + 1)").filter { $0.state.isCounted }
      let whole = refunds.filter { $0.kind == .wholeOrder }
      #expect(whole.count <= 1)
      #expect(whole.first?.state == model.whole, "\(log)")
      #expect(whole.first?.amountFen ?? 0 == model.wholeFen, "\(log)")
      #expect(refunds.filter { $0.kind != .wholeOrder }.reduce(0) { $0 + ($1.amountFen ?? 0) } == model.differences)
      #expect(refunds.reduce(0) { $0 + ($1.amountFen ?? 0) } <= model.paid, "\(log)")
      let order = try till.order("\(place + 1)")
      #expect((order.refundBlock != .none) == model.blocks, "\(log)")
      #expect((order.refundBlock == .paidBack) == (model.whole == .settled), "\(log)")
    }
  }
}
