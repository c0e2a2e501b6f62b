import Playbooks
import Testing
import Vocabulary

/// `staffing.yaml`: what is shipped can be used, and a slip of the pen is named with its line.
@Suite struct StaffingRulesTests {
  static let chat =
    "{skill: a, zh: 甲, en: A, withinSeconds: 6, share: 0.8, reactionSeconds: 2, handlingSeconds: [240, 270], "
    + "shrinkage: 0.1, atLeast: 0, atMost: 9}"

  static func problems(_ text: String) -> [Failure] {
    PlaybookSet(files: [PlaybookFile(path: "staffing.yaml", text: text)]).check()
      .filter { $0.place?.hasPrefix("staffing.yaml") == true }
  }

  @Test("the shipped skills are found by key and by name, and the peaks hold by the calendar")
  func shipped() throws {
    let rules = try PlaybookSet.builtIn.staffingRules()
    let calendars = try PlaybookSet.builtIn.calendars()
    #expect(rules.skills.map(\.key) == ["pre", "after", "vip", "review", "packing", "refund"])
    #expect(rules.skill("售后")?.key == "after" && rules.skill("packing")?.key == "packing" && rules.skill("x") == nil)
    func factor(_ text: String, _ skill: String = "pre") throws -> Double? {
      let moment = try #require(Instant(text))
      return rules.peaks.first { $0.holds(at: moment, skill: skill, calendars) }?.factor
    }
    #expect(try factor("2026-11-11 00:00") == 20 && factor("2026-11-11 01:59:59") == 20)
    #expect(try factor("2026-11-11 02:00") == 10 && factor("2026-11-11 09:00") == 1.8)
    #expect(try factor("2026-11-10 19:59") == nil && factor("2026-11-10 20:00") == 2)
    #expect(try factor("2026-11-12 21:00") == nil, "the second day of its window")
    #expect(try factor("2026-11-12 00:30", "after") == 15 && factor("2026-11-12 00:30", "pre") == nil)
    let opening = try #require(Instant("2026-11-11 00:00"))
    #expect(rules.peaks.contains { $0.begins(at: opening, skill: "pre", calendars) })
    #expect(!rules.peaks.contains { $0.begins(at: opening.adding(minutes: 30), skill: "pre", calendars) })
  }

  @Test(
    "a value outside its bounds is named",
    arguments: [
      ("share: 0.8", "share: 1.0", "'share'"), ("share: 0.8", "share: 0", "'share'"),
      ("share: 0.8", "share: nan", "'share'"), ("withinSeconds: 6", "withinSeconds: 2", "'reactionSeconds'"),
      ("[240, 270]", "[]", "'handlingSeconds'"), ("[240, 270]", "[0]", "'handlingSeconds'"),
      ("[240, 270]", "[240, 490]", "2 chats at once"), ("[240, 270]", "[1e99]", "'handlingSeconds'"),
      ("shrinkage: 0.1", "shrinkage: 1", "'shrinkage'"), ("atMost: 9", "atMost: 99999999999", "'atMost'"),
      ("atLeast: 0", "atLeast: 10", "'atLeast'"), ("skill: a", "skill: ''", "'skill'"),
      ("atLeast: 0", "atLeast: 0.5", "whole number"), ("atLeast: 0", "atleast: 0", "did you mean 'atLeast'"),
    ])
  func bounds(from: String, to: String, words: String) {
    #expect(Self.problems("chats: [\(Self.chat)]") == [])
    let found = Self.problems("chats: [\(Self.chat.replacing(from, with: to))]")
    #expect(found.contains { $0.message.en.contains(words) || $0.next?.en.contains(words) == true }, "\(found)")
  }

  @Test("peaks: times of day, windows of the calendar, skills of the file")
  func peaks() {
    func problems(_ peak: String) -> [String] {
      let calendar = PlaybookSet.builtIn.files.filter { $0.path.hasPrefix("event/") }
      let file = PlaybookFile(path: "staffing.yaml", text: "chats: [\(Self.chat)]\npeaks: [{\(peak)}]")
      return PlaybookSet(files: calendar + [file]).check().filter { $0.place?.hasPrefix("staffing") == true }.map(
        \.code)
    }
    let good = #"window: mainDay, from: "20:00", to: "24:00", factor: 2"#
    #expect(problems(good) == [])
    #expect(problems(good.replacing("mainDay", with: "mainday")) == ["unknown_window"])
    for bad in [
      good.replacing("\"20:00\"", with: "20"), good.replacing("24:00", with: "24:01"),
      good.replacing("24:00", with: "19:00"), good.replacing("factor: 2", with: "factor: 0"),
      good + ", day: 0", good + ", skills: [b]", good + ", burstShare: 1.5, burstMinutes: 5",
      good + ", burstShare: 0.5",
    ] {
      #expect(!problems(bad).isEmpty, "\(bad)")
    }
  }

  @Test("a name that stands twice is refused, because files use names")
  func names() {
    let other = Self.chat.replacing("skill: a", with: "skill: b").replacing("en: A", with: "en: B")
    #expect(Self.problems("chats: [\(Self.chat), \(other)]").count == 1)
  }
}
