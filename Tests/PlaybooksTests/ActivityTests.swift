import Playbooks
import Testing
import Vocabulary

/// `activities/*.yaml`: what they mean, and every slip of the pen with its file and line.
@Suite struct ActivityTests {
  static let first =
    "{id: a, name: 满300减40, venue: 主会场, starts: 2026-11-10T20:00+08:00, ends: 2026-11-11T23:59+08:00, "
    + "threshold_fen: 30000, discount_fen: 4000, every: true, stacks_with: [b], excludes: [X], words: [满300]}"
  static let second =
    "{id: b, name: 九折券, venue: 主会场, starts: 2026-11-10 20:00, ends: 2026-11-12 00:00, percent_off: 10, limit_per_buyer: 1}"

  static func set(_ files: [String]) -> PlaybookSet {
    PlaybookSet(
      files: files.enumerated().map { index, text in
        PlaybookFile(path: "activities/\(index).yaml", text: "activities:\n" + text)
      })
  }

  static func problems(_ files: String...) -> [Failure] {
    set(files).check().filter { $0.place?.hasPrefix("activities/") == true }
  }

  @Test("an activity holds in its window, for its goods, and takes off what it says")
  func meaning() throws {
    let book = try Self.set(["  - \(Self.first)\n  - \(Self.second)"]).activities()
    let every = try #require(book.activity("a"))
    let percent = try #require(book.activity("b"))
    #expect(every.holds(at: every.starts) && !every.holds(at: every.ends))
    #expect(every.starts == Instant("2026-11-10 20:00"))
    #expect(!every.covers("X") && every.covers("Y") && percent.covers("X"))
    #expect(every.reduced(Money(fen: 29_999)) == Money(fen: 29_999))
    #expect(every.reduced(Money(fen: 61_000)) == Money(fen: 53_000), "twice")
    #expect(percent.reduced(Money(fen: 1_999)) == Money(fen: 1_800), "the shop's fen, not the buyer's")
    #expect(book.stacks(percent, every) && book.stacks(every, percent), "one of two names the other")
    #expect(try PlaybookSet(files: []).activities() == ActivityBook(activities: []))
  }

  @Test(
    "a wrong value is named with its line",
    arguments: [
      ("threshold_fen: 30000", "threshold_fen: 300.5", "playbook_value"),
      ("discount_fen: 4000", "discount_fen: 40000", "activity_discount"),
      ("threshold_fen: 30000, ", "", "activity_every"),
      ("ends: 2026-11-11T23:59", "ends: 2026-11-09T23:59", "activity_window"),
      ("ends: 2026-11-11T23:59+08:00", "ends: soon", "playbook_value"),
      ("stacks_with: [b]", "stacks_with: [c]", "activity_unknown"),
      ("stacks_with: [b]", "stacks_with: [a, b]", "activity_unknown"),
      ("stacks_with: [b]", "stacks_with: [b, [b]]", "playbook_value"),
      ("every: true", "percent_off: 5", "activity_two_discounts"),
      ("every: true", "evry: true", "playbook_unknown_key"), ("id: a", "id: A b", "playbook_value"),
      ("threshold_fen: 30000, discount_fen: 4000, every: true, ", "", "activity_empty"),
      ("stacks_with: [b], ", "", "activity_overlap"),
    ])
  func wrong(from: String, to: String, code: String) {
    #expect(Self.problems("  - \(Self.second)", "  - \(Self.first)") == [])
    let found = Self.problems("  - \(Self.second)", "  - " + Self.first.replacing(from, with: to))
    #expect(found.map(\.code) == [code] && found.map(\.place) == ["activities/1.yaml:2"], "\(found)")
  }

  @Test("two that meet are told of at the later one, in whatever file; parted goods, places or times do not meet")
  func overlaps() {
    let alone = Self.first.replacing(" stacks_with: [b],", with: "")
    func codes(_ other: String) -> [String] { Self.problems("  - \(alone)", "  - \(other)").map(\.code) }
    #expect(codes(Self.second) == ["activity_overlap"])
    #expect(codes(Self.second.replacing("主会场", with: "美妆会场")) == [])
    #expect(codes(Self.second.replacing("starts: 2026-11-10 20:00", with: "starts: 2026-11-11 23:59")) == [])
    #expect(codes(Self.second.replacing("limit_per_buyer: 1", with: "skus: [X]")) == [])
    #expect(codes(Self.second.replacing("limit_per_buyer: 1", with: "skus: [X, Y]")) == ["activity_overlap"])
    #expect(codes(Self.second.replacing("id: b", with: "id: a")) == ["activity_twice"])
  }

  @Test("a price under the floor is told with the code")
  func floors() throws {
    let priced = "  - {id: p, name: 直降, starts: 2026-11-10, ends: 2026-11-12, prices: [{sku: S, price_fen: 15000}]}"
    let book = try Self.set([priced]).activities()
    #expect(book.faults(floors: ["S": Money(fen: 15_000), "T": Money(fen: 1)]) == [])
    let found = book.faults(floors: ["S": Money(fen: 15_001)])
    #expect(found.map(\.code) == ["activity_under_floor"] && found.map(\.place) == ["p"])
    #expect(book.activities[0].price(of: "S") == Money(fen: 15_000) && !book.activities[0].covers("T"))
  }
}
