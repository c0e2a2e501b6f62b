import Orders
import Playbooks
import Store
import TestSupport
import Vocabulary

/// Gate passes, one order an operation, each checked by its answer and its receipt.
struct PassWork {
  private let order: WorkOrder
  private let store: Store
  private let gate: Gate
  private var random: SplitMix64
  private var report = WorkReport()
  private var waits: [Double] = []

  init(_ order: WorkOrder, _ store: Store) throws {
    self.order = order
    self.store = store
    gate = try store.read { try Gates.find("print", $0) }
    random = SplitMix64(seed: order.seed)
  }

  mutating func run(from start: Double) -> WorkReport {
    let end = start + order.seconds
    var next = order.first
    while report.passes + report.gaveUp < order.passes, report.wrong == nil {
      let before = Clock.now()
      if before >= end { break }
      pass(next % order.orders)
      let after = Clock.now()
      waits.append(after - before)
      if after <= end { report.passesInTime = report.passes }
      next += order.step
      if waits.count == order.mine && order.mine < order.passes {
        report.wrong = "the store has too few orders for this machine"
      }
    }
    let waits = Series(waits)
    report.longestSeconds = waits.most
    report.medianSeconds = waits.median
    return report
  }

  private mutating func pass(_ index: Int) {
    let now = Clock.instant()
    let key = Shop.key(index)
    let id = OperationID(now: now, random: &random)
    var arguments: Operation.Arguments = ["gate": "print", "shop": key.shop]
    arguments.add("orders", [key.id])
    do {
      let receipt = try store.perform(
        Operation(
          id: id, verb: "gate pass", actor: Actor(name: "bench", role: .warehouse), at: now, arguments: arguments)
      ) { change in try Gates.pass([key], at: gate, change) }
      let answer = receipt.result.first
      guard receipt.result.count == 1, answer?.outcome == .pass, answer?.order == key.id, receipt.operation == id,
        !receipt.isReplay
      else {
        report.wrong = "\(key.id): \(receipt)"
        return
      }
      report.passes += 1
    } catch let failure as Failure where failure.code == "store_busy" {
      report.gaveUp += 1
    } catch {
      report.wrong = "\(key.id): \(error)"
    }
  }
}
