/// What a chain of names may mean so far.
struct Reading {
  let entry: Int32
  var cost: Int32
  /// The entry it was found in; -1 for the first name.
  var scope: Int32
}

/// A short list of readings: the first few stand in place, so that the usual one or two cost no allocation.
struct ReadingList: Sequence {
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

  /// Those that the condition holds for, in order.
  func kept(where condition: (Reading) -> Bool) -> ReadingList {
    var kept = ReadingList()
    for reading in self where condition(reading) { kept.append(reading) }
    return kept
  }

  func makeIterator() -> Iterator { Iterator(list: self) }

  struct Iterator: IteratorProtocol {
    fileprivate let list: ReadingList
    private var index = 0

    fileprivate init(list: ReadingList) {
      self.list = list
    }

    mutating func next() -> Reading? {
      guard index < list.count else { return nil }
      defer { index += 1 }
      return list[index]
    }
  }
}
