import Playbooks
import Testing
import Vocabulary

/// `scripts/*.yaml` and `handbook/*.yaml`: slots, what each purpose needs, and every slip of the pen with its line.
@Suite struct ScriptTests {
  static let good = """
    id: a, purpose: stock, style: warm, asks: [有货吗], text: "有的，{buyer.nick}", activity: m, activity_version: 2, \
    products: [S], then: b
    """
  static let next = "  - {id: b, purpose: greeting, style: formal, asks: [在吗], text: \"我是{shop.name}的{agent.nick}\"}"
  static let activity =
    "activities: [{id: m, name: 满减, starts: 2026-11-10, ends: 2026-11-12, discount_fen: 1}]"
  static let product = "products: [{sku: S, name: 面霜, price_fen: 200, floor_fen: 100}]"

  static func set(_ script: String, product: String = ScriptTests.product) -> PlaybookSet {
    PlaybookSet(files: [
      PlaybookFile(path: "scripts/x.yaml", text: "scripts:\n  - {\(script)}\n\(next)\n"),
      PlaybookFile(path: "activities/x.yaml", text: activity),
      PlaybookFile(path: "handbook/x.yaml", text: product),
    ])
  }

  static func problems(_ set: PlaybookSet) -> [Failure] {
    set.check().filter { ["scripts/", "handbook/"].contains(String($0.place?.prefix { $0 != "/" } ?? "") + "/") }
  }

  @Test(
    "a wrong value is named with its line",
    arguments: [
      ("{buyer.nick}", "{buyer.nik}", "{buyer.nick}"), ("{buyer.nick}", "{", "stands alone"),
      ("{buyer.nick}", "a}b", "stands alone"), ("purpose: stock", "purpose: stok", "must be one of"),
      ("purpose: stock", "purpose: farewell", "{order.state}"), ("purpose: stock", "purpose: farewell", "售后"),
      ("purpose: stock", "purpose: busy", "{shop.name}"), ("style: warm", "style: cold", "formal, warm"),
      ("activity: m", "activity: n", "'n' of 'activity'"), ("products: [S]", "products: [T]", "'T' of 'products'"),
      ("then: b", "then: c", "'c' of 'then'"), ("then: b", "then: a", "leads back"),
      ("id: a", "id: b", "stands at scripts/x.yaml:2 already"), ("asks: [有货吗]", "asks: {a: b}", "must be a list"),
      ("activity_version: 2", "activity_version: 0", "between 1 and"), ("vip", "vip", ""),
    ])
  func wrong(from: String, to: String, words: String) {
    #expect(Self.problems(Self.set(Self.good)) == [])
    guard !words.isEmpty else { return }
    let found = Self.problems(Self.set(Self.good.replacing(from, with: to)))
    #expect(found.contains { $0.message.en.contains(words) || $0.next?.en.contains(words) == true }, "\(found)")
    #expect(found.allSatisfy { $0.place == "scripts/x.yaml:2" || $0.place == "scripts/x.yaml:3" }, "\(found)")
  }

  @Test("slots are filled once each; every one without a value is named, and what gives it one")
  func filling() throws {
    let script = try Self.set(Self.good.replacing("{buyer.nick}", with: "{order.id} {minutes} {order.id}")).scripts()
      .find("a")
    #expect(script.text.slots == [.orderID, .minutes])
    #expect(try script.text.filled([.orderID: "1001", .minutes: "5", .shopName: "x"]) == "有的，1001 5 1001")
    let missing = #expect(throws: Failure.self) { try script.text.filled([.orderID: ""]) }
    #expect(missing?.code == "slot_missing" && missing?.message.en.contains("{order.id} {minutes}") == true)
    #expect(missing?.next?.en == "add --order NUMBER, --set minutes=…")
  }

