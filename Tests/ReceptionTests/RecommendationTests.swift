import Playbooks
import Reception
import Testing
import Vocabulary

/// Two or three, never four, each with its reasons.
@Suite struct RecommendationTests {
  static func handbook(_ others: String...) throws -> Handbook {
    let main = "  - {sku: A, name: 面霜, price_fen: 20000, goes_with: [B]}\n"
    let text = "products:\n" + main + others.map { "  - {\($0)}\n" }.joined()
    return try PlaybookSet(files: [PlaybookFile(path: "handbook/x.yaml", text: text)]).handbook()
  }

  static let noActivities = ActivityBook(activities: [])
  static let now = Instant(milliseconds: 1_794_326_709_007)

  @Test("the paired ones stand first, and a fourth is left out")
  func three() throws {
    let book = try Self.handbook(
      "sku: E, name: 口红, best_seller: true", "sku: D, name: 乳液, goes_with: [A]", "sku: C, name: 精华, goes_with: [B]",
      "sku: B, name: 爽肤水, selling_points: [不含酒精, 好吸收]", "sku: F, name: 无关")
    let found = try Recommendation.choose(for: "A", in: book, Self.noActivities, at: Self.now)
    #expect(found.map(\.sku) == ["B", "D", "C"])
    #expect(found.map(\.reasons) == [[.goesWith], [.pointsBack], [.shared("B")]])
    #expect(found[0].point == "不含酒精")
    let without = try Recommendation.choose(for: "A", in: book, Self.noActivities, at: Self.now, outOfStock: ["B"])
    #expect(without.map(\.sku) == ["D", "C", "E"], "what is out of stock is not offered")
  }

  @Test("what brings the cart over a threshold is worth more than a best seller")
  func threshold() throws {
    let book = try Self.handbook(
      "sku: B, name: 小样, price_fen: 100, best_seller: true", "sku: C, name: 套装, price_fen: 10000")
    let activity = Activity(
      id: "m", name: "满300减40", starts: Self.now, ends: Self.now.adding(minutes: 1), threshold: Money(fen: 30_000),
      discount: Money(fen: 4_000))
    func reasons(at moment: Instant, cart: Money?) throws -> [[Recommendation.Reason]] {
      try Recommendation.choose(
        for: "A", in: book, ActivityBook(activities: [activity]), amount: cart, at: moment
      ).map(\.reasons)
    }
    #expect(try reasons(at: Self.now, cart: nil) == [[.goesWith, .bestSeller], [.reaches("满300减40")]])
    #expect(throws: Failure.self) { try reasons(at: Self.now, cart: Money(fen: 30_000)) }
    #expect(throws: Failure.self) { try reasons(at: Self.now.adding(minutes: 1), cart: nil) }
  }

  @Test("one is not enough, and an unknown code names the nearest")
  func refusals() throws {
    let book = try Self.handbook("sku: B, name: 乙", "sku: C, name: 丙")
    let few = #expect(throws: Failure.self) {
      try Recommendation.choose(for: "A", in: book, Self.noActivities, at: Self.now)
    }
    #expect(few?.code == "nothing_to_recommend")
    let unknown = #expect(throws: Failure.self) {
      try Recommendation.choose(for: "AA", in: book, Self.noActivities, at: Self.now)
    }
    #expect(unknown?.code == "unknown_product" && unknown?.next?.en == "did you mean 'A'?")
  }
}
