import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// What one row of an export changes, by the age of its source.
@Suite struct ImportMergeTests {
  static let before = Moments.midnight.adding(minutes: -90)
  static let seen = Moments.midnight.adding(minutes: -30)
  static let after = Moments.midnight.adding(minutes: 20)

  static func row(
    stage: OrderStage = .paid, memo: String? = nil, refundBlock: RefundBlock? = nil,
    columns: OrderColumns = OrderColumns()
  ) -> ImportedOrder {
    ImportedOrder(id: "8001", stage: stage, memo: memo, refundBlock: refundBlock, columns: columns)
  }

  static func existing(
    stage: OrderStage = .approved, openHolds: Int64 = 0, block: RefundBlock = .none, memoSeenAt: Instant? = seen
  ) -> Order {
    makeOrder(
      "8001", stage: stage, openHolds: openHolds, refundBlock: block, memoSeenAt: memoSeenAt, memoVersion: 2,
      sourceAt: seen)
  }

  static func merge(
    _ row: ImportedOrder, into existing: Order?, memo: String? = "旧备注", at time: Instant
  ) -> ImportMerge {
    ImportMerge(row, into: existing, key: Shop.key("8001"), currentMemo: memo, exportedAt: time)
  }

  @Test("an order that is new is taken as the row shows it")
  func new() {
    let row = Self.row(stage: .consigned, memo: "买家不要了", refundBlock: .paidBack, columns: makeColumns)
    let merge = Self.merge(row, into: nil, memo: nil, at: Self.after)
    #expect(merge.isNew)
    #expect(!merge.isChanged)
    #expect(!merge.isBypass)
    #expect(merge.memo == .newest("买家不要了"))
    #expect(
      merge.order
        == Order(
          key: Shop.key("8001"), stage: .consigned, version: 1, openHolds: 0, refundBlock: .paidBack,
          memoSeenAt: Self.after, memoVersion: 0, sourceAt: Self.after, columns: makeColumns))
  }

  @Test("a new order without a memo column has no memo time; with an empty cell it has")
  func newMemo() {
    let absent = Self.merge(Self.row(), into: nil, memo: nil, at: Self.after)
    #expect(absent.order.memoSeenAt == nil)
    #expect(absent.memo == .same)
    let empty = Self.merge(Self.row(memo: ""), into: nil, memo: nil, at: Self.after)
    #expect(empty.order.memoSeenAt == Self.after)
    #expect(empty.memo == .same)
  }

  struct MemoCase: Sendable {
    var text: String?
    var current: String?
    var at: Instant
    var memoSeenAt: Instant? = seen
    var memo: ImportMerge.Memo
    var seenAfter: Instant?
  }

  static let memos: [MemoCase] = [
    MemoCase(text: nil, current: "旧备注", at: after, memo: .same, seenAfter: seen),
    MemoCase(text: "旧备注", current: "旧备注", at: after, memo: .same, seenAfter: after),
    MemoCase(text: "新备注", current: "旧备注", at: after, memo: .newest("新备注"), seenAfter: after),
    MemoCase(text: "", current: "旧备注", at: after, memo: .newest(""), seenAfter: after),
    MemoCase(text: "", current: nil, at: after, memo: .same, seenAfter: after),
    MemoCase(text: "新备注", current: "旧备注", at: seen, memo: .newest("新备注"), seenAfter: seen),
    MemoCase(text: "更旧", current: "旧备注", at: before, memo: .older("更旧"), seenAfter: seen),
    MemoCase(text: "旧备注", current: "旧备注", at: before, memo: .same, seenAfter: seen),
    MemoCase(text: "", current: "旧备注", at: before, memo: .same, seenAfter: seen),
    MemoCase(text: "首见", current: nil, at: before, memoSeenAt: nil, memo: .newest("首见"), seenAfter: before),
  ]

  @Test("a memo counts by the age of its source; an absent column is not an empty one", arguments: memos)
  func memo(row: MemoCase) {
    let merge = Self.merge(
      Self.row(memo: row.text), into: Self.existing(memoSeenAt: row.memoSeenAt), memo: row.current, at: row.at)
    #expect(merge.memo == row.memo)
    #expect(merge.order.memoSeenAt == row.seenAfter)
  }

  @Test("a newer or equally old source overwrites what it shows and keeps what it does not", arguments: [seen, after])
  func newer(time: Instant) {
    let shown = OrderColumns(paid: Money(fen: 9_999), title: "新标题")
    let row = Self.row(stage: .consigned, refundBlock: .paidBack, columns: shown)
    let merge = Self.merge(row, into: Self.existing(), at: time)
    #expect(merge.order.stage == .consigned)
    #expect(merge.order.refundBlock == .paidBack)
    #expect(merge.order.sourceAt == time)
    var expected = makeColumns
    expected.paid = Money(fen: 9_999)
    expected.title = "新标题"
    #expect(merge.order.columns == expected)
    #expect(merge.isChanged)
  }

  @Test("an older source overwrites nothing and fills only what was never seen")
  func older() {
    var known = Self.existing(block: .none)
    known = Order(
      key: known.key, stage: known.stage, version: 1, openHolds: 0, refundBlock: .none, memoSeenAt: Self.seen,
      memoVersion: 2, sourceAt: Self.seen, columns: OrderColumns(paid: Money(fen: 5)))
    let shown = OrderColumns(paid: Money(fen: 6), title: "旧标题")
    let row = Self.row(stage: .cancelled, refundBlock: .paidBack, columns: shown)
    let merge = Self.merge(row, into: known, at: Self.before)
    #expect(merge.order.stage == .approved)
    #expect(merge.order.refundBlock == .none)
    #expect(merge.order.sourceAt == Self.seen)
    #expect(merge.order.columns == OrderColumns(paid: Money(fen: 5), title: "旧标题"))
  }

  @Test("a file that tells nothing of refunds leaves the refund as it was")
  func refundAbsent() {
    let merge = Self.merge(Self.row(refundBlock: nil), into: Self.existing(block: .appliedFor), at: Self.after)
    #expect(merge.order.refundBlock == .appliedFor)
    #expect(!merge.isChanged)
    let cleared = Self.merge(
      Self.row(refundBlock: RefundBlock.none), into: Self.existing(block: .appliedFor), at: Self.after)
    #expect(cleared.order.refundBlock == .none)
    #expect(cleared.isChanged)
  }

  @Test("a row that shows nothing new changes nothing but the times")
  func same() {
    let row = Self.row(stage: .paid, memo: "旧备注", columns: makeColumns)
    let merge = Self.merge(row, into: Self.existing(), at: Self.after)
    #expect(!merge.isChanged)
    #expect(merge.order.stage == .approved)
    #expect(merge.order.sourceAt == Self.after)
  }

  /// Before, shown, open holds → bypass?
  static let bypasses: [(OrderStage, OrderStage, Int64, Bool)] = [
    (.paid, .consigned, 1, true), (.printed, .handedOver, 2, true), (.packed, .closed, 1, true),
    (.paid, .consigned, 0, false), (.paid, .cancelled, 1, false), (.consigned, .handedOver, 1, true),
    (.paid, .paid, 1, false), (.unpaid, .paid, 1, false), (.cancelled, .consigned, 1, false),
  ]

  @Test("a held order that is shown as shipped went past us", arguments: bypasses)
  func bypass(current: OrderStage, shown: OrderStage, openHolds: Int64, isBypass: Bool) {
    let existing = Self.existing(stage: current, openHolds: openHolds)
    #expect(Self.merge(Self.row(stage: shown), into: existing, at: Self.after).isBypass == isBypass)
    #expect(!Self.merge(Self.row(stage: shown), into: existing, at: Self.before).isBypass)
  }

  /// Refund shown without a whole amount; what an earlier source told of it → block afterwards.
  static let partialLayouts: [(total: Int64?, paid: Int64?, refund: Int64, before: RefundBlock, after: RefundBlock)] = [
    (10_000, nil, 10_000, .none, .paidBack), (10_000, nil, 10_000, .paidBack, .paidBack),
    (10_000, nil, 4_000, .paidBack, .none), (nil, 8_800, 8_800, .none, .paidBack),
    (nil, nil, 700, .paidBack, .paidBack),
    (nil, nil, 700, .none, .none), (10_000, nil, 0, .paidBack, .none),
  ]

  @Test("a layout without the whole amount is judged by what is known of it", arguments: partialLayouts)
  func partialLayout(total: Int64?, paid: Int64?, refund: Int64, before: RefundBlock, after: RefundBlock) {
    let known = OrderColumns(total: total.map(Money.init(fen:)), paid: paid.map(Money.init(fen:)))
    let existing = Order(
      key: Shop.key("8001"), stage: .paid, version: 3, openHolds: 0, refundBlock: before, memoSeenAt: nil,
      memoVersion: 0, sourceAt: Self.seen, columns: known)
    let shown = Self.row(
      refundBlock: ImportedOrderReader.refundBlock(refund: Money(fen: refund), total: nil),
      columns: OrderColumns(refund: Money(fen: refund)))
    #expect(Self.merge(shown, into: existing, at: Self.after).order.refundBlock == after)
  }
}
