public import Playbooks

/// Finds words in texts in one pass (Aho and Corasick, CACM 18 (1975) 333–340), byte by byte over folded UTF-8.
///
/// What is allowed comes first: a banned word inside of an allowed one is none. Of banned words that overlap the longest
/// counts, of equals the first. Latin letters count only as whole words, and so do numbers: there is no QQ in `iqqu` and
/// no TOP1 in `TOP10`, but there is one in `QQ123456`.
public struct WordScanner: Sendable {
  public struct Hit: Sendable, Equatable {
    /// In the list of categories.
    public let category: Int
    /// As the playbook writes it.
    public let word: String
    /// Bytes of the text, as it stands there.
    public let range: Range<Int>
  }

  /// Buffers that are used again from text to text.
  public struct Scratch {
    var folded: [UInt8] = []
    /// Where each folded byte began in the text.
    var places: [Int32] = []
    var found: [Found] = []

    public init() {}
  }

  struct Found {
    let start: Int
    let end: Int
    let word: Int32
  }

  private let table: ReadingTable
  /// Folded byte → class; 0 for a byte of no word.
  private let classes: [UInt8]
  private let classCount: Int
  /// State × class → state.
  private let moves: [Int32]
  /// Word that ends in a state, or -1; and the next state behind it in which a shorter one ends, or 0.
  private let ending: [Int32]
  private let shorter: [Int32]
  private let words: [(text: String, category: Int, length: Int)]

  /// The category of words that are allowed.
  private static let allowed = -1

  public init(_ list: PageWords) {
    let table = ReadingTable()
    var words: [(text: String, category: Int, length: Int)] = []
    var spellings: [[UInt8]] = []
    for (category, entries) in [(Self.allowed, list.allowed)] + list.categories.enumerated().map({ ($0, $1.words) }) {
      for word in entries {
        let spelling = Self.fold(word, table)
        guard !spelling.isEmpty else { continue }
        words.append((word, category, spelling.count))
        spellings.append(spelling)
      }
    }
    var classes = [UInt8](repeating: 0, count: 256)
    var count = 1
    for byte in Set(spellings.joined()).sorted() {
      classes[Int(byte)] = UInt8(count)
      count += 1
    }
    var trie = WordTrie(classes: count)
    for (index, spelling) in spellings.enumerated() { trie.add(spelling.map { classes[Int($0)] }, word: index) }
    trie.link()
    (self.table, self.classes, classCount, self.words) = (table, classes, count, words)
    (moves, ending, shorter) = (trie.moves, trie.ending, trie.shorter)
  }

  /// The banned words of a text, in its order.
  public func hits(in text: String, _ scratch: inout Scratch) -> [Hit] {
    var text = text
    return text.withUTF8 { hits(in: $0, &scratch) }
  }

  /// The same for valid UTF-8.
  public func hits(in bytes: UnsafeBufferPointer<UInt8>, _ scratch: inout Scratch) -> [Hit] {
    scratch.folded.removeAll(keepingCapacity: true)
    scratch.places.removeAll(keepingCapacity: true)
    scratch.found.removeAll(keepingCapacity: true)
    Self.fold(bytes, table, &scratch.folded, &scratch.places)
    scan(&scratch)
    guard scratch.found.contains(where: { words[Int($0.word)].category != Self.allowed }) else { return [] }
    return chosen(scratch.found, length: scratch.folded.count).map { found in
      let last = Int(scratch.places[found.end - 1])
      let end = Self.end(of: last, in: bytes)
      return Hit(
        category: words[Int(found.word)].category, word: words[Int(found.word)].text,
        range: Int(scratch.places[found.start])..<end)
    }
  }

  private func scan(_ scratch: inout Scratch) {
    let folded = scratch.folded
    folded.withUnsafeBufferPointer { folded in
      moves.withUnsafeBufferPointer { moves in
        ending.withUnsafeBufferPointer { ending in
          var state = 0
          for at in 0..<folded.count {
            state = Int(moves[state * classCount + Int(classes[Int(folded[at])])])
            guard ending[state] >= 0 || shorter[state] > 0 else { continue }
            var candidate = state
            repeat {
              let word = ending[candidate]
              if word >= 0 {
                let start = at + 1 - words[Int(word)].length
                if Self.isWhole(start, at + 1, folded) {
                  scratch.found.append(Found(start: start, end: at + 1, word: word))
                }
              }
              candidate = Int(shorter[candidate])
            } while candidate > 0
          }
        }
      }
    }
  }

