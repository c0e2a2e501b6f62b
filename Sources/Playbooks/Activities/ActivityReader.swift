import Vocabulary

/// Reads `activities/*.yaml`.
enum ActivityReader {
  private static let keys = [
    "id", "name", "venue", "starts", "ends", "threshold_fen", "discount_fen", "percent_off", "every", "stacks_with",
    "skus", "excludes", "gift", "limit_per_buyer", "words", "prices",
  ]

  static func read(_ file: PlaybookFile, _ problems: Problems) -> [Placed<Activity>] {
    guard let root = YamlReader.read(file, problems), let fields = Fields(root, known: ["activities"], problems) else {
      return []
    }
    return fields.list("activities").compactMap { item in
      activity(item, problems).map { Placed(value: $0, line: item.line, problems: problems) }
    }
  }

  /// Notes what is wrong with the activities of all files together.
  static func judge(_ activities: [Placed<Activity>], floors: [String: Money]) {
    activities.refuseTwins("activity_twice", id: \.id)
    let places = Dictionary(activities.map { ($0.value.id, $0) }) { first, _ in first }
    for fault in ActivityBook(activities: activities.map(\.value)).faults(floors: floors) {
      guard let place = fault.place.flatMap({ places[$0] }), let next = fault.next else { continue }
      place.problems.add(fault.code, line: place.line, zh: fault.message.zh, en: fault.message.en, next: next)
    }
  }

  private static func activity(_ item: YamlValue, _ problems: Problems) -> Activity? {
    guard let fields = Fields(item, known: keys, problems) else { return nil }
    let id = fields.identifier("id")
    let name = fields.text("name")
    let starts = fields.instant("starts")
    let ends = fields.instant("ends")
    let threshold = fields.fen("threshold_fen", default: .zero)
    let discount = fields.fen("discount_fen", default: .zero)
    let percent = fields.value("percent_off") == nil ? 0 : fields.count("percent_off", in: 1...99)
    let limit = fields.value("limit_per_buyer") == nil ? nil : fields.count("limit_per_buyer", in: 1...10_000)
    let gift = fields.value("gift") == nil ? nil : fields.text("gift")
    let prices = prices(fields, problems)
    let isEvery = fields.flag("every", default: false)
    let venue = fields.text("venue", default: "") ?? ""
    let lists = ["stacks_with", "skus", "excludes", "words"].map { fields.texts($0) }
    guard let id, let name, let starts, let ends, let threshold, let discount, let percent else { return nil }
    return Activity(
      id: id, name: name, venue: venue, starts: starts, ends: ends, threshold: threshold, discount: discount,
      percentOff: percent, isEvery: isEvery, stacksWith: lists[0], skus: lists[1], excludes: lists[2], gift: gift,
      limitPerBuyer: limit, words: lists[3], prices: prices)
  }

  private static func prices(_ fields: Fields, _ problems: Problems) -> [Activity.Price] {
    fields.list("prices", required: false).compactMap { item in
      guard let fields = Fields(item, known: ["sku", "price_fen"], problems), let sku = fields.text("sku"),
        let price = fields.fen("price_fen")
      else { return nil }
      return Activity.Price(sku: sku, price: price)
    }
  }
}
