import Vocabulary

/// Puts together the rules of one kind of remark: its own file and the parts that it names under `reads`. Words are known
/// from where they stand on, in the order of the parts and then the file; of matches of equal length the file's own rule
/// wins, then that of the earlier part.
struct RemarkRulesReader {
  static let partFolder = "remarks/parts/"

  /// Everything wrong with the file and its parts, each problem with its own file and line.
  private(set) var problems: [Failure] = []
  /// The paths read.
  private(set) var paths: [String] = []
  private(set) var rules: RemarkRules?

  private struct Part {
    let fields: Fields
    let problems: Problems
  }

  private struct Finder: Equatable {
    let word: String
    let unlike: String?
  }

  private var folding = Folding.empty
  private var automaton = Automaton()
  private var words: [String: Pattern] = [:]
  private var errands: [String: [RemarkRule.Errand]] = [:]
  private var list: [RemarkRule] = []
  /// Words that rules take values from, in the order in which they are first asked for.
  private var finders: [Finder] = []
  private var isFull = false

  /// Reads the file `path` of `files`, which must be among them.
  init(_ file: PlaybookFile, among files: [PlaybookFile]) {
    let parts = parts(of: file, among: files)
    folding = Folding(variants: parts.flatMap { Self.variants($0) })
    for part in parts {
      addWords(part)
      addErrands(part)
    }
    for part in parts.suffix(1) + parts.dropLast() { addRules(part) }
    problems = parts.flatMap { $0.problems.list } + problems
    guard problems.isEmpty else { return }
    folding.finish()
    automaton.finish(folding)
    let scanner = RemarkScanner(
      folding: folding, automaton: automaton, rules: list,
      finders: finders.map { automaton($0) })
    rules = RemarkRules(scanner, verdicts: Set(list.compactMap(\.says.verdict)))
  }

  private mutating func parts(of file: PlaybookFile, among files: [PlaybookFile]) -> [Part] {
    guard let own = part(file, known: ["reads", "readAs", "words", "todos", "rules"]) else { return [] }
    var parts: [Part] = []
    for item in own.fields.list("reads", required: false) {
      guard case .text(let name) = item.content, let found = files.first(where: { $0.path == Self.path(name) }) else {
        own.problems.add(
          "remark_part", line: item.line, zh: "没有这个部分", en: "there is no such part",
          next: Message(
            zh: "写 \(Self.partFolder) 下的文件名，不带 .yaml", en: "name a file of \(Self.partFolder), without .yaml"))
        continue
      }
      guard !paths.contains(found.path) else { continue }
      if let part = part(found, known: ["readAs", "words", "todos", "rules"]) { parts.append(part) }
    }
    return parts + [own]
  }

  private static func path(_ name: String) -> String { partFolder + name + ".yaml" }

  private mutating func part(_ file: PlaybookFile, known: [String]) -> Part? {
    paths.append(file.path)
    let problems = Problems(path: file.path)
    guard let root = YamlReader.read(file, problems), let fields = Fields(root, known: known, problems) else {
      self.problems += problems.list
      return nil
    }
    return Part(fields: fields, problems: problems)
  }

  private static func variants(_ part: Part) -> [(Unicode.Scalar, Unicode.Scalar)] {
    var variants: [(Unicode.Scalar, Unicode.Scalar)] = []
    for entry in part.fields.mapping("readAs") {
      guard case .text(let text) = entry.value.content, entry.key.unicodeScalars.count == 1,
        let to = entry.key.unicodeScalars.first
      else {
        part.problems.add(
          "remark_read_as", line: entry.line, zh: "键应是一个字，值是它的各种写法",
          en: "the key must be one character, the value its look-alikes",
          next: Message(zh: "写成 不: 卜", en: "write it like 不: 卜"))
        continue
      }
      for from in text.unicodeScalars where from != " " { variants.append((from, to)) }
    }
    return variants
  }

  private mutating func addWords(_ part: Part) {
    for entry in part.fields.mapping("words") {
      guard case .text(let text) = entry.value.content else {
        part.problems.add(
          "remark_word", line: entry.line, zh: "词组应是文字", en: "a word must be text",
          next: Message(zh: "用空格隔开各个说法", en: "separate its spellings by spaces"))
        continue
      }
      if words[entry.key] != nil {
        part.problems.add(
          "remark_word_twice", line: entry.line, zh: "词组 \(entry.key) 出现两次", en: "word '\(entry.key)' occurs twice",
          next: Message(zh: "合并或改名", en: "merge or rename them"))
      }
      let name = Message(zh: "词组 \(entry.key)", en: "word '\(entry.key)'")
      let choices = patterns(text, of: name, line: entry.line, part.problems)
      do throws(PatternError) {
        // A word that cannot be read stays known, so that one mistake is told once.
        words[entry.key] = choices.isEmpty ? Pattern(Folding.other) : try PatternParser.choice(choices, &folding)
      } catch {
        refuse(name, "", error, line: entry.line, part.problems)
      }
    }
  }