  @Test("a script holds for one version of its activity, and until the activity ends")
  func standing() throws {
    let book = try Self.set(Self.good).scripts()
    let script = try book.find("a")
    func day(_ version: Int, ends: Int64 = 10) -> ActivityDay {
      ActivityDay(
        now: Instant(milliseconds: 9),
        activities: ["m": .init(version: version, ends: Instant(milliseconds: ends))])
    }
    #expect([1, 2, 3].map { script.standing(day($0)) } == [.early, .usable, .stale])
    #expect(script.standing(day(2, ends: 9)) == .over && script.standing(day(3, ends: 9)) == .stale)
    #expect(try book.find("b").standing(day(3, ends: 1)) == .usable, "it speaks of none")
    let unknown = #expect(throws: Failure.self) { try book.find("aa") }
    #expect(unknown?.code == "unknown_script" && unknown?.next?.en == "did you mean 'a'?")
    let none = #expect(throws: Failure.self) { try PlaybookSet(files: []).scripts().find("a") }
    #expect(none?.code == "playbook_missing" && none?.next?.en.contains("playbook write NEWDIR --built-in") == true)
  }

  @Test("a handbook entry says what it lacks; what cannot be is named")
  func handbook() throws {
    let whole =
      "sku: S, name: 面霜, selling_points: [a], attributes: {净含量: 50克}, benefits: [b], usage: c, "
      + "competitors: [{name: d, versus: e}], measurement: {method: f, unit: g, tolerance: h}, "
      + "warranty: {scope: i, term: j, freight: k}, defects: [l], goes_with: [T], price_fen: 200, floor_fen: 100"
    func set(_ entry: String) -> PlaybookSet {
      Self.set(Self.good, product: "products: [{\(entry)}, {sku: T, name: 乳液}]")
    }
    let product = try set(whole).handbook().find("S")
    #expect(product.missing == [] && product.score == 100)
    #expect(product.attributes.map(\.name) == ["净含量"] && product.attributes.map(\.value) == ["50克"])
    let poor = try set(whole.replacing(", unit: g", with: "").replacing("defects: [l], ", with: "")).handbook()
    #expect(try poor.find("S").missing == [.measurement, .defects] && poor.find("S").score == 81)
    #expect(try poor.find("T").score == 0 && poor.floors == ["S": Money(fen: 100)])
    for (from, to, code) in [
      ("floor_fen: 100", "floor_fen: 201", "playbook_value"),
      ("goes_with: [T]", "goes_with: [S]", "playbook_unknown_name"),
      ("goes_with: [T]", "goes_with: [U]", "playbook_unknown_name"), ("sku: S", "sku: T", "product_twice"),
    ] {
      #expect(Self.problems(set(whole.replacing(from, with: to))).map(\.code).contains(code), "\(to)")
    }
  }

  @Test("what is written about concessions, shops and buyers' words is checked, too")
  func others() throws {
    let rules = try PlaybookSet.builtIn.concessionRules()
    #expect(rules.gives.first?.key == "gift" && rules.rules.contains { $0.key == "floor" })
    #expect(try PlaybookSet.builtIn.shopNames().name(of: "main") == "花间小铺")
    #expect(try PlaybookSet(files: []).shopNames().name(of: "main") == nil, "no other shop's name stands in its place")
    func codes(_ path: String, _ text: String) -> [String] {
      PlaybookSet(files: [PlaybookFile(path: path, text: text)]).check().filter {
        $0.place?.hasPrefix(path) == true && $0.code != "playbook_missing"
      }
      .map(\.code)
    }
    #expect(codes("shop.yaml", "shops: [{shop: a, name: x}, {shop: a, name: y}]") == ["playbook_value"])
    #expect(codes("search.yaml", "same: [[a, b], c]") == ["playbook_value"])
    #expect(codes("search.yaml", "cues: {greting: [a]}") == ["playbook_unknown_key"])
    let text =
      "wait_minutes: 2\nmost_percent: 90\nmost_fen: 1\nbudget_fen: 1\ngives: []\nconditions: [{key: a, zh: b, en: c}]\n"
    #expect(
      codes("concessions.yaml", text) == ["playbook_value", "playbook_value", "playbook_missing_key"])
  }
}
