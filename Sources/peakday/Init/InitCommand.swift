import ArgumentParser
import Coordination
import Formats
import Playbooks
import Store
import Vocabulary

struct InitCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "init",
      abstract: say("新建店铺库，或升级旧版本的库", "Make a store, or bring an older one up to date"))
  }

  @OptionGroup var global: GlobalOptions

  @Flag(name: .long, help: help("演练库：可以用 --now 假定时间", "a rehearsal store, which accepts --now"))
  var rehearsal = false

  private struct Made: Encodable {
    let store: String
    let created: Bool
    let isRehearsal: Bool
    let playbookVersion: Int64
    let gates: [String]
  }

  /// Whoever asked for a rehearsal store must not go on in a real one.
  private func notRehearsal(_ location: StoreLocation) -> Failure {
    Failure(
      .refused, code: "store_is_real",
      Message(zh: "这里已有一个正式库，不能变成演练库", en: "there is a real store here; it cannot become a rehearsal store"),
      place: location.shown,
      next: Message(
        zh: "换一个名字：peakday init --rehearsal --store drill.db",
        en: "use another name: peakday init --rehearsal --store drill.db"))
  }

  func run(at desk: Desk) throws {
    try desk.require(.initialise)
    let location = try desk.location()
    // Before anything is made: a real store must not begin with an assumed time.
    if desk.options.now != nil {
      let found = try? Store.open(location, follow: Consequences.follow)
      try desk.refuseAssumedTime(isRehearsal: found?.settings.isRehearsal ?? rehearsal)
    }
    var random = SurroundingRandom(draw: desk.surroundings.random)
    let (store, created) = try Store.create(
      location, isRehearsal: rehearsal, now: desk.now, random: &random, follow: Consequences.follow)
    // Somebody else may have made it in between.
    try desk.refuseAssumedTime(isRehearsal: store.settings.isRehearsal)
    if rehearsal, !store.settings.isRehearsal { throw notRehearsal(location) }
    if try store.read({ try Setup.playbookVersion($0) }) == 0 {
      // A fixed name: two people who make the store at once install the playbooks once.
      let operation = try desk.operation(
        "init", ["playbooks": "built-in"], id: OperationID("INIT-\(store.settings.id)"))
      _ = try store.perform(operation) { try Setup.installPlaybooks(.builtIn, $0) }
    }
    let renewed = try renew(store, at: desk)
    if try store.read({ try Setup.lacksRoutes($0) }) {
      let operation = try desk.operation("init", ["routes": "playbooks"], id: desk.freshID())
      _ = try store.perform(operation) { try Setup.fillRoutes($0) }
    }
    let (version, gates) = try store.read { session in
      (try Setup.playbookVersion(session), try Setup.enabledGates(session))
    }
    try desk.answer(
      Made(
        store: location.shown, created: created, isRehearsal: store.settings.isRehearsal, playbookVersion: version,
        gates: gates)
    ) {
      let place = TerminalText.safe(location.shown)
      let kind = store.settings.isRehearsal ? say("演练库", "Rehearsal store") : say("店铺库", "Store")
      return created
        ? say("\(kind)已建好：\(place)\n", "\(kind) ready: \(place)\n")
          + say("关口：\(gates.joined(separator: " → "))\n", "Gates: \(gates.joined(separator: " → "))\n")
        : say("\(kind)已是最新：\(place)\n", "\(kind) up to date: \(place)\n")
          + (renewed
            ? say(
              "换上了新的玩法手册（版本 \(version)）；看旧备注会怎样变：peakday remark reclassify --dry-run\n",
              "The playbooks are those of this program now (version \(version)); see: peakday remark reclassify --dry-run\n"
            )
            : "")
    }
  }

  /// A store that was never given playbooks of its own goes by those of the newest program that has opened it.
  private func renew(_ store: Store, at desk: Desk) throws -> Bool {
    guard let old = try store.read({ try Setup.outdated($0) }), let id = Setup.initialising(store) else { return false }
    let operation = try desk.operation("init", ["playbooks": "built-in"], id: id)
    let checked = try CheckedPlaybooks(.builtIn)
    _ = try store.perform(operation) { try Setup.publish(checked, replacing: old, isRenewal: true, $0) }
    return true
  }
}
