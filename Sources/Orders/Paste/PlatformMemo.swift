import Playbooks
import Vocabulary

/// What to copy into the platform's memo (商家备注) of an order, and the flag to set with it.
public struct PlatformMemo: Sendable, Codable, Equatable {
  /// The whole new memo: the platform replaces the old one.
  public let text: String
  /// The flag's key; nil where nothing is to be held.
  public let flag: String?
  /// What people call the flag: 红旗.
  public let flagName: String?
  /// Whether the beginning of the old memo had to go.
  public let isShortened: Bool

  /// The platform keeps at most 1000 bytes.
  static let byteLimit = 1_000

  /// One remark to be added.
  struct Note {
    let words: String
    let verdict: Verdict
    let who: String
    let at: Instant
  }

  /// - Parameter refundsOpen: when the buyer's refund may be applied for, where a dated rule delays it.
  init(old: String?, adding notes: [Note], refundsOpen: Instant?, flags: FlagMeanings) {
    var text = Self.oneLine(old ?? "")
    for note in notes where !Self.holds(Self.oneLine(note.words), text) {
      if !text.isEmpty { text += "；" }
      text += Self.line(note, refundsOpen: refundsOpen)
    }
    (self.text, isShortened) = Self.fitted(text)
    // The last word counts, as it does when the memo is read.
    let flag = notes.last { $0.verdict.holds }.map { Self.flag(for: $0.verdict, flags) }
    self.flag = flag?.key
    flagName = flag?.name
  }

  /// Whether the memo has these very words as a note of their own: 赠品不要了 has not 不要了.
  private static func holds(_ words: String, _ memo: String) -> Bool {
    memo.split(separator: "；").contains { note in
      let said = note.lastIndex { $0 == "：" || $0 == ":" }.map { note[note.index(after: $0)...].trimmingSpaces }
      return note == words || note.hasPrefix(words + " ") || said == words
    }
  }

  /// `买家不要了 12号退款勿发 小美11-11 01:52`
  private static func line(_ note: Note, refundsOpen: Instant?) -> String {
    var line = oneLine(note.words)
    if note.verdict == .cancel, !["退", "勿发", "别发", "不要发", "不发"].contains(where: { line.contains($0) }) {
      let day = refundsOpen.map { "\(Int($0.shopText.dropFirst(8).prefix(2)) ?? 0)号退款" } ?? ""
      line += " \(day)勿发"
    }
    return line + " " + note.who + note.at.shopText.dropFirst(5).prefix(11)
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).map(\.trimmingSpaces).joined(separator: "；")
  }

  /// The new words stand at the end, so what is cut is the beginning.
  private static func fitted(_ text: String) -> (String, Bool) {
    guard text.utf8.count > byteLimit else { return (text, false) }
    var rest = Substring(text)
    while rest.utf8.count > byteLimit - "…".utf8.count { rest.removeFirst() }
    return ("…" + rest, true)
  }

  private static func flag(for verdict: Verdict, _ flags: FlagMeanings) -> (key: String, name: String) {
    let flag = flags.flags.first { $0.verdict == verdict } ?? flags.flags.first { $0.key == "red" }
    return (flag?.key ?? "red", flag?.words.first { $0.hasSuffix("旗") } ?? flag?.words.first ?? "红旗")
  }
}
