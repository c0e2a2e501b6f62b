public import Vocabulary

/// `pages/rules.yaml`: what a page must say, and where its links may lead.
public struct PageRules: Sendable, Equatable {
  /// Something that must be told: of each group of words one has to stand on the page.
  public struct Duty: Sendable, Equatable {
    public let id: String
    public let name: Message
    public let groups: [[String]]

    public init(id: String, name: Message, groups: [[String]]) {
      (self.id, self.name, self.groups) = (id, name, groups)
    }
  }

  public let duties: [Duty]
  /// A link may lead there and to everything below.
  public let hosts: [String]

  public init(duties: [Duty], hosts: [String]) {
    (self.duties, self.hosts) = (duties, hosts)
  }

  static func read(_ file: PlaybookFile, _ problems: Problems) -> PageRules? {
    guard let root = YamlReader.read(file, problems),
      let fields = Fields(root, known: ["must_say", "hosts"], problems)
    else { return nil }
    var duties: [Duty] = []
    for item in fields.list("must_say", required: false) {
      guard let duty = duty(item, problems) else { continue }
      if duties.contains(where: { $0.id == duty.id }) {
        problems.add(
          "duty_twice", line: item.line, zh: "\(duty.id) 出现两次", en: "'\(duty.id)' occurs twice",
          next: Message(zh: "只保留一个", en: "keep one of them"))
      }
      duties.append(duty)
    }
    let hosts = fields.texts("hosts")
    for host in hosts where host.contains("/") || !host.contains(".") || host != host.lowercased() {
      fields.wrong("hosts", zh: "里“\(host)”不是域名", en: "has '\(host)', which is no host")
    }
    return PageRules(duties: duties, hosts: hosts)
  }

  private static func duty(_ item: YamlValue, _ problems: Problems) -> Duty? {
    guard let fields = Fields(item, known: ["id", "zh", "en", "all_of"], problems) else { return nil }
    let id = fields.text("id")
    let zh = fields.text("zh")
    let en = fields.text("en")
    let groups = fields.list("all_of").map { group -> [String] in
      guard case .list(let words) = group.content else { return [] }
      return words.compactMap { if case .text(let word) = $0.content, !word.isEmpty { word } else { nil } }
    }
    if groups.isEmpty || groups.contains(where: \.isEmpty) {
      fields.wrong("all_of", zh: "应是几组词", en: "must be groups of words")
    }
    guard let id, let zh, let en else { return nil }
    return Duty(id: id, name: Message(zh: zh, en: en), groups: groups)
  }
}
