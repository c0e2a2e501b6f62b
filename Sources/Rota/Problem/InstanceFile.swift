import Vocabulary

/// An instance as it stands in JSON, whose names are the same in snake_case.
struct InstanceFile: Decodable {
  struct Shift: Decodable {
    let startStepSlots: Int
    let lengths: [Int]
    let breaks: [String: [Break]]
  }

  struct Break: Decodable {
    let len: Int
    let from: Int
    let to: Int
  }

  struct Night: Decodable {
    let fromHour: Int
    let toHour: Int
    let minSlots: Int
  }

  struct Weights: Decodable {
    let under: [String: Int]
    let deepShare: Double
    let deepFactor: Int
    let idle: Int
    let belowMinHours: Int
    let nightSquare: Int
  }

  struct Agent: Decodable {
    struct Preference: Decodable {
      let kind: String
      let day: Int
      let band: String
      let weight: Int
    }

    let id: String
    let skills: [String]
    let minSlots: Int
    let maxSlots: Int
    let maxShiftSlots: Int
    let maxShifts: Int
    let unavailable: [[Int]]
    let preferences: [Preference]
  }

  let name: String
  let slotMinutes: Int
  let slots: Int
  let skills: [String]
  let demand: [String: [Int]]
  let shift: Shift
  let minRestSlots: Int
  let oneStartPerDay: Bool
  let night: Night
  let weights: Weights
  let agents: [Agent]

  /// The hours of the day in which a shift of each band begins.
  private static let bands = ["night": 0..<6, "morning": 6..<12, "afternoon": 12..<18, "evening": 18..<24]

  func problem(_ place: String) throws(Failure) -> RotaProblem {
    func require(_ isRight: Bool, _ item: String, _ zh: String, _ en: String) throws(Failure) {
      if !isRight { throw RotaFile.fault(place, item, Message(zh: zh, en: en)) }
    }
    try require(
      [5, 10, 15, 20, 30, 60].contains(slotMinutes), "slot_minutes", "要能整除一小时", "it must divide an hour")
    let perHour = 60 / slotMinutes
    try require((1...10_000).contains(slots), "slots", "要在 1–10000 之间", "it must lie between 1 and 10000")
    try require(
      !skills.isEmpty && Set(skills).count == skills.count, "skills", "没有技能，或有重复", "there are none, or one twice")
    for skill in skills {
      try require(
        demand[skill]?.count == slots && demand[skill]?.allSatisfy { (0...10_000).contains($0) } == true,
        "demand.\(skill)", "每个时段要有一个不小于 0 的人数", "each slot needs a number of people, 0 or more")
      try require(weights.under[skill] != nil, "weights.under.\(skill)", "没有权重", "there is no weight")
    }
    try require(
      (1...slots).contains(shift.startStepSlots), "shift.start_step_slots", "要在 1 和时段数之间",
      "it must lie between 1 and the slots")
    try require(
      !shift.lengths.isEmpty && Set(shift.lengths).count == shift.lengths.count
        && shift.lengths.allSatisfy { (1...slots).contains($0) },
      "shift.lengths", "班次长度写得不对，或有重复", "lengths are malformed, or one stands twice")
    for length in shift.lengths {
      let rules = shift.breaks["\(length)"] ?? []
      let isWithin = rules.allSatisfy {
        (1...length).contains($0.len) && 0 <= $0.from && $0.from <= $0.to && $0.to <= length - $0.len
      }
      let isOrdered = isWithin && zip(rules, rules.dropFirst()).allSatisfy { $0.to + $0.len <= $1.from }
      try require(
        isOrdered, "shift.breaks.\(length)", "休息的窗口不在班次里，或互相重叠", "windows lie outside the shift, or overlap")
    }
    try require(
      (0...slots).contains(minRestSlots), "min_rest_slots", "要在 0 和时段数之间", "it must lie between 0 and the slots")
    try require(
      0 <= night.fromHour && night.fromHour <= night.toHour && night.toHour <= 24, "night", "钟点写得不对",
      "the hours are malformed")
    try require(Set(agents.map(\.id)).count == agents.count, "agents", "有重名的人", "two people have one name")
    var people: [RotaProblem.Agent] = []
    for (index, agent) in agents.enumerated() {
      people.append(try person(agent, "agents[\(index)]", perHour, place))
    }
    return RotaProblem(
      name: name, slots: slots, slotsPerDay: 24 * perHour, skills: skills, demand: skills.map { demand[$0] ?? [] },
      underWeights: skills.map { weights.under[$0] ?? 0 },
      tiers: [.init(share: weights.deepShare, factor: 1), .init(share: 1, factor: weights.deepFactor)],
      shift: RotaProblem.ShiftRules(
        startStep: shift.startStepSlots, lengths: shift.lengths,
        breaks: shift.lengths.map { length in
          (shift.breaks["\(length)"] ?? []).map { .init(length: $0.len, window: $0.from...$0.to) }
        }, minRest: minRestSlots, oneStartPerDay: oneStartPerDay),
      night: night.fromHour * perHour..<night.toHour * perHour, nightSlots: night.minSlots,
      idleWeight: weights.idle, belowMinWeight: weights.belowMinHours, nightWeight: weights.nightSquare,
      agents: people)
  }

  private func person(
    _ agent: Agent, _ item: String, _ perHour: Int, _ place: String
  ) throws(Failure) -> RotaProblem.Agent {
    func fault(_ name: String, _ zh: String, _ en: String) -> Failure {
      RotaFile.fault(place, "\(item).\(name)", Message(zh: zh, en: en))
    }
    let known = agent.skills.compactMap { skills.firstIndex(of: $0) }
    guard !known.isEmpty, Set(known).count == agent.skills.count else {
      throw fault("skills", "没有技能、有重复，或有不认识的", "there are none, one stands twice, or one is unknown")
    }
    guard [agent.minSlots, agent.maxSlots, agent.maxShiftSlots].allSatisfy({ (0...slots).contains($0) }),
      (0...60).contains(agent.maxShifts)
    else {
      throw fault(
        "max_shifts", "时段数要在 0 和 \(slots) 之间，班次最多 60", "slots must lie between 0 and \(slots), shifts 60 at most")
    }
    guard agent.unavailable.allSatisfy({ $0.count == 2 && $0[0] <= $0[1] }) else {
      throw fault("unavailable", "要写成 [从, 到]", "write [from, to]")
    }
    var wishes: [RotaProblem.Wish] = []
    for preference in agent.preferences {
      guard let kind = RotaProblem.Wish.Kind(rawValue: preference.kind), let hours = Self.bands[preference.band],
        preference.day >= 0, preference.weight >= 0
      else { throw fault("preferences", "不认识的愿望", "an unknown preference") }
      wishes.append(
        RotaProblem.Wish(
          kind: kind, day: preference.day, starts: hours.lowerBound * perHour..<hours.upperBound * perHour,
          weight: preference.weight))
    }
    return RotaProblem.Agent(
      id: agent.id, skills: known.sorted(), minSlots: agent.minSlots, maxSlots: agent.maxSlots,
      maxShiftSlots: agent.maxShiftSlots, maxShifts: agent.maxShifts,
      unavailable: agent.unavailable.map { $0[0]..<$0[1] }, wishes: wishes)
  }
}
