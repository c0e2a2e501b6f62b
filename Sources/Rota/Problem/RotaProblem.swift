/// A rota to be made: how many people each skill needs when, and who may work when.
///
/// Times are slots from the beginning of the horizon; costs are whole numbers without a unit, to be made small.
public struct RotaProblem: Sendable, Equatable {
  public var name: String
  public var slots: Int
  public var slotsPerDay: Int
  public var skills: [String]
  /// People needed, by skill and slot.
  public var demand: [[Int]]
  /// What a missing person costs in one slot, by skill, before the tiers' factors.
  public var underWeights: [Int]
  /// How shortage grows dearer; the last tier takes whatever is left.
  public var tiers: [Tier]
  public var shift: ShiftRules
  /// Slots of the day that count as night; a shift with at least `nightSlots` of them is a night shift.
  public var night: Range<Int>
  public var nightSlots: Int
  /// On duty without work, for each slot.
  public var idleWeight: Int
  /// Below the contract's hours, for each slot.
  public var belowMinWeight: Int
  /// Times the square of a person's night shifts, so that nights are shared out.
  public var nightWeight: Int
  public var agents: [Agent]

  /// The first missing people of a slot cost least, so that no skill is left bare to fill another.
  public struct Tier: Sendable, Equatable {
    /// Of the demand, rounded up.
    public var share: Double
    public var factor: Int
  }

  public struct ShiftRules: Sendable, Equatable {
    /// Shifts begin at multiples of this many slots.
    public var startStep: Int
    public var lengths: [Int]
    /// The breaks of each length, in the order of `lengths`.
    public var breaks: [[Break]]
    /// Slots between the end of a shift and the next.
    public var minRest: Int
    public var oneStartPerDay: Bool
  }

  public struct Break: Sendable, Equatable {
    public var length: Int
    /// Where it may begin, counted from the shift's start.
    public var window: ClosedRange<Int>
  }

  public struct Agent: Sendable, Equatable {
    public var id: String
    /// Places in `RotaProblem.skills`.
    public var skills: [Int]
    /// Hours of the contract, in slots, breaks included.
    public var minSlots: Int
    public var maxSlots: Int
    public var maxShiftSlots: Int
    public var maxShifts: Int
    public var unavailable: [Range<Int>]
    public var wishes: [Wish]
  }

  public struct Wish: Sendable, Equatable {
    public enum Kind: String, Sendable { case avoid, want }
    public var kind: Kind
    public var day: Int
    /// The slots of the day in which a shift would begin.
    public var starts: Range<Int>
    public var weight: Int

    func isMet(by start: Int, slotsPerDay: Int) -> Bool {
      start / slotsPerDay == day && starts.contains(start % slotsPerDay)
    }
  }

  func isNight(start: Int, length: Int) -> Bool {
    (start..<start + length).count { night.contains($0 % slotsPerDay) } >= nightSlots
  }

  /// The people missing in a slot, tier by tier: how many of them at most, and what each costs.
  func tierUnits(skill: Int, slot: Int) -> [(units: Int, weight: Int)] {
    var rest = demand[skill][slot]
    return tiers.enumerated().map { place, tier in
      let share = (tier.share * Double(demand[skill][slot])).rounded(.up)
      let units = place == tiers.count - 1 ? rest : min(rest, Int(share))
      rest -= units
      return (units, underWeights[skill] * tier.factor)
    }
  }
}

/// One person's shift.
public struct RotaShift: Sendable, Hashable {
  /// The place in `RotaProblem.agents`.
  public var agent: Int
  public var start: Int
  public var length: Int
  /// In their order.
  public var breaks: [Range<Int>]

  public init(agent: Int, start: Int, length: Int, breaks: [Range<Int>]) {
    self.agent = agent
    self.start = start
    self.length = length
    self.breaks = breaks
  }

  public var end: Int { start + length }

  /// The slots in which somebody works: the shift without its breaks.
  @inline(__always)
  func eachWorkedSlot(_ body: (Int) -> Void) {
    var from = start
    for pause in breaks {
      while from < pause.lowerBound {
        body(from)
        from &+= 1
      }
      from = pause.upperBound
    }
    while from < end {
      body(from)
      from &+= 1
    }
  }
}

/// A published rota that has to be repaired: what began before `from` stays, later shifts may change at a price.
public struct RotaRepair: Sendable, Equatable {
  public var published: [RotaShift]
  public var from: Int
  /// Places in `RotaProblem.agents`; they begin no shift from `from` on.
  public var absent: Set<Int>
  /// For each shift added or taken away. Breaks may move free.
  public var changeWeight: Int

  public init(published: [RotaShift], from: Int, absent: Set<Int>, changeWeight: Int = 15) {
    self.published = published
    self.from = from
    self.absent = absent
    self.changeWeight = changeWeight
  }
}
