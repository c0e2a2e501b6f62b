import Glibc

/// Chats drawn by chance: they come, wait in line, give up, and are taken by the agent with the fewest chats. A chat that
/// runs beside `j − 1` others ends at the rate `1/a(j)`. It takes what the formula leaves out: people and arrivals that
/// change from interval to interval, bursts, and agents who are not loaded evenly.
public struct ChatSimulation: Sendable {
  /// One interval: what comes in, and who is there. Agents who leave finish their chats and take no new ones.
  public struct Stretch: Sendable, Equatable {
    public var arrivals: Double
    public var agents: Int
    public var burst: Burst?

    public init(arrivals: Double, agents: Int, burst: Burst? = nil) {
      self.arrivals = arrivals
      self.agents = agents
      self.burst = burst
    }
  }

  /// A part of an interval's arrivals that comes in its first seconds; with 0 seconds all at once.
  public struct Burst: Sendable, Equatable {
    public var share: Double
    public var seconds: Double

    public init(share: Double, seconds: Double) {
      self.share = share
      self.seconds = seconds
    }
  }

  /// What was seen of those who came in a stretch.
  public struct Estimate: Sendable, Equatable {
    /// Over all repetitions.
    public var offered: Int
    /// Of the offered: taken by an agent in time. 1 where nobody came.
    public var withinShare: Double
    /// The interval in which the true share lies in 95 of 100 such simulations.
    public var low: Double
    public var high: Double
    public var abandonedShare: Double
  }

  public let handlingSeconds: [Double]
  public let patienceSeconds: Double?
  public let stretchSeconds: Double
  /// Until when an agent has to take a chat.
  public let withinSeconds: Double

  public init(handlingSeconds: [Double], patienceSeconds: Double?, stretchSeconds: Double, withinSeconds: Double) {
    self.handlingSeconds = handlingSeconds
    self.patienceSeconds = patienceSeconds
    self.stretchSeconds = stretchSeconds
    self.withinSeconds = withinSeconds
  }

  /// Plays the stretches so many times, each time from an empty desk. The same seed gives the same result.
  public func run(_ stretches: [Stretch], repetitions: Int, seed: UInt64) -> [Estimate] {
    var tallies = [Tally](repeating: Tally(), count: stretches.count)
    for repetition in 0..<repetitions {
      var desk = SimulatedDesk(self, stretches, seed: seed &+ UInt64(repetition) &* 0xD1B5_4A32_D192_ED03)
      desk.play()
      for place in stretches.indices { tallies[place].add(desk.counts[place]) }
    }
    return tallies.map(\.estimate)
  }

  struct Count {
    var offered = 0
    var within = 0
    var abandoned = 0
  }

  /// Sums over the repetitions, from which the ratio and its error follow.
  private struct Tally {
    var repetitions = 0.0
    var offered = 0.0
    var within = 0.0
    var abandoned = 0.0
    var offeredSquared = 0.0
    var withinSquared = 0.0
    var product = 0.0

    mutating func add(_ count: Count) {
      let (all, good) = (Double(count.offered), Double(count.within))
      repetitions += 1
      offered += all
      within += good
      abandoned += Double(count.abandoned)
      offeredSquared += all * all
      withinSquared += good * good
      product += all * good
    }

    /// The ratio of two sums with its variance by linearisation (Cochran, "Sampling Techniques", 1977, 6.3); the interval
    /// is Wilson's for as many independent chats as would have that variance, so that it holds near 0 and 1, too.
    var estimate: Estimate {
      guard offered > 0 else {
        return Estimate(offered: 0, withinShare: 1, low: 0, high: 1, abandonedShare: 0)
      }
      let share = within / offered
      let degrees = max(1, repetitions - 1)
      let scatter = withinSquared - 2 * share * product + share * share * offeredSquared
      let variance = max(0, scatter) * repetitions / degrees / (offered * offered)
      let plain = share * (1 - share)
      let size = variance > 0 && plain > 0 ? min(offered, plain / variance) : offered
      // Student's quantile, to three digits from ten repetitions on.
      let normal = 1.96 + 2.4 / degrees + 3 / (degrees * degrees)
      let squared = normal * normal
      let middle = (share + squared / (2 * size)) / (1 + squared / size)
      let half = normal / (1 + squared / size) * (plain / size + squared / (4 * size * size)).squareRoot()
      return Estimate(
        offered: Int(offered), withinShare: share, low: max(0, middle - half), high: min(1, middle + half),
        abandonedShare: abandoned / offered)
    }
  }
}
