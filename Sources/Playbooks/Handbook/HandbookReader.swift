import Vocabulary

/// Reads `handbook/*.yaml`.
enum HandbookReader {
  private static let keys = [
    "sku", "name", "selling_points", "attributes", "benefits", "usage", "competitors", "measurement", "warranty",
    "defects", "goes_with", "price_fen", "floor_fen", "best_seller",
  ]

  static func read(_ file: PlaybookFile, _ problems: Problems) -> [Placed<Product>] {
    guard let root = YamlReader.read(file, problems), let fields = Fields(root, known: ["products"], problems) else {
      return []
    }
    return fields.list("products").compactMap { item in
      product(item, problems).map { Placed(value: $0, line: item.line, problems: problems) }
    }
  }

  private static func product(_ item: YamlValue, _ problems: Problems) -> Product? {
    guard let fields = Fields(item, known: keys, problems) else { return nil }
    let sku = fields.text("sku")
    let name = fields.text("name")
    let price = fields.value("price_fen") == nil ? nil : fields.fen("price_fen")
    let floor = fields.value("floor_fen") == nil ? nil : fields.fen("floor_fen")
    if let price, let floor, floor > price {
      fields.wrong("floor_fen", zh: "不能高于 price_fen", en: "must not be more than 'price_fen'")
    }
    let lists = ["selling_points", "benefits", "defects", "goes_with"].map { fields.texts($0) }
    let attributes = attributes(fields)
    let competitors = fields.list("competitors", required: false).compactMap { competitor($0, problems) }
    let measurement = fields.value("measurement").flatMap { Self.measurement($0, problems) }
    let warranty = fields.value("warranty").flatMap { Self.warranty($0, problems) }
    let usage = fields.text("usage", default: "") ?? ""
    let isBestSeller = fields.flag("best_seller", default: false)
    guard let sku, let name else { return nil }
    return Product(
      sku: sku, name: name, sellingPoints: lists[0], attributes: attributes, benefits: lists[1], usage: usage,
      competitors: competitors, measurement: measurement, warranty: warranty, defects: lists[2], goesWith: lists[3],
      price: price, floor: floor, isBestSeller: isBestSeller)
  }

  private static func attributes(_ fields: Fields) -> [Product.Attribute] {
    fields.mapping("attributes").compactMap { entry in
      guard case .text(let value) = entry.value.content else {
        fields.wrong("attributes", zh: "的“\(entry.key)”应是文字", en: "takes text for '\(entry.key)'")
        return nil
      }
      return Product.Attribute(name: entry.key, value: value)
    }
  }

  private static func competitor(_ item: YamlValue, _ problems: Problems) -> Product.Competitor? {
    guard let fields = Fields(item, known: ["name", "versus"], problems), let name = fields.text("name"),
      let versus = fields.text("versus")
    else { return nil }
    return Product.Competitor(name: name, versus: versus)
  }

  /// What is not written counts as missing in the score; it is no error of the file.
  private static func measurement(_ item: YamlValue, _ problems: Problems) -> Product.Measurement? {
    guard let fields = Fields(item, known: ["method", "unit", "tolerance"], problems) else { return nil }
    let parts = ["method", "unit", "tolerance"].map { fields.text($0, default: "") ?? "" }
    return Product.Measurement(method: parts[0], unit: parts[1], tolerance: parts[2])
  }

  private static func warranty(_ item: YamlValue, _ problems: Problems) -> Product.Warranty? {
    guard let fields = Fields(item, known: ["scope", "term", "freight"], problems) else { return nil }
    let parts = ["scope", "term", "freight"].map { fields.text($0, default: "") ?? "" }
    return Product.Warranty(scope: parts[0], term: parts[1], freight: parts[2])
  }

  /// Notes what is wrong with the entries of all files together.
  static func judge(_ products: [Placed<Product>]) {
    products.refuseTwins("product_twice", id: \.sku)
    let known = Set(products.map(\.value.sku))
    for product in products {
      for sku in product.value.goesWith {
        product.requireKnown(sku, of: known.subtracting([product.value.sku]), "goes_with")
      }
    }
  }
}
