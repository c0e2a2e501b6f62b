/// What a chain of names may mean so far.
struct Reading {
  let entry: Int32
  var cost: Int32
  /// The entry it was found in; -1 for the first name.
  var scope: Int32
}

/// A short list of readings: the first few stand in place, so that the usual one or two cost no allocation. It is never
/// copied.
struct ReadingList: ~Copyable {
  private static let inPlace = 4
  private var near = InlineArray<4, Reading>(repeating: Reading(entry: -1, cost: 0, scope: -1))
  private var far: [Reading] = []
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  subscript(index: Int) -> Reading {
    get { index < Self.inPlace ? near[index] : far[index - Self.inPlace] }
    set {
      if index < Self.inPlace { near[index] = newValue } else { far[index - Self.inPlace] = newValue }
    }
  }

  mutating func append(_ reading: Reading) {
    if count < Self.inPlace { near[count] = reading } else { far.append(reading) }
    count += 1
  }

  mutating func removeAll() {
    count = 0
    if !far.isEmpty { far.removeAll() }
  }

  func contains(where condition: (Reading) -> Bool) -> Bool {
    for index in 0..<count where condition(self[index]) { return true }
    return false
  }

  /// Keeps those that the condition holds for, in order.
  mutating func keep(where condition: (Reading) -> Bool) {
    var kept = 0
    for index in 0..<count where condition(self[index]) {
      self[kept] = self[index]
      kept += 1
    }
    far.removeLast(max(count - Self.inPlace, 0) - max(kept - Self.inPlace, 0))
    count = kept
  }
}
