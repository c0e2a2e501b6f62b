import Vocabulary

/// The keys and values of one mapping, with every key accounted for: an unknown key is a problem that names the nearest
/// known one, because a misspelt setting that is silently ignored is worse than none.
struct Fields {
  let line: Int
  private let entries: [YamlValue.Entry]
  private let problems: Problems

  /// Returns nil, with a problem noted, when `value` is not a mapping.
  init?(_ value: YamlValue, known: [String], _ problems: Problems) {
    guard case .mapping(let entries) = value.content else {
      problems.add(
        "playbook_shape", line: value.line, zh: "这里应是键值，不是\(value.kind.zh)",
        en: "expected keys and values, found \(value.kind.en)",
        next: Message(zh: "可用的键：\(known.joined(separator: "、"))", en: "known keys: \(known.joined(separator: ", "))"))
      return nil
    }
    line = value.line
    self.entries = entries
    self.problems = problems
    for entry in entries where !known.contains(entry.key) {
      let near = nearest(to: entry.key, among: known) ?? ""
      problems.add(
        "playbook_unknown_key", line: entry.line, zh: "未知的键“\(entry.key)”", en: "unknown key '\(entry.key)'",
        next: Message(zh: "是不是 \(near)？", en: "did you mean '\(near)'?"))
    }
  }

  func value(_ key: String) -> YamlValue? {
    entries.first { $0.key == key }?.value
  }

  func line(of key: String) -> Int { value(key)?.line ?? line }

  /// The text of `key`. A missing or empty one is a problem unless `fallback` is given.
  func text(_ key: String, default fallback: String? = nil) -> String? {
    guard let value = value(key) else {
      if let fallback { return fallback }
      missing(key)
      return nil
    }
    guard case .text(let text) = value.content, !text.isEmpty else {
      wrong(key, zh: "应是文字", en: "must be text")
      return nil
    }
    return text
  }

  func whole(_ key: String) -> Int64? {
    guard let text = text(key) else { return nil }
    guard let number = Int64(text) else {
      wrong(key, zh: "应是整数", en: "must be a whole number")
      return nil
    }
    return number
  }

  /// `true` or `false`; `fallback` when the key is absent.
  func flag(_ key: String, default fallback: Bool) -> Bool {
    guard let text = text(key, default: fallback ? "true" : "false") else { return fallback }
    guard text == "true" || text == "false" else {
      wrong(key, zh: "应是 true 或 false", en: "must be true or false")
      return fallback
    }
    return text == "true"
  }

  func instant(_ key: String) -> Instant? {
    guard let text = text(key) else { return nil }
    guard let instant = Instant(text) else {
      wrong(key, zh: "应是时间，如 2026-11-11 00:00", en: "must be a time such as 2026-11-11 00:00")
      return nil
    }
    return instant
  }

  /// One of `choices`; anything else is a problem that lists them.
  func choice<Choice>(_ key: String, _ choices: [(name: String, value: Choice)]) -> Choice? {
    guard let text = text(key) else { return nil }
    if let found = choices.first(where: { $0.name == text }) { return found.value }
    let names = choices.map(\.name)
    wrong(
      key, zh: "应是其中之一：\(names.joined(separator: "、"))", en: "must be one of: \(names.joined(separator: ", "))")
    return nil
  }

  /// The items of a list. A missing list is a problem when `required`.
  func list(_ key: String, required: Bool = true) -> [YamlValue] {
    guard let value = value(key) else {
      if required { missing(key) }
      return []
    }
    guard case .list(let items) = value.content else {
      wrong(key, zh: "应是列表", en: "must be a list")
      return []
    }
    return items
  }

  /// The items of a list that has nothing but text in it; a missing one is empty.
  func texts(_ key: String) -> [String] {
    list(key, required: false).compactMap { item in
      guard case .text(let text) = item.content, !text.isEmpty else {
        problems.add(
          "playbook_value", line: item.line, zh: "\(key) 里应只有文字", en: "'\(key)' takes nothing but text",
          next: Message(zh: "改正 \(key)", en: "correct '\(key)'"))
        return nil
      }
      return text
    }
  }

  /// A name that other files refer to: 1 to 64 of `a`–`z`, `0`–`9` and `-`.
  func identifier(_ key: String) -> String? {
    guard let text = text(key) else { return nil }
    guard text.utf8.count <= 64, text.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 })
    else {
      wrong(key, zh: "应是 1 到 64 个小写字母、数字或 -", en: "takes 1 to 64 lower-case letters, digits and '-'")
      return nil
    }
    return text
  }

  /// An amount in fen, 0 to ten million yuan.
  func fen(_ key: String, default fallback: Money? = nil) -> Money? {
    if let fallback, value(key) == nil { return fallback }
    guard let number = whole(key) else { return nil }
    guard (0...1_000_000_000).contains(number) else {
      wrong(key, zh: "应是 0 到 1000000000 之间的分", en: "must be fen between 0 and 1000000000")
      return nil
    }
    return Money(fen: number)
  }

  /// The entries of a mapping whose keys the file chooses itself. A missing one is empty.
  func mapping(_ key: String) -> [YamlValue.Entry] {
    guard let value = value(key) else { return [] }
    guard case .mapping(let entries) = value.content else {
      wrong(key, zh: "应是键值", en: "must be keys and values")
      return []
    }
    return entries
  }

  func wrong(_ key: String, zh: String, en: String) {
    problems.add(
      "playbook_value", line: line(of: key), zh: "\(key) \(zh)", en: "'\(key)' \(en)",
      next: Message(zh: "改正 \(key)", en: "correct '\(key)'"))
  }

  private func missing(_ key: String) {
    problems.add(
      "playbook_missing_key", line: line, zh: "缺少 \(key)", en: "'\(key)' is missing",
      next: Message(zh: "补上 \(key)", en: "add '\(key)'"))
  }
}