  /// The to-dos that several rules share.
  private mutating func addErrands(_ part: Part) {
    for entry in part.fields.mapping("todos") {
      guard case .list(let items) = entry.value.content else {
        part.problems.add(
          "remark_todos", line: entry.line, zh: "\(entry.key) 应是待办的列表", en: "'\(entry.key)' must be a list of to-dos",
          next: Message(zh: "写成 [{kind: gift}]", en: "write it like [{kind: gift}]"))
        continue
      }
      errands[entry.key] = items.compactMap { item in
        RemarkRule.errand(item, part.problems) { finder($0, unlike: $1, line: $2, part.problems) }
      }
    }
  }

  private mutating func addRules(_ part: Part) {
    for item in part.fields.list("rules", required: part.fields.value("words") == nil) {
      let read = RemarkRule.read(item, named: errands, part.problems) {
        finder($0, unlike: $1, line: $2, part.problems)
      }
      guard let rule = read else { continue }
      if list.contains(where: { $0.key == rule.key }) {
        part.problems.add(
          "remark_rule_twice", line: item.line, zh: "规则 \(rule.key) 出现两次", en: "rule '\(rule.key)' occurs twice",
          next: Message(zh: "合并或改名", en: "merge or rename them"))
      }
      list.append(rule)
      let name = Message(zh: "规则 \(rule.key)", en: "rule '\(rule.key)'")
      let patterns = patterns(rule.patterns, of: name, line: rule.line, part.problems)
      if !automaton.add(patterns, rule.joining), !isFull {
        isFull = true
        part.problems.add(
          "remark_rules_too_large", line: rule.line,
          zh: "到规则 \(rule.key) 为止展开后超过 \(Automaton.nodeLimit) 个节点",
          en: "up to rule '\(rule.key)' the rules have more than \(Automaton.nodeLimit) nodes when spelt out",
          next: Message(zh: "减少嵌套的词组和 .{0,N}", en: "use fewer nested words and .{0,N}"))
      }
    }
  }

  private mutating func finder(_ word: String, unlike: String?, line: Int, _ problems: Problems) -> Int? {
    let finder = Finder(word: word, unlike: unlike)
    if let index = finders.firstIndex(of: finder) { return index }
    for name in [word, unlike].compactMap({ $0 }) where words[name] == nil {
      let near = nearest(to: name, among: words.keys.sorted()) ?? ""
      problems.add(
        "remark_value", line: line, zh: "没有词组 \(name)", en: "there is no word '\(name)'",
        next: Message(zh: "是不是 \(near)？", en: "did you mean '\(near)'?"))
      return nil
    }
    finders.append(finder)
    return finders.count - 1
  }

  /// Rule 0 of it is the word to find.
  private func automaton(_ finder: Finder) -> Automaton {
    var automaton = Automaton()
    for name in [finder.word, finder.unlike].compactMap({ $0 }) {
      _ = automaton.add(words[name].map { [$0] } ?? [], .loose)
    }
    automaton.finish(folding)
    return automaton
  }

  private mutating func patterns(
    _ text: String, of name: Message, line: Int, _ problems: Problems
  ) -> [Pattern] {
    var patterns: [Pattern] = []
    // By scalars: finding whole characters first takes longer than parsing.
    for scalars in text.unicodeScalars.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      let part = Substring(scalars)
      do throws(PatternError) {
        patterns.append(try PatternParser.parse(part, words: words, folding: &folding))
      } catch {
        refuse(name, String(part.prefix(60)), error, line: line, problems)
      }
    }
    return patterns
  }

  private func refuse(_ name: Message, _ part: String, _ error: PatternError, line: Int, _ problems: Problems) {
    problems.add(
      "remark_pattern", line: line, zh: "\(name.zh)：\(part) 无法使用：\(error.zh)",
      en: "\(name.en): \(part) cannot be used: \(error.en)",
      next: Message(
        zh: "只能用文字、(a|b)、x?、[abc]、.{0,N} 和 <词组>", en: "use letters, (a|b), x?, [abc], .{0,N} and <word> only"))
  }
}
