import Vocabulary

/// A remark and what must be read out of it, from the cases file beside the rules.
struct RemarkCase {
  let say: String
  let verdict: Verdict
  /// The kinds of its to-dos; nil where the case does not say.
  let todos: Set<Todo.Kind>?
  /// Never used for tuning.
  let heldOut: Bool
  let line: Int

  static func read(_ file: PlaybookFile, _ problems: Problems) -> [RemarkCase] {
    guard let root = YamlReader.read(file, problems), let fields = Fields(root, known: ["cases"], problems) else {
      return []
    }
    var cases: [RemarkCase] = []
    for item in fields.list("cases") {
      guard let fields = Fields(item, known: ["say", "verdict", "todos", "heldOut"], problems) else { continue }
      // A blank remark is a case too, so an absent text is not told from an empty one here.
      var say = ""
      if let value = fields.value("say"), case .text(let text) = value.content { say = text }
      guard let verdict = fields.choice("verdict", Verdict.allCases.map { (name: $0.rawValue, value: $0) }) else {
        continue
      }
      cases.append(
        RemarkCase(
          say: say, verdict: verdict, todos: todos(fields, problems), heldOut: fields.flag("heldOut", default: false),
          line: item.line))
    }
    return cases
  }

  private static func todos(_ fields: Fields, _ problems: Problems) -> Set<Todo.Kind>? {
    guard fields.value("todos") != nil else { return nil }
    var kinds: Set<Todo.Kind> = []
    for item in fields.list("todos") {
      if case .text(let name) = item.content, let kind = Todo.Kind(rawValue: name) {
        kinds.insert(kind)
      } else {
        let names = Todo.Kind.allCases.map(\.rawValue)
        fields.wrong(
          "todos", zh: "只能是：\(names.joined(separator: "、"))", en: "may hold: \(names.joined(separator: ", "))")
      }
    }
    return kinds
  }

  /// Whether `rules` read the remark as they should.
  func holds(by rules: RemarkRules) -> Bool {
    let got = rules.classify(say)
    return got.verdict == verdict && (todos == nil || todos == Set(got.todos.map(\.kind)))
  }

  /// Notes a problem for each case that comes out wrong. Held-out cases do not count: they measure the rules, and tuning
  /// until they pass would end that.
  static func judge(_ cases: [RemarkCase], by rules: RemarkRules, _ problems: Problems) {
    for item in cases where !item.heldOut && !item.holds(by: rules) {
      let got = rules.classify(item.say)
      let (wanted, found) = (name(item.verdict, item.todos ?? []), name(got.verdict, Set(got.todos.map(\.kind))))
      problems.add(
        "remark_case", line: item.line,
        zh: "应判为 \(wanted)，实际为 \(found)（规则 \(got.rule ?? "-")）",
        en: "expected \(wanted), got \(found) (rule \(got.rule ?? "-"))",
        next: Message(zh: "修改规则或这个例子", en: "mend the rules or the case"))
    }
  }

  private static func name(_ verdict: Verdict, _ todos: Set<Todo.Kind>) -> String {
    ([verdict.rawValue] + todos.map(\.rawValue).sorted()).joined(separator: "+")
  }
}
