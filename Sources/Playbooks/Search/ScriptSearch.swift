/// Finds the script that fits what a buyer says.
///
/// The passages nearest to the question vote for their purpose (k nearest neighbours over asks, texts and cues); a
/// script is ranked by its own nearest passage and by its purpose's votes.
public struct ScriptSearch: Sendable {
  public struct Hit: Sendable, Equatable {
    public let script: Script
    /// Comparable within one answer only.
    public let score: Double
  }

  // Chosen together with the weights of the index.
  private static let textWeight: Float = 0.4
  private static let voters = 6
  private static let voteWeight: Float = 2
  /// A question from this many letters on gets the best script of three purposes first: the agent picks what the buyer
  /// means, and near copies of one answer do not fill the screen. A shorter one is a word that is looked up: the scripts
  /// that have it come first.
  private static let sentence = 4

  private let scripts: [Script]
  private let purposes: [Int]
  private let index: SearchIndex

  public init(_ book: ScriptBook, words: BuyerWords) {
    scripts = book.scripts
    let places = Dictionary(uniqueKeysWithValues: ScriptPurpose.allCases.enumerated().map { ($1, $0) })
    purposes = scripts.map { places[$0.purpose] ?? 0 }
    var passages: [SearchIndex.Passage] = []
    for (entry, script) in scripts.enumerated() {
      passages += script.asks.map { SearchIndex.Passage(text: $0, entry: entry, weight: 1, isShort: true) }
      passages.append(
        SearchIndex.Passage(text: script.text.source, entry: entry, weight: Self.textWeight, isShort: false))
    }
    // Cues belong to a purpose instead of a script: their entries come behind those of the scripts.
    for (place, purpose) in ScriptPurpose.allCases.enumerated() {
      passages += words.cues[purpose, default: []].map {
        SearchIndex.Passage(text: $0, entry: book.scripts.count + place, weight: 1, isShort: true)
      }
    }
    index = SearchIndex(passages, meanings: MeaningTree(words.same))
  }

  /// The scripts that fit, the best first.
  public func find(_ query: String, limit: Int, where fits: (Script) -> Bool = { _ in true }) -> [Hit] {
    guard limit > 0 else { return [] }
    var own = [Float](repeating: 0, count: scripts.count)
    var nearest = [Float](repeating: 0, count: ScriptPurpose.allCases.count * Self.voters)
    index.scan(query) { passage, nearness in
      let entry = Int(index.entries[passage])
      if entry < scripts.count { own[entry] = max(own[entry], nearness) }
      let purpose = entry < scripts.count ? purposes[entry] : entry - scripts.count
      Self.keep(nearness, in: &nearest, from: purpose * Self.voters)
    }
    let votes = ScriptPurpose.allCases.indices.map { place in
      Self.voteWeight * nearest[place * Self.voters..<(place + 1) * Self.voters].reduce(0, +)
    }
    let isLookUp = SearchText.folded(query).count < Self.sentence
    var best = Best(limit)
    var heads = [Place?](repeating: nil, count: votes.count)
    for place in scripts.indices {
      let hit = Place(
        isBehind: isLookUp && own[place] == 0, score: own[place] + votes[purposes[place]], place: place)
      let isHead = heads[purposes[place]].map { hit < $0 } ?? true
      guard hit.score > 0, isHead || best.takes(hit), fits(scripts[place]) else { continue }
      best.add(hit)
      if isHead { heads[purposes[place]] = hit }
    }
    var found = best.places
    if !isLookUp {
      let first = heads.compactMap { $0 }.sorted().prefix(3)
      found = first + found.filter { hit in !first.contains { $0.place == hit.place } }
    }
    return found.prefix(limit).map { Hit(script: scripts[$0.place], score: Double($0.score)) }
  }

  /// A script in the answer; the better one is the lesser, of equals the earlier one.
  private struct Place: Comparable {
    /// Whether a word was looked up that the script does not have: then only its purpose speaks for it.
    let isBehind: Bool
    let score: Float
    let place: Int

    static func < (left: Place, right: Place) -> Bool {
      if left.isBehind != right.isBehind { return right.isBehind }
      return left.score > right.score || left.score == right.score && left.place < right.place
    }
  }

  /// The best so far, in their order.
  private struct Best {
    private let limit: Int
    private(set) var places: [Place] = []

    init(_ limit: Int) {
      self.limit = limit
    }

    func takes(_ place: Place) -> Bool {
      places.count < limit || places.last.map { place < $0 } ?? false
    }

    mutating func add(_ place: Place) {
      guard takes(place) else { return }
      if places.count == limit { places.removeLast() }
      places.insert(place, at: places.firstIndex { place < $0 } ?? places.count)
    }
  }

  /// Keeps the greatest values of a purpose, in descending order.
  private static func keep(_ value: Float, in nearest: inout [Float], from start: Int) {
    var place = start + voters - 1
    guard value > nearest[place] else { return }
    while place > start, nearest[place - 1] < value {
      nearest[place] = nearest[place - 1]
      place -= 1
    }
    nearest[place] = value
  }
}
