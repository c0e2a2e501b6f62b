/// `pages/words.yaml`: what must not stand on a page, by category, and what is harmless though such a word is in it.
public struct PageWords: Sendable, Equatable {
  public struct Category: Sendable, Equatable {
    public let id: String
    public let name: String
    /// The rule that it goes by, such as 广告法第九条.
    public let rule: String
    public let words: [String]

    public init(id: String, name: String, rule: String, words: [String]) {
      (self.id, self.name, self.rule, self.words) = (id, name, rule, words)
    }
  }

  public let categories: [Category]
  public let allowed: [String]

  public init(categories: [Category], allowed: [String]) {
    (self.categories, self.allowed) = (categories, allowed)
  }

  static func read(_ file: PlaybookFile, _ problems: Problems) -> PageWords? {
    guard let root = YamlReader.read(file, problems),
      let fields = Fields(root, known: ["categories", "allow"], problems)
    else { return nil }
    let allowed = fields.texts("allow")
    var categories: [Category] = []
    var seen: [String: String] = [:]
    for item in fields.list("categories") {
      guard let fields = Fields(item, known: ["id", "name", "rule", "words"], problems) else { continue }
      let id = fields.text("id")
      let name = fields.text("name")
      let rule = fields.text("rule")
      let words = fields.texts("words")
      if words.isEmpty { fields.wrong("words", zh: "至少要有一个词", en: "needs one word at least") }
      if let id, categories.contains(where: { $0.id == id }) {
        fields.wrong("id", zh: "“\(id)”出现两次", en: "has '\(id)' twice")
      }
      for word in words {
        if word.utf8.count > 96 {
          fields.wrong("words", zh: "里“\(word.prefix(8))…”太长（最多 96 字节）", en: "has a word of more than 96 bytes")
        }
        if let other = seen.updateValue(id ?? "", forKey: word) {
          fields.wrong("words", zh: "里“\(word)”在 \(other) 里已有", en: "has '\(word)', which stands in \(other) already")
        }
        if allowed.contains(word) {
          fields.wrong("words", zh: "里“\(word)”又在 allow 里", en: "has '\(word)', which 'allow' has, too")
        }
      }
      guard let id, let name, let rule else { continue }
      categories.append(Category(id: id, name: name, rule: rule, words: words))
    }
    return PageWords(categories: categories, allowed: allowed)
  }
}
