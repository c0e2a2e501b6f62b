import Playbooks
import Vocabulary

/// What new rules make of remarks that were judged before: a pure function.
///
/// Every text that an order's memo has had counts, because a text that was overwritten still held the order; a release
/// ends what stood before it. A hold is added where the new reading asks for one, and none is ever lifted.
enum Reclassification {
  /// A text as it stands in the store.
  struct Text {
    let source: HoldSource
    let text: String
    /// How it was judged.
    let verdict: Verdict
    /// What it has placed so far.
    let holds: [Placed]

    struct Placed {
      let reason: HoldReason
      let isOpen: Bool
    }
  }

  /// The texts of one order, oldest first; the buyer's message, written before all of them, leads.
  static func read(_ texts: [Text], by book: RemarkBook) -> [Reread] {
    let judged = texts.map { text in
      let classified =
        text.source == .message ? book.buyerMessage.classify(text.text) : book.sellerMemo.classify(text.text)
      return (text: text, verdict: classified.verdict, rule: classified.rule ?? "")
    }
    // A buyer releases nothing: the message was written before anything was held.
    let released = judged.lastIndex { $0.verdict == .resume && $0.text.source != .message } ?? -1
    return judged.enumerated().compactMap { index, item in
      guard item.verdict != item.text.verdict else { return nil }
      let effect: Reread.Effect = index < released ? .released : effect(of: item.verdict, item.text)
      return Reread(
        source: item.text.source, old: item.text.verdict, new: item.verdict, rule: item.rule, effect: effect)
    }
  }

  private static func effect(of verdict: Verdict, _ text: Text) -> Reread.Effect {
    let open = text.holds.filter(\.isOpen)
    guard let reason = HoldReason(verdict) else { return open.isEmpty ? .nothing : .stays }
    if open.contains(where: { $0.reason == reason }) { return .held }
    // A person has decided on these very words.
    if text.holds.contains(where: { !$0.isOpen }) { return .decided }
    // Held by these words already, for a person to look at. Only a cancellation says more: its refund is due.
    if !open.isEmpty, verdict != .cancel { return .held }
    return .hold(reason)
  }

  /// A text that reads differently now.
  struct Reread: Equatable {
    enum Effect: Equatable {
      case hold(HoldReason)
      /// These words hold the order already.
      case held
      /// A hold of these words stays that the new rules would not place; a person may lift it.
      case stays
      /// A person has lifted the hold of these words.
      case decided
      /// A later text releases the order.
      case released
      case nothing
    }

    let source: HoldSource
    let old: Verdict
    let new: Verdict
    let rule: String
    let effect: Effect
  }
}
