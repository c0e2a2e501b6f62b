import AddressParsing
public import Vocabulary

/// `couriers.yaml`: by which names couriers go, and where they do not.
public struct CourierBook: Sendable, Equatable {
  public struct Courier: Sendable, Equatable {
    public let name: String
    /// All names, the first one too.
    public let names: [String]
    public let doesNotServe: [Region]
    public let suspended: [Suspension]
  }

  /// A division of GB/T 2260.
  public struct Region: Sendable, Equatable {
    public let code: String
    public let name: String
  }

  public struct Suspension: Sendable, Equatable {
    public let region: Region
    public let from: Instant?
    public let until: Instant?
  }

  public let couriers: [Courier]

  /// Why a courier cannot bring a parcel to a division now; nil when it can. Of an unknown courier nothing is known.
  public func obstacle(to region: String, by name: String, at now: Instant) -> Obstacle? {
    guard let courier = couriers.first(where: { $0.name == name }) else { return nil }
    if let out = courier.doesNotServe.first(where: { Divisions.isWithin(region, $0.code) }) {
      return Obstacle(courier: name, region: out.name, until: nil, isSuspension: false)
    }
    let closed = courier.suspended.first {
      Divisions.isWithin(region, $0.region.code) && ($0.from.map { $0 <= now } ?? true)
        && ($0.until.map { now < $0 } ?? true)
    }
    return closed.map { Obstacle(courier: name, region: $0.region.name, until: $0.until, isSuspension: true) }
  }

  /// The couriers that cannot bring a parcel to a division now.
  public func obstacles(to region: String, at now: Instant) -> [Obstacle] {
    couriers.compactMap { obstacle(to: region, by: $0.name, at: now) }
  }

  /// A courier and a place that it does not go to.
  public struct Obstacle: Sendable, Equatable, Codable {
    public let courier: String
    public let region: String
    public let until: Instant?
    public let isSuspension: Bool

    public var text: Message {
      guard isSuspension else {
        return Message(zh: "\(courier)不到\(region)", en: "\(courier) does not serve \(region)")
      }
      let end = until.map { Message(zh: "（到 \($0.shopText)）", en: " (until \($0.shopText))") }
      return Message(
        zh: "\(courier)停发\(region)\(end?.zh ?? "")", en: "\(courier) has suspended \(region)\(end?.en ?? "")")
    }
  }

  // MARK: Reading

  static func read(_ file: PlaybookFile, _ problems: Problems) -> CourierBook? {
    guard let root = YamlReader.read(file, problems), let fields = Fields(root, known: ["couriers"], problems) else {
      return nil
    }
    var couriers: [Courier] = []
    var taken: [String: String] = [:]
    for item in fields.list("couriers") {
      guard let courier = courier(item, problems) else { continue }
      for name in courier.names {
        if let other = taken.updateValue(courier.name, forKey: name.lowercased()), other != courier.name {
          problems.add(
            "courier_name_twice", line: item.line, zh: "“\(name)”已经是“\(other)”的名字",
            en: "'\(name)' is a name of '\(other)' too",
            next: Message(zh: "只留给一家", en: "leave it to one of them"))
        }
      }
      couriers.append(courier)
    }
    return CourierBook(couriers: couriers)
  }

  private static func courier(_ item: YamlValue, _ problems: Problems) -> Courier? {
    guard let fields = Fields(item, known: ["name", "also", "doesNotServe", "suspended"], problems),
      let name = fields.text("name")
    else { return nil }
    let also = fields.text("also", default: "") ?? ""
    let out = fields.list("doesNotServe", required: false).compactMap { value -> Region? in
      guard case .text(let text) = value.content else {
        fields.wrong("doesNotServe", zh: "应是地区的名字", en: "must be names of divisions")
        return nil
      }
      return region(text, "doesNotServe", fields)
    }
    let closed = fields.list("suspended", required: false).compactMap { suspension($0, problems) }
    return Courier(
      name: name, names: [name] + also.split(separator: " ").map(String.init), doesNotServe: out, suspended: closed)
  }

  private static func suspension(_ item: YamlValue, _ problems: Problems) -> Suspension? {
    guard let fields = Fields(item, known: ["region", "from", "until"], problems), let name = fields.text("region"),
      let region = region(name, "region", fields)
    else { return nil }
    let from = fields.value("from") == nil ? nil : fields.instant("from")
    let until = fields.value("until") == nil ? nil : fields.instant("until")
    if let from, let until, from >= until {
      fields.wrong("until", zh: "必须晚于 from", en: "must be later than 'from'")
    }
    return Suspension(region: region, from: from, until: until)
  }

  private static func region(_ name: String, _ key: String, _ fields: Fields) -> Region? {
    let found = Divisions.named(name)
    guard let division = found.first, found.count == 1 else {
      if found.isEmpty {
        fields.wrong(key, zh: "没有“\(name)”这个地区", en: "there is no division '\(name)'")
      } else {
        fields.wrong(
          key, zh: "“\(name)”有 \(found.count) 个，请写得更全", en: "'\(name)' names \(found.count) divisions; write more of it"
        )
      }
      return nil
    }
    return Region(code: division.code, name: division.name)
  }
}
