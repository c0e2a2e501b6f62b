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
  /// means, and near copies of one answer do not fill the screen. A shorter one is a word that is looked up.
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
    let matches = index.matches(query)
    guard !matches.isEmpty, limit > 0 else { return [] }
    var own = [Float](repeating: 0, count: scripts.count)
    var nearest = [Float](repeating: 0, count: ScriptPurpose.allCases.count * Self.voters)
    for match in matches {
      let entry = Int(index.entries[match.passage])
      if entry < scripts.count { own[entry] = max(own[entry], match.nearness) }
      let purpose = entry < scripts.count ? purposes[entry] : entry - scripts.count
      Self.keep(match.nearness, in: &nearest, from: purpose * Self.voters)
    }
    let votes = ScriptPurpose.allCases.indices.map { place in
      nearest[place * Self.voters..<(place + 1) * Self.voters].reduce(0, +)
    }
    var ranked: [(score: Float, place: Int)] = []
    for place in scripts.indices {
      let score = own[place] + Self.voteWeight * votes[purposes[place]]
      if score > 0, fits(scripts[place]) { ranked.append((score, place)) }
    }
    return first(limit, of: &ranked, spread: SearchText.folded(query).count >= Self.sentence)
      .map { Hit(script: scripts[$0.place], score: Double($0.score)) }
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

  /// The best ones; with `spread` the best of three purposes stand before the rest.
  private func first(
    _ limit: Int, of ranked: inout [(score: Float, place: Int)], spread: Bool
  ) -> [(score: Float, place: Int)] {
    ranked.sort { ($0.score, $1.place) > ($1.score, $0.place) }
    guard spread else { return Array(ranked.prefix(limit)) }
    var heads: [(score: Float, place: Int)] = []
    var taken: Set<Int> = []
    for hit in ranked where heads.count < 3 && taken.insert(purposes[hit.place]).inserted { heads.append(hit) }
    let places = Set(heads.map(\.place))
    return Array((heads + ranked.lazy.filter { !places.contains($0.place) }.prefix(limit)).prefix(limit))
  }
}
