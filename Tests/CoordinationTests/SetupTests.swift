import Coordination
import Orders
import Playbooks
import Store
import TestSupport
import Testing
import Vocabulary

@Suite struct SetupTests {
  @Test("what is installed can be read back: rules, gates and calendars", arguments: TestStore.engines)
  func readBack(engine: Engine) throws {
    let (_, store) = try TestStore.make(engine: engine)
    #expect(try store.read { try Setup.playbookVersion($0) } == 0)
    let installed = try store.perform(try operation("INIT")) { try Setup.installPlaybooks(.builtIn, $0) }.result
    #expect(installed.playbookVersion == 1)
    #expect(installed.playbookFiles == PlaybookSet.builtIn.files.count)
    #expect(installed.gates == ["approve", "print", "pack", "handOver"])
    try store.read { (session: any Session) throws in
      #expect(try Setup.playbookVersion(session) == 1)
      #expect(try Setup.enabledGates(session) == installed.gates)
      #expect(try Gates.all(session) == (try PlaybookSet.builtIn.gates()))
      #expect(try Setup.calendars(session) == (try PlaybookSet.builtIn.calendars()))
      #expect(try Setup.remarkRules(session).classify("买家不要了").verdict == .cancel)
    }
  }

  @Test("many who install at once install once", arguments: TestStore.engines)
  func atOnce(engine: Engine) throws {
    let place = try TestStore.nowhere(engine: engine)
    let answers = try Threads.run(4) { index -> Int64 in
      var random = SplitMix64(seed: UInt64(index))
      let made = try Store.create(
        place.location, isRehearsal: false, now: Moments.opening, random: &random, follow: Consequences.follow)
      let id = "INIT-\(made.store.settings.id)"
      return try made.store.perform(try operation(id, ["playbooks": "built-in"])) {
        try Setup.installPlaybooks(.builtIn, $0)
      }.result.playbookVersion
    }
    #expect(answers == [1, 1, 1, 1])
    let store = try place.open()
    #expect(try store.read { try $0.count("SELECT COUNT(*) FROM playbook_version") } == 1)
    #expect(try store.read { try $0.count("SELECT COUNT(*) FROM store_setting WHERE name = 'id'") } == 1)
    #expect(try store.log(limit: 9).count == 1)
  }

  @Test("a later set takes the place of the gates in force", arguments: TestStore.engines)
  func later(engine: Engine) throws {
    let house = try House(engine: engine)
    let files = PlaybookSet.builtIn.files.map { file in
      file.path == "gates.yaml"
        ? PlaybookFile(
          path: file.path,
          text:
            "gates:\n  - {key: print, zh: 打单, en: print, from: paid, to: printed, limitMinutes: 5, whenStale: warn}\n")
        : file
    }
    let installed = try house.perform { try Setup.installPlaybooks(PlaybookSet(files: files), $0) }
    #expect(installed.playbookVersion == 2)
    #expect(installed.gates == ["print"])
    let gate = try house.store.read { try Gates.find("print", $0) }
    #expect(gate.freshnessLimitMinutes == 5)
    #expect(gate.whenStale == .warn)
  }
}
