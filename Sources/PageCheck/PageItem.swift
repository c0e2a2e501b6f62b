public import Vocabulary

/// One item as a page shows it: a row of a table, or a saved web page.
public struct PageItem: Sendable, Equatable {
  public struct Text: Sendable, Equatable {
    /// Line of a web page, row of a table; both counted from 1.
    public let line: Int
    public let text: String

    public init(line: Int, text: String) {
      (self.line, self.text) = (line, text)
    }
  }

  /// The item's number or SKU; for a web page that names none, the file.
  public let id: String
  public let file: String
  public let line: Int
  public var title: String
  /// The title among them.
  public var texts: [Text]
  public var price: Money?
  public var stock: Int64?
  public var links: [Text]
  /// The day that the row says, as it is written; empty where it says none.
  public var day: String
  /// Whether it is the whole page, that has to tell everything, and not a row of a list.
  public var isWhole: Bool
  /// Whether the source tells of links at all: a table without a column of links does not.
  public var tellsLinks: Bool

  public init(
    id: String, file: String, line: Int, title: String, texts: [Text], price: Money? = nil, stock: Int64? = nil,
    links: [Text] = [], day: String = "", isWhole: Bool = false, tellsLinks: Bool? = nil
  ) {
    (self.id, self.file, self.line, self.title, self.texts) = (id, file, line, title, texts)
    (self.price, self.stock, self.links, self.day, self.isWhole) = (price, stock, links, day, isWhole)
    self.tellsLinks = tellsLinks ?? (isWhole || !links.isEmpty)
  }

  /// How much of a page a source shows: what is wrong with more of it is not mended because less of it is right.
  public enum Breadth: Int64, Sendable, Codable, Comparable {
    case title, row, whole

    public static func < (one: Breadth, other: Breadth) -> Bool { one.rawValue < other.rawValue }
  }

  public var breadth: Breadth { isWhole ? .whole : texts.count > 1 ? .row : .title }
}

/// Something about a page that has to be mended.
public struct PageFault: Sendable, Codable, Equatable {
  public enum Check: String, Sendable, Codable, CaseIterable {
    case word, price, floor, stock, date, link, missing

    public var name: Message {
      switch self {
      case .word: Message(zh: "用词", en: "word")
      case .price: Message(zh: "价格", en: "price")
      case .floor: Message(zh: "底价", en: "floor price")
      case .stock: Message(zh: "库存", en: "stock")
      case .date: Message(zh: "日期", en: "date")
      case .link: Message(zh: "链接", en: "link")
      case .missing: Message(zh: "缺内容", en: "missing")
      }
    }
  }

  /// The same fault of the same page has the same one: what a waiver names.
  public let id: String
  public let page: String
  public let file: String
  public let line: Int
  public let check: Check
  /// What it is about: a category of words, an activity, a duty.
  public let about: String
  /// As it stands on the page; empty for what is missing.
  public let found: String
  public let zh: String
  public let en: String
  /// The rule that it goes by; empty where it is the shop's own.
  public let rule: String

  public var message: Message { Message(zh: zh, en: en) }
}
