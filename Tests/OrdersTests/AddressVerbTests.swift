import AddressParsing
import PersonalData
import Playbooks
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// From a proposal to a label that bears the right address, on both engines.
@Suite struct AddressVerbTests {
  static let couriers = Result { try PlaybookSet.builtIn.couriers() }
  static let text = "李小姐 13911112222 广东省深圳市南山区科技园南路8号"

  struct Desk {
    let shop: Shop
    let key = PersonalKey(bytes: Array(7..<39))
    var intake: AddressIntake { AddressIntake(storeSecret: "test", key: key) }

    init(_ engine: Engine) throws { shop = try Shop(engine: engine) }

    @discardableResult
    func propose(_ id: String, _ text: String = AddressVerbTests.text) throws -> Addresses.Proposed {
      let couriers = try AddressVerbTests.couriers.get()
      return try shop.perform(actor: People.li) {
        try Addresses.propose(Shop.key(id), AddressParser.parse(text), intake, couriers, $0)
      }
    }

    @discardableResult
    func approve(
      _ id: String, accepts: Bool = false, _ book: CourierBook? = nil
    ) throws -> Addresses.Approved {
      let couriers = try book ?? AddressVerbTests.couriers.get()
      return try shop.perform {
        try Addresses.approve(Shop.key(id), acceptsUnserved: accepts, intake, couriers, $0)
      }
    }

    func address(_ id: String) throws -> OrderAddress { try #require(try shop.order(id)).address }
  }

  @Test("a proposal holds the order; approved, it is a new version and the hold is gone", arguments: TestStore.engines)
  func approve(engine: Engine) throws {
    let desk = try Desk(engine)
    try desk.shop.put(makeOrder("1001"))
    let proposed = try desk.propose("1001")
    #expect(proposed.number == 1)
    #expect(proposed.isKept)
    #expect(proposed.masked == "李** 139****2222 广东省 深圳市 南山区 ***")
    #expect(try desk.shop.pass(["1001"]).map(\.outcome) == [.held])
    let approved = try desk.approve("1001")
    #expect(approved.version == 2)
    #expect(approved.consequence == .none)
    #expect(approved.lifted == [.addressPending])
    let answer = try #require(try desk.shop.pass(["1001"]).first)
    #expect(answer.outcome == .pass)
    #expect(answer.labelVersion == 2)
    #expect(try desk.address("1001").isLabelVoid == false)
    #expect(try desk.address("1001").awaited == 2)
    #expect(try desk.address("1001").region == "440305")
  }

  @Test("after print the label is void until it is printed again, whatever gate asks", arguments: TestStore.engines)
  func reprint(engine: Engine) throws {
    let desk = try Desk(engine)
    try desk.shop.put(makeOrder("1001"))
    #expect(try desk.shop.pass(["1001"]).map(\.outcome) == [.pass])
    try desk.propose("1001")
    let approved = try desk.approve("1001")
    #expect(approved.consequence == .reprint)
    for gate in ["pack", "handOver"] {
      let answer = try #require(try desk.shop.pass(["1001"], at: gate).first)
      #expect(answer.outcome == .reprint, "\(gate)")
      #expect(answer.labelVersion == 1)
      #expect(answer.addressVersion == 2)
    }
    let labels = try desk.shop.store.read { try Addresses.voidLabels(shop: Shop.name, limit: 10, $0) }
    #expect(labels.map(\.order) == ["1001"])
    let again = try #require(try desk.shop.pass(["1001"]).first)
    #expect(again.outcome == .pass)
    #expect(again.labelVersion == 2)
    #expect(try desk.shop.pass(["1001"]).map(\.outcome) == [.notDue])
    #expect(try desk.shop.pass(["1001"], at: "pack").map(\.outcome) == [.pass])
    #expect(try desk.shop.store.read { try Addresses.miscounted($0) }.isEmpty)
  }

