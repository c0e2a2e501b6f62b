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
