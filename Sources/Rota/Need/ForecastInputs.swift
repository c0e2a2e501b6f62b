public import Formats
import FoundationEssentials
public import Vocabulary

/// Orders by hour, as the shop plans to sell them: a table with interval_start and orders, and minutes where a line covers
/// less or more than an hour.
public struct SalesPlan: Sendable, Equatable {
  struct Stretch: Sendable, Equatable {
    let start: Instant
    let minutes: Int
    let orders: Double
  }

  let stretches: [Stretch]
  public let unusable: [UnusableLine]

  private static let orders = StaffColumn("orders", "订单数", "预计订单", "单量")

  /// - Throws: `Failure` `.usage`: `file_empty`, `staff_columns_missing`, `no_usable_rows`.
  public init(_ rows: any TableRows) throws {
    let table = try StaffTable(rows, required: [.start, Self.orders])
    var found: [Stretch] = []
    unusable = try table.read { line in
      let minutes = try line.text(.minutes) == nil ? 60 : line.minutes()
      let stretch = Stretch(
        start: try line.start(minutes: minutes), minutes: minutes,
        orders: try line.number(Self.orders, in: StaffLimits.arrivals))
      found.append(stretch)
    }
    stretches = found.sorted { $0.start < $1.start }
    guard !stretches.isEmpty else { throw StaffTable.unusable(table.name, unusable) }
    for (one, next) in zip(stretches, stretches.dropFirst())
    where one.start.adding(minutes: Int64(one.minutes)) > next.start {
      throw Failure(
        .usage, code: "plan_overlaps",
        Message(zh: "计划里 \(next.start.shopText) 出现两次", en: "the plan has \(next.start.shopText) twice"),
        place: table.name, next: Message(zh: "每个时段只留一行", en: "keep one line for each stretch"))
    }
  }
}

/// What `peakday refund forecast --json` prints: a line of JSON for each half hour.
public struct RefundOutlook: Sendable, Equatable {
  struct Slot: Sendable, Equatable {
    let from: Instant
    let refunds: Double
    let seconds: Double
  }

  static let minutes = 30
  let slots: [Slot]
  public let unusable: [UnusableLine]

  private struct Line: Decodable {
    let from: Instant
    let refunds: Double
    let seconds: Double
  }

  /// - Parameter name: of the file, for messages.
  /// - Throws: `Failure` `.usage`: `file_empty`, `no_usable_rows`.
  public init(_ text: String, name: String) throws(Failure) {
    var found: [Slot] = []
    var refused: [UnusableLine] = []
    for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      guard line.contains(where: { !$0.isWhitespace }) else { continue }
      if let slot = try? JSONDecoder().decode(Line.self, from: Data(line.utf8)),
        StaffLimits.arrivals.contains(slot.refunds),
        (0...1e9).contains(slot.seconds), slot.from.milliseconds % 1_800_000 == 0
      {
        found.append(Slot(from: slot.from, refunds: slot.refunds, seconds: slot.seconds))
      } else {
        refused.append(
          UnusableLine(
            row: number + 1, column: nil, code: "bad_refund_line",
            message: Message(
              zh: "不是 refund forecast --json 的一行（from、refunds、seconds）",
              en: "it is no line of refund forecast --json (from, refunds, seconds)"), text: String(line.prefix(2_000)))
        )
      }
    }
    (slots, unusable) = (found, refused)
    guard !slots.isEmpty else { throw StaffTable.unusable(name, refused) }
  }
}
