public import Vocabulary

/// `concessions.yaml`: what an agent may give a buyer who bargains.
public struct ConcessionRules: Sendable, Equatable {
  public struct Entry: Sendable, Equatable {
    public let key: String
    public let name: Message
  }

  /// So long the value is explained before anything is given.
  public let waitMinutes: Int
  /// Of the price, at most.
  public let mostPercent: Int
  public let most: Money
  /// Of an agent, a day.
  public let budget: Money
  /// In the order in which they are offered.
  public let gives: [Entry]
  /// What a buyer does in return.
  public let conditions: [Entry]
  /// What a refusal may cite.
  public let rules: [Entry]

  static func read(_ file: PlaybookFile, _ problems: Problems) -> ConcessionRules? {
    let known = ["wait_minutes", "most_percent", "most_fen", "budget_fen", "gives", "conditions", "rules"]
    guard let root = YamlReader.read(file, problems), let fields = Fields(root, known: known, problems) else {
      return nil
    }
    let wait = fields.count("wait_minutes", in: 0...1_440)
    let percent = fields.count("most_percent", in: 1...50)
    let most = fields.fen("most_fen")
    let budget = fields.fen("budget_fen")
    let lists = ["gives", "conditions", "rules"].map { entries($0, fields, problems) }
    guard let wait, let percent, let most, let budget else { return nil }
    return ConcessionRules(
      waitMinutes: wait, mostPercent: percent, most: most, budget: budget, gives: lists[0], conditions: lists[1],
      rules: lists[2])
  }

  private static func entries(_ key: String, _ fields: Fields, _ problems: Problems) -> [Entry] {
    let items = fields.list(key)
    if items.isEmpty, fields.value(key) != nil {
      fields.wrong(key, zh: "至少要有一项", en: "needs one entry at least")
    }
    var entries: [Entry] = []
    for item in items {
      guard let fields = Fields(item, known: ["key", "zh", "en"], problems), let name = fields.text("key"),
        let zh = fields.text("zh"), let en = fields.text("en")
      else { continue }
      if entries.contains(where: { $0.key == name }) {
        fields.wrong("key", zh: "“\(name)”写了两次", en: "'\(name)' stands twice")
      }
      entries.append(Entry(key: name, name: Message(zh: zh, en: en)))
    }
    return entries
  }
}
