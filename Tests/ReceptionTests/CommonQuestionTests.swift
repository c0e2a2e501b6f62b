import Playbooks
import Reception
import Store
import TestSupport
import Testing
import Vocabulary

@Suite struct CommonQuestionTests {
  @Test("a candidate is reviewed by somebody else, then published, and may be withdrawn", arguments: TestStore.engines)
  func curation(engine: Engine) throws {
    let counter = try Counter(engine: engine)
    let shop = Counter.shop
    let day = try ScriptUseTests.day(1)
    let first = try counter.perform {
      try CommonQuestions.propose("含酒精吗", answer: "", sku: "S", activity: "", shop: shop, $0)
    }
    #expect(first.number == 1 && first.state == .candidate && first.proposedBy == "小美" && first.sku == "S")
    func review(_ actor: Actor, _ answer: String?) throws -> String? {
      try counter.refusal {
        try counter.perform(by: actor) { try CommonQuestions.review(1, answer: answer, day, shop: shop, $0) }
      }
    }
    func publish() throws -> String? {
      try counter.refusal { try counter.perform { try CommonQuestions.publish(1, day, shop: shop, $0) } }
    }
    #expect(try publish() == "faq_state", "nobody has looked at it")
    #expect(try review(Counter.agent, "不含") == "faq_same_person")
    #expect(try review(Counter.other, nil) == "faq_no_answer")
    #expect(try review(Counter.other, "不含酒精") == nil)
    #expect(try review(Counter.other, "不含酒精") == "faq_state")
    #expect(try publish() == nil)
    let published = try counter.store.read { try CommonQuestions.find(1, shop: shop, $0) }
    #expect(published.state == .published && published.answer == "不含酒精" && published.reviewedBy == "小强")
    let dropped = try counter.perform { try CommonQuestions.drop(1, because: "配方换了", shop: shop, $0) }
    #expect(dropped.state == .dropped && dropped.reason == "配方换了")
    #expect(
      try counter.refusal { try counter.perform { try CommonQuestions.drop(1, because: "x", shop: shop, $0) } }
        == "faq_state")
    #expect(
      try counter.refusal { try counter.perform { try CommonQuestions.publish(9, day, shop: shop, $0) } }
        == "unknown_faq")
    try counter.perform { try CommonQuestions.propose("包邮吗", answer: "是", sku: "", activity: "m", shop: shop, $0) }
    func numbers(_ state: CommonQuestion.State?) throws -> [Int64] {
      try counter.store.read { try CommonQuestions.list(shop: shop, state: state, limit: 9, $0) }.map(\.number)
    }
    #expect(try numbers(nil) == [2, 1] && numbers(.candidate) == [2] && numbers(.published) == [])
  }

  @Test(
    "an answer about an activity holds for the version it was reviewed for, and is reviewed anew for the next",
    arguments: TestStore.engines)
  func versions(engine: Engine) throws {
    let counter = try Counter(engine: engine)
    let shop = Counter.shop
    try counter.perform { try CommonQuestions.propose("减多少", answer: "40", sku: "", activity: "m", shop: shop, $0) }
    func review(_ version: Int, _ answer: String) throws -> String? {
      try counter.refusal {
        try counter.perform(by: Counter.other) {
          try CommonQuestions.review(1, answer: answer, try ScriptUseTests.day(version), shop: shop, $0)
        }
      }
    }
    func publish(_ version: Int) throws -> String? {
      try counter.refusal {
        try counter.perform { try CommonQuestions.publish(1, try ScriptUseTests.day(version), shop: shop, $0) }
      }
    }
    func standing(_ version: Int, over: Bool = false) throws -> Standing {
      try counter.store.read { try CommonQuestions.find(1, shop: shop, $0) }.standing(
        try ScriptUseTests.day(version, over: over))
    }
    #expect(try review(1, "40") == nil && publish(2) == "faq_stale" && publish(1) == nil)
    #expect(try standing(1) == .usable && standing(2) == .stale && standing(1, over: true) == .over)
    #expect(try review(1, "45") == "faq_state", "it still holds")
    #expect(try review(2, "50") == nil && standing(2) == .usable && publish(2) == nil)
    let entry = try counter.store.read { try CommonQuestions.find(1, shop: shop, $0) }
    #expect(entry.answer == "50" && entry.activityVersion == 2 && entry.state == .published)
  }

  @Test("a question that is empty or too long is refused")
  func lengths() throws {
    let counter = try Counter(engine: .sqlite)
    func propose(_ question: String) throws -> String? {
      try counter.refusal {
        try counter.perform {
          try CommonQuestions.propose(question, answer: "", sku: "", activity: "", shop: Counter.shop, $0)
        }
      }
    }
    #expect(try propose("") == "empty_question" && propose(String(repeating: "长", count: 1_001)) == "text_too_long")
    #expect(try propose(String(repeating: "长", count: 1_000)) == nil)
  }
}
