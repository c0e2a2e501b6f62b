import Vocabulary

/// A part that is read as a whole, of which only some elements matter.
final class SmallPart: XMLPart {
  struct Element {
    let name: String
    /// The name of the element around it.
    let parent: String
    let attributes: [String: String]
  }

  private(set) var elements: [Element] = []
  private(set) var root = ""
  private let wanted: Set<String>
  private var open: [String] = []

  /// Reads the elements of these names, and their attributes, all without prefixes.
  ///
  /// - Throws: `Failure` of kind `.usage` for XML that is damaged or too long.
  init(_ entry: ZipEntry, elements wanted: Set<String>) throws {
    self.wanted = wanted
    try super.init(entry)
    try readAll(upTo: XLSXLimits.smallPartBytes)
  }

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    let name = name.text
    if open.isEmpty { root = name }
    if wanted.contains(name) {
      elements.append(Element(name: name, parent: open.last ?? "", attributes: attributes.all))
      if elements.count > XLSXLimits.smallPartElements { refuse(.corrupt("too many elements")) }
    }
    open.append(name)
  }

  override func end() {
    open.removeLast()
  }
}

extension XMLAttributes {
  /// All values by their names without prefixes.
  var all: [String: String] {
    var result: [String: String] = [:]
    var at = 0
    while let key = pairs[at], let value = pairs[at + 1] {
      result[XMLName(bytes: key).text] = String(cString: value)
      at += 2
    }
    return result
  }
}
