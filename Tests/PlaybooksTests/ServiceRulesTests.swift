import Playbooks
import Testing
import Vocabulary

/// `routing.yaml`, `aftersales.yaml` and `pages/`: what is shipped is whole, and a slip of the pen is named with its line.
@Suite struct ServiceRulesTests {
  static func problems(_ path: String, _ text: String) -> [String] {
    PlaybookSet(files: [PlaybookFile(path: path, text: text)]).check()
      .filter { $0.place?.hasPrefix(path) == true }
      .map { "\($0.place?.dropFirst(path.count) ?? "") \($0.message.en) \($0.next?.en ?? "")" }
  }

  @Test("every kind of case has its route, and every flow its steps")
  func shipped() throws {
    let matrix = try PlaybookSet.builtIn.routing()
    for kind in CaseKind.allCases {
      #expect(matrix.routes.contains { $0.kind == kind && $0.tag.isEmpty }, "\(kind)")
    }
    let rules = try PlaybookSet.builtIn.serviceRules()
    for id in ["return", "exchange", "missing", "quality"] { #expect(rules.flow(id, of: .afterSales) != nil) }
    for id in ["ours", "theirs", "abuse"] { #expect(rules.flow(id, of: .conflict) != nil) }
    #expect(rules.flow("abuse", of: .conflict)?.coolDownMinutes == 15)
    #expect(rules.flow("abuse", of: .conflict)?.group == .lead)
    #expect(rules.flows.contains { $0.kind == .badReview })
    #expect(rules.explainDays == 30)
    for liability in Liability.allCases { #expect(rules.compensation(liability) != nil, "\(liability)") }
    #expect(rules.compensation(.buyer)?.cap == .zero)
    #expect(try PlaybookSet.builtIn.pageRules().duties.map(\.id) == ["measurement", "warranty", "defects"])
  }

  static let route = "{kind: help, group: lead, owner: 甲, deputy: 乙, target_minutes: 5, channel: 群}"

  @Test(
    "a route that cannot be is named",
    arguments: [
      ("kind: help", "kind: helping", "must be one of"), ("group: lead", "group: boss", "must be one of"),
      ("target_minutes: 5", "target_minutes: 0", "'target_minutes'"), ("deputy: 乙", "deputy: 甲", "somebody else"),
      ("channel: 群", "chanel: 群", "did you mean 'channel'"),
    ])
  func routes(from: String, to: String, words: String) {
    #expect(Self.problems("routing.yaml", "routes:\n  - \(Self.route)\n") == [])
    let found = Self.problems("routing.yaml", "routes:\n  - \(Self.route.replacing(from, with: to))\n")
    #expect(found.contains { $0.hasPrefix(":2") && $0.contains(words) }, "\(found)")
  }

  @Test("two routes for one kind are one too many; one for a tag is not")
  func twice() {
    let tagged = Self.route.replacing("kind: help", with: "kind: help, tag: x")
    #expect(Self.problems("routing.yaml", "routes:\n  - \(Self.route)\n  - \(tagged)\n") == [])
    let found = Self.problems("routing.yaml", "routes:\n  - \(Self.route)\n  - \(Self.route)\n")
    #expect(found.contains { $0.hasPrefix(":3 there are two routes") }, "\(found)")
  }

  static let service = """
    flows:
      - {id: a, kind: conflict, zh: 甲, en: A, cooldown_minutes: 5, group: lead, steps: [一, {text: 二, optional: true}]}
    compensation:
      - {liability: ours, percent: 100, cap: 200, approve_above: 20}
      - {liability: courier, percent: 100, cap: 100, approve_above: 20}
      - {liability: supplier, percent: 100, cap: 200, approve_above: 20}
      - {liability: unclear, percent: 30, cap: 30, approve_above: 10}
      - {liability: buyer, percent: 0, cap: 0, approve_above: 0}
    reviews: {explain_days: 30, change_days: 30}
    """

  @Test(
    "a checklist, limit or clock that cannot be is named",
    arguments: [
      ("kind: conflict", "kind: recall", "must be one of"), ("[一, {text: 二, optional: true}]", "[]", "'steps'"),
      ("cooldown_minutes: 5", "cooldown_minutes: -5", "'cooldown_minutes'"),
      ("optional: true", "optional: ja", "true or false"),
      ("cap: 30,", "cap: -30,", "'cap'"), ("percent: 30,", "percent: 5000,", "'percent'"),
      ("liability: unclear", "liability: ours", "one entry for 'ours'"),
      ("explain_days: 30", "explain_days: 31", "'explain_days'"),
      ("reviews: {explain_days: 30, change_days: 30}", "", "'reviews'"),
    ])
  func service(from: String, to: String, words: String) {
    #expect(Self.problems("aftersales.yaml", Self.service) == [])
    let found = Self.problems("aftersales.yaml", Self.service.replacing(from, with: to))
    #expect(found.contains { $0.contains(words) }, "\(found)")
  }

  @Test(
    "words and duties: each word once, each category with its rule, each duty with its words",
    arguments: [
      ("pages/words.yaml", "rule: 第九条", "rule: ''", "'rule'"), ("pages/words.yaml", "[最佳, 国家级]", "[最佳, 最佳]", "'最佳'"),
      ("pages/words.yaml", "[最佳, 国家级]", "[]", "'words'"), ("pages/words.yaml", "[最新]", "[最佳]", "'allow' has, too"),
      ("pages/rules.yaml", "[[测量], [误差]]", "[[测量], []]", "'all_of'"),
      ("pages/rules.yaml", "[tmall.com]", "['https://a']", "is no host"),
      ("pages/rules.yaml", "id: m", "ID: m", "did you mean 'id'"),
    ])
  func pages(path: String, from: String, to: String, words: String) {
    let text =
      path == "pages/words.yaml"
      ? "categories:\n  - {id: a, name: 甲, rule: 第九条, words: [最佳, 国家级]}\nallow: [最新]\n"
      : "must_say:\n  - {id: m, zh: 测量, en: measure, all_of: [[测量], [误差]]}\nhosts: [tmall.com]\n"
    #expect(Self.problems(path, text) == [])
    let found = Self.problems(path, text.replacing(from, with: to))
    #expect(found.contains { $0.contains(words) }, "\(found)")
  }
}
