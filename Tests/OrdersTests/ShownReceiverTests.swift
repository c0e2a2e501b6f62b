import Formats
import TestSupport
import Testing

@testable import Orders

/// To whom an export says that its orders go.
@Suite struct ShownReceiverTests {
  static let header = "订单编号,买家会员名,收货人姓名,收货地址,联系电话,联系手机,修改后的收货地址,订单备注"

  static func read(_ cells: String, header: String = Self.header) throws -> ImportedOrder {
    let reader = try CSVReader(.bytes(Array(lines([header, cells]).utf8)))
    guard case .record(let names)? = try reader.next() else { throw Unexpected("no header") }
    var rows = ImportedOrderReader(
      layout: try OrderLayout(header: names.texts, file: "f"), playbooks: try Shop.playbooks.get())
    guard case .record(let record)? = try reader.next() else { throw Unexpected("no row") }
    return try rows.read(width: record.count, cell: record.text)
  }

  @Test("a whole row names the buyer and the receiver, its address in parts")
  func whole() throws {
    let order = try Self.read("7001,b**1,张**,浙江省 杭州市 余杭区 五常街道 文一西路9号(310013),0571-8,'138****1234,,")
    #expect(order.buyer == "b**1")
    #expect(
      order.receiver
        == ShownReceiver(
          name: "张**", state: "浙江省", city: "杭州市", district: "余杭区", town: nil, address: "五常街道 文一西路9号", zip: "310013",
          mobile: "138****1234", phone: "0571-8"))
  }

  static let addresses: [(String, ShownReceiver)] = [
    (
      "广东省 东莞市  南城路8号（523000）",
      ShownReceiver(state: "广东省", city: "东莞市", address: "南城路8号", zip: "523000")
    ),
    ("上海 上海市 其它区 某路1号", ShownReceiver(state: "上海", city: "上海市", district: "其它区", address: "某路1号")),
    ("上海 上海市 黄浦区 (000000)", ShownReceiver(state: "上海", city: "上海市", district: "黄浦区", zip: "000000")),
    ("海南省 海口市 龙华区 某路1号(12345)", ShownReceiver(state: "海南省", city: "海口市", district: "龙华区", address: "某路1号(12345)")),
    ("张三 先生 某小区 3幢 2单元", ShownReceiver(address: "张三 先生 某小区 3幢 2单元")),
    ("浙江省杭州市余杭区某路1号", ShownReceiver(address: "浙江省杭州市余杭区某路1号")),
    ("浙江省 杭州市 余杭区", ShownReceiver(address: "浙江省 杭州市 余杭区")),
  ]

  @Test("an address is taken apart only where its parts are plain", arguments: addresses)
  func parts(text: String, expected: ShownReceiver) {
    var receiver = ShownReceiver()
    receiver.setAddress(text)
    #expect(receiver == expected)
  }

  @Test("the changed address counts more; a blank one does not")
  func changed() throws {
    #expect(try Self.read("7001,,,旧地址,,,新地址,").receiver?.address == "新地址")
    #expect(try Self.read("7001,,,旧地址,,,null,").receiver?.address == "旧地址")
  }

  @Test("what is not shown is not empty: no column, or only blank ones, is no receiver")
  func notShown() throws {
    #expect(try Self.read("7001,,,,,,,").receiver == nil)
    let order = try Self.read("7001,不要了", header: "订单编号,订单备注")
    #expect(order.receiver == nil)
    #expect(order.buyer == nil)
  }
}
