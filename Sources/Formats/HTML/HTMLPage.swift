public import Vocabulary

/// What a buyer sees of an HTML page: its texts, block by block, and its links. Scripts and styles are left out; nothing
/// is fetched.
public struct HTMLPage: Sendable, Equatable {
  public struct Piece: Sendable, Equatable {
    /// Counted from 1.
    public let line: Int
    public let text: String
  }

  /// Texts, each with what stands within it in bold or coloured: a word in two colours is one word. Titles of pictures
  /// and of the page, and its description, are texts too.
  public private(set) var texts: [Piece] = []
  /// Where `href`s and `src`s lead.
  public private(set) var links: [Piece] = []
  /// `<meta name=… content=…>` and `data-…` attributes by name, the first of each.
  public private(set) var marks: [String: String] = [:]
  public private(set) var title = ""

  /// More is no page of an item.
  public static let byteLimit = 16 << 20

  /// Reads the file at `path`, in UTF-8 or GB18030.
  ///
  /// - Throws: `Failure` `.usage`: `text_too_long`, `encoding_unknown`, `html_unreadable`, `library_missing`.
  public init(path: String) throws {
    try self.init(text: try TextFile.read(try ByteSource.file(path), limit: Self.byteLimit), name: path)
  }

  public init(text: String, name: String) throws(Failure) {
    let library = try LibXML.shared.get()
    guard text.utf8.contains(where: { $0 > 0x20 }) else { throw Self.unreadable(name) }
    // The parser stops in silence where something is too much for it, or ends open (a comment, a script). So it gets one
    // element more, and a page whose reading does not come to it was not read to its end.
    let end = "end-of-\(text.utf8.count)"
    var text = text
    // It takes U+0000 for the end of all text. No browser shows it.
    if text.utf8.contains(0) { text.unicodeScalars.removeAll { $0.value == 0 } }
    text += "\n<\(end)></\(end)>"
    // RECOVER, NOERROR, NOWARNING, NONET: take what is there, say nothing, fetch nothing.
    var options: Int32 = 1 | 32 | 64 | 2048
    // HUGE: without it whatever stands deeper than 256 elements is lost, which pasted pages reach with what they never
    // close. It takes time by the square of the depth, so not for what no editor writes.
    if Self.mayBeDeep(text.utf8) <= Self.depthLimit { options |= 1 << 19 }
    let document = text.withCString { library.readHTML($0, Int32(text.utf8.count), nil, "UTF-8", options) }
    guard let document else { throw Self.unreadable(name) }
    defer { library.freeDocument(document) }
    guard let walker = library.walk(document) else { throw Self.unreadable(name) }
    defer { library.freeWalker(walker) }
    var reader = Reader(library: library, walker: walker, end: end)
    while library.next(walker) == 1 { reader.take() }
    guard reader.isAtEnd else { throw Self.unreadable(name) }
    reader.flush()
    (texts, links, marks, title) = (reader.texts, reader.links, reader.marks, reader.title)
  }

  private static let depthLimit = 10_000

  /// How deep elements may stand in one another at most: tags that open less tags that close.
  private static func mayBeDeep(_ bytes: String.UTF8View) -> Int {
    var (depth, deepest, last) = (0, 0, UInt8(0))
    for byte in bytes {
      if last == UInt8(ascii: "<") {
        if byte == UInt8(ascii: "/") { depth -= 1 } else { depth += 1 }
        deepest = max(deepest, depth)
      }
      last = byte
    }
    return deepest
  }

  private static func unreadable(_ name: String) -> Failure {
    Failure(
      .usage, code: "html_unreadable",
      Message(zh: "这个网页不能读到底", en: "this page cannot be read to its end"), place: name,
      next: Message(zh: "在浏览器里另存为网页，再检查", en: "save it from the browser as a web page and check that"))
  }

  private struct Reader {
    let library: LibXML
    let walker: OpaquePointer
    var texts: [Piece] = []
    var links: [Piece] = []
    var marks: [String: String] = [:]
    var title = ""
    private var block = ""
    private var blockLine = 1
    private var isTitle = false
    /// The element behind the page, and whether it was met.
    private let end: String
    private(set) var isAtEnd = false

    init(library: LibXML, walker: OpaquePointer, end: String) {
      (self.library, self.walker, self.end) = (library, walker, end)
    }

    /// Elements inside of which a text goes on.
    private static let inline: Set<String> = [
      "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q",
      "s",
      "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr",
    ]

    mutating func take() {
      switch library.nodeType(walker) {
      case 1:
        let name = string(library.name(walker)).lowercased()
        isAtEnd = name == end
        if !Self.inline.contains(name) { flush() }
        isTitle = name == "title"
        attributes(of: name)
      case 15:
        if !Self.inline.contains(string(library.name(walker)).lowercased()) { flush() }
      case 3:
        let text = string(library.value(walker))
        if block.allSatisfy(\.isWhitespace) { blockLine = line }
        block += text
      default: break  // Comments, and the contents of scripts and styles.
      }
    }

    mutating func flush() {
      let text = Cell.clean(block)
      if !text.isEmpty {
        texts.append(Piece(line: blockLine, text: text))
        if isTitle, title.isEmpty { title = text }
      }
      block = ""
      isTitle = false
    }

    private mutating func attributes(of element: String) {
      let line = line
      var found: [String: String] = [:]
      while library.nextAttribute(walker) == 1 {
        found[string(library.name(walker)).lowercased()] = string(library.value(walker))
      }
      _ = library.backToElement(walker)
      for (name, value) in found.sorted(by: { $0.key < $1.key }) {
        switch name {
        case "href", "src": links.append(Piece(line: line, text: value))
        case "alt", "title", "placeholder": texts.append(Piece(line: line, text: value))
        case _ where name.hasPrefix("data-"): marks[name] = marks[name] ?? value
        default: break
        }
      }
      guard element == "meta", let name = (found["name"] ?? found["property"] ?? found["itemprop"])?.lowercased(),
        let content = found["content"]
      else { return }
      marks[name] = marks[name] ?? content
      if name == "description" || name == "keywords" { texts.append(Piece(line: line, text: content)) }
    }

    private var line: Int { library.currentNode(walker).map { max(1, library.lineNumber($0)) } ?? 1 }

    private func string(_ text: UnsafePointer<CChar>?) -> String { text.map { String(cString: $0) } ?? "" }
  }
}
