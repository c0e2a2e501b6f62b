public import Playbooks

/// Finds words in texts in one pass (Aho and Corasick, CACM 18 (1975) 333–340), byte by byte over folded UTF-8.
///
/// What is allowed comes first: a banned word inside of an allowed one is none. Of banned words that overlap the longest
/// counts, of equals the first. Letters of the Latin alphabet count only as whole words: there is no QQ in `iqqu`.
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
    return chosen(scratch.found).map { found in
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
  private func chosen(_ found: [Found]) -> [Found] {
    let allowed = found.filter { words[Int($0.word)].category == Self.allowed }
    let banned = found.filter { item in
      words[Int(item.word)].category != Self.allowed
        && !allowed.contains { $0.start <= item.start && item.end <= $0.end }
    }
    var kept: [Found] = []
    for item in banned.sorted(by: { ($1.end - $1.start, $0.start) < ($0.end - $0.start, $1.start) })
    where !kept.contains(where: { $0.start < item.end && item.start < $0.end }) {
      kept.append(item)
    }
    return kept.sorted { $0.start < $1.start }
  }

  /// Whether Latin letters and digits at its ends are not part of a longer word.
  private static func isWhole(_ start: Int, _ end: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let isInside = start > 0 && isLatin(bytes[start]) && isLatin(bytes[start - 1])
    return !isInside && !(end < bytes.count && isLatin(bytes[end - 1]) && isLatin(bytes[end]))
  }

  private static func isLatin(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
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
