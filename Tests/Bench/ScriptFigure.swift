import Coordination
import Playbooks
import Store
import TestSupport
import Vocabulary

/// How fast a script is found among 20,000, against SQLite over the same texts: FTS5 with the trigram tokenizer, and
/// LIKE for queries of one and two letters, which trigrams cannot find.
struct ScriptFigure {
  let room: Workroom

  private static let scripts = 20_000

  func measure() throws -> [FigureRow] {
    var random = SplitMix64(seed: room.options.seed)
    let shipped = try PlaybookSet.builtIn.scripts().scripts.filter { !$0.asks.isEmpty }
    let read = Clock.processor()
    let book = try PlaybookSet(files: Self.files(from: shipped, &random)).scripts()
    let indexing = Clock.processor()
    let search = ScriptSearch(book, words: try PlaybookSet.builtIn.buyerWords())
    let built = Clock.processor()
    let reference = try TextTables(book, room, &random)
    let asks = shipped.flatMap(\.asks)
    let sentences = (0..<200).map { _ in
      (0..<3).map { _ in Self.pick(asks, &random) }.joined(separator: "，")
    }
    func words(_ letters: Int) -> [String] {
      (0..<200).map { _ in
        let ask = Array(sentences[Int.random(in: 0..<sentences.count, using: &random)])
        let start = Int.random(in: 0...max(0, ask.count - letters), using: &random)
        return String(ask[start..<min(start + letters, ask.count)])
      }
    }
    let kinds = [("1 letter", words(1)), ("2 letters", words(2)), ("4 letters", words(4)), ("a sentence", sentences)]
    var rows = [
      FigureRow(
        "reading and indexing 20,000 scripts", unit: "s", ours: [built - read], reference: [indexing - read],
        target: .none, note: "reference: reading alone; what is shipped has \(shipped.count)")
    ]
    for (name, queries) in kinds {
      var ours: [Double] = []
      var theirs: [Double] = []
      for _ in 0..<room.options.rounds {
        ours.append(Self.percentile95(queries) { _ = search.find($0, limit: 5) })
        theirs.append(try Self.percentile95(queries) { _ = try reference.find($0) })
      }
      let found = queries.count { !search.find($0, limit: 5).isEmpty }
      let trigram = try queries.count { try !reference.trigram($0).isEmpty }
      rows.append(
        FigureRow(
          "script search, \(name), p95", unit: "ms", ours: ours, reference: theirs, target: .neverOver(10),
          note: "reference: SQLite \(name.hasPrefix("1") || name.hasPrefix("2") ? "LIKE" : "FTS5 trigram"); of "
            + "\(queries.count) queries \(found) find something, by trigram \(trigram)"))
    }
    return rows
  }

  private static func pick<Element>(_ list: [Element], _ random: inout SplitMix64) -> Element {
    list[Int.random(in: 0..<list.count, using: &random)]
  }

  /// Scripts put together from the sentences and asks of those that are shipped; each has a number of its own in it.
  private static func files(from shipped: [Script], _ random: inout SplitMix64) -> [PlaybookFile] {
    let sentences = shipped.flatMap {
      $0.text.source.split(whereSeparator: { "。~！？\"{}".contains($0) }).map(String.init)
    }
    let asks = Dictionary(grouping: shipped, by: \.purpose).mapValues { $0.flatMap(\.asks) }
    let each = 200
    return (0..<scripts / each).map { file in
      let entries = (0..<each).map { place -> String in
        let purpose = pick(shipped, &random).purpose
        let own = asks[purpose, default: []]
        let said = (0..<5).map { _ in pick(own, &random) + pick(["", "呢", "啊", "亲", "你们"], &random) }
        let text = (0..<4).map { _ in pick(sentences, &random) }.joined(separator: "。")
        return "  - {id: s-\(file)-\(place), purpose: \(purpose.rawValue), style: warm, "
          + "asks: [\(said.map { "\"\($0)\"" }.joined(separator: ", "))], "
          + "text: \"\(text) {order.state}{agent.nick}{shop.name}售后评价\(file * each + place)\"}"
      }
      return PlaybookFile(path: "scripts/\(file).yaml", text: "scripts:\n" + entries.joined(separator: "\n"))
    }
  }

  /// In milliseconds of the processor.
  private static func percentile95(_ queries: [String], _ find: (String) throws -> Void) rethrows -> Double {
    var times: [Double] = []
    for query in queries {
      let start = Clock.processor()
      try find(query)
      times.append((Clock.processor() - start) * 1_000)
    }
    return times.sorted()[queries.count * 95 / 100]
  }
}

/// The same texts in SQLite.
private struct TextTables {
  private let store: Store

  init(_ book: ScriptBook, _ room: Workroom, _ random: inout SplitMix64) throws {
    let now = Clock.instant()
    store = try Store.create(
      StoreLocation(room.file("scripts.db")), isRehearsal: false, now: now, random: &random,
      follow: Consequences.follow
    ).store
    let operation = Operation(
      id: OperationID(now: now, random: &random), verb: "fill", actor: Actor(name: "bench", role: .lead), at: now,
      arguments: [:])
    _ = try store.perform(operation) { change in
      try change.session.script(
        """
        CREATE TABLE bench_text (id BIGINT PRIMARY KEY, text TEXT NOT NULL);
        CREATE VIRTUAL TABLE bench_trigram USING fts5(text, tokenize = 'trigram');
        """)
      for (place, script) in book.scripts.enumerated() {
        let values: [Value] = [
          .integer(Int64(place)), .text((script.asks + [script.text.source]).joined(separator: "\n")),
        ]
        try change.session.run("INSERT INTO bench_text (id, text) VALUES ($1, $2)", values)
        try change.session.run("INSERT INTO bench_trigram (rowid, text) VALUES ($1, $2)", values)
      }
      return book.scripts.count
    }
  }

  /// By trigrams where there are any, else by LIKE.
  func find(_ query: String) throws -> [Int64] {
    query.count >= 3
      ? try trigram(query)
      : try store.read { session in
        try session.all(
          "SELECT id FROM bench_text WHERE text LIKE $1 ORDER BY length(text), id LIMIT 5", [.text("%\(query)%")]
        ) { try $0.integer(0) }
      }
  }

  /// Any of the query's trigrams, ranked: a whole sentence stands in no text.
  func trigram(_ query: String) throws -> [Int64] {
    let letters = Array(query)
    guard letters.count >= 3 else { return [] }
    let any = (0...letters.count - 3).map { "\"\(String(letters[$0..<$0 + 3]))\"" }.joined(separator: " OR ")
    return try store.read { session in
      try session.all(
        "SELECT rowid FROM bench_trigram WHERE bench_trigram MATCH $1 ORDER BY rank LIMIT 5", [.text(any)]
      ) { try $0.integer(0) }
    }
  }
}
