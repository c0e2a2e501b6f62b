/// Finds entries of the handbook and activities by any of their words.
public struct EntrySearch: Sendable {
  private let index: SearchIndex
  private let count: Int

  private init(_ texts: [[(text: String, weight: Float)]]) {
    count = texts.count
    let passages = texts.enumerated().flatMap { entry, texts in
      texts.map {
        SearchIndex.Passage(text: $0.text, entry: entry, weight: $0.weight, isShort: $0.text.utf8.count <= 90)
      }
    }
    index = SearchIndex(passages, meanings: MeaningTree([]))
  }

  /// Entries that have a few texts each, all of the same weight.
  public init(texts: [[String]]) {
    self.init(texts.map { $0.map { ($0, Float(1)) } })
  }

  public init(_ handbook: Handbook) {
    self.init(
      handbook.products.map { product in
        let names = [(product.sku, Float(1)), (product.name, 1)]
        let short = product.sellingPoints + product.benefits + product.defects
        let attributes = product.attributes.map { $0.name + $0.value }
        let others = product.competitors.map { $0.name + $0.versus } + [product.usage]
        let terms = [
          product.measurement.map { $0.method + $0.unit + $0.tolerance },
          product.warranty.map { $0.scope + $0.term + $0.freight },
        ]
        return names
          + (short + attributes + others + terms.compactMap { $0 }).filter { !$0.isEmpty }.map { ($0, 0.8) }
      })
  }

  public init(_ book: ActivityBook) {
    self.init(
      book.activities.map { activity in
        ([activity.id, activity.name] + activity.words).map { ($0, Float(1)) } + [(activity.venue, Float(0.5))]
      })
  }

  /// Places of the entries that share something with the query, the best first.
  public func find(_ query: String, limit: Int) -> [Int] {
    var best = [Float](repeating: 0, count: count)
    index.scan(query) { passage, nearness in
      let entry = Int(index.entries[passage])
      best[entry] = max(best[entry], nearness)
    }
    return Array(best.indices.filter { best[$0] > 0 }.sorted { (best[$0], $1) > (best[$1], $0) }.prefix(max(0, limit)))
  }
}