  /// What is left when allowed words have taken their place, and of those that overlap the longest is kept.
  private func chosen(_ found: [Found], length: Int) -> [Found] {
    // The furthest end of an allowed word that begins here or before.
    var reach = [Int32](repeating: 0, count: length)
    for item in found where words[Int(item.word)].category == Self.allowed {
      reach[item.start] = max(reach[item.start], Int32(truncatingIfNeeded: item.end))
    }
    for at in reach.indices.dropFirst() { reach[at] = max(reach[at], reach[at - 1]) }
    var banned = found.filter { words[Int($0.word)].category != Self.allowed && $0.end > reach[$0.start] }
    banned.sort { ($1.end - $1.start, $0.start) < ($0.end - $0.start, $1.start) }
    // Of two that overlap the one that came before is as long or longer: it covers an end of the other.
    var isTaken = [Bool](repeating: false, count: length)
    var kept: [Found] = []
    for item in banned where !isTaken[item.start] && !isTaken[item.end - 1] {
      for at in item.start..<item.end { isTaken[at] = true }
      kept.append(item)
    }
    return kept.sorted { $0.start < $1.start }
  }

  /// Whether the letters at its ends are not part of a longer word, nor the digits of a longer number.
  private static func isWhole(_ start: Int, _ end: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    !(start > 0 && goOn(bytes[start - 1], bytes[start])) && !(end < bytes.count && goOn(bytes[end - 1], bytes[end]))
  }

  private static func goOn(_ one: UInt8, _ other: UInt8) -> Bool {
    let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    return letters.contains(one) && letters.contains(other) || digits.contains(one) && digits.contains(other)
  }

  /// Where the character that begins at `place` ends.
  private static func end(of place: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    let first = bytes[place]
    return min(bytes.count, place + (first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4))
  }

  private static func fold(_ word: String, _ table: ReadingTable) -> [UInt8] {
    var (folded, places): ([UInt8], [Int32]) = ([], [])
    var word = word
    word.withUTF8 { fold($0, table, &folded, &places) }
    return folded
  }

  private static func fold(
    _ bytes: UnsafeBufferPointer<UInt8>, _ table: ReadingTable, _ folded: inout [UInt8], _ places: inout [Int32]
  ) {
    folded.reserveCapacity(bytes.count)
    places.reserveCapacity(bytes.count)
    table.read.withUnsafeBufferPointer { read in
      var at = 0
      while at < bytes.count {
        let first = bytes[at]
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard at + length <= bytes.count else { return }
        let place = Int32(truncatingIfNeeded: at)
        let value: UInt16
        switch length {
        case 1: value = read[Int(first)]
        case 2: value = read[Int(first & 0x1F) << 6 | Int(bytes[at + 1] & 0x3F)]
        case 3:
          value = read[Int(first & 0x0F) << 12 | Int(bytes[at + 1] & 0x3F) << 6 | Int(bytes[at + 2] & 0x3F)]
        default:
          for offset in 0..<4 {
            folded.append(bytes[at + offset])
            places.append(place)
          }
          at += 4
          continue
        }
        at += length
        switch value {
        case ReadingTable.dropped: break
        case ..<0x80:
          folded.append(UInt8(truncatingIfNeeded: value))
          places.append(place)
        case ..<0x800:
          folded.append(0xC0 | UInt8(truncatingIfNeeded: value >> 6))
          folded.append(0x80 | UInt8(truncatingIfNeeded: value & 0x3F))
          places.append(place)
          places.append(place)
        default:
          folded.append(0xE0 | UInt8(truncatingIfNeeded: value >> 12))
          folded.append(0x80 | UInt8(truncatingIfNeeded: value >> 6 & 0x3F))
          folded.append(0x80 | UInt8(truncatingIfNeeded: value & 0x3F))
          for _ in 0..<3 { places.append(place) }
        }
      }
    }
  }
}
