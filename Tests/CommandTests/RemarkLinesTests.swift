import Testing
import Vocabulary

@testable import peakday

/// `remark classify` without a remark reads them from standard input.
@Suite struct RemarkLinesTests {
  private func judged(_ input: String, _ flags: String...) throws -> [JSON] {
    let run = try Workplace().run(["remark", "classify", "--json"] + flags, input: input)
    #expect(run.code == .done)
    return try run.objects
  }

  @Test("one line in gives one object out, an empty line too, whatever ends the lines")
  func lines() throws {
    let objects = try judged("买家不要了\n\n  \r\n11.20后发\r\n\n不要发申通")
    #expect(objects.map { $0["text"]?.text } == ["买家不要了", "", "", "11.20后发", "", "不要发申通"])
    #expect(objects.map { $0["verdict"]?.text } == ["cancel", "none", "none", "delay", "none", "none"])
    #expect(objects[1]["rule"] == .null && objects[1]["span"] == .null)
    #expect(objects[5]["todos"]?.list.first?["kind"]?.text == "courier")
    #expect(try judged("").isEmpty)
  }

  @Test("a long remark is read whole, and a line that is too long waits for a person without breaking the next")
  func longLines() throws {
    let long = String(repeating: "好评。", count: 2_000) + "买家不要了"
    let endless = String(repeating: "a", count: 200_000)
    let objects = try judged(long + "\n" + endless + "\n可以发了\n" + endless)
    #expect(objects.map { $0["verdict"]?.text } == ["cancel", "review", "resume", "review"])
    #expect(objects[1]["text"]?.text?.utf8.count == 65_536)
    #expect(objects[1]["rule"] == .null)
  }

  @Test("a buyer's own words are judged as such")
  func buyer() throws {
    let words = "要红色不要蓝色\n质量不好我会退的哦\n我不要了 别发货了"
    #expect(try judged(words, "--buyer").map { $0["verdict"]?.text } == ["amend", "none", "cancel"])
  }
}
