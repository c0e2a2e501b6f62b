import Testing
import Vocabulary

@testable import Playbooks

@Suite("To-dos of a remark")
struct TodoTests {
  let rules: RemarkRules

  init() throws {
    rules = try PlaybookSet.builtIn.remarkRules()
  }

  @Test(
    "a remark says what is to be done, and what exactly",
    arguments: [
      ("不要发申通", Todo(kind: .courier, mode: .mustNot, value: "申通", text: "不要发申通")),
      ("务必发EMS", Todo(kind: .courier, value: "EMS", text: "务必发EMS")),
      ("赠品不要了", Todo(kind: .gift, mode: .mustNot, value: "赠品", text: "赠品不要了")),
      ("送小样", Todo(kind: .gift, value: "小样", text: "送小样")),
      ("贺卡写：生日快乐，送小样", Todo(kind: .card, value: "生日快乐", text: "贺卡写")),
      (
        "今天不发就不要了",
        Todo(
          kind: .deadline, text: "今天不发就不要了", due: DayMention(month: nil, day: nil, offset: 0))
      ),
      (
        "12号退差30 货先发",
        Todo(
          kind: .diffRefund, value: "30", text: "12号退差30", due: DayMention(month: nil, day: 12, offset: nil))
      ),
      ("两单合并发", Todo(kind: .merge, text: "两单合并发")),
      ("开专票", Todo(kind: .invoice, value: "", text: "开专票")),
      ("作废 重拍了", Todo(kind: .rebuy, text: "重拍了")),
      ("刷单 勿发", Todo(kind: .compliance, text: "刷单")),
      ("不要压坏", Todo(kind: .warehouse, mode: .mustNot, text: "不要压坏")),
    ])
  func todo(_ text: String, _ todo: Todo) {
    let got = rules.classify(text).todos
    #expect(got.contains(todo), "\(got)")
  }

  @Test("each courier named is a to-do of its own, in the order of the words, and none twice")
  func several() {
    let got = rules.classify("不要发申通，发顺丰，别用申通").todos
    #expect(got.map(\.value) == ["申通", "顺丰"])
    #expect(got.map(\.mode) == [.mustNot, .must])
  }

  @Test("goods that go first are no second difference to pay back")
  func goodsFirst() {
    #expect(rules.classify("12号退差30 货先发").todos.map(\.value) == ["30"])
  }

  @Test("the text of a card asks for nothing")
  func quoted() {
    let got = rules.classify("贺卡写：不要发顺丰")
    #expect(got.todos.map(\.kind) == [.card])
    #expect(got.verdict == .none)
  }
}
