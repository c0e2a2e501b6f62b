public import Vocabulary

/// What a chat says of orders.
public struct ParsedPaste: Sendable, Equatable {
  /// A number, and the words that somebody said of it.
  public struct Entry: Sendable, Equatable, Codable {
    public let number: PastedNumber
    public internal(set) var words: String
    public let who: String?
    public let at: Instant?
    /// The line of the number, from 1.
    public let line: Int
    /// Words that answer a quoted message and name no number of their own.
    public let isAnswer: Bool
  }

  /// A number of which nothing was said.
  public struct Bare: Sendable, Equatable, Codable {
    public let number: PastedNumber
    public let who: String?
    public let line: Int
  }

  /// Words that name no number.
  public struct Speech: Sendable, Equatable, Codable {
    public let words: String
    public let who: String?
    public let line: Int
    /// Words that went on behind a number and were taken as its own, but speak of another order: 那单也不要了.
    public let isAside: Bool
  }

  public internal(set) var entries: [Entry] = []
  public internal(set) var bare: [Bare] = []
  public internal(set) var speech: [Speech] = []
}

/// Reads text copied from a chat group: finds the numbers and the words that belong to each.
///
/// Nothing is judged here, and nothing that names a number is lost: it comes out with its words, or as a bare number.
/// Where two readings are possible the words of both are kept, for a word too many holds an order and one too few
/// ships it.
public struct PasteParser {
  /// Longer texts are refused: a chat of a whole day has a tenth of it.
  public static let byteLimit = 4 << 20

  private var parsed = ParsedPaste()
  /// What each person said, in order; nil for whoever is not named.
  private var streams: [String?: [Item]] = [:]
  private var speakers: [String?] = []

  public static func parse(_ text: String, now: Instant) -> ParsedPaste {
    var parser = PasteParser()
    for (index, bubble) in PasteBubbleReader.bubbles(of: text, now: now).enumerated() {
      parser.take(bubble, index)
    }
    for speaker in parser.speakers { parser.pair(parser.streams[speaker] ?? []) }
    return parser.finished()
  }

  /// A line, or several of one kind, of which something is still to be found: whose words, or which number.
  fileprivate struct Item {
    enum Kind { case numbers, words, end }
    let kind: Kind
    var numbers: [PastedNumber] = []
    var words = ""
    let bubble: Int
    let who: String?
    let at: Instant?
    let line: Int
  }

  // MARK: One utterance

  private mutating func take(_ bubble: PasteBubble, _ index: Int) {
    let speaker = bubble.who
    func item(_ kind: Item.Kind, _ line: Int, numbers: [PastedNumber] = [], words: String = "") -> Item {
      Item(
        kind: kind, numbers: numbers, words: words, bubble: index, who: bubble.who, at: bubble.at, line: line)
    }
    if !bubble.answered.isEmpty, bubble.lines.allSatisfy({ $0.numbers.isEmpty }) {
      let words = bubble.lines.map(\.words).joined(separator: " ")
      for number in bubble.answered {
        add([number], words, who: bubble.who, at: bubble.at, line: bubble.lines[0].number, isAnswer: true)
      }
      return
    }
    var items: [Item] = []
    // The line whose words may go on.
    var told: Int?
    for line in bubble.lines {
      switch (line.numbers.isEmpty, line.words.isEmpty) {
      case (true, _):
        // In one breath behind "3515… 这个客户": it goes on.
        if let told, bubble.isSigned {
          for index in parsed.entries.indices.reversed() where parsed.entries[index].line == told {
            parsed.entries[index].words += " " + line.words
          }
          if Self.pointsElsewhere(line.words) {
            parsed.speech.append(
              ParsedPaste.Speech(words: line.words, who: bubble.who, line: line.number, isAside: true))
          }
        } else {
          items.append(item(.words, line.number, words: line.words))
        }
      case (false, true):
        items.append(item(.numbers, line.number, numbers: line.numbers))
        told = nil
      case (false, false):
        let rest = takeMixed(line, bubble)
        items.append(item(.end, line.number))
        told = rest.isEmpty ? line.number : nil
        if !rest.isEmpty { items.append(item(.numbers, line.number, numbers: rest)) }
      }
    }
    if streams[speaker] == nil { speakers.append(speaker) }
    streams[speaker, default: []] += items
  }

