import Vocabulary

/// What one imported row changes: a pure function of the order as it stands and of the row.
///
/// Sources have an age. An older one may add a memo that was never seen, and with it a hold; it never lifts one and
/// never overwrites anything newer.
struct ImportMerge: Equatable {
  enum Memo: Equatable {
    /// Nothing new.
    case same
    /// The platform's memo is now this text.
    case newest(String)
    /// The platform's memo was this text for a time, if no version has it yet.
    case older(String)
  }

  /// The order to write; `memoVersion` is still the old one.
  let order: Order
  let isNew: Bool
  /// Whether anything but the memo and the times of the sources differs.
  let isChanged: Bool
  let memo: Memo
  /// The import shows the order shipped while a hold is open here: it went past us.
  let isBypass: Bool
  /// What stands in the way of shipping beside the memo.
  let findings: [ImportFinding]

  /// `currentMemo` is the text of the platform's memo as last seen, `lines` what is known of the order's lines.
  init(
    _ row: ImportedOrder, into existing: Order?, key: OrderKey, currentMemo: String?, lines: [OrderLine] = [],
    exportedAt: Instant
  ) {
    guard let existing else {
      order = Order(
        key: key, stage: row.stage, version: 1, openHolds: 0,
        refundBlock: Self.refundBlock(row, in: row.columns, lines: [], before: .none),
        memoSeenAt: row.memo == nil ? nil : exportedAt, memoVersion: 0, sourceAt: exportedAt, columns: row.columns)
      isNew = true
      isChanged = false
      memo = row.memo.map { $0.isEmpty ? .same : .newest($0) } ?? .same
      isBypass = false
      findings = ImportFinding.all(row, before: OrderColumns(), lines: [], of: order)
      return
    }
    let isNewer = exportedAt >= existing.sourceAt
    let isNewerMemo = row.memo != nil && exportedAt >= existing.memoSeenAt ?? Instant(milliseconds: 0)
    let stage = isNewer ? StageMoves.byImport(from: existing.stage, to: row.stage) : existing.stage
    // Sums over the lines of an item export overwrite nothing that an order export has shown.
    let shown = row.isFromItems ? row.columns.withoutSums(known: existing.columns) : row.columns
    let columns = isNewer ? existing.columns.overlaid(by: shown) : shown.overlaid(by: existing.columns)
    let block =
      isNewer ? Self.refundBlock(row, in: columns, lines: lines, before: existing.refundBlock) : existing.refundBlock
    order = Order(
      key: key, stage: stage, version: existing.version, openHolds: existing.openHolds, refundBlock: block,
      memoSeenAt: isNewerMemo ? exportedAt : existing.memoSeenAt, memoVersion: existing.memoVersion,
      sourceAt: isNewer ? exportedAt : existing.sourceAt, columns: columns, address: existing.address,
      courierPromises: existing.courierPromises)
    isNew = false
    memo =
      switch row.memo {
      case nil: .same
      case let text? where isNewerMemo: text == currentMemo ?? "" ? .same : .newest(text)
      case let text?: text.isEmpty || text == currentMemo ? .same : .older(text)
      }
    isChanged = stage != existing.stage || columns != existing.columns || block != existing.refundBlock
    isBypass = existing.openHolds > 0 && StageMoves.leavesUs(from: existing.stage, to: stage)
    findings = ImportFinding.all(row, before: existing.columns, lines: lines, of: order)
  }

  /// What the row's refund means for the order. Some layouts show a refund without the whole amount: then an earlier
  /// source has it, or what was paid stands for it.
  private static func refundBlock(
    _ row: ImportedOrder, in columns: OrderColumns, lines: [OrderLine], before: RefundBlock
  ) -> RefundBlock {
    if row.tellsLineRefunds {
      if ImportFinding.isWholeRefund(row, lines) { return .paidBack }
      let isProven = columns.refund.flatMap { ImportedOrderReader.refundBlock(refund: $0, total: columns.total) }
      return before == .paidBack && isProven != .paidBack ? .none : before
    }
    var block = before
    if let shown = row.refundBlock {
      block = shown
    } else if let refund = row.columns.refund {
      block = ImportedOrderReader.refundBlock(refund: refund, total: columns.total ?? columns.paid) ?? before
    }
    switch row.columns.refundState {
    case .applied where block == .none: return .appliedFor
    case .closed where block == .appliedFor: return .none
    default: return block
    }
  }
}

extension OrderColumns {
  /// These without what an item export can only add up.
  fileprivate func withoutSums(known: OrderColumns) -> OrderColumns {
    var columns = self
    if known.total != nil { columns.total = nil }
    if known.paid != nil { columns.paid = nil }
    if known.refund != nil { columns.refund = nil }
    if known.title != nil { columns.title = nil }
    if known.itemCount != nil { columns.itemCount = nil }
    return columns
  }
}

/// The moves that an import may make: forward over any number of stages, and to the end.
enum StageMoves {
  /// The stage after an import shows `shown`. The platform does not know our own steps between paid and consigned, so
  /// a lower stage there takes nothing back.
  static func byImport(from current: OrderStage, to shown: OrderStage) -> OrderStage {
    switch (current, shown) {
    case (.closed, _), (.cancelled, _): current
    default: max(current, shown)
    }
  }

  /// A paid order that has a waybill is printed, whoever printed it.
  static func withWaybill(_ stage: OrderStage) -> OrderStage {
    stage == .paid || stage == .approved ? .printed : stage
  }

  /// Whether a held order, seen at `shown`, went past us: it was shipped, or the courier took what was to be taken out.
  static func leavesUs(from current: OrderStage, to shown: OrderStage) -> Bool {
    guard shown != .cancelled else { return false }
    return (current < .consigned && shown >= .consigned) || (current < .handedOver && shown >= .handedOver)
  }
}
