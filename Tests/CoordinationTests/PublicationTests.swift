import Coordination
import Orders
import Playbooks
import Store
import TestSupport
import Testing
import Vocabulary

/// Playbooks are versions in the store: clean ones only, one after the other.
@Suite struct PublicationTests {
  /// The built-in set with one file's text changed.
  static func set(_ path: String, _ change: (String) -> String) -> PlaybookSet {
    PlaybookSet(
      files: PlaybookSet.builtIn.files.map {
        $0.path == path ? PlaybookFile(path: path, text: change($0.text)) : $0
      })
  }

  static var quicker: PlaybookSet {
    Self.set("gates.yaml") {
      $0.replacing("limitMinutes: 60, whenStale: refuse", with: "limitMinutes: 7, whenStale: refuse")
    }
  }

  @Test("a clean set is in force at once, with what changed told file by file", arguments: TestStore.engines)
  func publish(engine: Engine) throws {
    let house = try House(engine: engine)
    let published = try house.perform { try Setup.publish(CheckedPlaybooks(Self.quicker), replacing: 1, $0) }
    #expect(published.version == 2)
    #expect(published.changes.map(\.path) == ["gates.yaml"])
    #expect(published.changes.map(\.kind) == [.changed])
    #expect(published.changes.map(\.linesAdded) == [1])
    #expect(published.changes.map(\.linesRemoved) == [1])
    try house.store.read { session in
      #expect(try Gates.find("print", session).freshnessLimitMinutes == 7)
      let versions = try Setup.versions(session)
      #expect(versions.map(\.version) == [2, 1])
      #expect(versions[0].digest == published.digest)
      #expect(versions[0].publishedBy == People.wang.name)
      #expect(versions[0].digest != versions[1].digest)
      #expect(try Setup.playbooks(version: 1, session).files == PlaybookSet.builtIn.files)
      #expect(try Setup.playbooks(version: nil, session).files == Self.quicker.files)
    }
    #expect(throws: Failure.self) { try house.store.read { try Setup.playbooks(version: 3, $0) } }
    #expect(try house.verify() == [])
  }

  @Test("a set with an error is refused, and so is one compared with an older version", arguments: TestStore.engines)
  func refused(engine: Engine) throws {
    let house = try House(engine: engine)
    let broken = Self.set("gates.yaml") { $0.replacing("to: packed", with: "to: flown") }
    func code(_ set: PlaybookSet, replacing version: Int64) -> String? {
      do {
        let checked = try CheckedPlaybooks(set)
        try house.perform { try Setup.publish(checked, replacing: version, $0) }
        return nil
      } catch {
        return (error as? Failure)?.code
      }
    }
    #expect(code(broken, replacing: 1) == "playbook_value")
    #expect(code(Self.quicker, replacing: 0) == "playbook_moved")
    #expect(try house.store.read { try Setup.playbookVersion($0) } == 1)
    #expect(code(Self.quicker, replacing: 1) == nil)
    #expect(code(.builtIn, replacing: 1) == "playbook_moved")
  }

  @Test("of many who publish at once one is first, and the others are told", arguments: TestStore.engines)
  func atOnce(engine: Engine) throws {
    let house = try House(engine: engine)
    let answers = try Threads.run(4) { index -> String in
      let store = try house.place.open(follow: Consequences.follow)
      let set = Self.set("gates.yaml") { $0 + "# \(index)\n" }
      do {
        let id = "PUBLISH-\(index)"
        let checked = try CheckedPlaybooks(set)
        return "\(try store.perform(try operation(id)) { try Setup.publish(checked, replacing: 1, $0) }.result.version)"
      } catch let failure as Failure {
        return failure.code
      }
    }
    #expect(answers.sorted() == ["2", "playbook_moved", "playbook_moved", "playbook_moved"])
    #expect(try house.store.read { try Setup.playbookVersion($0) } == 2)
  }

  @Test("files that come and go are told as such")
  func difference() {
    let old = PlaybookSet(files: [
      PlaybookFile(path: "a.yaml", text: "1\n2\n3\n"), PlaybookFile(path: "b.yaml", text: "x\n"),
      PlaybookFile(path: "c.yaml", text: "same\n"),
    ])
    let new = PlaybookSet(files: [
      PlaybookFile(path: "a.yaml", text: "1\n3\n4\n5\n"), PlaybookFile(path: "c.yaml", text: "same\n"),
      PlaybookFile(path: "d.yaml", text: "y\nz\n"),
    ])
    let told = PlaybookDifference.between(old, new).map {
      "\($0.path) \($0.kind) +\($0.linesAdded) -\($0.linesRemoved)"
    }
    #expect(told == ["a.yaml changed +2 -1", "b.yaml removed +0 -1", "d.yaml added +2 -0"])
  }
}
