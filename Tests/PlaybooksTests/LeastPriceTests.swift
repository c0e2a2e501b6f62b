import Playbooks
import TestSupport
import Testing
import Vocabulary

/// What a piece costs at the least.
@Suite struct LeastPriceTests {
  static let start = Instant(milliseconds: 0)

  static func activity(
    _ id: String, threshold: Int64 = 0, discount: Int64 = 0, percent: Int = 0, every: Bool = false,
    with others: [String] = [], price: Int64? = nil, gift: String? = nil, from minute: Int64 = 0
  ) -> Activity {
    Activity(
      id: id, name: id, starts: start.adding(minutes: minute), ends: start.adding(minutes: minute + 1),
      threshold: Money(fen: threshold), discount: Money(fen: discount), percentOff: percent, isEvery: every,
      stacksWith: others, gift: gift, prices: price.map { [.init(sku: "S", price: Money(fen: $0))] } ?? [])
  }

  static func least(_ activities: [Activity], _ listed: Int64, at minutes: [Int64] = [0]) -> Int64 {
    ActivityBook(activities: activities).least(
      of: "S", listed: Money(fen: listed), at: minutes.map { start.adding(minutes: $0) }
    ).fen
  }

  @Test(
    "a discount is shared with what fills the basket, taken once or for every threshold, and rounded against the shop",
    arguments: [
      (39_900, 3_000, 0, false, 89_900, 3_000), (39_900, 3_000, 0, true, 89_900, 6_760),
      (39_900, 3_000, 0, false, 10_000, 752), (0, 3_000, 0, false, 1_000, 1_000), (0, 0, 10, false, 1_999, 200),
      (0, 0, 10, false, 0, 0),
    ])
  func share(threshold: Int64, discount: Int64, percent: Int, every: Bool, amount: Int64, off: Int64) {
    let activity = Self.activity("a", threshold: threshold, discount: discount, percent: percent, every: every)
    #expect(activity.mostOff(Money(fen: amount)) == Money(fen: off))
  }

  @Test("the best set of activities that go together, at the moments that count")
  func best() {
    let book = [
      Self.activity("a", percent: 10, with: ["b"]), Self.activity("b", threshold: 30_000, discount: 4_000),
      Self.activity("c", price: 7_800), Self.activity("p", with: ["n"], price: 8_000, from: -9),
      Self.activity("n", percent: 5, from: 5),
    ]
    #expect(Self.least(book, 10_000) == 7_666, "10 % and a share of 40 of 300")
    #expect(Self.least(book, 10_000, at: [1]) == 10_000)
    #expect(Self.least(book, 10_000, at: [5]) == 9_500, "the pre-sale is over")
    #expect(Self.least(book, 10_000, at: [5, -9]) == 7_600, "of an order made in the pre-sale, its price stays true")
  }

  @Test("the same as trying every set, for 400 random books")
  func everySet() {
    var random = SplitMix64.printed("least price")
    for _ in 0..<400 {
      let count = Int.random(in: 1...7, using: &random)
      let activities = (0..<count).map { number in
        let others = (0..<number).filter { _ in Bool.random(using: &random) }.map { "\($0)" }
        return switch Int.random(in: 0..<4, using: &random) {
        case 0: Self.activity("\(number)", percent: Int.random(in: 1...60, using: &random), with: others)
        case 1:
          Self.activity("\(number)", with: others, price: Int64.random(in: 1...9_000, using: &random))
        case 2: Self.activity("\(number)", with: others, gift: "G")
        default:
          Self.activity(
            "\(number)", threshold: Int64.random(in: 5_000...40_000, using: &random),
            discount: Int64.random(in: 1...4_000, using: &random), every: Bool.random(using: &random), with: others)
        }
      }
      let book = ActivityBook(activities: activities)
      let tried = (0..<1 << count).compactMap { bits -> Int64? in
        let set = activities.indices.filter { bits >> $0 & 1 == 1 }.map { activities[$0] }
        guard set.indices.allSatisfy({ one in set[..<one].allSatisfy { book.stacks($0, set[one]) } }) else {
          return nil
        }
        let base = set.compactMap { $0.price(of: "S") }.min() ?? Money(fen: 10_000)
        return max(0, base.fen - set.reduce(0) { $0 + $1.mostOff(base).fen })
      }
      let found = Self.least(activities, 10_000)
      // A lower price makes smaller shares: of two sets the larger may be dearer by the rounding of each share.
      #expect(tried.min().map { (0...Int64(count)).contains(found - $0) } == true, "\(activities)")
    }
  }

  @Test("26 gifts that all go together take no time; 13 that lower one price at one moment are refused")
  func crowd() {
    let gifts = (0..<26).map { number in
      Self.activity("\(number)", with: (0..<26).filter { $0 != number }.map { "\($0)" }, gift: "G")
    }
    #expect(Self.least(gifts, 10_000) == 10_000)
    func faults(_ count: Int, later: Int = 0) -> [Failure] {
      let all = (0..<count).map { number in
        Self.activity(
          "\(number)", percent: 1, with: (0..<count).filter { $0 != number }.map { "\($0)" },
          from: number < later ? 1 : 0)
      }
      return ActivityBook(activities: all).faults()
    }
    #expect(faults(12) == [] && faults(13, later: 1) == [])
    let found = faults(13)
    #expect(Set(found.map(\.code)) == ["activity_crowd"] && found.count == 13)
    #expect(found.first?.message.en.contains("one of 13 that lower the price of one code; 12 at most") == true)
  }
}
