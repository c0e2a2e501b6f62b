public import Playbooks
public import Store
import Vocabulary

/// Team phrases (团队快捷短语): agents paste from 千牛, which knows neither versions nor slots.
public enum Phrases {
  public struct Phrase: Sendable, Codable, Equatable {
    public let script: String
    public let purpose: ScriptPurpose
    public let style: Script.Style
    /// What only the agent knows stands in it as 【订单状态】.
    public let text: String
  }

  public struct Export: Sendable, Codable, Equatable {
    public let number: Int64
    public let phrases: [Phrase]
    /// In the last export, and no longer to be used until they are revised: delete them in 千牛.
    public let stale: [String]
    /// In the last export, and written for a version of their activity that does not hold yet: delete them until then.
    public let early: [String]
    /// In the last export, and their activity has ended.
    public let over: [String]
    /// In the last export, and gone from the playbooks.
    public let removed: [String]
    public let changed: [String]
    public let added: [String]
  }

  /// All scripts that may be used now, and what became of those in the last export.
  public static func export(
    _ book: ScriptBook, _ day: ActivityDay, shopName: String?, shop: String, _ change: Change
  ) throws -> Export {
    try book.requireAny()
    let last = try ScriptRecords.lastExport(shop: shop, change.session)
    let before = try ScriptRecords.phrases(of: last, shop: shop, change.session)
    let phrases = book.scripts.filter { $0.standing(day) == .usable }.map { script in
      Phrase(
        script: script.id, purpose: script.purpose, style: script.style, text: text(of: script, shopName: shopName))
    }
    try ScriptRecords.insert(phrases, number: last + 1, shop: shop, change)
    func gone(_ standing: Standing) -> [String] {
      book.scripts.filter { before[$0.id] != nil && $0.standing(day) == standing }.map(\.id).sorted()
    }
    let known = Set(book.scripts.map(\.id))
    return Export(
      number: last + 1, phrases: phrases, stale: gone(.stale), early: gone(.early), over: gone(.over),
      removed: before.keys.filter { !known.contains($0) }.sorted(),
      changed: phrases.filter { phrase in before[phrase.script].map { $0 != phrase.text } ?? false }.map(\.script),
      added: phrases.filter { before[$0.script] == nil }.map(\.script))
  }

  private static func text(of script: Script, shopName: String?) -> String {
    script.text.parts.map { part in
      switch part {
      case .words(let words): words
      case .slot(.shopName): shopName ?? "【\(ScriptSlot.shopName.name)】"
      case .slot(let slot): "【\(slot.name)】"
      }
    }.joined()
  }
}
