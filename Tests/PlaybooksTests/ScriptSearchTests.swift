import Playbooks
import Testing
import Vocabulary

/// From one letter to a sentence.
@Suite struct ScriptSearchTests {
  static func script(_ id: String, _ purpose: String, _ asks: String, _ text: String, _ more: String = "") -> String {
    "  - {id: \(id), purpose: \(purpose), style: warm, asks: [\(asks)], text: \"\(text)\"\(more)}\n"
  }

  static let own =
    "scripts:\n" + script("late", "urgeShipping", "怎么还不发货", "亲，仓库正在加急打包")
    + script("freight", "returnFreight", "退货运费谁出, 运费險赔多少", "质量问题运费由我们出")
    + script("refund", "refundProgress", "退款多久到账", "退款会在3天内到您的支付宝")
    + script("invoice", "invoice", "能开发票吗", "可以开电子发票ＶＩＰ", ", vip: true")

  static func search(_ words: BuyerWords = BuyerWords()) throws -> ScriptSearch {
    let set = PlaybookSet(files: [PlaybookFile(path: "scripts/own.yaml", text: own)])
    return ScriptSearch(try set.scripts(), words: words)
  }

  static func ids(_ query: String, _ words: BuyerWords = BuyerWords(), limit: Int = 9) throws -> [String] {
    try search(words).find(query, limit: limit).map(\.script.id)
  }

  @Test(
    "one letter, two letters, a word, any width, capital or script",
    arguments: [
      ("票", ["invoice"]), ("包", ["late"]), ("到账", ["refund"]), ("vip", ["invoice"]), ("ｖｉｐ", ["invoice"]),
      ("运费险", ["freight"]), ("運費險", ["freight"]), ("发货", ["late"]), ("苹", []), ("!?", []), ("", []),
    ])
  func words(query: String, first: [String]) throws {
    #expect(try Array(Self.ids(query).prefix(max(first.count, 1))) == first)
  }

  @Test("what asks say outranks what answers say; equals keep their order; the limit and the condition hold")
  func ranking() throws {
    #expect(try Self.ids("退款").first == "refund" && Self.ids("运费").first == "freight")
    #expect(try Self.ids("退", limit: 1).count == 1 && Self.ids("退", limit: 0) == [])
    let search = try Self.search()
    #expect(search.find("发", limit: 9) { $0.isForVIP }.map(\.script.id) == ["invoice"])
    #expect(search.find("发", limit: 9) == search.find("发", limit: 9))
  }

  @Test("words of one meaning and cues find what shares no letter with the question")
  func meanings() throws {
    #expect(try Self.ids("邮资") == [])
    let words = BuyerWords(same: [["邮资", "运费"]], cues: [.urgeShipping: ["磨磨蹭蹭"]])
    #expect(try Self.ids("邮资", words).first == "freight")
    #expect(try Self.ids("磨磨蹭蹭", words) == ["late"])
  }

  @Test("a sentence gets the best of three purposes first")
  func spread() throws {
    var text = Self.own
    for number in 0..<5 { text += Self.script("late-\(number)", "urgeShipping", "怎么还不发货啊", "马上发") }
    let set = PlaybookSet(files: [PlaybookFile(path: "scripts/own.yaml", text: text)])
    let found = ScriptSearch(try set.scripts(), words: BuyerWords()).find("怎么还不发货，运费多少，退款多久", limit: 9)
    #expect(Set(found.prefix(3).map(\.script.purpose)).count == 3)
    #expect(Set(found.map(\.script.id)).count == found.count, "each once")
  }

  @Test("at least nine of ten buyers' questions find their purpose among the first three scripts that are shipped")
  func paraphrases() throws {
    let set = PlaybookSet.builtIn
    let search = ScriptSearch(try set.scripts(), words: try set.buyerWords())
    let missed = buyerQuestions.filter { question in
      !search.find(question.say, limit: 3).contains { $0.script.purpose == question.purpose }
    }
    #expect(buyerQuestions.count >= 120)
    #expect(missed.count * 10 <= buyerQuestions.count, "\(missed.count) of \(buyerQuestions.count)")
  }

  @Test(
    "what has the letters that are looked up comes before what only shares a purpose",
    arguments: ["顺", "券", "顺丰", "尾款"])
  func lookUps(query: String) throws {
    let set = PlaybookSet.builtIn
    let found = ScriptSearch(try set.scripts(), words: BuyerWords()).find(query, limit: 100).map { hit in
      (hit.script.asks + [hit.script.text.source]).contains { text in query.contains { text.contains($0) } }
    }
    #expect(found.contains(true) && found.contains(false), "both kinds are in the answer")
    #expect(found == found.filter { $0 } + found.filter { !$0 })
  }

  @Test("every purpose is known by its own asks", arguments: ScriptPurpose.allCases)
  func purposes(purpose: ScriptPurpose) throws {
    let scripts = try PlaybookSet.builtIn.scripts().scripts.filter { $0.purpose == purpose }
    #expect(Set(scripts.map(\.style)) == Set(Script.Style.allCases), "formal and warm")
  }
}
