/// Puts refunds into batches that the platform takes: a pure function.
///
/// One batch holds refunds of one day of deadline, and the days come in order. Within a day the fewest batches are at
/// least max(sum ÷ amount limit, count ÷ count limit). To come near it, the refunds are dealt, the largest first, always
/// to the batch that holds least and has a place left: large ones lie beside small ones, and all fill up alike. What
/// fits nowhere opens a new batch. (Largest first to the least loaded is Graham's LPT rule, 1969, here with a limited
/// number of places as in the k-partitioning of Babel, Kellerer and Kotov, 1998.)
public struct BatchPacker: Sendable {
  public struct Item: Sendable, Equatable {
    /// Its place among what was given.
    public let index: Int
    public let fen: Int64
    /// The day of its deadline, counted from any day.
    public let day: Int64

    public init(index: Int, fen: Int64, day: Int64) {
      self.index = index
      self.fen = fen
      self.day = day
    }
  }

  public struct Batch: Sendable, Equatable {
    public let day: Int64
    /// The places of its refunds.
    public fileprivate(set) var items: [Int]
    public fileprivate(set) var fen: Int64
    /// One refund beyond the limit: a person pays it.
    public let isSingle: Bool
  }

  public let limitCount: Int
  public let limitFen: Int64

  public init(limitCount: Int, limitFen: Int64) {
    self.limitCount = max(1, limitCount)
    self.limitFen = limitFen
  }

  /// The batches by day; within a day those of one large refund come last.
  public func pack(_ items: [Item]) -> [Batch] {
    let days = Dictionary(grouping: items, by: \.day)
    return days.keys.sorted().flatMap { packDay($0, days[$0] ?? []) }
  }

  /// The least number of batches that could hold them.
  public func bound(_ items: [Item]) -> Int {
    let sum = items.reduce(0) { $0 + $1.fen }
    let byAmount = Int((sum + limitFen - 1) / max(1, limitFen))
    return max(byAmount, (items.count + limitCount - 1) / limitCount)
  }

  private func packDay(_ day: Int64, _ items: [Item]) -> [Batch] {
    let large = items.filter { $0.fen > limitFen }
    let rest = items.filter { $0.fen <= limitFen }.sorted { ($1.fen, $0.index) < ($0.fen, $1.index) }
    var best: [Batch] = []
    if !rest.isEmpty {
      let bound = bound(rest)
      // A little room lets the last ones fit where the amounts fill the batches too.
      for count in Set([0, 3, 6, 10, 15, 20].map { bound + bound * $0 / 1_000 }).sorted() {
        let dealt = deal(rest, to: count, day)
        if best.isEmpty || dealt.count < best.count { best = dealt }
        if dealt.count == count { break }
      }
    }
    return best
      + large.sorted { $0.index < $1.index }.map {
        Batch(day: day, items: [$0.index], fen: $0.fen, isSingle: true)
      }
  }

  /// `items`: the largest first, none beyond the limit.
  private func deal(_ items: [Item], to count: Int, _ day: Int64) -> [Batch] {
    var batches = [Batch](repeating: Batch(day: day, items: [], fen: 0, isSingle: false), count: count)
    var heap = LeastFirst(count)
    for item in items {
      // The least loaded has a place, or there is none: if it cannot take the item, no other can.
      guard let least = heap.first, batches[least].fen + item.fen <= limitFen else {
        batches.append(Batch(day: day, items: [item.index], fen: item.fen, isSingle: false))
        if limitCount > 1 { heap.insert(batches.count - 1, item.fen) }
        continue
      }
      batches[least].items.append(item.index)
      batches[least].fen += item.fen
      if batches[least].items.count < limitCount {
        heap.loadFirst(batches[least].fen)
      } else {
        heap.removeFirst()
      }
    }
    return batches.filter { !$0.items.isEmpty }
  }
}

/// The batches that have a place left, the least loaded first: a binary heap, in which equal loads keep their order.
private struct LeastFirst {
  private var entries: [(fen: Int64, batch: Int)]

  init(_ count: Int) {
    entries = (0..<count).map { (0, $0) }
  }

  var first: Int? { entries.first?.batch }

  mutating func insert(_ batch: Int, _ fen: Int64) {
    entries.append((fen, batch))
    var place = entries.count - 1
    while place > 0, entries[place] < entries[(place - 1) / 2] {
      entries.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  mutating func loadFirst(_ fen: Int64) {
    entries[0].fen = fen
    sink()
  }

  mutating func removeFirst() {
    entries.swapAt(0, entries.count - 1)
    entries.removeLast()
    sink()
  }

  private mutating func sink() {
    var place = 0
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2] where child < entries.count && entries[child] < entries[least] {
        least = child
      }
      if least == place { return }
      entries.swapAt(place, least)
      place = least
    }
  }
}
