import Glibc

/// Finds texts by what they say: from one letter to a whole sentence, in Chinese, where no space parts the words.
///
/// A text is the set of its single letters, pairs and triples of letters and of the meanings that occur in it, each
/// weighed by how rare it is (inverse document frequency); a query is compared by the cosine of the two. What is
/// compared is a *passage*, one of the things that are said of an entry, so that a short question is not drowned in a
/// long answer. Building takes time linear in the text; a query takes time linear in the passages that share a letter
/// with it.
struct SearchIndex: Sendable {
  struct Passage {
    let text: String
    /// Which entry it belongs to, from 0.
    let entry: Int
    /// How much it counts, 0 to 1.
    let weight: Float
    /// Triples are only worth their memory in short passages.
    let isShort: Bool
  }

  // Chosen on the scripts' own `asks`, each left out of the index in turn.
  private static let letterWeight: Float = 0.7
  private static let pairWeight: Float = 1
  private static let tripleWeight: Float = 0.7
  private static let meaningWeight: Float = 1.8

  private let meanings: MeaningTree
  /// The place of each gram in `starts`.
  private let slots: [UInt64: Int32]
  /// What a passage gains by sharing the gram: (weight × rarity)².
  private let gains: [Float]
  private let starts: [Int32]
  private let postings: [Int32]
  /// Of each passage: its weight, divided by its length as a vector.
  private let scales: [Float]
  let entries: [Int32]

  init(_ passages: [Passage], meanings: MeaningTree) {
    self.meanings = meanings
    entries = passages.map { Int32($0.entry) }
    var slots: [UInt64: Int32] = [:]
    var weights: [Float] = []
    var counts: [Int32] = []
    var sequence: [Int32] = []
    var ends: [Int] = []
    ends.reserveCapacity(passages.count)
    var grams: [Gram] = []
    for passage in passages {
      Self.grams(of: SearchText.folded(passage.text), meanings, triples: passage.isShort, into: &grams)
      for gram in grams {
        let slot: Int32
        if let known = slots[gram.key] {
          slot = known
        } else {
          slot = Int32(weights.count)
          slots[gram.key] = slot
          weights.append(gram.weight)
          counts.append(0)
        }
        counts[Int(slot)] += 1
        sequence.append(slot)
      }
      ends.append(sequence.count)
    }
    var gains: [Float] = []
    var starts: [Int32] = [0]
    for (slot, count) in counts.enumerated() {
      let rarity = log(1 + Double(passages.count) / Double(count))
      gains.append(weights[slot] * weights[slot] * Float(rarity * rarity))
      starts.append(starts[slot] + count)
    }
    var next = starts
    var postings = [Int32](repeating: 0, count: sequence.count)
    var scales: [Float] = []
    var begin = 0
    for (passage, end) in ends.enumerated() {
      var square: Float = 0
      for slot in sequence[begin..<end] {
        square += gains[Int(slot)]
        postings[Int(next[Int(slot)])] = Int32(passage)
        next[Int(slot)] += 1
      }
      scales.append(square > 0 ? passages[passage].weight / square.squareRoot() : 0)
      begin = end
    }
    (self.slots, self.gains, self.starts, self.postings, self.scales) = (slots, gains, starts, postings, scales)
  }

  /// How near each passage is to the query; only those that share something with it, in no order.
  func matches(_ query: String) -> [(passage: Int, nearness: Float)] {
    var grams: [Gram] = []
    Self.grams(of: SearchText.folded(query), meanings, triples: true, into: &grams)
    var sums = [Float](repeating: 0, count: scales.count)
    var touched: [Int32] = []
    for gram in grams {
      guard let slot = slots[gram.key].map(Int.init) else { continue }
      let gain = gains[slot]
      for passage in postings[Int(starts[slot])..<Int(starts[slot + 1])] {
        if sums[Int(passage)] == 0 { touched.append(passage) }
        sums[Int(passage)] += gain
      }
    }
    return touched.map { (Int($0), sums[Int($0)] * scales[Int($0)]) }
  }

  private struct Gram {
    let key: UInt64
    let weight: Float
  }

  /// Each gram once.
  private static func grams(
    of text: [SearchText.Letter], _ meanings: MeaningTree, triples: Bool, into grams: inout [Gram]
  ) {
    grams.removeAll(keepingCapacity: true)
    for (position, letter) in text.enumerated() {
      var key = UInt64(letter)
      grams.append(Gram(key: key | 1 << 48, weight: letterWeight))
      guard position + 1 < text.count else { continue }
      key |= UInt64(text[position + 1]) << 16
      grams.append(Gram(key: key | 2 << 48, weight: pairWeight))
      guard triples, position + 2 < text.count else { continue }
      key |= UInt64(text[position + 2]) << 32
      grams.append(Gram(key: key | 3 << 48, weight: tripleWeight))
    }
    meanings.each(in: text) { grams.append(Gram(key: UInt64($0) | 4 << 48, weight: meaningWeight)) }
    grams.sort { $0.key < $1.key }
    var kept = 0
    for index in grams.indices where index == 0 || grams[index].key != grams[kept - 1].key {
      grams[kept] = grams[index]
      kept += 1
    }
    grams.removeLast(grams.count - kept)
  }
}
