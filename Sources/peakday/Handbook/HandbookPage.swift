import Formats
import Playbooks
import Vocabulary

/// The handbook on the terminal.
enum HandbookPage {
  /// Where the playbooks in force have no handbook.
  static var noBook: Message {
    let next = PlaybookSet.copied("handbook/")
    return Message(zh: "手册里还没有商品：\(next.zh)", en: "the handbook has no products yet: \(next.en)")
  }

  static func table(_ products: [Product]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "编码", en: "Code"), isWhole: true), .init(title: Message(zh: "名称", en: "Name")),
        .init(title: Message(zh: "价格", en: "Price"), alignment: .right),
        .init(title: Message(zh: "卖点", en: "Selling points")),
      ],
      rows: products.map { product in
        [
          .init(product.sku), .init(product.name), .init(product.price?.yuan ?? ""),
          .init(product.sellingPoints.joined(separator: "；")),
        ]
      })
  }

  static func scores(_ products: [Product]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "编码", en: "Code"), isWhole: true), .init(title: Message(zh: "名称", en: "Name")),
        .init(title: Message(zh: "完整", en: "Complete"), alignment: .right),
        .init(title: Message(zh: "还缺", en: "Missing")),
      ],
      rows: products.map { product in
        let missing = product.missing.map(\.name)
        return [
          .init(product.sku), .init(product.name),
          .init("\(product.score)%", ink: missing.isEmpty ? .green : .red),
          .init(Message(zh: missing.map(\.zh).joined(separator: "、"), en: missing.map(\.en).joined(separator: ", "))),
        ]
      })
  }

  static func page(_ product: Product) -> String {
    var text = "\(TerminalText.safe(product.sku))  \(TerminalText.safe(product.name))"
    if let price = product.price { text += "  ¥\(price.yuan)" }
    if product.isBestSeller { text += say("  热销", "  best seller") }
    text += "\n"
    func add(_ title: Message, _ lines: [String]) {
      for line in lines where !line.isEmpty {
        text += "\(say(title.zh, title.en))  \(TerminalText.safe(line))\n"
      }
    }
    add(Product.Part.sellingPoints.name, product.sellingPoints)
    add(Product.Part.benefits.name, product.benefits)
    add(Product.Part.attributes.name, product.attributes.map { "\($0.name)：\($0.value)" })
    add(Product.Part.usage.name, [product.usage])
    add(Product.Part.competitors.name, product.competitors.map { "\($0.name)：\($0.versus)" })
    if let measurement = product.measurement {
      add(
        Product.Part.measurement.name,
        [[measurement.method, measurement.unit, measurement.tolerance].joined(separator: "；")])
    }
    if let warranty = product.warranty {
      add(Product.Part.warranty.name, [[warranty.scope, warranty.term, warranty.freight].joined(separator: "；")])
    }
    add(Product.Part.defects.name, product.defects)
    add(Product.Part.goesWith.name, [product.goesWith.joined(separator: " ")])
    if !product.missing.isEmpty {
      let missing = product.missing.map(\.name)
      text += say(
        "还缺  \(missing.map(\.zh).joined(separator: "、"))\n", "missing  \(missing.map(\.en).joined(separator: ", "))\n")
    }
    return text
  }
}
