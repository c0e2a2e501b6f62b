import AddressParsing
import PersonalData
import Testing
import Vocabulary

@testable import Orders

/// What an address in an export means: the whole table, without a store.
@Suite struct AddressSightTests {
  static let intake = AddressIntake(storeSecret: "test")

  static func shown(
    name: String = "张三", phone: String = "13800138000", _ address: String = "浙江省 杭州市 西湖区 西溪街道文三路1号(310000)",
    intake: AddressIntake = intake
  ) throws -> ShownAddress {
    var receiver = ShownReceiver(name: name)
    receiver.mobile = phone
    receiver.setAddress(address)
    var regions = AddressIntake.Regions()
    return try #require(intake.shown(receiver, &regions))
  }

  static func known(_ shown: ShownAddress...) -> OrderAddress {
    var address = OrderAddress()
    for one in shown { address.show(one) }
    return address
  }

  @Test("the first address is no change, and the same one again is none")
  func same() throws {
    let shown = try Self.shown()
    #expect(AddressSight(shown, before: OrderAddress()) == .first)
    #expect(AddressSight(shown, before: Self.known(shown)) == .same)
  }

  @Test(
    "what two sources write differently is the same address",
    arguments: [
      "浙江省 杭州市 西湖区 文三路1号", "浙江省 杭州市 西湖区 西溪街道 文三路1号(310000)", "浙江省杭州市西湖区西溪街道文三路1号", "浙江 杭州 西湖区 文三路 1号",
    ])
  func spelling(_ address: String) throws {
    #expect(try Self.shown(address).digest == Self.shown().digest)
  }

  @Test(
    "another house, phone, name or district is a change",
    arguments: [
      ("张三", "13800138000", "浙江省 杭州市 西湖区 文三路2号"), ("张三", "13800138001", "浙江省 杭州市 西湖区 文三路1号"),
      ("李四", "13800138000", "浙江省 杭州市 西湖区 文三路1号"), ("张三", "13800138000", "浙江省 杭州市 拱墅区 文三路1号"),
    ])
  func changed(_ name: String, _ phone: String, _ address: String) throws {
    let other = try Self.shown(name: name, phone: phone, address)
    #expect(AddressSight(other, before: Self.known(try Self.shown())) == .changed)
  }

  @Test("a masked export after a plain one changes nothing, unless the district is another")
  func masked() throws {
    let plain = try Self.shown()
    let masked = try Self.shown(name: "张**", phone: "138****8000", "浙江省 杭州市 西湖区 ***")
    let elsewhere = try Self.shown(name: "张**", phone: "138****8000", "广东省 深圳市 南山区 ***")
    #expect(AddressSight(masked, before: Self.known(plain)) == .otherForm)
    #expect(AddressSight(elsewhere, before: Self.known(plain)) == .changed)
    let both = Self.known(plain, masked)
    #expect(AddressSight(masked, before: both) == .same)
    #expect(AddressSight(plain, before: both) == .same)
    // The masked form hides the house; the plain one shows it again.
    #expect(AddressSight(try Self.shown("浙江省 杭州市 西湖区 天目山路9号"), before: both) == .changed)
    let otherMask = try Self.shown(name: "王*", phone: "139****1234", "浙江省 杭州市 西湖区 ***")
    #expect(AddressSight(otherMask, before: both) == .changed)
  }

  @Test("digests of another store say nothing")
  func otherKey() throws {
    let foreign = try Self.shown(intake: AddressIntake(storeSecret: "other"))
    #expect(foreign.digest != (try Self.shown()).digest)
    var personal = OrderAddress()
    personal.show(try Self.shown())
    personal.digest = "k1:0011"
    #expect(AddressSight(try Self.shown(), before: personal) == .otherForm)
  }

  @Test("what a person approved is confirmed by the platform, and the old address meanwhile is no change")
  func awaited() throws {
    let old = try Self.shown()
    let wanted = try Self.shown(name: "", phone: "", "广东省 深圳市 南山区 科技园南路8号")
    var order = Self.known(old)
    (order.version, order.awaited, order.region) = (2, 2, wanted.region)
    func places(_ shown: ShownAddress) -> (shown: String?, awaited: String?) {
      (Self.intake.placeDigest(shown), Self.intake.placeDigest(wanted))
    }
    #expect(AddressSight(old, before: order, places: places(old)) == .same)
    let arrived = try Self.shown("广东省 深圳市 南山区 科技园南路8号")
    #expect(AddressSight(arrived, before: order, places: places(arrived)) == .confirmed)
    let third = try Self.shown("广东省 深圳市 南山区 别的路9号")
    #expect(AddressSight(third, before: order, places: places(third)) == .changed)
    // Masked, and the masked form of the old one was never seen: the division decides.
    let maskedOld = try Self.shown(name: "张**", phone: "138****8000", "浙江省 杭州市 西湖区 ***")
    let maskedNew = try Self.shown(name: "张**", phone: "138****8000", "广东省 深圳市 南山区 ***")
    #expect(AddressSight(maskedOld, before: order, places: places(maskedOld)) == .otherForm)
    #expect(AddressSight(maskedNew, before: order, places: places(maskedNew)) == .confirmed)
  }

  @Test(
    "two divisions contradict each other where both are known",
    arguments: [
      ("330106", "330106", false), ("330106", "330100", false), ("330106", "330000", false), ("330106", "330105", true),
      ("330106", "320106", true), ("330100", "330200", true), ("330106", nil, false), (nil, nil, false),
    ] as [(String?, String?, Bool)])
  func contradictions(_ left: String?, _ right: String?, _ contradicts: Bool) {
    #expect(AddressSight.contradicts(left, right) == contradicts)
    #expect(AddressSight.contradicts(right, left) == contradicts)
  }

  @Test("what follows for the label depends on where the order stands", arguments: OrderStage.allCases)
  func consequences(_ stage: OrderStage) {
    let expected: AddressConsequence =
      switch stage {
      case .depositPaid, .unpaid, .paid, .approved, .closed, .cancelled: .none
      case .printed, .picked, .packed, .consigned: .reprint
      case .handedOver: .interception
      }
    #expect(AddressSight.consequence(at: stage, parcels: []) == expected)
  }

  @Test(
    "a remark's address is taken only where it is whole",
    arguments: [
      ("改地址:张三 13800138000 浙江省杭州市西湖区文三路1号", "330106"), ("地址改为 广东省深圳市南山区科技园南路8号 李小姐 13911112222", "440305"),
      ("等改地址", nil), ("改地址", nil), ("客户要改地址到杭州", nil), ("地址改成朝阳区建国路1号", nil),
    ] as [(String, String?)])
  func memos(_ text: String, _ code: String?) {
    #expect(MemoAddress.read(text)?.code == code)
  }
}
