import Formats
import Store
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// An address is the same whether the platform's interface or an export shows it.
@Suite struct TradeAddressTests {
  @Test("a trade document shows the address that the export showed before, and another one is a change")
  func sameAddress() throws {
    let shop = try Shop(engine: .sqlite)
    let header = Export.header + ",收货人姓名,收货地址,联系手机"
    try shop.take(
      [Export.line("3511110000000001") + ",张三,浙江省 杭州市 西湖区 西溪街道文三路1号(310000),13800138000"], header: header,
      exportedAt: Moments.midnight.adding(minutes: -9))
    _ = try shop.pass(["3511110000000001"])
    try take(shop, detail: "文三路1号", minutes: -8)
    #expect(try shop.order("3511110000000001")?.address.version == 1)
    try take(shop, detail: "文三路2号", minutes: -7)
    #expect(try shop.order("3511110000000001")?.address.version == 2)
    #expect(try shop.pass(["3511110000000001"], at: "pack").map(\.outcome) == [.reprint])
  }

  private func take(_ shop: Shop, detail: String, minutes: Int64) throws {
    let text = """
      {"tid":3511110000000001,"status":"WAIT_SELLER_SEND_GOODS","payment":"175.80","created":"2026-11-11 00:01:00",\
      "pay_time":"2026-11-11 00:01:02","receiver_name":"张三","receiver_state":"浙江省","receiver_city":"杭州市",\
      "receiver_district":"西湖区","receiver_town":"西溪街道","receiver_address":"\(detail)",\
      "receiver_mobile":"13800138000","seller_memo":""}
      """
    let file = ImportFile(
      shop: Shop.name, name: "trades.json", digest: "trades\(minutes)",
      exportedAt: Moments.midnight.adding(minutes: minutes))
    let run = try #require(OperationID("TRADES\(-minutes)"))
    _ = try OrderImport(
      file: file, playbooks: try Shop.playbooks.get(), actor: People.wang, run: run, now: { Moments.midnight }
    ).perform(.documents(.bytes(Array(text.utf8)), showsMemo: true), in: shop.store, reject: { _ in })
  }
}
