import Testing
import Vocabulary

@testable import Playbooks

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same on every machine for a printed seed.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

@Suite("Remark rules, for any text")
struct RemarkPropertyTests {
  static let seed = UInt64.random(in: 0...UInt64.max)
  let rules: RemarkRules

  init() throws {
    rules = try PlaybookSet.builtIn.remarkRules()
  }

  @Test("any text is read, and the span lies inside it and is what was written there")
  func anyText() {
    var random = SeededGenerator(seed: Self.seed)
    let words = [
      "不要了", "不", "要", "了", "退款", "🙏🏽", "e\u{301}", "\r\n", "\u{200D}", "👩‍👩‍👧", "又要了", "\u{FE0F}", "１２号", "？",
      "が", "ｶﾞ",
    ]
    for round in 0..<2_000 {
      var text = ""
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        if Bool.random(using: &random), let word = words.randomElement(using: &random) {
          text += word
        } else if let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random)) {
          text.unicodeScalars.append(scalar)
        }
      }
      let got = rules.classify(text)
      guard let span = got.span else { continue }
      let characters = Array(text)
      #expect(
        span.start >= 0 && span.start < span.end && span.end <= characters.count, "seed \(Self.seed) round \(round)")
      if span.end <= characters.count, span.start < span.end {
        #expect(String(characters[span.start..<span.end]) == span.text, "seed \(Self.seed) round \(round)")
      }
    }
  }

  @Test("a cancellation stays one whatever stands between its letters")
  func spacedOut() throws {
    var random = SeededGenerator(seed: Self.seed)
    let phrases = [
      "不要了", "不想要了", "不需要了", "不买了", "取消订单", "退款", "勿发货", "撤单", "拦截", "拒收", "买家不要了", "buyaole",
    ]
    let fillers = [" ", "　", ".", "·", "、", "，", "。", "!", "-", "*", "😭", "\u{200B}", "~", "/", "：", "\n", "“", "|"]
    for round in 0..<2_000 {
      let phrase = try #require(phrases.randomElement(using: &random))
      var text = ""
      for character in phrase {
        text.append(character)
        for _ in 0..<Int.random(in: 0...3, using: &random) { text += fillers.randomElement(using: &random) ?? "" }
      }
      let got = rules.classify(text)
      #expect(got.verdict == .cancel, "seed \(Self.seed) round \(round): \(text)")
    }
  }

  @Test("a cancellation beside harmless words is never read as one that ships, in either order")
  func besideHarmlessWords() {
    let cancellations = [
      "不要了", "客户不想要了", "要取消", "帮取消", "退款", "已申请退款", "仅退款", "待退款", "拍错了", "拍重", "误拍", "别发了", "勿发", "截单", "拒收", "关闭订单",
      "也不要了", "等不及了", "不等了",
    ]
    let harmless = [
      "不要打电话", "不要发票", "送小样", "赠品送了", "没赠品", "没送小样", "发票没开", "优惠券没用上", "红包没领", "太贵", "太慢", "质量差", "色差大", "包装破", "运费自理",
      "定金不退", "运费不退", "差评", "发顺丰", "顺丰不到", "别家便宜", "刻字", "贺卡写好", "包装换过", "补发过", "不退不换", "想要的没有", "今天没发货", "为什么不发货",
      "要的急",
      "另一单正常发",
    ]
    for cancellation in cancellations {
      for other in harmless {
        for mark in [" ", "，", "。", "\n"] {
          for text in [other + mark + cancellation, cancellation + mark + other] {
            let got = rules.classify(text)
            #expect(got.verdict.holds, "\(text): \(got.rule ?? "-")")
          }
        }
      }
    }
  }

  @Test("twice the text takes at most about twice the steps")
  func linear() {
    for unit in ["不要", "退", "12号", "不.,;", "赠品发票不", "又要还是", "如果没有", "a", "换地址"] {
      let short = steps(String(repeating: unit, count: 1_000))
      let long = steps(String(repeating: unit, count: 2_000))
      #expect(long <= short * 2 + 200, "\(unit): \(short) then \(long)")
      #expect(short <= unit.unicodeScalars.count * 1_000 * 40, "\(unit): \(short)")
    }
  }

  private func steps(_ text: String) -> Int {
    let before = rules.steps
    _ = rules.classify(text)
    return rules.steps - before
  }

  @Test("a blank remark is none", arguments: ["", " ", "\n\t　", "。。。", "🙂"])
  func blank(_ text: String) {
    #expect(rules.classify(text).verdict == .none)
    #expect(rules.classify(text).rule == nil)
  }

  @Test("the same text is read the same way at any time and from any thread")
  func stable() async {
    let rules = rules
    let first = labelledSample.map { rules.classify($0.say) }
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<4 { group.addTask { labelledSample.map { rules.classify($0.say) } == first } }
      for await same in group { #expect(same) }
    }
  }
}
