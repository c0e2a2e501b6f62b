/// The hard rules, each by its name, and the check of a finished rota against them. The search keeps them by itself; this
/// reads them anew, from the problem, so that neither can hide the other's mistake.
public enum RotaRule: String, Sendable, CaseIterable, Codable {
  case start, length, breaks, unavailable, overlap, rest, oneStartPerDay, maxHours, maxShiftHours, maxShifts, absent,
    fixed
}

public struct RotaBreach: Sendable, Equatable {
  public let rule: RotaRule
  /// The agent's id.
  public let agent: String
  public let start: Int
}

extension RotaProblem {
  /// Every hard rule that these shifts break; empty for a good rota.
  public func breaches(_ shifts: [RotaShift], repair: RotaRepair? = nil) -> [RotaBreach] {
    var found: [RotaBreach] = []
    func note(_ rule: RotaRule, _ shift: RotaShift, unless isKept: Bool) {
      if !isKept { found.append(RotaBreach(rule: rule, agent: agents[shift.agent].id, start: shift.start)) }
    }
    for (index, plan) in plans(shifts).enumerated() {
      let agent = agents[index]
      for item in plan {
        note(.start, item, unless: item.start >= 0 && item.end <= slots && item.start % shift.startStep == 0)
        note(.length, item, unless: shift.lengths.contains(item.length))
        note(.breaks, item, unless: hasItsBreaks(item))
        note(
          .unavailable, item,
          unless: !agent.unavailable.contains { item.start < $0.upperBound && $0.lowerBound < item.end })
        note(.maxShiftHours, item, unless: item.length <= agent.maxShiftSlots)
        if let repair, item.start >= repair.from { note(.absent, item, unless: !repair.absent.contains(index)) }
      }
      for (before, after) in zip(plan, plan.dropFirst()) {
        note(.overlap, after, unless: before.end <= after.start)
        note(.rest, after, unless: before.end + shift.minRest <= after.start)
        note(
          .oneStartPerDay, after,
          unless: !shift.oneStartPerDay || before.start / slotsPerDay != after.start / slotsPerDay)
      }
      guard let last = plan.last else { continue }
      note(.maxHours, last, unless: plan.reduce(0) { $0 + $1.length } <= agent.maxSlots)
      note(.maxShifts, last, unless: plan.count <= agent.maxShifts)
    }
    guard let repair else { return found }
    let before = repair.published.filter { $0.start < repair.from }
    let (was, stays) = (Set(before.map(ShiftKey.init)), Set(shifts.map(ShiftKey.init)))
    for item in before { note(.fixed, item, unless: stays.contains(ShiftKey(item))) }
    for item in shifts where item.start < repair.from { note(.fixed, item, unless: was.contains(ShiftKey(item))) }
    return found
  }

  /// Shifts by agent, in the order of their starts.
  func plans(_ shifts: [RotaShift]) -> [[RotaShift]] {
    var plans = [[RotaShift]](repeating: [], count: agents.count)
    for item in shifts.sorted(by: { $0.start < $1.start }) { plans[item.agent].append(item) }
    return plans
  }

  private func hasItsBreaks(_ item: RotaShift) -> Bool {
    guard let place = shift.lengths.firstIndex(of: item.length) else { return false }
    let rules = shift.breaks[place]
    return item.breaks.count == rules.count
      && zip(item.breaks, rules).allSatisfy {
        $0.count == $1.length && $1.window.contains($0.lowerBound - item.start) && $0.upperBound <= item.end
      } && zip(item.breaks, item.breaks.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound }
  }
}

/// What makes a shift the same when it is compared with the published rota.
struct ShiftKey: Hashable {
  let agent: Int
  let start: Int
  let length: Int

  init(_ shift: RotaShift) {
    agent = shift.agent
    start = shift.start
    length = shift.length
  }
}
