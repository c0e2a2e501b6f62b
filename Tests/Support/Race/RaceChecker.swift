public import Orders

/// Judges a history from receipts: promises I1 and I3.
///
/// The order's version that every receipt carries puts the changes of an order in line; the checker walks that line
/// (`RaceWalk`) and holds it against real time. Of parcels it knows who was put in, and wants every one of them at every
/// pass.
public struct RaceChecker {
  public struct Verdict: Sendable, Equatable {
    public var violations: [String] = []
    public var passes = 0
    public var parcelPasses = 0
    public var prints = 0
    public var heldRefusals = 0
    /// Gates that asked for another label, and that would break a promise.
    public var labelRefusals = 0
    public var promiseRefusals = 0
    public var holds = 0
    public var lateHolds = 0
    public var undone = 0
    /// Changes of addresses by what they demanded.
    public var addresses: [AddressConsequence: Int] = [:]
    public var promises = 0
    /// The holds that are open at the end, by order.
    public var open: [String: Set<String>] = [:]
  }

  /// `parcels`: the orders that were put into each waybill at the start.
  public static func judge(_ effects: [RaceEffect], parcels: [String: [String]] = [:]) -> Verdict {
    var verdict = Verdict()
    count(effects, &verdict)
    var homes: [String: [String]] = [:]
    for (waybill, orders) in parcels { for order in orders { homes[order, default: []].append(waybill) } }
    for (order, changes) in Dictionary(grouping: effects.filter { $0.version != nil }, by: \.order) {
      var walk = RaceWalk(order, homes: homes[order] ?? [])
      for change in changes.sorted(by: { place($0) < place($1) }) { walk.take(change) }
      verdict.violations += walk.violations
      if !walk.open.isEmpty { verdict.open[order] = walk.open }
    }
    checkParcels(effects, parcels, &verdict)
    return verdict
  }

  /// What the store noted stands before the receipt of the same change, and who was only looked at behind both.
  private static func place(_ effect: RaceEffect) -> (Int64, Int) {
    if case .lookedAt = effect.kind { return (effect.version ?? 0, 2) }
    return (effect.version ?? 0, effect.isNoted ? 0 : 1)
  }

  private static func count(_ effects: [RaceEffect], _ verdict: inout Verdict) {
    for effect in effects {
      switch effect.kind {
      case .passed(let pass):
        verdict.passes += 1
        if !pass.waybill.isEmpty { verdict.parcelPasses += 1 }
        if pass.gate == "print" { verdict.prints += 1 }
      case .stopped(.held): verdict.heldRefusals += 1
      case .stopped(.reprint): verdict.labelRefusals += 1
      case .stopped(.promise): verdict.promiseRefusals += 1
      case .held(_, let consequence, _):
        verdict.holds += 1
        if consequence != .none { verdict.lateHolds += 1 }
      case .undone: verdict.undone += 1
      case .readdressed(_, let consequence): verdict.addresses[consequence, default: 0] += 1
      case .promised: verdict.promises += 1
      case .stopped, .lifted, .lookedAt, .repacked, .approved, .decided: break
      }
    }
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
      case .passed(let pass) where !pass.waybill.isEmpty:
        named[pass.waybill, default: [:]][effect.operation, default: []].insert(effect.order)
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
