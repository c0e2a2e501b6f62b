import Playbooks
import TestSupport
import Testing
import Vocabulary

@testable import Orders

/// One trade document, member by member.
@Suite struct TradeReaderTests {
  static func read(_ trade: Trade, showsMemo: Bool = false) throws -> ImportedOrder {
    let read = try ReadFile(trade.json(), showsMemo: showsMemo)
    guard let order = read.orders.first else { throw Unexpected("\(read.rejects)") }
    return order
  }

  @Test("a whole trade is read member by member")
  func whole() throws {
    let trade = Trade().with([
      "seller_memo": quoted("买家不要了"), "buyer_message": quoted("麻烦尽快发货"), "seller_flag": "1",
      "consign_time": quoted("2026-11-11 09:10:11"), "receiver_name": quoted("张**"), "receiver_state": quoted("浙江省"),
      "receiver_city": quoted("杭州市"), "receiver_district": quoted("余杭区"), "receiver_town": quoted("五常街道"),
      "receiver_address": quoted("文一西路9号"), "receiver_zip": quoted("310013"), "receiver_mobile": quoted("138****1234"),
      "receiver_phone": quoted("0571-8"),
    ])
    let order = try Self.read(trade)
    #expect(order.id == "3515112026111109305")
    #expect(order.stage == .paid)
    #expect(order.memo == "买家不要了")
    #expect(order.memoReading?.verdict == .cancel)
    #expect(order.messageReading != nil)
    #expect(order.isTrade)
    #expect(!order.hasUnknownStatus)
    #expect(order.modifiedAt == Instant("2026-11-11 00:05:06"))
    #expect(order.buyer == "b**1")
    #expect(
      order.receiver
        == ShownReceiver(
          name: "张**", state: "浙江省", city: "杭州市", district: "余杭区", town: "五常街道", address: "文一西路9号", zip: "310013",
          mobile: "138****1234", phone: "0571-8"))
    let shipBy = try #require(Instant("2026-11-13 00:03:04"))
    #expect(
      order.columns
        == OrderColumns(
          platformStatus: "WAIT_SELLER_SEND_GOODS", createdAt: Instant("2026-11-11 00:01:02"),
          paidAt: Instant("2026-11-11 00:03:04"), consignedAt: Instant("2026-11-11 09:10:11"),
          total: Money(fen: 17_580), paid: Money(fen: 17_580), title: "羊毛围巾", itemCount: 2, buyerMessage: "麻烦尽快发货",
          flag: "red", shipBy: ShipBy(at: shipBy, source: .rule)))
    var line = OrderLine(line: "3515112026111109306")
    line.title = "羊毛围巾"
    line.sku = "WJ-9-红"
    line.attributes = "颜色分类:酒红"
    line.quantity = 2
    line.price = Money(fen: 9_950)
    line.paid = Money(fen: 17_580)
    line.platformStatus = "WAIT_SELLER_SEND_GOODS"
    #expect(order.lines == [line])
  }

  static let statuses: [(String, OrderStage, Bool)] = [
    ("TRADE_NO_CREATE_PAY", .unpaid, true), ("WAIT_BUYER_PAY", .unpaid, true), ("PAY_PENDING", .unpaid, true),
    ("WAIT_PRE_AUTH_CONFIRM", .unpaid, true), ("PAID_FORBID_CONSIGN", .unpaid, true),
    ("SELLER_CONSIGNED_PART", .paid, true), ("WAIT_SELLER_SEND_GOODS", .paid, true),
    ("WAIT_BUYER_CONFIRM_GOODS", .consigned, true), ("TRADE_BUYER_SIGNED", .handedOver, true),
    ("TRADE_FINISHED", .closed, true), ("TRADE_CLOSED", .cancelled, true), ("TRADE_CLOSED_BY_TAOBAO", .cancelled, true),
    ("SOMETHING_NEW", .paid, false), ("", .paid, true),
  ]

  @Test("each status proves a stage; an unknown one is kept, and the times tell", arguments: statuses)
  func status(word: String, stage: OrderStage, isKnown: Bool) throws {
    let order = try Self.read(Trade().with(["status": quoted(word)]))
    #expect(order.stage == stage)
    #expect(order.hasUnknownStatus == !isKnown)
    #expect(order.columns.platformStatus == (word.isEmpty ? nil : word))
  }

  @Test("an unknown status: the end and the shipping count before the payment")
  func unknownStatus() throws {
    let shipped = Trade().with(["status": quoted("X"), "consign_time": quoted("2026-11-11 09:00:00")])
    #expect(try Self.read(shipped).stage == .consigned)
    #expect(try Self.read(shipped.with(["end_time": quoted("2026-11-20 09:00:00")])).stage == .closed)
    #expect(try Self.read(Trade().with(["status": quoted("X"), "pay_time": "null"])).stage == .unpaid)
  }

  static let steps: [(String, String, OrderStage)] = [
    ("FRONT_NOPAID_FINAL_NOPAID", "WAIT_BUYER_PAY", .unpaid),
    ("FRONT_PAID_FINAL_NOPAID", "WAIT_BUYER_PAY", .depositPaid),
    ("FRONT_PAID_FINAL_PAID", "WAIT_SELLER_SEND_GOODS", .paid),
    ("FRONT_PAID_FINAL_PAID", "WAIT_BUYER_CONFIRM_GOODS", .consigned),
    ("FRONT_PAID_FINAL_NOPAID", "TRADE_CLOSED", .cancelled),
    // What is not paid in full is not shipped, whatever the status says.
    ("FRONT_PAID_FINAL_NOPAID", "WAIT_SELLER_SEND_GOODS", .depositPaid),
  ]

  @Test("the steps of a pre-sale tell what is paid", arguments: steps)
  func step(step: String, status: String, stage: OrderStage) throws {
    let trade = Trade().with([
      "status": quoted(status), "step_trade_status": quoted(step), "step_paid_fee": quoted("20.00"),
    ])
    let order = try Self.read(trade)
    #expect(order.stage == stage)
    let isDeposit = step == "FRONT_PAID_FINAL_NOPAID"
    #expect(order.columns.deposit == (isDeposit ? Money(fen: 2_000) : nil))
    #expect(order.columns.finalPayment == (isDeposit ? Money(fen: 15_580) : nil))
  }

  static let numbers: [(String, String, Int64)] = [
    ("3515112026111109305", "175.8", 17_580), (quoted("3515112026111109305"), quoted("175.80"), 17_580),
    ("9223372036854775807", "0", 0), (quoted("9007199254740993"), "1234567.89", 123_456_789), ("1", "12", 1_200),
  ]

  @Test("identifiers and amounts are read alike as numbers and as strings", arguments: numbers)
  func number(tid: String, payment: String, fen: Int64) throws {
    let order = try Self.read(Trade(tid).with(["payment": payment]))
    #expect(order.id == tid.filter { $0 != "\"" })
    #expect(order.columns.paid == Money(fen: fen))
  }

  static let flags = ["grey", "red", "yellow", "green", "blue", "pink"]

  @Test("the flag's number is a colour of the playbook", arguments: 0...5)
  func flag(number: Int) throws {
    let book = try Shop.playbooks.get().book
    let key = try #require(book.flags.flag(named: String(number))?.key)
    #expect(try Self.read(Trade().with(["seller_flag": String(number)])).columns.flag == key)
    #expect(try Self.read(Trade().with(["seller_flag": quoted(String(number))])).columns.flag == key)
  }

  @Test("a trade without a memo has an empty one where the file shows memos, else an unknown one")
  func memo() throws {
    #expect(try Self.read(Trade(), showsMemo: false).memo == nil)
    #expect(try Self.read(Trade(), showsMemo: true).memo == "")
    #expect(try Self.read(Trade().with(["seller_memo": "null"]), showsMemo: true).memo == "")
    #expect(try Self.read(Trade().with(["seller_memo": quoted(" 等通知\\n ")])).memo == "等通知")
  }

  static let refunds: [(String, RefundState?)] = [
    ("NO_REFUND", nil), ("WAIT_SELLER_AGREE", .applied), ("WAIT_BUYER_RETURN_GOODS", .applied),
    ("WAIT_SELLER_CONFIRM_GOODS", .applied), ("SELLER_REFUSE_BUYER", .applied), ("CLOSED", .closed),
    ("SUCCESS", .refunded), ("SOMETHING_NEW", .applied),
  ]

  @Test("a line's refund is told by its status; the order has what all lines have", arguments: refunds)
  func refund(word: String, state: RefundState?) throws {
    let one = Trade().withLine(["refund_status": quoted(word)])
    #expect(try Self.read(one).lines.map(\.refundState) == [state])
    #expect(try Self.read(one).columns.refundState == state)
    var two = one
    two.lines.append(Trade.line("77"))
    #expect(try Self.read(two).lines.map(\.refundState) == [state, nil])
    #expect(try Self.read(two).columns.refundState == nil)
  }

  @Test("several lines: counts add up, titles are joined, waybills belong to their lines")
  func lines() throws {
    var trade = Trade().with(["num": "0"]).withLine([
      "invoice_no": quoted("YT1234567890"), "logistics_company": quoted("圆通速递"),
    ])
    trade.lines.append(Trade.line("77"))
    trade.lines[1].removeAll { $0.name == "title" || $0.name == "divide_order_fee" }
    trade.lines[1].append(("title", quoted("毛线帽")))
    let order = try Self.read(trade)
    #expect(order.lines.map(\.line) == ["3515112026111109306", "77"])
    #expect(order.lines.map(\.paid) == [Money(fen: 17_580), Money(fen: 18_000)])
    #expect(order.columns.itemCount == 4)
    #expect(order.columns.title == "羊毛围巾,毛线帽")
    #expect(
      order.parcels
        == [.init(waybill: "YT1234567890", courier: "圆通速递", line: "3515112026111109306")])
    #expect(order.stage == .printed, "a waybill at a paid order proves that it is printed")
    let own = try Self.read(Trade().with(["invoice_no": quoted("SF9876543210"), "logistics_company": quoted("顺丰")]))
    #expect(own.parcels == [.init(waybill: "SF9876543210", courier: "顺丰", line: "")])
  }

  static let defects: [(String, String, String, String?)] = [
    ("tid", "null", "order_number_missing", "tid"), ("tid", "3.5e18", "order_number_scientific", "tid"),
    ("tid", quoted("35 15"), "order_number_malformed", "tid"), ("tid", "{}", "order_number_missing", "tid"),
    ("payment", quoted("一百"), "bad_amount", "payment"), ("payment", "1e2", "bad_amount", "payment"),
    ("payment", "1.234", "bad_amount", "payment"), ("created", quoted("昨天"), "bad_time", "created"),
    ("pay_time", quoted("2026-02-30 00:00:00"), "bad_time", "pay_time"), ("modified", "1.5", "bad_time", "modified"),
    ("seller_memo", quoted("不要\\u0000了"), "json_nul_character", "seller_memo"),
  ]

  @Test("a member that cannot be read sets its trade aside and is named", arguments: defects)
  func defect(name: String, value: String, code: String, column: String?) throws {
    let read = try ReadFile(Trade().with([name: value]).json() + "\n" + Trade("8").json())
    #expect(read.orders.map(\.id) == ["8"])
    #expect(read.rejects.map(\.code) == [code])
    #expect(read.rejects.map(\.column) == [column])
    #expect(read.rejects.map(\.row) == [1])
  }

  @Test("a wanted member that stands twice is refused, another one is not")
  func repeated() throws {
    var trade = Trade()
    trade.members.append(("status", quoted("TRADE_CLOSED")))
    #expect(try ReadFile(trade.json()).rejects.map(\.code) == ["json_repeated_member"])
    var line = Trade()
    line.lines[0].append(("num", "3"))
    #expect(try ReadFile(line.json()).rejects.map(\.code) == ["json_repeated_member"])
    var other = Trade()
    other.members += [("promotion", "1"), ("promotion", "2")]
    #expect(try ReadFile(other.json()).orders.count == 1)
  }

  @Test("an answer without records is no row; an object that is none of these is set aside")
  func others() throws {
    let read = try ReadFile(
      """
      {"trades_sold_get_response":{"total_results":0,"request_id":"x"}}
      {"trades":[],"has_next":false}
      {"foo":1}
      """)
    #expect(read.orders.isEmpty)
    #expect(read.rejects.map(\.code) == ["json_not_a_trade"])
  }

  static let errors: [(String, String)] = [
    ("7", "fetch again in a minute"), ("isp.top-remote-connection-timeout", "fetch again, then import"),
    ("isv.invalid-parameter", "check the fetcher's parameters"),
  ]

  @Test("a file that is an error of the platform says which, and what to do", arguments: errors)
  func platformError(code: String, next: String) throws {
    let isCode = Int(code) != nil
    let text =
      #"{"error_response":{"code":\#(isCode ? code : "15"),"msg":"Remote","sub_code":"\#(isCode ? "" : code)","sub_msg":"出错了"}}"#
    do {
      _ = try ReadFile(text)
      Issue.record("it was read")
    } catch let failure as Failure {
      #expect(failure.code == "file_is_platform_error")
      #expect(failure.message.zh.contains("出错了") && failure.message.en.contains(code))
      #expect(failure.next?.en.contains(next) == true)
    }
    // One answer among others: the rest is taken in.
    let read = try ReadFile(Trade().json() + "\n" + text + "\n" + Trade("8").json())
    #expect(read.orders.count == 2)
    #expect(read.rejects.map(\.code) == ["platform_error"])
  }
}
