/// `shop.yaml`: the shops' names as buyers know them.
public struct ShopNames: Sendable, Equatable {
  private let names: [String: String]

  public init(_ names: [String: String] = [:]) {
    self.names = names
  }

  /// nil for a shop that is not written down: no other name may stand in its place.
  public func name(of shop: String) -> String? { names[shop] }

  static func read(_ file: PlaybookFile, _ problems: Problems) -> ShopNames? {
    guard let root = YamlReader.read(file, problems), let fields = Fields(root, known: ["shops"], problems) else {
      return nil
    }
    var names: [String: String] = [:]
    for item in fields.list("shops") {
      guard let fields = Fields(item, known: ["shop", "name"], problems), let shop = fields.text("shop"),
        let name = fields.text("name")
      else { continue }
      if names.updateValue(name, forKey: shop) != nil {
        fields.wrong("shop", zh: "“\(shop)”写了两次", en: "'\(shop)' stands twice")
      }
    }
    return ShopNames(names)
  }
}
