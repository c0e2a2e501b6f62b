import Vocabulary

/// A remark and the verdict it must get, from the cases file beside the rules.
struct RemarkCase {
  let say: String
  let verdict: Verdict
  /// Never used for tuning.
  let heldOut: Bool
  let line: Int

  static func read(_ file: PlaybookFile, _ problems: Problems) -> [RemarkCase] {
    guard let root = YamlReader.read(file, problems), let fields = Fields(root, known: ["cases"], problems) else {
      return []
    }
    var cases: [RemarkCase] = []
    for item in fields.list("cases") {
      guard let fields = Fields(item, known: ["say", "verdict", "heldOut"], problems) else { continue }
      // A blank remark is a case too, so an absent text is not told from an empty one here.
      var say = ""
      if let value = fields.value("say"), case .text(let text) = value.content { say = text }
      let verdict = fields.choice("verdict", Verdict.allCases.map { (name: $0.rawValue, value: $0) })
      guard let verdict else { continue }
      cases.append(
        RemarkCase(say: say, verdict: verdict, heldOut: fields.flag("heldOut", default: false), line: item.line))
    }
    return cases
  }

  /// Whether `rules` read the remark as they should. A verdict that no rule gives yet must come out as `review`.
  func holds(by rules: RemarkRules) -> Bool {
    rules.classify(say).verdict == (rules.verdicts.contains(verdict) ? verdict : .review)
  }

  /// Notes a problem for each case that comes out wrong. Held-out cases do not count: they measure the rules, and tuning
  /// until they pass would end that.
  static func judge(_ cases: [RemarkCase], by rules: RemarkRules, _ problems: Problems) {
    for item in cases where !item.heldOut && !item.holds(by: rules) {
      let got = rules.classify(item.say)
      problems.add(
        "remark_case", line: item.line,
        zh: "应判为 \(item.verdict.rawValue)，实际为 \(got.verdict.rawValue)（规则 \(got.rule ?? "-")）",
        en: "expected \(item.verdict.rawValue), got \(got.verdict.rawValue) (rule \(got.rule ?? "-"))",
        next: Message(zh: "修改规则或这个例子", en: "mend the rules or the case"))
    }
  }
}