  /// A line with numbers and words. Returns the numbers at its end of which it says nothing.
  private mutating func takeMixed(_ line: PasteBubble.Line, _ bubble: PasteBubble) -> [PastedNumber] {
    var runs: [(numbers: [PastedNumber], words: String)] = []
    for token in line.tokens {
      switch token {
      case .number(let number):
        if let last = runs.last, !last.numbers.isEmpty {
          runs[runs.count - 1].numbers.append(number)
        } else {
          runs.append(([number], ""))
        }
      case .words(let words): runs.append(([], words))
      }
    }
    func add(_ numbers: [PastedNumber], _ words: String) {
      self.add(numbers, words, who: bubble.who, at: bubble.at, line: line.number)
    }
    let beginsWithNumber = !runs[0].numbers.isEmpty
    let endsWithNumber = !runs[runs.count - 1].numbers.isEmpty
    let stretches = runs.count { !$0.numbers.isEmpty }
    if stretches == 1 || (!beginsWithNumber && !endsWithNumber) {
      add(line.numbers, line.words)
    } else if beginsWithNumber {
      for index in stride(from: 0, to: runs.count - 1, by: 2) { add(runs[index].numbers, runs[index + 1].words) }
      if endsWithNumber { return runs[runs.count - 1].numbers }
    } else {
      for index in stride(from: 0, to: runs.count - 1, by: 2) { add(runs[index + 1].numbers, runs[index].words) }
    }
    return []
  }

  private mutating func add(
    _ numbers: [PastedNumber], _ words: String, who: String?, at: Instant?, line: Int, isAnswer: Bool = false
  ) {
    for number in numbers {
      parsed.entries.append(
        ParsedPaste.Entry(number: number, words: words, who: who, at: at, line: line, isAnswer: isAnswer))
    }
  }

  // MARK: Lines of numbers and lines of words

  /// Pairs what one person said: a number with the words behind it, or with those before it where they come first.
  private mutating func pair(_ items: [Item]) {
    var cluster: [Item] = []
    for item in items {
      if item.kind == .end {
        pairCluster(cluster)
        cluster = []
      } else if let last = cluster.last, last.kind == item.kind, item.kind == .numbers || last.bubble == item.bubble {
        cluster[cluster.count - 1].numbers += item.numbers
        cluster[cluster.count - 1].words += (last.words.isEmpty ? "" : " ") + item.words
      } else {
        // Two utterances without a number between them: the talk went on to something else.
        if cluster.last?.kind == .words, item.kind == .words {
          pairCluster(cluster)
          cluster = []
        }
        cluster.append(item)
      }
    }
    pairCluster(cluster)
  }

  /// Numbers and words in turn.
  private mutating func pairCluster(_ cluster: [Item]) {
    guard let first = cluster.first, let last = cluster.last else { return }
    let stretches = cluster.count { $0.kind == .numbers }
    if stretches == 0 { return say(first) }
    var rest = cluster[...]
    if first.kind == .words, last.kind == .words {
      if stretches == 1, first.bubble == cluster[1].bubble {
        return join(cluster[1], first.words + " " + last.words, last)
      }
      say(first)
      rest = rest.dropFirst()
    }
    if first.kind == .words, last.kind == .numbers {
      for index in stride(from: 0, to: cluster.count, by: 2) {
        join(cluster[index + 1], cluster[index].words, cluster[index])
      }
      return
    }
    let turns = Array(rest)
    for index in stride(from: 0, to: turns.count, by: 2) {
      if index + 1 < turns.count {
        join(turns[index], turns[index + 1].words, turns[index + 1])
      } else {
        for number in turns[index].numbers {
          parsed.bare.append(ParsedPaste.Bare(number: number, who: turns[index].who, line: turns[index].line))
        }
      }
    }
  }

  private mutating func join(_ numbers: Item, _ words: String, _ speech: Item) {
    add(numbers.numbers, words, who: speech.who, at: speech.at, line: numbers.line)
  }

  private mutating func say(_ item: Item) {
    parsed.speech.append(ParsedPaste.Speech(words: item.words, who: item.who, line: item.line, isAside: false))
  }

  private static func pointsElsewhere(_ words: String) -> Bool {
    ["也", "另", "那单", "那个", "那位", "刚才", "上一", "前面", "还有"].contains { words.contains($0) }
  }

  /// In the order of the lines, and without what a quotation says twice.
  private func finished() -> ParsedPaste {
    var result = ParsedPaste()
    var seen: Set<String> = []
    for entry in parsed.entries.sorted(by: { $0.line < $1.line })
    where seen.insert(entry.number.text + " " + entry.words).inserted {
      result.entries.append(entry)
    }
    let told = Set(result.entries.map(\.number.text))
    var shown: Set<String> = []
    for bare in parsed.bare.sorted(by: { $0.line < $1.line })
    where !told.contains(bare.number.text) && shown.insert(bare.number.text).inserted {
      result.bare.append(bare)
    }
    result.speech = parsed.speech.sorted { $0.line < $1.line }
    return result
  }
}

extension PasteBubble.Line {
  var numbers: [PastedNumber] {
    tokens.compactMap { if case .number(let number) = $0 { number } else { nil } }
  }

  var words: String {
    tokens.compactMap { if case .words(let words) = $0 { words } else { nil } }.joined(separator: " ")
  }
}
