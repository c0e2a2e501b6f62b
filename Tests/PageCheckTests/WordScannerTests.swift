import PageCheck
import Playbooks
import TestSupport
import Testing

/// Banned words are found where they stand, and nowhere else.
@Suite struct WordScannerTests {
  static let list = PageWords(
    categories: [
      .init(id: "absolute", name: "绝对化", rule: "第九条", words: ["最", "最佳", "第一", "全网第一", "国家级", "NO.1"]),
      .init(id: "contact", name: "引流", rule: "平台", words: ["QQ", "微信", "微信号"]),
    ], allowed: ["最新", "最后", "第一次", "QQ弹", "国家级公园"])

  static func found(_ text: String, _ list: PageWords = list) -> [String] {
    var scratch = WordScanner.Scratch()
    let bytes = Array(text.utf8)
    return WordScanner(list).hits(in: text, &scratch).map { hit in
      "\(hit.word)=\(String(decoding: bytes[hit.range], as: UTF8.self))"
    }
  }

  @Test("the longest word counts, and what is allowed comes first")
  func longest() {
    #expect(found("本店全网第一，最佳之选") == ["全网第一=全网第一", "最佳=最佳"])
    #expect(found("最新款最后一天第一次购买QQ弹") == [])
    #expect(found("最新最佳最") == ["最佳=最佳", "最=最"])
    #expect(found("国家级公园，国家级护肤") == ["国家级=国家级"])
    #expect(found("加微信号") == ["微信号=微信号"])
    #expect(found("") == [])
  }

  private func found(_ text: String) -> [String] { Self.found(text) }

  @Test("spelling does not hide a word: capitals, full width, traditional, invisible characters")
  func spellings() {
    #expect(found("全店ＮＯ.１") == ["NO.1=ＮＯ.１"])
    #expect(found("No.1!") == ["NO.1=No.1"])
    #expect(found("國家級") == ["国家级=國家級"])
    #expect(found("最\u{200B}佳") == ["最佳=最\u{200B}佳"])
    #expect(found("👑最👑佳") == ["最=最"])
  }

  @Test("Latin words count only as whole words, and numbers as whole numbers")
  func whole() {
    #expect(found("QQ群 加qq12 iQQ") == ["QQ=QQ", "QQ=qq"])
    #expect(found("加QQ123456") == ["QQ=QQ"])
    #expect(found("iqqu qqs 3qq") == ["QQ=qq"])
    #expect(found("NO.10 和NO.1") == ["NO.1=NO.1"], "another number")
    #expect(found("QQ") == ["QQ=QQ"])
    #expect(found("买QQ买") == ["QQ=QQ"])
  }

  @Test("the automaton finds what looking for every word in turn finds")
  func property() {
    let seed: UInt64 = 20_261_111
    var random = SplitMix64(seed: seed)
    let letters = Array("最第一佳新后次ab12")
    func text(_ length: Int) -> String {
      String((0..<length).map { _ in letters[Int(random.next() % UInt64(letters.count))] })
    }
    for round in 0..<400 {
      let banned = Set((0..<5).map { _ in text(Int(1 + random.next() % 3)) })
      let allowed = Set((0..<3).map { _ in text(Int(2 + random.next() % 3)) }).subtracting(banned)
      let list = PageWords(
        categories: [.init(id: "x", name: "x", rule: "x", words: banned.sorted())], allowed: allowed.sorted())
      let sample = text(30)
      #expect(
        Self.found(sample, list) == Self.naive(sample, banned: banned, allowed: allowed), "seed \(seed) round \(round)")
    }
  }

  /// Every place of every word, then the same choice.
  private static func naive(_ text: String, banned: Set<String>, allowed: Set<String>) -> [String] {
    let letters = Array(text)
    func places(_ words: Set<String>) -> [(range: Range<Int>, word: String)] {
      words.flatMap { word in
        let spelling = Array(word)
        return letters.indices.compactMap { start -> (Range<Int>, String)? in
          let end = start + spelling.count
          guard end <= letters.count, Array(letters[start..<end]) == spelling else { return nil }
          func sort(_ place: Int) -> Int? {
            guard letters.indices.contains(place), letters[place].isASCII else { return nil }
            return letters[place].isNumber ? 1 : 2
          }
          func goesOn(_ one: Int?, _ other: Int?) -> Bool { one != nil && one == other }
          if goesOn(sort(start), sort(start - 1)) || goesOn(sort(end - 1), sort(end)) { return nil }
          return (start..<end, word)
        }
      }
    }
    let free = places(allowed)
    func width(_ range: Range<Int>) -> Int { letters[range].map { String($0).utf8.count }.reduce(0, +) }
    let open = places(banned).filter { hit in
      !free.contains { $0.range.lowerBound <= hit.range.lowerBound && hit.range.upperBound <= $0.range.upperBound }
    }
    var kept: [(range: Range<Int>, word: String)] = []
    for hit in open.sorted(by: {
      (width($1.range), $0.range.lowerBound) < (width($0.range), $1.range.lowerBound)
    }) where !kept.contains(where: { $0.range.overlaps(hit.range) }) { kept.append(hit) }
    return kept.sorted { $0.range.lowerBound < $1.range.lowerBound }.map { "\($0.word)=\($0.word)" }
  }

  @Test("a text of nothing but hits takes time by its length, not by its square")
  func hostile() {
    let text = String(repeating: "最", count: 300_000)
    #expect(Self.found(text).count == 300_000)
    let item = PageItem(id: "A", file: "a", line: 1, title: "", texts: [.init(line: 1, text: text)])
    #expect(PageInspector(PageInspectorTests.book()).faults(of: item).count == 1)
  }

  @Test("the shipped words leave harmless ones alone and catch what is forbidden")
  func shipped() throws {
    let words = try PlaybookSet.builtIn.pageWords()
    for harmless in ["最新款", "最后一天", "第一次购买", "最多可买2件", "最近发货", "第一时间发货", "QQ弹口感", "最适合干皮"] {
      #expect(Self.found(harmless, words) == [], "\(harmless)")
    }
    for (text, word) in [("全网第一", "全网第一"), ("国家级", "国家级"), ("好评返现3元", "好评返现"), ("加微信", "加微信")] {
      #expect(Self.found(text, words) == ["\(word)=\(word)"], "\(text)")
    }
    for category in words.categories {
      #expect(!category.rule.isEmpty && !category.name.isEmpty)
      for word in category.words {
        #expect(!Self.found(word, words).isEmpty, "\(category.id) \(word) is never found: something allows it")
      }
    }
    for word in words.allowed { #expect(Self.found(word, words) == [], "\(word)") }
  }
}