  @Test("the old waybill stays void when the label is printed by the order's number", arguments: TestStore.engines)
  func waybills(engine: Engine) throws {
    let desk = try Desk(engine)
    try desk.shop.put(makeOrder("1001"))
    try desk.shop.put(makeOrder("1002"))
    try desk.shop.link("SF1001", ["1001", "1002"])
    #expect(try desk.shop.pass(["SF1001"]).map(\.outcome) == [.pass])
    try desk.propose("1001")
    try desk.approve("1001")
    let stopped = try #require(try desk.shop.pass(["SF1001"], at: "pack").first)
    #expect(stopped.outcome == .reprint)
    #expect(stopped.takeOut?.map(\.order) == ["1001"])
    // Its mate by its own number is in the same parcel.
    #expect(try desk.shop.pass(["1002"], at: "pack").map(\.outcome) == [.reprint])
    // A new label for the order alone: what bears the old waybill still goes nowhere, the order does.
    #expect(try desk.shop.pass(["1001"]).map(\.outcome) == [.pass])
    #expect(try desk.shop.pass(["SF1001"], at: "pack").map(\.outcome) == [.reprint])
    #expect(try desk.shop.pass(["1001"], at: "pack").map(\.outcome) == [.pass])
    // A waybill that a newer list brings is of the new label.
    try desk.shop.link("SF2001", ["1001"], at: Moments.midnight.adding(minutes: 1))
    #expect(try desk.shop.pass(["SF2001"], at: "pack").map(\.outcome) == [.pass])
    try desk.shop.takeOut("1001", "SF1001")
    #expect(try desk.shop.pass(["SF1001"], at: "pack").map(\.outcome) == [.pass])
  }

  @Test("a waybill that is printed again is bound to the new address", arguments: TestStore.engines)
  func sameWaybill(engine: Engine) throws {
    let desk = try Desk(engine)
    try desk.shop.put(makeOrder("1001"))
    try desk.shop.link("SF1001", ["1001"])
    #expect(try desk.shop.pass(["SF1001"]).map(\.outcome) == [.pass])
    try desk.propose("1001")
    try desk.approve("1001")
    #expect(try desk.shop.pass(["SF1001"], at: "pack").map(\.outcome) == [.reprint])
    #expect(try desk.shop.pass(["SF1001"]).map(\.outcome) == [.pass])
    #expect(try desk.shop.pass(["SF1001"]).map(\.outcome) == [.notDue])
    #expect(try desk.shop.pass(["SF1001"], at: "pack").map(\.outcome) == [.pass])
  }

  @Test("a waybill fetched before a change and never printed since is void", arguments: TestStore.engines)
  func fetchedBefore(engine: Engine) throws {
    let desk = try Desk(engine)
    try desk.shop.put(makeOrder("1001"))
    try desk.shop.link("SF1001", ["1001"])
    try desk.propose("1001")
    try desk.approve("1001")
    #expect(try desk.shop.pass(["SF1001"], at: "pack").map(\.outcome) == [.reprint])
    #expect(try desk.shop.pass(["SF1001"]).map(\.outcome) == [.pass])
    #expect(try desk.shop.pass(["SF1001"], at: "pack").map(\.outcome) == [.pass])
  }

  @Test("an import that shows another address voids the label; after hand-over the courier is told")
  func imports() throws {
    for engine in TestStore.engines {
      let shop = try Shop(engine: engine)
      let header = Export.header + ",收货人姓名,收货地址,联系手机"
      func take(_ ids: [String], _ address: String, minutes: Int64) throws -> ImportTotals {
        try shop.take(
          ids.map { Export.line($0) + ",张三,\(address),13800138000" }, header: header,
          exportedAt: Moments.midnight.adding(minutes: minutes), run: "RUN\(minutes)"
        ).totals
      }
      let ids = ["3511110000000001", "3511110000000002", "3511110000000003"]
      #expect(try take(ids, "浙江省 杭州市 西湖区 文三路1号", minutes: -9).new == 3)
      _ = try shop.pass([ids[0], ids[1]])
      _ = try shop.pass([ids[1]], at: "pack")
      _ = try shop.pass([ids[1]], at: "handOver")
      shop.log.clear()
      #expect(try take(ids, "浙江省 杭州市 西湖区 文三路1号", minutes: -8).changed == 0)
      #expect(try take(ids, "广东省 深圳市 南山区 科技园南路8号", minutes: -7).changed == 3)
      #expect(shop.log.facts == [.addressLate])
      let versions = try ids.map { id in
        try shop.store.read { try Addresses.versions(Shop.key(id), $0) }.map(\.consequence)
      }
      #expect(versions == [[.reprint], [.interception], [.none]])
      #expect(try shop.pass([ids[0]], at: "pack").map(\.outcome) == [.reprint])
      #expect(try shop.pass([ids[2]]).map(\.labelVersion) == [2])
      // An older file changes nothing back.
      #expect(try take(ids, "浙江省 杭州市 西湖区 文三路1号", minutes: -8).changed == 0)
      #expect(try shop.store.read { try Addresses.miscounted($0) }.isEmpty)
    }
  }

