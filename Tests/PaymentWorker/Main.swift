import Coordination
import Foundation
import Playbooks
import RefundGateway
import Refunds
import Store
import TestSupport
import Vocabulary

/// One process that pays refunds until there is nothing left to pay; its only argument is its settings as JSON.
@main
enum Main {
  static func main() throws {
    let settings = try JSONDecoder().decode(PaymentSettings.self, from: Data(CommandLine.arguments[1].utf8))
    let store = try Store.open(StoreLocation(settings.store), follow: Consequences.follow)
    let (rules, opening) = try store.read { (try Setup.refundRules($0), try Setup.refundOpening($0)) }
    let now = {
      Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000) + settings.skewMilliseconds)
    }
    // The mutant trusts its own clock.
    let clock = { settings.mutant == "own-clock" ? RefundClock.assumed(now()) : .store(worker: now()) }
    let real = try HTTPRefundPayer(url: settings.url, token: "drill-token", timeoutMilliseconds: 250)
    let payer: any RefundPayer = settings.mutant == "new-key" ? BrokenPayer(real: real) : real
    var generator = SplitMix64(seed: settings.seed)
    let id = { OperationID(now: now(), random: &generator) }
    let submission = RefundSubmission(
      shop: "main", rules: rules, opening: opening, smsConfirmed: true, leaseSeconds: 2, rounds: 3,
      actor: Actor(name: "worker", role: .finance), clock: clock, now: now, id: id, pause: { usleep(UInt32($0) * 300) })
    do {
      while true {
        _ = try RefundPacking(
          shop: "main", rules: rules, opening: opening, clock: clock(), actor: submission.actor, run: id(), now: now
        ).perform(in: store)
        _ = try submission.run(payer, in: store)
        if FileManager.default.fileExists(atPath: settings.stopFile) { return }
        usleep(200_000)
      }
    } catch let failure as Failure where failure.code == "clock_off" {
      exit(3)
    }
  }
}

/// A payer that does what no payer may.
struct BrokenPayer: RefundPayer {
  let real: HTTPRefundPayer

  /// A new key for every attempt.
  func pay(_ payments: [Payment]) throws -> [PayerAnswer] {
    try real.pay(payments.map { $0.renamed("\($0.key):\(UInt32.random(in: 0 ... .max))") })
  }

  /// Taken for unseen, instead of asking.
  func ask(_ payments: [Payment]) throws -> [PayerAnswer] { payments.map { _ in .unknown } }
}
