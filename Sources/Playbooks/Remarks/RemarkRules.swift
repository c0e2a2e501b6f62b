import Synchronization
import Vocabulary

/// The compiled rules for one kind of remark. Classifying is a function of the text alone.
///
/// Copies share one automaton behind a lock, because its states are made as remarks need them.
public struct RemarkRules: Sendable {
  private let engine: Engine

  /// What is read out of the remark `text`. Takes time linear in its length; a blank remark is `none`.
  public func classify(_ text: String) -> Classification {
    engine.scanner.withLock { $0.classify(text) }
  }

  /// The verdicts that some rule can give.
  public var verdicts: Set<Verdict> { engine.verdicts }

  /// Table steps taken so far by all classifications; for tests of linear time.
  var steps: Int { engine.scanner.withLock { $0.automaton.steps } }

  private final class Engine: Sendable {
    let scanner: Mutex<RemarkScanner>
    let verdicts: Set<Verdict>

    init(_ scanner: consuming sending RemarkScanner, verdicts: Set<Verdict>) {
      self.scanner = Mutex(scanner)
      self.verdicts = verdicts
    }
  }

  static func read(_ file: PlaybookFile, _ problems: Problems) -> RemarkRules? {
    let before = problems.list.count
    guard let root = YamlReader.read(file, problems),
      let fields = Fields(root, known: ["readAs", "words", "rules"], problems)
    else { return nil }
    var folding = Folding(variants: variants(fields, problems))
    var automaton = Automaton()
    let words = words(fields, &folding, problems)
    var rules: [RemarkRule] = []
    for item in fields.list("rules") {
      guard let rule = RemarkRule.read(item, problems) else { continue }
      if rules.contains(where: { $0.key == rule.key }) {
        problems.add(
          "remark_rule_twice", line: item.line, zh: "规则 \(rule.key) 出现两次", en: "rule '\(rule.key)' occurs twice",
          next: Message(zh: "合并或改名", en: "merge or rename them"))
      }
      rules.append(rule)
      automaton.add(
        patterns(rule.patterns, "规则", "rule", rule.key, rule.line, words, &folding, problems), rule.joining)
    }
    guard problems.list.count == before else { return nil }
    folding.finish()
    automaton.finish(alphabet: folding.alphabet)
    let verdicts = Set(rules.compactMap(\.says.verdict))
    return RemarkRules(
      engine: Engine(RemarkScanner(folding: folding, automaton: automaton, rules: rules), verdicts: verdicts))
  }

  private static func variants(_ fields: Fields, _ problems: Problems) -> [(Unicode.Scalar, Unicode.Scalar)] {
    var variants: [(Unicode.Scalar, Unicode.Scalar)] = []
    for entry in fields.mapping("readAs") {
      guard case .text(let text) = entry.value.content, let to = single(entry.key) else {
        problems.add(
          "remark_read_as", line: entry.line, zh: "键应是一个字，值是它的各种写法",
          en: "the key must be one character, the value its look-alikes",
          next: Message(zh: "写成 不: 卜", en: "write it like 不: 卜"))
        continue
      }
      for from in text.unicodeScalars where from != " " { variants.append((from, to)) }
    }
    return variants
  }

  private static func single(_ text: String) -> Unicode.Scalar? {
    text.unicodeScalars.count == 1 ? text.unicodeScalars.first : nil
  }

  private static func words(
    _ fields: Fields, _ folding: inout Folding, _ problems: Problems
  ) -> [String: Pattern] {
    var words: [String: Pattern] = [:]
    for entry in fields.mapping("words") {
      guard case .text(let text) = entry.value.content else {
        problems.add(
          "remark_word", line: entry.line, zh: "词组应是文字", en: "a word must be text",
          next: Message(zh: "用空格隔开各个说法", en: "separate its spellings by spaces"))
        continue
      }
      let choices = patterns(text, "词组", "word", entry.key, entry.line, words, &folding, problems)
      words[entry.key] = .choice(choices.isEmpty ? [.letter(Folding.other)] : choices)
    }
    return words
  }

  private static func patterns(
    _ text: String, _ zh: String, _ en: String, _ key: String, _ line: Int, _ words: [String: Pattern],
    _ folding: inout Folding, _ problems: Problems
  ) -> [Pattern] {
    var patterns: [Pattern] = []
    // By scalars: finding whole characters first takes longer than parsing.
    for scalars in text.unicodeScalars.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      let part = Substring(scalars)
      do throws(PatternError) {
        patterns.append(try PatternParser.parse(part, words: words, folding: &folding))
      } catch {
        problems.add(
          "remark_pattern", line: line, zh: "\(zh) \(key)：\(part) 无法使用：\(error.zh)",
          en: "\(en) '\(key)': \(part) cannot be used: \(error.en)",
          next: Message(
            zh: "只能用文字、(a|b)、x?、[abc]、.{0,N} 和 <词组>", en: "use letters, (a|b), x?, [abc], .{0,N} and <word> only"))
      }
    }
    return patterns
  }
}
