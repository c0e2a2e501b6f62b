import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import peakday

/// Text from a chat group at the command line: what is done comes out, and so does what could not be matched.
@Suite struct PasteCommandTests {
  static let chat = """
    小美 00:01
    订单351511110000001 买家不要了

    小强 00:02
    351511110000002
    351511110000005
    换L码
    小丽:
    999911110000009 不要了
    刚才那个客户也不要了吧

    小周: 351511110000003
    小丽: 晚上吃什么
    """

  static func place() throws -> Workplace {
    let place = try Workplace()
    try place.take([
      Workplace.line("351511110000001", memo: "送小样"), Workplace.line("351511110000002"),
      Workplace.line("351511110000003"), Workplace.line("351511110000005", status: "买家已签收"),
    ])
    return place
  }

  @Test("a preview changes nothing, then the same is done", arguments: Language.allCases)
  func preview(language: Language) throws {
    let place = try Self.place()
    place.environment["PEAKDAY_LANG"] = language.rawValue
    let preview = place.run("remark", "paste", "--dry-run", input: Self.chat)
    #expect(preview.code == .late)
    #expect(preview.output.contains(language == .zh ? "会这样记下（还没有记）" : "Would be noted (nothing was)"))
    #expect(place.run("hold", "list", "--json").output == "")
    let done = place.run("remark", "paste", "--json", input: Self.chat)
    #expect(done.code == .late)
    let objects = try done.objects
    #expect(
      objects.map { "\($0["outcome"]?.text ?? "") \($0["number"]?.text ?? "-")" } == [
        "late 351511110000005", "held 351511110000001", "held 351511110000002", "unknown 999911110000009",
        "noWords 351511110000003", "noNumber -",
      ])
    #expect(objects[1]["memo"]?.text == "送小样；买家不要了 12号退款勿发 小美11-11 00:01")
    #expect(objects[1]["flag"]?.text == "red")
    #expect(objects[1]["receipt"] != nil)
    #expect(try place.run("hold", "list", "--json").objects.count == 3)
    let again = try place.run("remark", "paste", "--json", input: Self.chat).objects
    #expect(again.prefix(3).map { $0["outcome"]?.text } == ["before", "before", "before"])
    #expect(try place.run("hold", "list", "--json").objects.count == 3)
  }

  @Test("late ones are named first, then the memos to copy, then what needs a person")
  func order() throws {
    let run = try Self.place().run("remark", "paste", "--lang", "zh", input: Self.chat)
    let places = [
      "晚了：包裹已揽收", "已记下：", "复制到千牛（整条替换原备注）", "351511110000001  红旗\n送小样；买家不要了 12号退款勿发 小美11-11 00:01\n", "没有处理，请人看一下：",
      "第 9 行  999911110000009  库里没有这个订单", "第 12 行  351511110000003  只有号，没有说要怎样", "没有说是哪一单", "--in-advance",
    ].map { words in run.output.range(of: words)?.lowerBound }
    #expect(!places.contains(nil), "\(run.output)")
    #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
  }

  @Test("a file in GBK, one that is empty, and 2,000 lines of chatter")
  func files() throws {
    let place = try Self.place()
    // 351511110000001 不要了
    let gbk = Array("351511110000001 ".utf8) + [0xB2, 0xBB, 0xD2, 0xAA, 0xC1, 0xCB]
    let file = try place.write("chat.txt", gbk)
    #expect(try place.run("remark", "paste", file, "--json").object["outcome"]?.text == "held")
    #expect(place.run("remark", "paste", try place.write("empty.txt", "")).output == "No orders were found in it\n")
    let chatter = (0..<2_000).map { "小美 0\($0 % 10):01\n今天吃了\($0)顿饭\n" }.joined()
    let run = place.run("remark", "paste", "-", input: chatter)
    #expect(run.output == "No orders were found in it\n")
    #expect(run.code == .done)
  }

  @Test("what somebody wrote cannot steer the terminal")
  func safety() throws {
    let run = try Self.place().run(
      "remark", "paste", "--lang", "en",
      input: "351511110000001 不要了\u{1B}[2J\u{202E}\u{7}\n\u{1B}[31m999911110000009 不要了")
    #expect(!run.output.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{7}" || $0 == "\u{202E}" })
    #expect(run.output.contains("351511110000001"))
  }
}
