import Coordination
import Formats
import FoundationEssentials
import Orders
import Store
import Vocabulary

/// What a command works with: the store, who acts, the time, and where answers go.
final class Desk {
  let options: GlobalOptions
  let surroundings: Surroundings
  let language: Language
  private var opened: Store?
  /// The highest exit code so far.
  private(set) var exitCode = ExitCode.done

  init(_ options: GlobalOptions, _ surroundings: Surroundings) {
    self.options = options
    self.surroundings = surroundings
    language = Speech.language
  }

  var shop: String { options.shop ?? surroundings.environment["PEAKDAY_SHOP"] ?? "main" }

  /// The shop that lists are narrowed to; nil for all.
  var chosenShop: String? { options.shop ?? surroundings.environment["PEAKDAY_SHOP"] }

  /// What a command needs behind it to mean this shop; nothing where it means it anyway.
  func shopOption(_ shop: String) -> String {
    shop == surroundings.environment["PEAKDAY_SHOP"] ?? "main" ? "" : " --shop " + ShellWord.quoted(shop)
  }

  func key(_ id: String) -> OrderKey { OrderKey(shop: shop, id: id) }

  func location() throws -> StoreLocation {
    guard let text = options.store ?? surroundings.environment["PEAKDAY_STORE"], !text.isEmpty else {
      throw Failure(
        .usage, code: "store_not_named", Message(zh: "没有说明用哪个店铺库", en: "no store was named"),
        next: Message(
          zh: "加 --store shop.db，或先执行 export PEAKDAY_STORE=shop.db",
          en: "add --store shop.db, or first: export PEAKDAY_STORE=shop.db"))
    }
    return StoreLocation(text)
  }

  func store() throws -> Store {
    if let opened { return opened }
    let store = try Store.open(try location(), follow: Consequences.follow)
    try refuseAssumedTime(isRehearsal: store.settings.isRehearsal)
    opened = store
    return store
  }

  /// The next one who needs the store opens it anew.
  func closeStore() {
    opened = nil
  }

  /// `--now` is for rehearsals: on a real store it could open refunds early or make old memos look fresh.
  func refuseAssumedTime(isRehearsal: Bool) throws {
    guard options.now != nil, !isRehearsal else { return }
    throw Failure(
      .usage, code: "now_needs_rehearsal", Message(zh: "--now 只能用于演练库", en: "--now works only on a rehearsal store"),
      next: Message(
        zh: "建一个演练库：peakday init --rehearsal --store drill.db",
        en: "make one: peakday init --rehearsal --store drill.db"))
  }

  var now: Instant { options.now ?? surroundings.clock() }

  var actor: Actor {
    get throws {
      let environment = surroundings.environment
      let name =
        options.actor ?? environment["PEAKDAY_AS"] ?? environment["USER"] ?? environment["LOGNAME"] ?? "unknown"
      var role = options.role ?? .lead
      if options.role == nil, let text = environment["PEAKDAY_ROLE"] {
        guard let named = Role(rawValue: text) else {
          throw Failure(
            .usage, code: "unknown_role", Message(zh: "PEAKDAY_ROLE 不是一个角色", en: "PEAKDAY_ROLE names no role"),
            place: text,
            next: Message(
              zh: "可用：\(Role.allCases.map(\.rawValue).joined(separator: "、"))",
              en: "there are: \(Role.allCases.map(\.rawValue).joined(separator: ", "))"))
        }
        role = named
      }
      guard !name.isEmpty, name.utf8.count <= 64 else {
        throw Failure(.usage, code: "bad_name", Message(zh: "--as 要在 1 到 64 字节之间", en: "--as takes 1 to 64 bytes"))
      }
      return Actor(name: name, role: role)
    }
  }

  func operationID() -> OperationID {
    options.operation ?? freshID()
  }

  /// A new id, whatever --operation says: for the parts of work that may be repeated as a whole.
  func freshID() -> OperationID {
    var random = SurroundingRandom(draw: surroundings.random)
    return OperationID(now: surroundings.clock(), random: &random)
  }

  func operation(_ verb: String, _ arguments: Operation.Arguments, id: OperationID? = nil) throws -> Operation {
    Operation(id: id ?? operationID(), verb: verb, actor: try actor, at: now, arguments: arguments)
  }

  func require(_ action: Action) throws {
    try Permissions.require(try actor.role, action)
  }

  // MARK: Answers

  var style: TerminalStyle {
    TerminalStyle(isColoured: surroundings.outputIsTerminal && surroundings.environment["NO_COLOR"] == nil)
  }

  func raise(_ code: ExitCode) {
    exitCode = max(exitCode, code)
  }

  /// Tells of a part that went wrong where the rest goes on.
  func report(_ failure: Failure) throws {
    raise(ExitCode(failure.kind))
    let report = FailureReport(failure)
    surroundings.talk(options.json ? try Self.line(report) : report.text())
  }

  /// One object of the answer: a line of JSON, or text for people.
  func answer(_ value: some Encodable, _ text: () -> String) throws {
    if options.json {
      surroundings.output(try Self.line(value))
    } else {
      surroundings.output(text())
    }
  }

  /// A list: a line of JSON each, or one table.
  func answer(_ values: [some Encodable], table: @autoclosure () -> TextTable, empty: Message) throws {
    if options.json {
      surroundings.output(try values.map { try Self.line($0) }.joined())
    } else if values.isEmpty {
      surroundings.output(empty.text(in: language) + "\n")
    } else {
      surroundings.output(render(table()))
    }
  }

  /// Says that a list may be cut, so that nobody takes its first page for all of it.
  func hintMore(_ count: Int, limit: Int64) {
    guard Int64(count) == limit else { return }
    talk(Message(zh: "可能还有更多：加 --limit \(limit * 10)", en: "there may be more: add --limit \(limit * 10)"))
  }

  func render(_ table: TextTable) -> String {
    table.render(in: language, maxWidth: surroundings.terminalWidth, style: style)
  }

  /// A remark beside the answer, on standard error.
  func talk(_ message: Message) {
    if !options.json { surroundings.talk(message.text(in: language) + "\n") }
  }

  private static let encoder = {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }()

  static func line(_ value: some Encodable) throws -> String {
    escaped(String(decoding: try encoder.encode(value), as: UTF8.self)) + "\n"
  }

  /// The same JSON, with `\uXXXX` for what could steer a terminal or hide on it: control, bidirectional and other
  /// invisible characters, which can only stand inside its strings.
  static func escaped(_ json: String) -> String {
    guard json.unicodeScalars.contains(where: isInvisible) else { return json }
    var result = ""
    for scalar in json.unicodeScalars {
      guard isInvisible(scalar) else {
        result.unicodeScalars.append(scalar)
        continue
      }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return result
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    // ASCII and the common Chinese letters and punctuation: nearly all of the text, and none of them is.
    if (0x20...0x7E).contains(scalar.value) || (0x3000...0x302F).contains(scalar.value)
      || (0x4E00...0x9FFF).contains(scalar.value)
    {
      return false
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    default: return scalar.properties.isDefaultIgnorableCodePoint
    }
  }
}
