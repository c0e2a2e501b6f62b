import Vocabulary

/// Reads `scripts/*.yaml`.
enum ScriptReader {
  private static let keys = [
    "id", "purpose", "style", "asks", "text", "activity", "activity_version", "products", "vip", "then",
  ]

  static func read(_ file: PlaybookFile, _ problems: Problems) -> [Placed<Script>] {
    guard let root = YamlReader.read(file, problems), let fields = Fields(root, known: ["scripts"], problems) else {
      return []
    }
    return fields.list("scripts").compactMap { item in
      script(item, problems).map { Placed(value: $0, line: item.line, problems: problems) }
    }
  }

  private static func script(_ item: YamlValue, _ problems: Problems) -> Script? {
    guard let fields = Fields(item, known: keys, problems) else { return nil }
    let id = fields.identifier("id")
    let purpose = fields.choice("purpose", ScriptPurpose.allCases.map { ($0.rawValue, $0) })
    let style = fields.choice("style", Script.Style.allCases.map { ($0.rawValue, $0) })
    let text = text(fields)
    let activity = fields.value("activity") == nil ? nil : fields.text("activity")
    let version = fields.value("activity_version") == nil ? 1 : fields.count("activity_version", in: 1...1_000_000)
    let then = fields.value("then") == nil ? nil : fields.text("then")
    let asks = fields.texts("asks")
    let products = fields.texts("products")
    let isForVIP = fields.flag("vip", default: false)
    guard let id, let purpose, let style, let text, let version else { return nil }
    require(purpose, of: text, fields)
    return Script(
      id: id, purpose: purpose, style: style, asks: asks, text: text, activity: activity, activityVersion: version,
      products: products, isForVIP: isForVIP, then: then)
  }

  private static func text(_ fields: Fields) -> ScriptText? {
    guard let text = fields.text("text") else { return nil }
    do throws(ScriptText.Fault) {
      return try ScriptText(text)
    } catch {
      switch error {
      case .unknownSlot(let name):
        let near = nearest(to: name, among: ScriptSlot.allCases.map(\.rawValue)) ?? ""
        fields.wrong(
          "text", zh: "里没有 {\(name)} 这个空；是不是 {\(near)}？", en: "has no slot {\(name)}; did you mean {\(near)}?")
      case .brace: fields.wrong("text", zh: "里的 { 和 } 没有成对", en: "has a { or } that stands alone")
      }
    }
    return nil
  }

  private static func require(_ purpose: ScriptPurpose, of text: ScriptText, _ fields: Fields) {
    for slot in purpose.requiredSlots where !text.slots.contains(slot) {
      fields.wrong(
        "text", zh: "缺少 {\(slot.rawValue)}：\(purpose.name.zh)话术必须有",
        en: "lacks {\(slot.rawValue)}, which a script for \(purpose.name.en) needs")
    }
    for word in purpose.requiredWords where !text.source.contains(word) {
      fields.wrong(
        "text", zh: "没有提到“\(word)”：\(purpose.name.zh)话术必须提到",
        en: "does not mention '\(word)', which a \(purpose.name.en) must")
    }
  }

  /// Notes what is wrong with the scripts of all files together.
  static func judge(_ scripts: [Placed<Script>], activities: Set<String>, products: Set<String>) {
    scripts.refuseTwins("script_twice", id: \.id)
    let byID = Dictionary(scripts.map { ($0.value.id, $0.value) }) { first, _ in first }
    for script in scripts {
      if let activity = script.value.activity { script.requireKnown(activity, of: activities, "activity") }
      for sku in script.value.products { script.requireKnown(sku, of: products, "products") }
      guard let then = script.value.then else { continue }
      script.requireKnown(then, of: Set(byID.keys), "then")
      if leads(script.value, backTo: script.value.id, byID) {
        script.wrong(
          "script_circle", zh: "顺着 then 又回到了“\(script.value.id)”",
          en: "following 'then' leads back to '\(script.value.id)'",
          nextZh: "删去其中一个 then", nextEn: "remove one 'then' of the circle")
      }
    }
  }

  private static func leads(_ script: Script, backTo id: String, _ scripts: [String: Script]) -> Bool {
    var seen: Set<String> = []
    var next = script.then
    while let name = next, seen.insert(name).inserted {
      if name == id { return true }
      next = scripts[name]?.then
    }
    return false
  }
}

extension Placed {
  /// Notes a name that no other file knows, with the nearest one that is known.
  func requireKnown(_ name: String, of known: Set<String>, _ key: String) {
    guard !known.contains(name) else { return }
    let near = nearest(to: name, among: known.sorted())
    wrong(
      "playbook_unknown_name", zh: "\(key) 里的“\(name)”哪里都没有写", en: "'\(name)' of '\(key)' stands nowhere",
      nextZh: near.map { "是不是 \($0)？" } ?? "先写上它", nextEn: near.map { "did you mean '\($0)'?" } ?? "write it first")
  }
}
