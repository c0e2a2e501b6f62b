import Glibc

/// Chats that come in at a steady rate to agents who each take some at once: Erlang C, Erlang A where waiting people give
/// up, and for several chats at once a chain whose rate depends on how many there are.
///
/// `x` chats on `n` agents are spread evenly: `n − r` agents have `b = x / n`, and `r = x mod n` have one more, so
/// `(n − r)·b/a(b) + r·(b+1)/a(b+1)` end per second, where `a(j)` is the handling time beside `j − 1` others. With all
/// `n·k` places taken the queue behaves as that of Erlang C or A (Garnett, Mandelbaum, Reiman: "Designing a call center
/// with impatient customers", 2002). Whoever gives up counts as not served in time.
public struct WaitingModel: Sendable, Equatable {
  public let arrivalsPerSecond: Double
  /// Mean seconds that a chat takes beside none, one, two … others; as many as an agent takes at once.
  public let handlingSeconds: [Double]
  /// Mean seconds until a waiting person gives up (exponential); nil where nobody does.
  public let patienceSeconds: Double?

  /// What comes out for so many agents.
  public struct Figures: Sendable, Equatable {
    /// Of all that come: who has to wait, who is served by an agent within the time asked for, who gives up.
    public var waitShare: Double
    public var withinShare: Double
    public var abandonedShare: Double
    /// Who would be served within that time if they never gave up (the virtual wait).
    public var turnWithinShare: Double
    /// The mean wait of all that come, those who give up included.
    public var meanWaitSeconds: Double
    /// With one chat at once this is the occupancy.
    public var chatsPerAgent: Double
  }

  /// The rate must not be negative, and every time positive and finite; at least one handling time.
  public init(arrivalsPerSecond: Double, handlingSeconds: [Double], patienceSeconds: Double?) {
    self.arrivalsPerSecond = arrivalsPerSecond
    self.handlingSeconds = handlingSeconds
    self.patienceSeconds = patienceSeconds
  }

  /// What one agent ends per second with all places taken.
  var fullRatePerAgent: Double { Double(handlingSeconds.count) / (handlingSeconds.last ?? .infinity) }

  /// The figures of `agents`, who start within `seconds`. Without patience and with more work than the agents can do the
  /// queue grows without end: nobody is served in time.
  public func figures(agents: Int, within seconds: Double) -> Figures {
    guard arrivalsPerSecond > 0 else {
      return Figures(
        waitShare: 0, withinShare: 1, abandonedShare: 0, turnWithinShare: 1, meanWaitSeconds: 0, chatsPerAgent: 0)
    }
    guard agents > 0 else {
      return Figures(
        waitShare: 1, withinShare: 0, abandonedShare: patienceSeconds == nil ? 0 : 1, turnWithinShare: 0,
        meanWaitSeconds: patienceSeconds ?? .infinity, chatsPerAgent: 0)
    }
    let places = agents * handlingSeconds.count
    let full = Double(agents) * fullRatePerAgent
    guard patienceSeconds != nil || full > arrivalsPerSecond else {
      return Figures(
        waitShare: 1, withinShare: 0, abandonedShare: 0, turnWithinShare: 0, meanWaitSeconds: .infinity,
        chatsPerAgent: Double(handlingSeconds.count))
    }
    let (blocked, meanBelow) = serving(agents)
    let queue = Queue(arrivals: arrivalsPerSecond, served: full, givingUp: patienceSeconds.map { 1 / $0 })
    // Weights in units of the state "all places taken, nobody waits".
    let below = (1 / blocked - 1) * queue.unit
    let wait = below.isFinite ? queue.sum / (below + queue.sum) : 0
    let waiting = below.isFinite ? queue.weighted / (below + queue.sum) : 0
    let logFull = below.isFinite ? log(queue.unit) - log(below + queue.sum) : -.infinity
    let turns = queue.integrals(to: seconds, times: logFull)
    return Figures(
      waitShare: wait, withinShare: 1 - wait + min(wait, full * turns.served),
      abandonedShare: patienceSeconds.map { waiting / ($0 * arrivalsPerSecond) } ?? 0,
      turnWithinShare: 1 - wait + min(wait, full * turns.turn),
      meanWaitSeconds: waiting / arrivalsPerSecond,
      chatsPerAgent: ((1 - wait) * meanBelow + wait * Double(places)) / Double(agents))
  }

  /// The fewest agents of whom `share` start within `seconds`; nil when `most` are not enough.
  ///
  /// Found by steps that double, then by halving: the share grows with the agents.
  public func agents(share: Double, within seconds: Double, most: Int) -> Int? {
    guard arrivalsPerSecond > 0 else { return 0 }
    func suffices(_ agents: Int) -> Bool { figures(agents: agents, within: seconds).withinShare >= share }
    let load = arrivalsPerSecond / fullRatePerAgent
    guard load.isFinite, load < Double(most) || patienceSeconds != nil else { return nil }
    var low = 0
    var high = max(1, Int(min(Double(most), load)))
    var step = 1
    if suffices(high) {
      // Low is not enough, high is.
      while high - step > 0, suffices(high - step) {
        high -= step
        step *= 2
      }
      low = max(0, high - step)
    } else {
      repeat {
        guard high < most else { return nil }
        low = high
        high = min(most, high + step)
        step *= 2
      } while !suffices(high)
    }
    while high - low > 1 {
      let middle = (low + high) / 2
      if suffices(middle) { high = middle } else { low = middle }
    }
    return high
  }

  /// The share of "all places taken" among the states in which nobody waits, and the mean number of chats but for that
  /// state. The recurrence of Erlang B, whose terms are all positive, so that nothing cancels out.
  private func serving(_ agents: Int) -> (blocked: Double, mean: Double) {
    var blocked = 1.0
    var mean = 0.0
    var meanBelow = 0.0
    var rate = 0.0
    for busy in handlingSeconds.indices {
      let before = busy == 0 ? 0 : Double(busy) / handlingSeconds[busy - 1]
      let gain = Double(busy + 1) / handlingSeconds[busy] - before
      let level = Double(agents) * before
      for place in 1...agents {
        rate = level + Double(place) * gain
        let coming = arrivalsPerSecond * blocked
        blocked = coming / (rate + coming)
        meanBelow = mean
        mean += blocked * (Double(busy * agents + place) - mean)
      }
    }
    return (blocked, meanBelow)
  }
}
