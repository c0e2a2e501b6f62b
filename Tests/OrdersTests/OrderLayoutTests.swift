import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// Headers of every generation of order exports, and the files that are none.
@Suite struct OrderLayoutTests {
  static let header2017 =
    "订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,"
    + "买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,订单创建时间,订单付款时间 ,"
    + "宝贝标题 ,宝贝种类 ,物流单号 ,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,"
    + "发票抬头,是否手机订单,分阶段订单信息,特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,修改后的sku,"
    + "修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,退款金额,预约门店"

  static let header2022 =
    "订单编号,买家会员名,买家会员昵称,支付单号,支付详情,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,"
    + "买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址,运送方式,联系电话,联系手机,虚拟号过期时间,"
    + "订单创建时间,订单付款时间,宝贝标题,宝贝种类,物流单号,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,"
    + "卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,特权订金订单id,是否上传合同照片,是否上传小票,是否代付,"
    + "定金排名,修改后的sku,修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,新零售交易类型,"
    + "新零售导购门店名称,新零售导购门店id,新零售发货门店名称,新零售发货门店id,退款金额,预约门店,确认收货时间,打款商家金额,"
    + "含应开票给个人的个人红包,是否信用购,体验期结束时间,前N有礼,配送类型,直播返现状态,返现金额,延迟发货自动赔付金额,"
    + "新零售成交门店昵称,新零售成交门店id,新零售成交经销商id,预售订单,发货时间,商家备忘,主订单编号"

  static func layout(_ header: String) throws -> OrderLayout {
    try OrderLayout(header: header.split(separator: ",", omittingEmptySubsequences: false).map(String.init), file: "f")
  }

  @Test("the export of 2017 is read by name, blanks behind names notwithstanding")
  func year2017() throws {
    let layout = try Self.layout(Self.header2017)
    #expect(layout.width == 46)
    #expect(
      layout.positions == [
        .id: [0], .total: [6], .paid: [8], .status: [10], .buyerMessage: [11], .createdAt: [17], .paidAt: [18],
        .title: [19], .waybill: [21], .courier: [22], .memo: [23], .itemCount: [24], .shopName: [26], .stages: [32],
        .modifiedSku: [38], .exceptionNote: [40], .refund: [44], .buyer: [1], .receiverName: [12],
        .receiverAddress: [13], .receiverPhone: [15], .receiverMobile: [16], .changedAddress: [39],
      ])
  }

  @Test("the export of 2022 has two memo columns and the time of shipping")
  func year2022() throws {
    let layout = try Self.layout(Self.header2022)
    #expect(layout.width == 71)
    #expect(
      layout.positions == [
        .id: [0], .total: [8], .paid: [10], .status: [12], .buyerMessage: [13], .createdAt: [20], .paidAt: [21],
        .title: [22], .waybill: [24], .courier: [25], .memo: [26, 69], .itemCount: [27], .shopName: [29],
        .stages: [35], .modifiedSku: [41], .exceptionNote: [43], .refund: [52], .confirmedAt: [54],
        .consignedAt: [68], .buyer: [1, 2], .receiverName: [14], .receiverAddress: [15], .receiverPhone: [17],
        .receiverMobile: [18], .changedAddress: [42],
      ])
  }

  @Test("only the order number is indispensable; a mark and blanks are overlooked")
  func small() throws {
    let layout = try Self.layout("\u{FEFF}订单编号 ,商品标题,商家备注,买家实付金额")
    #expect(layout.positions == [.id: [0], .title: [1], .memo: [2], .paid: [3]])
    #expect(!(try Self.layout("订单编号,总金额")).hasMemo)
  }

  static let refused: [(String, String)] = [
    ("旺旺昵称,询单人数", "file_is_reception"), ("运单号,快递公司", "file_is_parcels"),
    ("", "order_column_missing"),
    ("订单 编 号X,总金额", "order_column_missing"),
  ]

  @Test("an item export is known by its columns; 备注 is the memo only where no other column is")
  func items() throws {
    let small = try Self.layout("订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码")
    #expect(small.kind == .items)
    #expect(
      small.positions == [
        .id: [0], .title: [1], .price: [2], .quantity: [3], .sku: [4, 9], .attributes: [5], .memo: [7], .status: [8],
      ])
    let full = try Self.layout("子订单编号,主订单编号,商品标题,购买数量,备注,退款状态,应发货时间,备注标签,商家备注,主订单买家留言,物流单号")
    #expect(
      full.positions == [
        .line: [0], .id: [1], .title: [2], .quantity: [3], .refundState: [5], .shipBy: [6], .flag: [7], .memo: [8],
        .buyerMessage: [9], .waybill: [10],
      ])
    #expect(try Self.layout("订单编号,主订单编号,总金额").kind == .orders)
  }

  @Test("a file of another kind is refused for what it is", arguments: refused)
  func otherKind(header: String, code: String) {
    #expect(failureCode { _ = try Self.layout(header) } == code)
  }

  static let folder = Processes.packageRoot.appendingPathComponent("../shared/data/taobao_export_headers").path

  static let isFolderThere: Bool = {
    let found = FileManager.default.fileExists(atPath: folder)
    if !found { print("The export headers are not here, their test is left out: ../shared/data/taobao_export_headers") }
    return found
  }()

  @Test(
    "every generation of order exports is recognised, every other file refused",
    .enabled(if: isFolderThere, "../shared/data/taobao_export_headers is not here"))
  func generations() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder).sorted()
    for name in names where name.hasSuffix(".csv") {
      let text = try String(contentsOfFile: Self.folder + "/" + name, encoding: .utf8)
      let header = String(text.split(whereSeparator: \.isNewline).first ?? "")
      let width = name.split(separator: "__").last.flatMap { Int($0.prefix { $0.isNumber }) }
      if name.hasPrefix("detail_") {
        let layout = try Self.layout(header)
        #expect(layout.kind == .items, "\(name)")
        #expect(layout.positions[.id]?.count == 1 && layout.positions[.quantity] != nil, "\(name)")
        #expect(layout.positions[.line] != nil || !header.contains("子订单编号"), "\(name)")
      } else if name.hasPrefix("order_") {
        let layout = try Self.layout(header)
        #expect(layout.width == width, "\(name)")
        #expect(layout.positions[.id] == [0], "\(name)")
        #expect(layout.positions[.paidAt] != nil, "\(name)")
        #expect(layout.positions[.paid] != nil, "\(name)")
        #expect(layout.hasMemo == !name.contains("_qianniu_"), "\(name)")
      } else if name.hasPrefix("refund_") {
        let layout = try #require(RefundLayout(header: header.components(separatedBy: ",")), "\(name)")
        #expect(layout.width == width, "\(name)")
      } else {
        let expected = name.hasPrefix("cs_") ? "file_is_reception" : "order_column_missing"
        #expect(failureCode { _ = try Self.layout(header) } == expected, "\(name)")
      }
    }
    #expect(names.filter { $0.hasPrefix("order_") }.count >= 10)
  }
}
