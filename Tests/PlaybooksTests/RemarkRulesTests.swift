import Testing
import Vocabulary

@testable import Playbooks

@Suite("Remark rules")
struct RemarkRulesTests {
  /// The rules of one kind of remark and the cases beside them.
  struct Kind: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let rules: RemarkRules
    let cases: [RemarkCase]

    init(_ name: String, _ casesPath: String, _ rules: RemarkRules) throws {
      testDescription = name
      self.rules = rules
      let file = try #require(PlaybookSet.builtIn.files.first { $0.path == casesPath })
      let problems = Problems(path: file.path)
      cases = RemarkCase.read(file, problems)
      #expect(problems.list == [])
    }
  }

  let seller: Kind
  let buyer: Kind

  init() throws {
    let book = try PlaybookSet.builtIn.remarkBook()
    seller = try Kind("seller memos", PlaybookSet.casesPath, book.sellerMemo)
    buyer = try Kind("buyers' messages", PlaybookSet.buyerCasesPath, book.buyerMessage)
  }

  @Test("every verdict can be given, to sellers' words and to buyers'")
  func verdicts() {
    #expect(seller.rules.verdicts == Set(Verdict.allCases))
    #expect(buyer.rules.verdicts == Set(Verdict.allCases))
  }

  @Test("every line of the labelled sample comes out right")
  func labelled() {
    for line in labelledSample {
      let got = seller.rules.classify(line.say)
      #expect(got.verdict == line.verdict, "\(line.say): \(got.rule ?? "-") \(got.normalized)")
    }
  }

  @Test("every case that is not held out comes out right, to-dos too")
  func tuned() {
    #expect(seller.cases.count >= 1_000 && buyer.cases.count >= 100)
    for kind in [seller, buyer] {
      for item in kind.cases where !item.heldOut {
        let got = kind.rules.classify(item.say)
        #expect(item.holds(by: kind.rules), "\(item.say): \(got.verdict) \(got.rule ?? "-") \(got.todos.map(\.kind))")
      }
    }
  }

  @Test("held-out cases: no cancellation ships, one good order in a hundred at most waits, 95 in 100 are right")
  func heldOut() {
    var score = RemarkScore()
    for item in seller.cases where item.heldOut { score.add(item, seller.rules.classify(item.say)) }
    for item in buyer.cases where item.heldOut { score.add(item, buyer.rules.classify(item.say)) }
    print("held-out remarks: \(score)")
    #expect(score.total >= 290)
    #expect(score.cancellationsShipped == 0)
    #expect(score.exact * 100 >= score.total * 95)
  }

  @Test("the span is what was written, in characters, whatever its width")
  func span() throws {
    let got = seller.rules.classify("👩‍👩‍👧買家不😭要了")
    #expect(got.verdict == .cancel)
    #expect(got.span == Classification.Span(start: 3, end: 7, text: "不😭要了"))
    #expect(got.normalized == " 买家不 要了")
  }

  @Test("only resume and none let an order pass")
  func holds() {
    #expect(Verdict.allCases.filter { !$0.holds } == [.resume, .none])
  }

  @Test(
    "of two holds in an entry the one that says more decides, of equals the later",
    arguments: [
      ("勿发，测试单", Verdict.noShip), ("测试单 勿发", .noShip), ("先别发 等改地址", .address), ("拍错尺码 换XL", .amend),
      ("换L码，后来说不要了", .cancel), ("不要了，等通知退款", .cancel), ("红色不要了 退款", .partial), ("退款，红色不要了", .partial),
      ("尺码改成XL 正常发", .amend), ("不换了 正常发", .resume), ("【小美00:35】改L码【小强01:10】正常发", .resume),
      ("【小美00:35】不要了【小强01:10】先别发", .cancel), ("面膜不要了 精华照发", .partial), ("不要了，误会，照发", .resume),
      ("要是能换L码就换", .review), ("要换L码吗？", .review),
    ])
  func weights(_ text: String, _ verdict: Verdict) {
    let got = seller.rules.classify(text)
    #expect(got.verdict == verdict, "\(got.rule ?? "-")")
  }

  @Test("a part or a change names what is meant")
  func object() {
    #expect(seller.rules.classify("红色那件不要 其余发").object == "红色那件")
    #expect(seller.rules.classify("客户要换L码").object == "L码")
    #expect(seller.rules.classify("红色那件不要").until == nil)
    #expect(seller.rules.classify("不要了").object == nil)
  }

  @Test("a delay names its day, also beside other words")
  func until() {
    #expect(seller.rules.classify("11.20后发").until == DayMention(month: 11, day: 20, offset: nil))
    #expect(seller.rules.classify("先别发 15号后再发").until == DayMention(month: nil, day: 15, offset: nil))
    #expect(seller.rules.classify("下周一再发").until == DayMention(month: nil, day: nil, offset: nil, weekday: 1, weeks: 1))
    #expect(seller.rules.classify("先别发 等通知").until == nil)
    // A day on which somebody signed is no day to wait for.
    #expect(seller.rules.classify("【小美 11-11 00:35】先别发").until == nil)
  }
}

/// How well rules read cases.
struct RemarkScore: CustomStringConvertible {
  private(set) var total = 0
  private(set) var exact = 0
  private(set) var cancellationsShipped = 0
  private(set) var otherHoldsMissed = 0
  private(set) var goodOrders = 0
  private(set) var goodOrdersHeld = 0

  mutating func add(_ item: RemarkCase, _ got: Classification) {
    total += 1
    if got.verdict == item.verdict { exact += 1 }
    if item.verdict.holds, !got.verdict.holds {
      if item.verdict == .cancel { cancellationsShipped += 1 } else { otherHoldsMissed += 1 }
    }
    guard !item.verdict.holds else { return }
    goodOrders += 1
    if got.verdict.holds { goodOrdersHeld += 1 }
  }

  var description: String {
    "\(exact) of \(total) exactly right, \(cancellationsShipped) cancellations shipped, \(otherHoldsMissed) other holds "
      + "missed, \(goodOrdersHeld) of \(goodOrders) good orders held"
  }
}
