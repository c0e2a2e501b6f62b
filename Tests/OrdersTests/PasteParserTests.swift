import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// Text from a chat group in every layout that people paste: which words belong to which number.
@Suite struct PasteParserTests {
  static let now = Moments.midnight
  static let a = "351511110000001"
  static let b = "351511110000002"
  static let c = "3515111100000000003"

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    /// `number words`, one for each entry.
    let entries: [String]
    var bare: [String] = []
    var speech: [String] = []
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(name: "number, words", text: "订单\(a) 买家不要了", entries: ["\(a) 买家不要了"]),
    Case(name: "words, number", text: "不要了 \(a)", entries: ["\(a) 不要了"]),
    Case(name: "no space", text: "\(a)买家不要了,别发", entries: ["\(a) 买家不要了,别发"]),
    Case(name: "a label and a colon", text: "订单编号：\(a)，买家不要了。", entries: ["\(a) 买家不要了"]),
    Case(name: "words around it", text: "麻烦拦一下 \(a) 买家不要了", entries: ["\(a) 麻烦拦一下 买家不要了"]),
    Case(name: "a greeting before it", text: "在吗，\(a)，买家不要了", entries: ["\(a) 买家不要了"]),
    Case(name: "full width", text: "订单号：３５１５１１１１００００００１　不要了", entries: ["\(a) 不要了"]),
    Case(name: "groups of four", text: "3515 1111 0000 001 不要了", entries: ["\(a) 不要了"]),
    Case(name: "groups with hyphens", text: "不要了：3515-1111-0000-001", entries: ["\(a) 不要了"]),
    Case(
      name: "two numbers, one sentence", text: "\(a)、\(b) 都不要了", entries: ["\(a) 都不要了", "\(b) 都不要了"]),
    Case(
      name: "two numbers and a word between", text: "\(a) 和 \(b) 都不要了", entries: ["\(a) 都不要了", "\(b) 都不要了"]),
    Case(
      name: "each with its own words", text: "\(a)不要了；\(b)换L码", entries: ["\(a) 不要了", "\(b) 换L码"]),
    Case(
      name: "each behind its own words", text: "不要了 \(a)。换L码 \(b)", entries: ["\(a) 不要了", "\(b) 换L码"]),
    Case(
      name: "two, and words for each of several", text: "\(a) \(b) 都不要了，\(c) 换货",
      entries: ["\(a) 都不要了", "\(b) 都不要了", "\(c) 换货"]),
    Case(
      name: "nobody knows which words: all of them", text: "先说 \(a) 不要了 \(b) 换L码",
      entries: ["\(a) 先说 不要了 换L码", "\(b) 先说 不要了 换L码"]),
    Case(name: "a number alone, words below", text: "\(a)\n买家不要了", entries: ["\(a) 买家不要了"]),
    Case(
      name: "several alone, words below", text: "\(a)\n\(b)\n这两单买家不要了",
      entries: ["\(a) 这两单买家不要了", "\(b) 这两单买家不要了"]),
    Case(
      name: "words above a list", text: "以下买家不要了：\n\(a)\n\(b)", entries: ["\(a) 以下买家不要了", "\(b) 以下买家不要了"]),
    Case(
      name: "in turn, number first", text: "\(a)\n不要了\n\(b)\n换L码", entries: ["\(a) 不要了", "\(b) 换L码"]),
    Case(
      name: "in turn, words first", text: "不要了\n\(a)\n换L码\n\(b)", entries: ["\(a) 不要了", "\(b) 换L码"]),
    Case(
      name: "WeChat, copied", text: "小美:\n\(a)\n买家不要了\n\n小强:\n收到", entries: ["\(a) 买家不要了"]),
    Case(
      name: "WeChat with times", text: "小美 2026/11/11 0:01:12\n\(a) 买家不要了\n\n小强 2026/11/11 0:02:00\n好的",
      entries: ["\(a) 买家不要了"]),
    Case(
      name: "two utterances of one person",
      text: "小美 23:58\n\(a)\n小强 23:58\n怎么了\n小美 23:59\n买家不要了", entries: ["\(a) 买家不要了"], speech: ["怎么了"]),
    Case(
      name: "words first, in two utterances", text: "小美 23:58\n这单买家不要了\n小美 23:59\n\(a)", entries: ["\(a) 这单买家不要了"]
    ),
    Case(
      name: "an utterance of two lines", text: "小美 23:58\n\(a) 这个客户\n不要了 12号退", entries: ["\(a) 这个客户 不要了 12号退"]),
    Case(
      name: "words that went on to another order", text: "小美:\n\(a) 不要了\n刚才那个客户也不要了",
      entries: ["\(a) 不要了 刚才那个客户也不要了"], speech: ["刚才那个客户也不要了"]),
    Case(
      name: "the words of two people", text: "小美: \(a)\n小强: \(b)\n小美: 不要了\n小强: 换L码",
      entries: ["\(a) 不要了", "\(b) 换L码"]),
    Case(name: "a name in brackets", text: "【小美】\(a) 不要了", entries: ["\(a) 不要了"]),
    Case(name: "name and time in brackets", text: "【小美00:35】\(a) 不要了", entries: ["\(a) 不要了"]),
    Case(name: "time in brackets", text: "[00:01] 小美: \(a) 不要了", entries: ["\(a) 不要了"]),
    Case(name: "an account of the shop", text: "旗舰店:小美: \(a) 不要了", entries: ["\(a) 不要了"]),
    Case(name: "a mention", text: "@仓库小张 \(a) 不要了 @小强", entries: ["\(a) 不要了"]),
    Case(name: "a mention without a space", text: "@小张\u{2005}\(a)不要了", entries: ["\(a) 不要了"]),
    Case(name: "words that look like a mention", text: "@不要了 \(a)", entries: ["\(a) 不要了"]),
    Case(name: "words that look like a name", text: "不要了：\(a)\n退款：\(b)", entries: ["\(a) 不要了", "\(b) 退款"]),
    Case(name: "words that look like a time", text: "\(a) 12:30前发", entries: ["\(a) 12:30前发"]),
    Case(name: "a wish that begins with a time", text: "12:30前发 \(a)", entries: ["\(a) 12:30前发"]),
    Case(
      name: "a quotation and its answer",
      text: "小强 00:03\n「小美：\(a) 买家不要了」\n- - - - - - - - -\n又要了 正常发",
      entries: ["\(a) 买家不要了", "\(a) 又要了 正常发"]),
    Case(
      name: "a quotation of what was said", text: "小美: \(a) 不要了\n小强:\n「小美: \(a) 不要了」\n——————\n收到",
      entries: ["\(a) 不要了"]),
    Case(
      name: "a quoted number and words of its own", text: "> 小美: \(a)\n买家不要了", entries: ["\(a) 买家不要了"], bare: []),
    Case(
      name: "a link", text: "https://trade.tmall.com/detail/orderDetail.htm?bizOrderId=\(c)&spm=a1z09.1 不要了",
      entries: ["\(c) 不要了"]),
    Case(
      name: "a link without a scheme", text: "不要了 trade.taobao.com/trade/detail.htm?tid=\(a)", entries: ["\(a) 不要了"]),
    Case(
      name: "a link to goods is no order", text: "\(a) 换成 https://item.taobao.com/item.htm?id=654321987654321 这个",
      entries: ["\(a) 换成 这个"]),
    Case(name: "a phone number stays with the words", text: "\(a) 电话改13812345678", entries: ["\(a) 电话改13812345678"]),
    Case(
      name: "a phone with its country, a landline, a card", text: "\(a) 改8613812345678 057188888888 11010519491231002X",
      entries: ["\(a) 改8613812345678 057188888888 11010519491231002X"]),
    Case(
      name: "a card of digits alone", text: "\(a) 身份证 110101199003070134 要补",
      entries: ["\(a) 身份证 110101199003070134 要补"]),
    Case(name: "a date in groups", text: "\(a) 2026-11-11 01:52 不要了", entries: ["\(a) 2026-11-11 01:52 不要了"]),
    Case(name: "a waybill", text: "SF1234567890123 拦截 不要了", entries: ["SF1234567890123 拦截 不要了"]),
    Case(name: "a waybill of digits", text: "运单号 773123456789012 拦下", entries: ["773123456789012 拦下"]),
    Case(
      name: "an order and its waybill", text: "\(a) 运单YT8812345678901 不要了",
      entries: ["\(a) 不要了", "YT8812345678901 不要了"]),
    Case(
      name: "two numbers without a space", text: "\(a)\(b) 不要了", entries: ["\(a)\(b) 不要了"]),
    Case(name: "a number of which nothing is said", text: "小美: \(a)\n小强: 在吗", entries: [], bare: [a]),
    Case(
      name: "a second number at the end", text: "\(a) 拍错了 重拍了 \(b)", entries: ["\(a) 拍错了 重拍了"], bare: [b]),
    Case(name: "words without a number", text: "小美: 刚才那单客户不要了", entries: [], speech: ["刚才那单客户不要了"]),
    Case(name: "what chat programs say", text: "小美撤回了一条消息\n[图片]\n——2026-11-11——\n👍👍\n", entries: []),
    Case(name: "stickers beside words", text: "\(a)[图片] 不要了[抱拳]", entries: ["\(a) 不要了"]),
    Case(name: "nothing", text: "\n \n", entries: []),
  ]

  @Test("words and numbers find each other", arguments: cases)
  func pairs(row: Case) {
    let parsed = PasteParser.parse(row.text, now: Self.now)
    #expect(parsed.entries.map { "\($0.number.text) \($0.words)" } == row.entries)
    #expect(parsed.bare.map(\.number.text) == row.bare)
    #expect(parsed.speech.map(\.words) == row.speech)
  }

  static let speakers: [(text: String, who: String?, at: String?)] = [
    ("小美 00:01\n\(a) 不要了", "小美", "2026-11-11 00:01:00"),
    ("小美 23:58\n\(a) 不要了", "小美", "2026-11-10 23:58:00"),
    ("小美 昨天 9:05\n\(a) 不要了", "小美", "2026-11-10 09:05:00"),
    ("小美 下午3:05\n\(a) 不要了", "小美", "2026-11-10 15:05:00"),
    ("小美 11-09 21:00:07\n\(a) 不要了", "小美", "2026-11-09 21:00:00"),
    ("2026年11月9日 21:00 小美\n\(a) 不要了", "小美", "2026-11-09 21:00:00"),
    ("—————  2026-11-09  —————\n\n小美 21:00\n\n\(a) 不要了", "小美", "2026-11-09 21:00:00"),
    ("小美(客服)  0:04:03\n\(a) 不要了", "小美", "2026-11-11 00:04:00"),
    ("【小美00:01】\(a) 不要了", "小美", "2026-11-11 00:01:00"),
    ("小美：\(a) 不要了", "小美", nil), ("\(a) 不要了", nil, nil),
    ("小强 00:03\n「小美：\(a) 不要了」\n好的", "小美", nil),
    ("小美 00:01\n\(a)\n小强 00:02\n收到\n小美 00:03\n不要了", "小美", "2026-11-11 00:03:00"),
  ]

  @Test("who said it, and when", arguments: speakers)
  func who(text: String, who: String?, at: String?) {
    let entry = PasteParser.parse(text, now: Self.now).entries.first
    #expect(entry?.who == who)
    #expect(entry?.at?.shopText == at)
  }

  static let looks: [(String, PastedNumber.Look?)] = [
    ("351511110000001", .order), ("3515111100000000003", .order), ("351511110000", .doubtful),
    ("订单351511110000", .order), ("35151111000", nil), ("SF1234567890123", .waybill), ("JDVB12345678901", .waybill),
    ("快递单号773123456789", .waybill), ("35151111000000000030", .tooLong), ("tid351511110000001", .order),
    ("电话351511110000001", nil), ("L码38", nil), ("8613812345678", nil), ("051288881234", nil),
  ]

  @Test("a number is taken for what it looks like", arguments: looks)
  func look(text: String, look: PastedNumber.Look?) {
    let numbers = PasteScanner.tokens(of: text).compactMap { token -> PastedNumber? in
      if case .number(let number) = token { number } else { nil }
    }
    #expect(numbers.map(\.look) == (look.map { [$0] } ?? []))
  }

  @Test("no number of 15 digits or more is lost, whatever stands around it")
  func nothingLost() {
    var random = SplitMix64.printed("chats")
    let bits = [
      "小美 01:52", "小强:", "【小美】", "不要了", "好的", "", "—————", "「小美：", "」", "> ", "@小张 ", "订单号：", "，", " ", "退款", "[图片]",
      "：", "12:30",
      "2026-11-11", "收到", "https://t.cn/a?tid=", "和", "13812345678", "SF", "?", "。",
    ]
    for round in 0..<3_000 {
      var text = ""
      var numbers: Set<String> = []
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        if Int.random(in: 0..<3, using: &random) == 0 {
          let number = "35151111\(1_000_000 + round * 13 + Int.random(in: 0..<9, using: &random))"
          numbers.insert(number)
          text += " " + number + " "
        } else {
          text += bits.randomElement(using: &random) ?? ""
        }
        if Bool.random(using: &random) { text += "\n" }
      }
      let parsed = PasteParser.parse(text, now: Self.now)
      let found = Set(parsed.entries.map(\.number.text) + parsed.bare.map(\.number.text))
      #expect(found.isSuperset(of: numbers), "\(text)")
    }
  }

  @Test("2,000 lines of chatter take no time, and a line as long as a book neither")
  func size() {
    let chat = (0..<2_000).map { "小\($0 % 7 == 0 ? "美" : "强") 0\($0 % 3):1\($0 % 6)\n今天第\($0)次说晚上吃什么\n" }
    let clock = ContinuousClock()
    let time = clock.measure {
      _ = PasteParser.parse(chat.joined(), now: Self.now)
      _ = PasteParser.parse(String(repeating: "不要了1 ", count: 50_000), now: Self.now)
      _ = PasteParser.parse(String(repeating: "[@「> 1:1", count: 20_000), now: Self.now)
    }
    #expect(time < .seconds(20), "\(time)")
  }
}
