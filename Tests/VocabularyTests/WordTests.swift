import Foundation
import TestSupport
import Testing
import Vocabulary

/// The small words that every room uses.
@Suite struct WordTests {
  @Test("an operation id is a ULID: its time first, then chance, in Crockford's letters")
  func ulid() throws {
    var random = SplitMix64(seed: 1)
    let ids = (0..<2_000).map {
      OperationID(now: Moments.opening.adding(milliseconds: Int64($0 / 2)), random: &random).text
    }
    #expect(Set(ids).count == ids.count)
    #expect(ids.map { $0.prefix(10) } == ids.map { $0.prefix(10) }.sorted())
    let letters = Set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    #expect(ids.allSatisfy { $0.count == 26 && letters.isSuperset(of: $0) && OperationID($0)?.text == $0 })
    let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    let value = ids[0].prefix(10).reduce(Int64(0)) { $0 * 32 + Int64(alphabet.firstIndex(of: $1) ?? 0) }
    #expect(value == Moments.opening.milliseconds)
    #expect(OperationID(now: Instant(milliseconds: -1), random: &random).text.count == 26)
  }

  @Test(
    "an operation id of the caller's own has 1 to 96 plain characters",
    arguments: [
      ("a", true), ("RUN/12", true), ("A-b_c.9", true), (String(repeating: "x", count: 96), true),
      (String(repeating: "x", count: 97), false), ("", false), ("a b", false), ("单号", false), ("a;b", false),
      ("a\n", false), ("a'b", false), ("$1", false),
    ])
  func ownID(text: String, isGood: Bool) throws {
    #expect((OperationID(text) != nil) == isGood)
    let json = try JSONEncoder().encode([text])
    #expect(((try? JSONDecoder().decode([OperationID].self, from: json)) != nil) == isGood)
  }

  @Test("parts of a run are named after it")
  func parts() throws {
    let run = try #require(OperationID("RUN"))
    #expect(run.part("12").text == "RUN/12")
    #expect(OperationID(run.part("12").text) == run.part("12"))
  }

  @Test("exit codes are those of the README")
  func exitCodes() {
    #expect(ExitCode.allCases.map(\.rawValue) == [0, 10, 11, 12, 13, 14, 15, 16, 20, 21, 22, 23, 24, 64, 69, 70, 130])
    let kinds: [Failure.Kind: Int32] = [
      .usage: 64, .refused: 20, .unknownOutcome: 21, .storeUnavailable: 69, .internal: 70, .interrupted: 130,
    ]
    #expect(kinds.count == Failure.Kind.allCases.count)
    for (kind, code) in kinds { #expect(ExitCode(kind).rawValue == code) }
    #expect([ExitCode.done, .doneWithRejects, .held].max() == .doneWithRejects)
  }

  @Test("Chinese for Chinese locales, English for all others")
  func languages() {
    for locale in ["zh", "zh_CN.UTF-8", "ZH-Hans", "zh_TW"] { #expect(Language(locale: locale) == .zh) }
    for locale in ["", "C", "en_US.UTF-8", "de_DE", "POSIX"] { #expect(Language(locale: locale) == .en) }
    let message = Message(zh: "你好", en: "hello")
    #expect(Language.allCases.map { message.text(in: $0) } == ["你好", "hello"])
  }

  @Test("roles and stages have names in both languages, all different")
  func names() {
    let names = Role.allCases.map(\.name) + OrderStage.allCases.map(\.name)
    #expect(names.allSatisfy { !$0.zh.isEmpty && !$0.en.isEmpty })
    #expect(Set(OrderStage.allCases.map(\.name.zh)).count == OrderStage.allCases.count)
    for stage in OrderStage.allCases { #expect(OrderStage(key: stage.key) == stage) }
    #expect(OrderStage(key: "lost") == nil)
    #expect(OrderStage.allCases.map(\.rawValue) == OrderStage.allCases.map(\.rawValue).sorted())
  }

  @Test("a window holds from its start to just before its end, and dated refunds open when the shop wrote")
  func calendar() throws {
    func at(_ minutes: Int64) -> Instant { Moments.opening.adding(minutes: minutes) }
    let calendar = EventCalendar(
      key: "d11", zh: "双11", en: "Double 11",
      windows: [
        .init(key: "wave", zh: "第一波", en: "wave", start: at(0), end: at(60)),
        .init(key: "main", zh: "当天", en: "main day", start: at(30), end: at(90)),
      ],
      refundOpenings: [
        .init(paidFrom: at(0), paidUntil: at(10), opensAt: at(500)),
        .init(paidFrom: at(10), paidUntil: at(20), opensAt: at(600)),
      ])
    #expect(calendar.windows(at: at(-1)).isEmpty)
    #expect(calendar.windows(at: at(0)).map(\.key) == ["wave"])
    #expect(calendar.windows(at: at(30)).map(\.key) == ["wave", "main"])
    #expect(calendar.windows(at: at(60)).map(\.key) == ["main"])
    #expect(calendar.windows(at: at(90)).isEmpty)
    #expect(calendar.refundsOpen(forPaymentAt: at(0)) == at(500))
    #expect(calendar.refundsOpen(forPaymentAt: at(10)) == at(600))
    #expect(calendar.refundsOpen(forPaymentAt: at(20)) == nil)
    let json = try JSONEncoder().encode(calendar)
    #expect(try JSONDecoder().decode(EventCalendar.self, from: json) == calendar)
  }
}
