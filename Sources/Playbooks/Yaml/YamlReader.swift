import Vocabulary
import Yams

/// Reads one YAML document within the limits of playbooks: ≤ 256 KiB, depth ≤ 32, ≤ 10,000 nodes, no anchors, aliases
/// or tags.
struct YamlReader {
  static let byteLimit = 256 * 1024
  static let depthLimit = 32
  static let nodeLimit = 10_000

  private let problems: Problems
  private var nodes = 0
  private var tooMany = false

  private init(_ problems: Problems) {
    self.problems = problems
  }

  /// Returns nil after noting at least one problem.
  static func read(_ file: PlaybookFile, _ problems: Problems) -> YamlValue? {
    let before = problems.list.count
    guard file.text.utf8.count <= byteLimit else {
      problems.add(
        "yaml_too_large", line: nil, zh: "文件超过 256 KiB", en: "the file is larger than 256 KiB",
        next: Message(zh: "拆小或删去不用的内容", en: "remove what is not needed"))
      return nil
    }
    if let line = lineOfAnchorWithAlias(file.text) {
      refuseAnchor(problems, line)
      return nil
    }
    // A text of up to 15 bytes lives inside the String itself, and Yams keeps a pointer to the bytes.
    let text = file.text.utf8.count < 32 ? file.text + String(repeating: "\n", count: 32) : file.text
    do {
      // The basic resolver: the default one compiles regular expressions that playbooks have no use for.
      let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
      guard let root = try parser.singleRoot() else {
        problems.add(
          "yaml_empty", line: nil, zh: "文件是空的", en: "the file is empty",
          next: Message(zh: "从自带的手册中复制内容", en: "copy the content from the built-in playbooks"))
        return nil
      }
      var reader = YamlReader(problems)
      let value = reader.convert(root, depth: 1)
      return problems.list.count == before ? value : nil
    } catch let error as YamlError {
      note(error, problems)
    } catch {
      problems.add(
        "yaml_syntax", line: nil, zh: "不是有效的 YAML", en: "not valid YAML",
        next: Message(zh: "检查缩进和冒号", en: "check the indentation and the colons"))
    }
    return nil
  }

  private mutating func convert(_ node: Node, depth: Int) -> YamlValue? {
    let line = node.mark?.line ?? 1
    nodes += 1
    guard nodes <= Self.nodeLimit else {
      if !tooMany {
        tooMany = true
        problems.add(
          "yaml_too_many_nodes", line: line, zh: "内容超过 10,000 项", en: "more than 10,000 nodes",
          next: Message(zh: "删去不用的内容", en: "remove what is not needed"))
      }
      return nil
    }
    guard depth <= Self.depthLimit else {
      problems.add(
        "yaml_too_deep", line: line, zh: "嵌套超过 32 层", en: "nested deeper than 32 levels",
        next: Message(zh: "减少嵌套", en: "nest less"))
      return nil
    }
    if node.anchor != nil || node.alias != nil { Self.refuseAnchor(problems, line) }
    switch node {
    case .scalar(let scalar):
      refuseTag(scalar.tag, line)
      return YamlValue(content: .text(scalar.string), line: line)
    case .sequence(let sequence):
      refuseTag(sequence.tag, line)
      var list: [YamlValue] = []
      for child in sequence where !tooMany {
        if let value = convert(child, depth: depth + 1) { list.append(value) }
      }
      return YamlValue(content: .list(list), line: line)
    case .mapping(let mapping):
      refuseTag(mapping.tag, line)
      var entries: [YamlValue.Entry] = []
      for (key, child) in mapping where !tooMany {
        guard let name = convert(key, depth: depth + 1), case .text(let text) = name.content else {
          problems.add(
            "yaml_key", line: line, zh: "键必须是文字", en: "a key must be text",
            next: Message(zh: "改写这个键", en: "rewrite the key"))
          continue
        }
        if let value = convert(child, depth: depth + 1) {
          entries.append(YamlValue.Entry(key: text, line: name.line, value: value))
        }
      }
      return YamlValue(content: .mapping(entries), line: line)
    case .alias:
      return nil
    }
  }

  private func refuseTag(_ tag: Tag, _ line: Int) {
    // Quoted text carries the tag "!" (non-specific); everything unmarked resolves to the three plain kinds.
    let plain = ["", "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"]
    guard !plain.contains(tag.description) else { return }
    problems.add(
      "yaml_tag", line: line, zh: "不允许使用标签（!）", en: "tags (!) are not allowed",
      next: Message(zh: "删去标签", en: "remove the tag"))
  }

  private static func refuseAnchor(_ problems: Problems, _ line: Int) {
    problems.add(
      "yaml_anchor", line: line, zh: "不允许使用锚点和引用（& 和 *）", en: "anchors and aliases (& and *) are not allowed",
      next: Message(zh: "直接写出内容，或给文字加引号", en: "write the content out, or quote the text"))
  }

  /// The line of the first alias when the text also has an anchor. Looked for before parsing: aliases of aliases as
  /// keys make the parser's own duplicate check take exponential time. What stands in quotes or in a comment is not told
  /// apart: a text that looks like both is refused rather than trusted.
  private static func lineOfAnchorWithAlias(_ text: String) -> Int? {
    var line = 1
    var anchored = false
    var aliasLine: Int?
    var previous: Unicode.Scalar = "\n"
    for scalar in text.unicodeScalars {
      if scalar == "&" || scalar == "*", mayPrecedeToken(previous) {
        if scalar == "&" { anchored = true } else { aliasLine = aliasLine ?? line }
        if anchored, let aliasLine { return aliasLine }
      }
      if scalar == "\n" { line += 1 }
      previous = scalar
    }
    return nil
  }

  /// Whether the parser may begin a new token after this: after blanks, after every kind of line break it knows and a
  /// byte order mark, and, in flow style, right after an indicator or a closing quote, as in `{"a":&b []}`.
  private static func mayPrecedeToken(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case " ", "\t", "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}", "\u{FEFF}": true
    case "[", "]", "{", "}", ",", ":", "?", "\"", "'": true
    default: false
    }
  }

  private static func note(_ error: YamlError, _ problems: Problems) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      problems.add(
        "yaml_syntax", line: mark.line, zh: "不是有效的 YAML：\(problem)", en: "not valid YAML: \(problem)",
        next: Message(zh: "检查这一行的缩进和冒号", en: "check this line's indentation and colons"))
    case .duplicatedKeysInMapping(let duplicates, let context):
      let names = duplicates.joined(separator: ", ")
      problems.add(
        "yaml_duplicate_key", line: context.mark.line, zh: "重复的键：\(names)", en: "duplicate key: \(names)",
        next: Message(zh: "只保留一个", en: "keep one of them"))
    default:
      problems.add(
        "yaml_syntax", line: nil, zh: "不是有效的 YAML", en: "not valid YAML",
        next: Message(zh: "以 UTF-8 保存并检查内容", en: "save it as UTF-8 and check the content"))
    }
  }
}
