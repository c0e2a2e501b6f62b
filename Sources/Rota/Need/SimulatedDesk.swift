import Glibc

/// One repetition of a `ChatSimulation`. Agents with equally many chats are alike, so they are only counted; between two
/// events nothing is remembered (exponential times), so the next end of a chat is drawn anew.
struct SimulatedDesk {
  private let rules: ChatSimulation
  private let stretches: [ChatSimulation.Stretch]
  private var random: SearchRandom
  private(set) var counts: [ChatSimulation.Count]

  /// Agents by how many chats they have: those on duty, and those who only finish theirs.
  private var onDuty: [Int]
  private var leaving: [Int]
  /// Chats that end per second, by how many an agent has.
  private let rates: [Double]
  private var waiting: [Waiting] = []
  private var nextInLine = 0
  private var now = 0.0

  private struct Waiting {
    let stretch: Int
    let since: Double
    let givesUp: Double
  }

  init(_ rules: ChatSimulation, _ stretches: [ChatSimulation.Stretch], seed: UInt64) {
    self.rules = rules
    self.stretches = stretches
    random = SearchRandom(seed: seed)
    counts = Array(repeating: ChatSimulation.Count(), count: stretches.count)
    rates = [0] + rules.handlingSeconds.enumerated().map { Double($0.offset + 1) / $0.element }
    onDuty = Array(repeating: 0, count: rates.count)
    leaving = onDuty
  }

  mutating func play() {
    for (place, stretch) in stretches.enumerated() {
      let start = Double(place) * rules.stretchSeconds
      staff(stretch.agents)
      var rest = stretch.arrivals
      if let burst = stretch.burst {
        let early = stretch.arrivals * burst.share
        rest -= early
        let seconds = min(burst.seconds, rules.stretchSeconds)
        if seconds > 0 {
          let later = rest * seconds / rules.stretchSeconds
          pass(until: start + seconds, rate: (early + later) / seconds, stretch: place)
          rest -= later
        } else {
          // As many as a Poisson process brings in a time of length 1.
          var passed = exponential() / early
          while passed < 1 {
            arrive(place)
            passed += exponential() / early
          }
        }
      }
      let end = start + rules.stretchSeconds
      if now < end { pass(until: end, rate: rest / max(end - now, .leastNonzeroMagnitude), stretch: place) }
    }
    // Whoever came at the end still has this long to be taken in time.
    pass(until: now + rules.withinSeconds, rate: 0, stretch: max(0, stretches.count - 1))
    while nextInLine < waiting.count {
      if waiting[nextInLine].givesUp <= now { counts[waiting[nextInLine].stretch].abandoned += 1 }
      nextInLine += 1
    }
  }

  // MARK: People

  /// Whoever has the fewest chats leaves first.
  private mutating func staff(_ agents: Int) {
    var surplus = onDuty.reduce(0, +) - agents
    if surplus < 0 {
      onDuty[0] -= surplus
      takeWaiting()
      return
    }
    for chats in onDuty.indices where surplus > 0 {
      let going = min(surplus, onDuty[chats])
      onDuty[chats] -= going
      if chats > 0 { leaving[chats] += going }
      surplus -= going
    }
  }

  /// The fewest chats that an agent on duty with a free place has.
  private var lightest: Int? { onDuty.dropLast().firstIndex { $0 > 0 } }

  private mutating func take(_ chats: Int) {
    onDuty[chats] -= 1
    onDuty[chats + 1] += 1
  }

  private mutating func takeWaiting() {
    while let chats = lightest, let first = nextWaiting() {
      if now - first.since <= rules.withinSeconds { counts[first.stretch].within += 1 }
      take(chats)
    }
  }

  /// The first in line who is still there.
  private mutating func nextWaiting() -> Waiting? {
    while nextInLine < waiting.count {
      let first = waiting[nextInLine]
      nextInLine += 1
      if nextInLine == waiting.count {
        waiting.removeAll(keepingCapacity: true)
        nextInLine = 0
      }
      if first.givesUp > now { return first }
      counts[first.stretch].abandoned += 1
    }
    return nil
  }

  // MARK: Time

  /// Lets time pass up to a moment, with arrivals at a steady rate.
  private mutating func pass(until end: Double, rate: Double, stretch: Int) {
    var arrival = rate > 0 ? now + exponential() / rate : .infinity
    while true {
      let ending = endRate
      let next = min(arrival, end)
      let ended = ending > 0 ? now + exponential() / ending : .infinity
      if ended < next {
        now = ended
        endOne(of: ending)
      } else if arrival < end {
        now = arrival
        arrive(stretch)
        arrival = now + exponential() / rate
      } else {
        now = end
        return
      }
    }
  }

  private mutating func arrive(_ stretch: Int) {
    counts[stretch].offered += 1
    if nextInLine == waiting.count, let chats = lightest {
      counts[stretch].within += 1
      take(chats)
    } else {
      waiting.append(
        Waiting(
          stretch: stretch, since: now,
          givesUp: rules.patienceSeconds.map { now + exponential() * $0 } ?? .infinity))
      takeWaiting()
    }
  }

  /// Chats that end per second.
  private var endRate: Double {
    var rate = 0.0
    for chats in 1..<rates.count { rate += Double(onDuty[chats] + leaving[chats]) * rates[chats] }
    return rate
  }

  private mutating func endOne(of rate: Double) {
    var mark = random.unit() * rate
    for chats in 1..<rates.count {
      mark -= Double(onDuty[chats]) * rates[chats]
      if mark < 0, onDuty[chats] > 0 {
        onDuty[chats] -= 1
        onDuty[chats - 1] += 1
        takeWaiting()
        return
      }
      mark -= Double(leaving[chats]) * rates[chats]
      if mark < 0, leaving[chats] > 0 {
        leaving[chats] -= 1
        if chats > 1 { leaving[chats - 1] += 1 }
        return
      }
    }
  }

  /// With mean 1.
  private mutating func exponential() -> Double { -log(1 - random.unit()) }
}
