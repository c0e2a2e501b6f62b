/// A value of a YAML file, reduced to what playbooks may use: text, lists, and mappings with text keys.
struct YamlValue {
  enum Content {
    case text(String)
    case list([YamlValue])
    case mapping([Entry])
  }

  struct Entry {
    let key: String
    let line: Int
    let value: YamlValue
  }

  let content: Content
  /// Counts from 1.
  let line: Int

  /// What a person would call it, for messages.
  var kind: (zh: String, en: String) {
    switch content {
    case .text: ("文字", "text")
    case .list: ("列表", "a list")
    case .mapping: ("键值", "keys and values")
    }
  }
}
