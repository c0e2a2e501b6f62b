import Playbooks
import Vocabulary

/// Something beside the memo that a reviewer would read in a row and that stands in the way of shipping.
struct ImportFinding: Equatable {
  let reason: HoldReason
  let source: HoldSource
  /// The order line; empty for the whole order.
  var line = ""
  /// What is shown to the person who decides.
  var note = ""
  /// The words that name a part.
  var object = ""
  var until: DayMention?

  /// Everything that is new in the row: what was shown before has been judged, perhaps by a person. An order that is
  /// over ships no more.
  static func all(
    _ row: ImportedOrder, before: OrderColumns, lines: [OrderLine], of order: Order
  ) -> [ImportFinding] {
    guard order.stage < .closed else { return [] }
    var found: [ImportFinding] = []
    let shown = row.columns
    if let reading = row.messageReading, before.buyerMessage != shown.buyerMessage,
      let reason = HoldReason(reading.verdict)
    {
      found.append(
        ImportFinding(
          reason: reason, source: .message, note: shown.buyerMessage ?? "", object: reading.object ?? "",
          until: reading.until))
    }
    if let sku = shown.modifiedSku, before.modifiedSku != sku {
      found.append(ImportFinding(reason: .amend, source: .platform("modifiedSku"), note: sku))
    }
    if let note = shown.exceptionNote, before.exceptionNote != note {
      found.append(ImportFinding(reason: .review, source: .platform("exception"), note: note))
    }
    if let flag = row.flagVerdict, before.flag != shown.flag, let reason = HoldReason(flag) {
      found.append(ImportFinding(reason: reason, source: .flag(shown.flag ?? "")))
    }
    return found + refunds(row, before: before, lines: lines)
  }

  private static func refunds(
    _ row: ImportedOrder, before: OrderColumns, lines: [OrderLine]
  ) -> [ImportFinding] {
    guard row.tellsLineRefunds else {
      guard let state = row.columns.refundState, state != before.refundState else { return [] }
      return finding(state, was: before.refundState, line: "", note: "").map { [$0] } ?? []
    }
    // The whole order is blocked then, and needs no hold for each of its lines.
    if isWholeRefund(row, lines) { return [] }
    let shown = row.lines.compactMap { line -> ImportFinding? in
      let known = lines.first { $0.line == line.line }?.refundState
      guard let state = line.refundState, state != known else { return nil }
      return state == .refunded ? unwanted(line) : finding(state, was: known, line: line.line, note: line.name)
    }
    // All that was known before was refunded, and now another line shows that it was not the whole order.
    guard !lines.isEmpty, lines.allSatisfy({ $0.refundState == .refunded }) else { return shown }
    return shown + lines.filter { line in !row.lines.contains { $0.line == line.line } }.map(unwanted)
  }

  /// Whether every line of the order, shown or known, was paid back.
  static func isWholeRefund(_ row: ImportedOrder, _ known: [OrderLine]) -> Bool {
    let others = known.filter { line in !row.lines.contains { $0.line == line.line } }
    return !row.lines.isEmpty && (row.lines + others).allSatisfy { $0.refundState == .refunded }
  }

  private static func unwanted(_ line: OrderLine) -> ImportFinding {
    ImportFinding(reason: .partial, source: .platform("refund"), line: line.line, note: line.name)
  }

  /// Applied for: somebody has to settle it. Closed after it was applied for: the buyer may want it after all, so a
  /// person decides. Paid back in full blocks the order by itself.
  private static func finding(
    _ state: RefundState, was before: RefundState?, line: String, note: String
  ) -> ImportFinding? {
    switch state {
    case .applied: ImportFinding(reason: .refundRequested, source: .platform("refund"), line: line, note: note)
    case .closed where before == .applied:
      ImportFinding(reason: .review, source: .platform("refundClosed"), line: line, note: note)
    case .closed, .refunded: nil
    }
  }
}
