import Vocabulary

/// One utterance: lines that one person sent at once.
struct PasteBubble {
  var who: String?
  var at: Instant?
  /// Whether a header stood before it: then its lines belong together.
  var isSigned: Bool
  /// The numbers of the message that it answers.
  var answered: [PastedNumber] = []
  var lines: [Line] = []

  struct Line {
    /// Counts from 1.
    let number: Int
    let tokens: [PasteToken]
  }
}

/// Cuts a chat into utterances.
struct PasteBubbleReader {
  private let now: Instant
  private let reader = PasteHeaderReader()
  private var bubbles: [PasteBubble] = []
  private var open = PasteBubble(who: nil, at: nil, isSigned: false)
  private var date: Instant?
  private var number = 0
  /// The quotation that is open or was just closed, whose answer follows.
  private var quote: (bubble: PasteBubble, isOpen: Bool)?

  static func bubbles(of text: String, now: Instant) -> [PasteBubble] {
    var cutter = PasteBubbleReader(now: now)
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      cutter.number += 1
      cutter.take(PasteText.folded(line).trimmingSpaces)
    }
    cutter.endQuote()
    cutter.end()
    return cutter.bubbles
  }

  private init(now: Instant) {
    self.now = now
  }

  private mutating func take(_ line: String) {
    if line.isEmpty { return pause() }
    if PasteText.isStroke(line) || PasteText.isNotice(line) { return }
    if let day = reader.day(line) {
      end()
      open = PasteBubble(who: nil, at: nil, isSigned: false)
      date = day
      return
    }
    if quote?.isOpen == true || line.hasPrefix("「") || line.hasPrefix("> ") || line.hasPrefix(">") {
      return takeQuoted(line)
    }
    endQuote()
    if let header = reader.read(line) {
      begin(header)
      add(header.rest)
    } else {
      add(line)
    }
  }

  /// An empty line: the same person may go on, but not in the same breath.
  private mutating func pause() {
    guard quote?.isOpen != true else { return }
    let (who, at, isSigned) = (open.who, open.at, open.isSigned)
    // Behind a header alone what was said follows.
    guard !open.lines.isEmpty else { return }
    end()
    open = PasteBubble(who: who, at: at, isSigned: isSigned)
  }

  private mutating func begin(_ header: PasteHeader) {
    let answered = open.lines.isEmpty ? open.answered : []
    end()
    open = PasteBubble(
      who: header.name, at: header.time?.instant(on: date, now: now), isSigned: header.name != nil, answered: answered)
  }

  private mutating func end() {
    if !open.lines.isEmpty { bubbles.append(open) }
    open.lines = []
    open.answered = []
  }

  private mutating func add(_ text: String) {
    let tokens = PasteScanner.tokens(of: PasteText.undecorated(text))
    if !tokens.isEmpty { open.lines.append(PasteBubble.Line(number: number, tokens: tokens)) }
  }

  // MARK: Quotations

  /// `「小强：3515… 不要了」`, over one line or several, or lines that begin with `>`.
  private mutating func takeQuoted(_ line: String) {
    let isMarked = line.hasPrefix(">")
    var quoted = quote?.bubble ?? PasteBubble(who: nil, at: nil, isSigned: true)
    var words = String(line.drop { "「> ".contains($0) })
    let ends = isMarked || words.hasSuffix("」")
    if words.hasSuffix("」") { words.removeLast() }
    if quoted.lines.isEmpty, let header = reader.read(words) {
      quoted.who = header.name
      quoted.at = header.time?.instant(on: date, now: now)
      words = header.rest
    }
    let tokens = PasteScanner.tokens(of: PasteText.undecorated(words))
    if !tokens.isEmpty { quoted.lines.append(PasteBubble.Line(number: number, tokens: tokens)) }
    quote = (quoted, !ends)
  }

  /// What was quoted is said once more by whoever said it, and the answer that follows is about its numbers.
  private mutating func endQuote() {
    guard let (bubble, _) = quote else { return }
    quote = nil
    let (who, at, isSigned) = (open.who, open.at, open.isSigned)
    end()
    if !bubble.lines.isEmpty { bubbles.append(bubble) }
    open = PasteBubble(who: who, at: at, isSigned: isSigned)
    open.answered = bubble.lines.flatMap(\.tokens).compactMap {
      if case .number(let number) = $0 { number } else { nil }
    }
  }
}
