import Orders

/// Judges a history from receipts alone: promise I1.
///
/// The order's version that every receipt carries puts the changes of an order in line; the checker walks that line and
/// holds it against real time. Of parcels it knows who was put in, and wants every one of them at every pass.
public struct RaceChecker {
  public struct Verdict: Sendable, Equatable {
    public var violations: [String] = []
    public var passes = 0
    public var parcelPasses = 0
    public var heldRefusals = 0
    public var holds = 0
    public var lateHolds = 0
    public var undone = 0
    /// The holds that are open at the end, by order.
    public var open: [String: Set<String>] = [:]
  }

  /// `parcels`: the orders that were put into each waybill at the start.
  public static func judge(_ effects: [RaceEffect], parcels: [String: [String]] = [:]) -> Verdict {
    var verdict = Verdict()
    count(effects, &verdict)
    for (order, changes) in Dictionary(grouping: effects.filter { $0.version != nil }, by: \.order) {
      walk(order, changes.sorted { place($0) < place($1) }, &verdict)
    }
    checkParcels(effects, parcels, &verdict)
    return verdict
  }

  /// Who was only looked at stands behind the change that made the version.
  private static func place(_ effect: RaceEffect) -> (Int64, Int) {
    if case .lookedAt = effect.kind { return (effect.version ?? 0, 1) }
    return (effect.version ?? 0, 0)
  }

  private static func count(_ effects: [RaceEffect], _ verdict: inout Verdict) {
    for effect in effects {
      switch effect.kind {
      case .passed(_, let waybill):
        verdict.passes += 1
        if !waybill.isEmpty { verdict.parcelPasses += 1 }
      case .stopped(let held): if held { verdict.heldRefusals += 1 }
      case .held(_, let consequence, _):
        verdict.holds += 1
        if consequence != .none { verdict.lateHolds += 1 }
      case .undone: verdict.undone += 1
      case .lifted, .lookedAt, .repacked: break
      }
    }
  }

  private static func walk(_ order: String, _ changes: [RaceEffect], _ verdict: inout Verdict) {
    var open: Set<String> = []
    var version: Int64 = 0
    var latestStart = Int64.min
    for change in changes {
      if case .lookedAt(let gate) = change.kind {
        if !open.isEmpty {
          verdict.violations.append(
            "\(order): a mate passed \(gate) while it was held at version \(change.version ?? 0)")
        }
        continue
      }
      if change.version == version {
        verdict.violations.append("\(order): two changes with version \(version)")
      }
      version = change.version ?? 0
      if change.end < latestStart {
        verdict.violations.append("\(order): version \(version) was acknowledged before an earlier one was sent")
      }
      latestStart = max(latestStart, change.start)
      switch change.kind {
      case .passed(let gate, let waybill):
        if !open.isEmpty {
          let parcel = waybill.isEmpty ? "" : " in \(waybill)"
          verdict.violations.append("\(order): passed \(gate)\(parcel) at version \(version) while held")
        }
      case .undone(let gate):
        if !open.isEmpty { verdict.violations.append("\(order): \(gate) was undone while held") }
      case .held(let id, _, _):
        if !open.insert(id).inserted { verdict.violations.append("\(order): hold \(id) placed twice") }
      case .lifted(let ids):
        for id in ids where open.remove(id) == nil {
          verdict.violations.append("\(order): lifted \(id), which was not open")
        }
      case .stopped, .lookedAt, .repacked: break
      }
    }
    if !open.isEmpty { verdict.open[order] = open }
  }

  /// Nobody in a parcel is forgotten: whoever never left it is named by every pass of its waybill.
  private static func checkParcels(
    _ effects: [RaceEffect], _ parcels: [String: [String]], _ verdict: inout Verdict
  ) {
    var moved: Set<String> = []
    var named: [String: [String: Set<String>]] = [:]
    for effect in effects {
      switch effect.kind {
      case .repacked(let waybill): moved.insert(waybill + " " + effect.order)
      case .passed(_, let waybill) where !waybill.isEmpty:
        named[waybill, default: [:]][effect.operation, default: []].insert(effect.order)
      default: break
      }
    }
    let lookedAt = Dictionary(grouping: effects.filter { if case .lookedAt = $0.kind { true } else { false } }) {
      $0.operation
    }
    for (waybill, passes) in named {
      let stayed = Set((parcels[waybill] ?? []).filter { !moved.contains(waybill + " " + $0) })
      for (operation, orders) in passes {
        let forgotten = stayed.subtracting(orders).subtracting((lookedAt[operation] ?? []).map(\.order))
        for order in forgotten.sorted() {
          verdict.violations.append("\(waybill): \(operation) passed it without a look at \(order)")
        }
      }
    }
  }
}
