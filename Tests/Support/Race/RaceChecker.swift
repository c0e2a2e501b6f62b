import Orders

/// Judges a history from receipts alone: promise I1.
///
/// The order's version that every receipt carries puts the changes of an order in line; the checker walks that line and
/// holds it against real time.
public struct RaceChecker {
  public struct Verdict: Sendable, Equatable {
    public var violations: [String] = []
    public var passes = 0
    public var heldRefusals = 0
    public var holds = 0
    public var lateHolds = 0
    /// The holds that are open at the end, by order.
    public var open: [String: Set<String>] = [:]
  }

  public static func judge(_ effects: [RaceEffect]) -> Verdict {
    var verdict = Verdict()
    count(effects, &verdict)
    for (order, changes) in Dictionary(grouping: effects.filter { $0.version != nil }, by: \.order) {
      walk(order, changes.sorted { ($0.version ?? 0) < ($1.version ?? 0) }, &verdict)
    }
    return verdict
  }

  private static func count(_ effects: [RaceEffect], _ verdict: inout Verdict) {
    for effect in effects {
      switch effect.kind {
      case .passed: verdict.passes += 1
      case .stopped(let held): if held { verdict.heldRefusals += 1 }
      case .held(_, let consequence):
        verdict.holds += 1
        if consequence != .none { verdict.lateHolds += 1 }
      case .lifted: break
      }
    }
  }

  private static func walk(_ order: String, _ changes: [RaceEffect], _ verdict: inout Verdict) {
    var open: Set<String> = []
    var version: Int64 = 0
    var latestStart = Int64.min
    for change in changes {
      if change.version == version {
        verdict.violations.append("\(order): two changes with version \(version)")
      }
      version = change.version ?? 0
      if change.end < latestStart {
        verdict.violations.append("\(order): version \(version) was acknowledged before an earlier one was sent")
      }
      latestStart = max(latestStart, change.start)
      switch change.kind {
      case .passed(let gate):
        if !open.isEmpty { verdict.violations.append("\(order): passed \(gate) at version \(version) while held") }
      case .held(let id, _):
        if !open.insert(id).inserted { verdict.violations.append("\(order): hold \(id) placed twice") }
      case .lifted(let ids):
        for id in ids where open.remove(id) == nil {
          verdict.violations.append("\(order): lifted \(id), which was not open")
        }
      case .stopped: break
      }
    }
    if !open.isEmpty { verdict.open[order] = open }
  }
}
