import Broadcasts
import Cases
import Coordination
import Formats
import Orders
import Playbooks
import Store
import TestSupport
import Testing
import Vocabulary

/// What agents look up, as it is in force: activities that change, slots of scripts, sets that are older than the program.
@Suite struct KnowledgeTests {
  static func refusal(_ body: () throws -> Void) throws -> Failure? {
    do {
      try body()
      return nil
    } catch let failure as Failure {
      return failure
    }
  }

  @Test(
    "a set that changes an activity behind everybody's back is refused with the command that tells them",
    arguments: [
      ("discount_fen: 4000", "discount_fen: 5000", "peakday activity change d11-store-300 --discount 50.00;"),
      ("name: 店铺每满300减40", "name: 店铺满减", "peakday activity change d11-store-300 --name …;"),
      ("excludes: [HJ-MASK-02]\n    words: [满300", "excludes: []\n    words: [满300", "--excludes ''"),
    ])
  func changedInFile(from: String, to: String, next: String) throws {
    let house = try House(engine: .sqlite)
    let path = try #require(PlaybookSet.builtIn.files.first { $0.text.contains(from) }).path
    let set = PublicationTests.set(path) { $0.replacing(from, with: to) }
    let checked = try CheckedPlaybooks(set)
    let failure = try Self.refusal { try house.perform { try Setup.publish(checked, replacing: 1, $0) } }
    #expect(failure?.code == "activity_changed_in_file" && failure?.place == "d11-store-300")
    #expect(failure?.next?.en.contains(next) == true, "\(failure?.next?.en ?? "")")
    #expect(try house.store.read { try Setup.playbookVersion($0) } == 1)
    try house.perform { try Setup.publish(checked, replacing: 1, isRenewal: true, $0) }
  }

  @Test(
    "before it begins an activity is a draft, until somebody has changed it for everybody", arguments: TestStore.engines
  )
  func draft(engine: Engine) throws {
    let (early, begins) = (Moments.opening.adding(minutes: -1), Moments.opening)
    for isChanged in [false, true] {
      let house = try House(engine: engine)
      let set = PublicationTests.set("activities/double11-2026.yaml") {
        $0.replacing("discount_fen: 4000", with: "discount_fen: 5000")
      }
      let checked = try CheckedPlaybooks(set)
      var patch = ActivityPatch()
      patch.thresholdFen = 29_900
      if isChanged {
        try house.perform(at: early) {
          try ActivityChanging.change(
            .init(activity: "d11-store-300", patch: patch, effectiveAt: begins), shop: "店铺乙", $0)
        }
      }
      let failure = try Self.refusal { try house.perform(at: early) { try Setup.publish(checked, replacing: 1, $0) } }
      #expect(failure?.code == (isChanged ? "activity_changed_in_file" : nil))
    }
  }

  @Test("words, the order of lists and new activities may be published at any time")
  func mayChange() throws {
    let house = try House(engine: .sqlite)
    let set = PublicationTests.set("activities/double11-2026.yaml") { text in
      text.replacing(
        "stacks_with: [d11-official-10, d11-store-300]", with: "stacks_with: [d11-store-300, d11-official-10]"
      )
      .replacing("words: [满300, ", with: "words: [三百减四十, 满300, ")
        + "  - {id: new, name: 新活动, venue: 别处, starts: 2026-11-12, ends: 2026-11-13, percent_off: 5}\n"
    }
    #expect(set.files != PlaybookSet.builtIn.files)
    try house.perform { try Setup.publish(CheckedPlaybooks(set), replacing: 1, $0) }
    #expect(try house.store.read { try Setup.activities($0) }.activity("new") != nil)
  }

  @Test("scripts go by the version that is in force, shop by shop", arguments: TestStore.engines)
  func versions(engine: Engine) throws {
    let house = try House(engine: engine)
    let later = Moments.midnight.adding(minutes: 60)
    var patch = ActivityPatch()
    patch.discountFen = 5_000
    try house.perform {
      try ActivityChanging.change(
        .init(activity: "d11-store-300", patch: patch, effectiveAt: later), shop: House.shop, $0)
    }
    func version(_ shop: String, at moment: Instant) throws -> Int {
      try house.store.read { try Setup.activityDay(shop: shop, at: moment, $0) }.version(of: "d11-store-300")
    }
    #expect(try version(House.shop, at: Moments.midnight) == 1 && version(House.shop, at: later) == 2)
    #expect(try version("店铺乙", at: later) == 1)
  }

  @Test(
    "the courier of a script is whoever brings the order: not of a parcel it was taken out of",
    arguments: TestStore.engines)
  func couriers(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.bring("1001", to: .paid)
    try house.bring("1002", to: .paid)
    let text = "运单号,物流公司,订单编号\r\nA1,顺丰,1001\r\nA2,中通,1001\r\nA3,圆通,1001\r\nA3,圆通,1002\r\n"
    let file = ImportFile(shop: House.shop, name: "p.csv", digest: "p", exportedAt: Moments.midnight)
    _ = try ParcelImport(
      file: file, actor: People.wang, run: try #require(OperationID("LIST")), now: { Moments.midnight }
    ).perform(try CSVReader(.bytes(Array(text.utf8))), in: house.store, reject: { _ in })
    func couriers(_ id: String) throws -> [String] {
      try house.store.read { try Parcels.couriers(ofOrder: House.key(id), $0) }
    }
    #expect(try Set(couriers("1001")) == ["顺丰", "中通", "圆通"] && couriers("1002") == ["圆通"])
    try house.perform { try Parcels.takeOut("1001", of: "A3", shop: House.shop, $0) }
    #expect(try Set(couriers("1001")) == ["顺丰", "中通"] && couriers("1002") == ["圆通"] && couriers("404") == [])
  }

  @Test("a store whose own set is older than routing gets its routes once", arguments: TestStore.engines)
  func routes(engine: Engine) throws {
    let house = try House(engine: engine)
    #expect(try house.store.read { try Setup.lacksRoutes($0) } == false)
    try house.perform { try $0.session.run("DELETE FROM case_route") }
    #expect(try house.store.read { try Setup.lacksRoutes($0) })
    #expect(try house.perform { try Setup.fillRoutes($0) } && !house.perform { try Setup.fillRoutes($0) })
    #expect(try house.store.read { try Routing.unrouted($0) } == [])
  }

  @Test("a set says what it lacks of what the program brings")
  func lacking() {
    #expect(PlaybookSet.builtIn.lacking == [] && PlaybookSet.builtIn.lackingRequired == [])
    let old = PlaybookSet(
      files: PlaybookSet.builtIn.files.filter {
        !$0.path.hasPrefix("scripts/") && $0.path != "handbook/wear.yaml" && $0.path != "routing.yaml"
      })
    #expect(old.lacking == ["routing.yaml", "scripts/"] && old.lackingRequired == ["routing.yaml"])
  }
}