  @Test("what is missing is asked for, what is not served is refused until accepted")
  func refusals() throws {
    let desk = try Desk(.sqlite)
    try desk.shop.put(makeOrder("1001"))
    try desk.shop.put(makeOrder("1002", stage: .closed))
    #expect(failureCode { try desk.propose("1001", "好的谢谢") } == "address_unread")
    #expect(failureCode { try desk.propose("1002") } == "order_over")
    #expect(failureCode { try desk.approve("1001") } == "no_open_proposal")
    let partial = try desk.propose("1001", "朝阳区建国路1号 王先生 13711112222")
    #expect(partial.missing.contains("province"))
    #expect(failureCode { try desk.approve("1001") } == "address_incomplete")
    #expect(failureCode { try desk.shop.lift("1001") } == "address_undecided")
    try desk.shop.link("SF1001", ["1001"])
    try desk.propose("1001")
    let book = try Self.book(
      "couriers:\n  - {name: 顺丰, suspended: [{region: 广东省}]}\n  - {name: 申通, doesNotServe: [深圳市]}\n")
    #expect(failureCode { try desk.approve("1001", book) } == "courier_unserved")
    let approved = try desk.approve("1001", accepts: true, book)
    #expect(approved.outlook.obstacles.map(\.courier) == ["顺丰", "申通"])
    #expect(approved.lifted == [.addressPending, .addressPending])
  }

  @Test("what the platform would cut off is refused: 228 bytes in GBK behind the divisions, 50 for the name")
  func tooLong() throws {
    let desk = try Desk(.sqlite)
    try desk.shop.put(makeOrder("1001"))
    let place = "李小姐 13911112222 广东省深圳市南山区"
    #expect(failureCode { try desk.propose("1001", place + String(repeating: "科", count: 115)) } == "address_too_long")
    #expect(failureCode { try desk.propose("1001", place + String(repeating: "科", count: 114)) } == nil)
    #expect(failureCode { try desk.propose("1001", place + String(repeating: "科", count: 113) + "12") } == nil)
    let name = String(repeating: "李", count: 25)
    #expect(failureCode { try desk.propose("1001", "收货人：\(name)，电话：13911112222，地址：广东省深圳市南山区科苑路1号") } == nil)
    #expect(AddressRules.gbkLength(name + "a") == 51)
  }

  @Test("digits of a phone number, of either width")
  func digits() {
    for (written, digits) in [
      ("139-1111 2222", "13911112222"), ("１３９１１１１２２２２", "13911112222"), ("139****2222", "139****2222"), ("三", ""),
    ] {
      #expect(AddressForm.digits(written) == digits)
    }
  }

  private static func book(_ text: String) throws -> CourierBook {
    try PlaybookSet(files: [PlaybookFile(path: "couriers.yaml", text: text)]).couriers()
  }

  @Test("a rejected proposal lifts its own hold, not that of a remark")
  func reject() throws {
    let desk = try Desk(.sqlite)
    try desk.shop.put(makeOrder("1001"))
    try desk.shop.remark("1001", "等改地址")
    try desk.propose("1001")
    let rejected = try desk.shop.perform { try Addresses.reject(Shop.key("1001"), $0) }
    #expect(rejected.lifted == [.addressPending])
    #expect(rejected.remaining == 1)
  }

  @Test("the full address opens with the key and is a new envelope of what was not said too")
  func envelopes() throws {
    let desk = try Desk(.sqlite)
    try desk.shop.put(makeOrder("1001"))
    try desk.propose("1001")
    try desk.approve("1001")
    try desk.propose("1001", "浙江省杭州市西湖区文三路1号")
    try desk.approve("1001")
    let key = try #require(desk.key)
    let found = try desk.shop.store.read { try Addresses.reveal(Shop.key("1001"), version: 3, key, $0) }
    #expect(found?.name == "李小姐")
    #expect(found?.phone == "13911112222")
    #expect(found?.address == "浙江省 杭州市 西湖区 文三路1号")
    let orders = try desk.shop.store.read {
      try Addresses.orders(ofPhone: "139 1111 2222", shop: nil, desk.intake, $0)
    }
    #expect(orders == [Shop.key("1001")])
  }

  @Test("a remark with a whole address becomes a proposal")
  func remark() throws {
    let desk = try Desk(.sqlite)
    try desk.shop.put(makeOrder("1001"))
    let rules = try Shop.rules.get()
    _ = try desk.shop.perform(actor: People.li) {
      try Memos.add(
        Shop.key("1001"), text: "改地址：\(Self.text)", rules: rules, addresses: desk.intake, inAdvance: false, $0)
    }
    let open = try desk.shop.store.read { try Addresses.proposals(shop: nil, openOnly: true, limit: 9, $0) }
    #expect(open.map(\.source) == ["memo:1"])
    #expect(try desk.approve("1001").lifted == [.addressPending])
    #expect(try desk.shop.pass(["1001"]).map(\.labelVersion) == [2])
  }
}
