import Vocabulary

extension FlagMeanings {
  /// Reads `remarks/flags.yaml`.
  static func read(_ file: PlaybookFile, _ problems: Problems) -> FlagMeanings? {
    guard let root = YamlReader.read(file, problems), let fields = Fields(root, known: ["flags"], problems) else {
      return nil
    }
    var flags: [Flag] = []
    for item in fields.list("flags") {
      guard let flag = one(item, problems) else { continue }
      let words = Set(flags.flatMap { [$0.key] + $0.words })
      if let twice = ([flag.key] + flag.words).first(where: { words.contains($0) }) {
        problems.add(
          "flag_twice", line: item.line, zh: "“\(twice)”出现在两种旗帜里", en: "'\(twice)' names two flags",
          next: Message(zh: "只留在一种旗帜里", en: "keep it at one of them"))
      }
      flags.append(flag)
    }
    return FlagMeanings(flags: flags)
  }

  private static func one(_ item: YamlValue, _ problems: Problems) -> Flag? {
    guard let fields = Fields(item, known: ["key", "words", "verdict"], problems) else { return nil }
    let key = fields.text("key")
    let words = fields.text("words")
    let verdict = fields.choice("verdict", Verdict.allCases.map { (name: $0.rawValue, value: $0) })
    if verdict == .resume {
      // A colour has no time, so nobody could say which hold it is later than.
      fields.wrong("verdict", zh: "不能是 resume：旗帜不能解除挂起", en: "cannot be resume: a flag lifts no hold")
    }
    guard let key, let words, let verdict else { return nil }
    return Flag(key: key, words: words.split(separator: " ").map(String.init), verdict: verdict)
  }
}
