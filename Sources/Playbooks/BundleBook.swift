public import Vocabulary

/// `bundles.yaml`: what else goes out when a code is sold.
public struct BundleBook: Sendable, Equatable {
  public enum Part: String, Sendable, CaseIterable {
    /// A part of what was sold, instead of its own code.
    case bundle
    /// Beside what was sold.
    case gift
  }

  public struct Entry: Sendable, Equatable {
    /// The code that is sold; empty for a gift to every order of an amount.
    public let sku: String
    public let part: Part
    /// What was paid at least; zero where the amount does not matter.
    public let paid: Money
    public let component: String
    public let quantity: Int64

    public init(sku: String, part: Part, paid: Money = .zero, component: String, quantity: Int64) {
      self.sku = sku
      self.part = part
      self.paid = paid
      self.component = component
      self.quantity = quantity
    }
  }

  public let entries: [Entry]

  public init(entries: [Entry]) {
    self.entries = entries
  }

  static func read(_ file: PlaybookFile, _ problems: Problems) -> BundleBook? {
    guard let root = YamlReader.read(file, problems),
      let fields = Fields(root, known: ["bundles", "gifts"], problems)
    else { return nil }
    var entries: [Entry] = []
    for item in fields.list("bundles") { entries += bundle(item, problems) }
    for item in fields.list("gifts") { if let gift = gift(item, problems) { entries.append(gift) } }
    var seen: Set<String> = []
    let bundled = Set(entries.filter { $0.part == .bundle }.map(\.sku))
    for entry in entries {
      if !seen.insert("\(entry.sku)\n\(entry.part)\n\(entry.paid.fen)\n\(entry.component)").inserted {
        problems.add(
          "bundle_twice", line: root.line, zh: "“\(entry.sku)”里的“\(entry.component)”写了两次",
          en: "'\(entry.component)' stands twice for '\(entry.sku)'",
          next: Message(zh: "合成一行", en: "make one line of them"))
      }
      if bundled.contains(entry.component) {
        problems.add(
          "bundle_nested", line: root.line, zh: "“\(entry.component)”自己是套装，不能再作部件或赠品",
          en: "'\(entry.component)' is a bundle itself and cannot be a part or a gift",
          next: Message(zh: "写它的部件", en: "write its parts"))
      }
    }
    return BundleBook(entries: entries)
  }

  private static func bundle(_ item: YamlValue, _ problems: Problems) -> [Entry] {
    guard let fields = Fields(item, known: ["sku", "parts"], problems), let sku = fields.text("sku") else { return [] }
    let parts = fields.list("parts")
    if parts.isEmpty, fields.value("parts") != nil {
      fields.wrong("parts", zh: "至少要有一个部件", en: "must name one part at least")
    }
    return parts.compactMap { part in
      guard let fields = Fields(part, known: ["sku", "quantity"], problems), let component = fields.text("sku"),
        let quantity = quantity(fields)
      else { return nil }
      return Entry(sku: sku, part: .bundle, component: component, quantity: quantity)
    }
  }

  private static func gift(_ item: YamlValue, _ problems: Problems) -> Entry? {
    guard let fields = Fields(item, known: ["with", "paid", "gift", "quantity"], problems),
      let component = fields.text("gift"), let quantity = quantity(fields)
    else { return nil }
    guard (fields.value("with") == nil) != (fields.value("paid") == nil) else {
      fields.wrong("gift", zh: "要有 with 或 paid 中的一个", en: "needs either 'with' or 'paid'")
      return nil
    }
    guard fields.value("paid") != nil else {
      guard let sku = fields.text("with") else { return nil }
      return Entry(sku: sku, part: .gift, component: component, quantity: quantity)
    }
    guard let text = fields.text("paid") else { return nil }
    guard let paid = Money(yuan: text), paid > .zero else {
      fields.wrong("paid", zh: "应是大于 0 的金额（元）", en: "must be an amount in yuan above 0")
      return nil
    }
    return Entry(sku: "", part: .gift, paid: paid, component: component, quantity: quantity)
  }

  private static func quantity(_ fields: Fields) -> Int64? {
    guard fields.value("quantity") != nil else { return 1 }
    guard let quantity = fields.whole("quantity") else { return nil }
    guard (1...10_000).contains(quantity) else {
      fields.wrong("quantity", zh: "应在 1 到 10000 之间", en: "must be between 1 and 10000")
      return nil
    }
    return quantity
  }
}
