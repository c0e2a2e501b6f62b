import Testing
import Vocabulary

@testable import Playbooks

/// `shifts.yaml`: what it may say, and what not.
@Suite struct ShiftRulesTests {
  static func file(_ old: String, _ new: String) throws -> PlaybookSet {
    let text = try #require(PlaybookSet.builtIn.files.first { $0.path == "shifts.yaml" }).text
    try #require(text.contains(old), "\(old)")
    return PlaybookSet(files: [PlaybookFile(path: "shifts.yaml", text: text.replacing(old, with: new))])
  }

  @Test("the shipped file is read")
  func shipped() throws {
    let rules = try PlaybookSet.builtIn.shiftRules()
    #expect(rules.startMinutes == 60 && rules.restHours == 11 && rules.oneStartPerDay)
    #expect(rules.lengths.map(\.minutes) == [240, 360, 480, 540, 600])
    #expect(rules.lengths[4].breaks.map(\.minutes) == [60, 30])
    #expect(rules.tiers.map(\.percent) == [10, 33, 100] && rules.tiers.map(\.factor) == [1, 3, 8])
    #expect([rules.missing("pre"), rules.missing("vip"), rules.missing("review")] == [20, 30, 12])
  }

  static let broken: [(String, String)] = [
    ("startMinutes: 60", "startMinutes: 45"), ("{hours: 4}", "{hours: 0}"), ("{hours: 4}", "{hours: 6}"),
    ("from: 120, to: 210", "from: 120, to: 400"), ("from: 120, to: 210", "from: 210, to: 120"),
    ("from: 120, to: 210", "from: 121, to: 210"),
    ("{minutes: 30, from: 390, to: 480}", "{minutes: 30, from: 300, to: 480}"),
    ("restHours: 11", "restHours: 25"), ("restHours: 11", "restHours: eleven"),
    ("{fromHour: 0, toHour: 6, hours: 2}", "{fromHour: 6, toHour: 0, hours: 2}"),
    ("{fromHour: 0, toHour: 6, hours: 2}", "{fromHour: 0, toHour: 6}"), ("usual: 12, ", ""), ("pre: 20", "pre: 0"),
    ("{percent: 33, factor: 3}", "{percent: 33, factor: 9}"), ("{percent: 100, factor: 8}", "{percent: 90, factor: 8}"),
    ("  - {percent: 33, factor: 3}\n", ""), ("idle: 3", "idle: -1"), ("wish: 12", "wishes: 12"),
    ("minHours: 0, maxHours: 40", "minHours: 50, maxHours: 40"), ("maxShiftHours: 10", "maxShiftHours: 0"),
    ("maxShifts: 6", "maxShifts: 61"), ("oneStartPerDay: true", "oneStartPerDay: yes"),
  ]

  @Test("what makes no sense is named", arguments: broken)
  func breaks(old: String, new: String) throws {
    let set = try Self.file(old, new)
    #expect(throws: Failure.self) { _ = try set.shiftRules() }
  }
}
