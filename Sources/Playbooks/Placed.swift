import Vocabulary

/// An entry of a playbook together with where it was read: what several files say together is judged after all of them
/// were read, and told at the place where it is wrong.
struct Placed<Value> {
  let value: Value
  let line: Int
  /// Of the entry's own file.
  let problems: Problems

  func wrong(_ code: String, zh: String, en: String, nextZh: String, nextEn: String) {
    problems.add(code, line: line, zh: zh, en: en, next: Message(zh: nextZh, en: nextEn))
  }
}

extension Array {
  /// Notes every entry whose identifier an earlier one of the same kind has, in whatever file.
  func refuseTwins<Value>(_ code: String, id: (Value) -> String) where Element == Placed<Value> {
    var first: [String: Placed<Value>] = [:]
    for entry in self {
      let name = id(entry.value)
      guard let other = first[name] else {
        first[name] = entry
        continue
      }
      entry.wrong(
        code, zh: "“\(name)”在 \(other.problems.path):\(other.line) 已经有了",
        en: "'\(name)' stands at \(other.problems.path):\(other.line) already",
        nextZh: "换一个 id，或删去一个", nextEn: "give it another id, or remove one of them")
    }
  }
}
