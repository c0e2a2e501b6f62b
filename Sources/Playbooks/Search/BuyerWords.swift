import Vocabulary

/// `search.yaml`: how buyers say it. Words that mean the same, and what buyers say when a purpose is theirs.
public struct BuyerWords: Sendable, Equatable {
  /// Lines of words with one meaning.
  public let same: [[String]]
  public let cues: [ScriptPurpose: [String]]

  public init(same: [[String]] = [], cues: [ScriptPurpose: [String]] = [:]) {
    self.same = same
    self.cues = cues
  }

  static func read(_ file: PlaybookFile, _ problems: Problems) -> BuyerWords? {
    guard let root = YamlReader.read(file, problems), let fields = Fields(root, known: ["same", "cues"], problems)
    else {
      return nil
    }
    let same = fields.list("same", required: false).map { item in
      guard case .list(let words) = item.content else {
        problems.add(
          "playbook_value", line: item.line, zh: "same 里应是词的列表", en: "'same' takes lists of words",
          next: Message(zh: "写成 [词, 词]", en: "write [word, word]"))
        return [String]()
      }
      return words.compactMap { if case .text(let word) = $0.content { word } else { nil } }
    }
    var cues: [ScriptPurpose: [String]] = [:]
    if let value = fields.value("cues"),
      let lists = Fields(value, known: ScriptPurpose.allCases.map(\.rawValue), problems)
    {
      for purpose in ScriptPurpose.allCases { cues[purpose] = lists.texts(purpose.rawValue) }
    }
    return BuyerWords(same: same, cues: cues)
  }
}

/// Finds the words of each line of `BuyerWords.same` in a text.
struct MeaningTree: Sendable {
  private struct Node {
    var next: [SearchText.Letter: Int32] = [:]
    var meanings: [UInt16] = []
  }

  private var nodes: [Node] = [Node()]

  init(_ lines: [[String]]) {
    for (meaning, words) in lines.enumerated().prefix(Int(UInt16.max)) {
      for word in words {
        var node = 0
        for letter in SearchText.folded(word) {
          if let next = nodes[node].next[letter] {
            node = Int(next)
          } else {
            nodes.append(Node())
            nodes[node].next[letter] = Int32(nodes.count - 1)
            node = nodes.count - 1
          }
        }
        if node > 0, !nodes[node].meanings.contains(UInt16(meaning)) { nodes[node].meanings.append(UInt16(meaning)) }
      }
    }
  }

  /// Calls `found` for every word in the text, overlapping ones too.
  func each(in text: [SearchText.Letter], _ found: (UInt16) -> Void) {
    for start in text.indices {
      var node = 0
      for position in start..<text.count {
        guard let next = nodes[node].next[text[position]] else { break }
        node = Int(next)
        for meaning in nodes[node].meanings { found(meaning) }
      }
    }
  }
}
