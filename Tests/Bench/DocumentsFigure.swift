import Formats
import Foundation
import TestSupport
import Vocabulary

/// A dump of trade documents, one a line: reading the values that an import uses against `orjson.loads` of the same lines,
/// and importing them against importing the item export of the same orders, which fills the same tables.
struct DocumentsFigure {
  let room: Workroom

  func measure() throws -> [FigureRow] {
    let count = room.options.isQuick ? 20_000 : 200_000
    let dump = try TradeDump(room, trades: count, seed: room.nextSeed())
    let rounds = min(room.options.rounds, 3)
    return try reading(dump, rounds: room.options.rounds) + storing(dump, rounds: rounds)
  }

  // MARK: Reading

  private func reading(_ dump: TradeDump, rounds: Int) throws -> [FigureRow] {
    guard let python = Processes.find("python3"), try orjson(python, dump) != nil else {
      Program.complain("left out: reading documents (python3 with orjson is not there to compare with)")
      return []
    }
    var (ours, reference): ([Double], [Double]) = ([], [])
    for _ in 0..<rounds {
      ours.append(try read(dump))
      reference.append(try orjson(python, dump) ?? .nan)
    }
    return [
      FigureRow(
        "reading \(dump.trades) trade documents", unit: "s", ours: ours, reference: reference, target: .atMost(4),
        note:
          "\(dump.megabytes) MB, processor time, the file's own reading on our side only; ours makes the texts that an "
          + "import uses, orjson.loads a dictionary of each line")
    ]
  }

  /// Processor seconds for the values of every document.
  private func read(_ dump: TradeDump) throws -> Double {
    var (trade, line) = (JSONMembers(JSONNames(TradeDump.tradeNames)), JSONMembers(JSONNames(TradeDump.lineNames)))
    let start = Clock.processor()
    let reader = JSONReader(try ByteSource.file(dump.documents)) { name in
      name.elementsEqual("trade".utf8) || name.elementsEqual("trade_fullinfo_get_response".utf8)
    }
    var (count, bytes) = (0, 0)
    while let item = try reader.next() {
      guard case .record(let record) = item else { throw BenchFailure("the dump has a defect") }
      trade.read(record.value)
      for number in trade.wanted.names.indices { bytes += trade[number]?.cleanText?.utf8.count ?? 0 }
      for value in record.value.member("orders")?.member("order")?.elements ?? [] {
        line.read(value)
        for number in line.wanted.names.indices { bytes += line[number]?.cleanText?.utf8.count ?? 0 }
      }
      count += 1
    }
    guard count == dump.trades, bytes > count * 200 else { throw BenchFailure("\(count) documents, \(bytes) bytes") }
    return Clock.processor() - start
  }

  /// Processor seconds of `orjson.loads` for every line; nil where orjson is missing.
  private func orjson(_ python: String, _ dump: TradeDump) throws -> Double? {
    let script = """
      import sys, time
      try:
          import orjson
      except ImportError:
          sys.exit(3)
      lines = open(sys.argv[1], "rb").read().splitlines()
      start = time.process_time()
      for line in lines:
          orjson.loads(line)
      print(time.process_time() - start)
      """
    let child = try Child(python, ["-c", script, dump.documents])
    child.closeInput()
    let output = child.rest()
    guard child.wait() == 0 else { return nil }
    return Double(output.filter { !$0.isWhitespace })
  }

  // MARK: Storing

  private func storing(_ dump: TradeDump, rounds: Int) throws -> [FigureRow] {
    var (ours, items, orders): ([Double], [Double], [Double]) = ([], [], [])
    var memory = 0.0
    for _ in 0..<rounds {
      let run = try load(dump.documents, dump)
      ours.append(run.seconds)
      memory = max(memory, run.peakMegabytes)
      items.append(try load(dump.items, dump).seconds)
      orders.append(try load(dump.orders, dump).seconds)
    }
    let name = "import of \(dump.trades) trade documents"
    return [
      FigureRow(
        name, unit: "s", ours: ours, reference: items, target: .atMost(1.2),
        note: "reference: the item export of the same orders and lines; peak memory \(Int(memory)) MB"),
      FigureRow(
        "the same", unit: "s", ours: ours, reference: orders, target: .none,
        note: "reference: the order export of the same orders, which has no lines to store"),
    ]
  }

  private func load(_ file: String, _ dump: TradeDump) throws -> (seconds: Double, peakMegabytes: Double) {
    let store = room.file("documents.db")
    for end in ["", "-wal", "-shm", "-lock", "-queue"] { try? FileManager.default.removeItem(atPath: store + end) }
    let made = try Child.timed(room.options.peakday, ["init", "--store", store, "--lang", "en"])
    guard made.code == 0 else { throw BenchFailure("init answered \(made.code): \(made.output)") }
    let run = try Child.timed(
      room.options.peakday,
      ["order", "import", file, "--store", store, "--exported-at", Clock.instant().shopText, "--lang", "en"],
      environment: ["PEAKDAY_AS": "bench", "PEAKDAY_ROLE": "operations"])
    guard run.code == 0, run.output.contains(" \(dump.trades) new") else {
      throw BenchFailure("the import answered \(run.code): \(run.output)")
    }
    return (run.seconds, run.peakMegabytes)
  }
}

/// The same made-up orders as documents, as an item export and as an order export.
struct TradeDump {
  let documents: String
  let items: String
  let orders: String
  let trades: Int
  let megabytes: Int

  static let tradeNames = [
    "tid", "status", "payment", "created", "modified", "pay_time", "consign_time", "end_time", "num", "buyer_nick",
    "buyer_message", "seller_memo", "seller_flag", "step_trade_status", "step_paid_fee", "receiver_name",
    "receiver_state", "receiver_city", "receiver_district", "receiver_town", "receiver_address", "receiver_zip",
    "receiver_mobile", "receiver_phone",
  ]
  static let lineNames = [
    "oid", "title", "num", "price", "payment", "divide_order_fee", "status", "outer_sku_id", "outer_iid",
    "sku_properties_name", "refund_status", "invoice_no", "logistics_company",
  ]

  private static let memos = ["买家不要了", "换L码", "等通知", "送贺卡", "发顺丰", "尽快发货，客户催", "改地址", "11.20后发"]

  init(_ room: Workroom, trades: Int, seed: UInt64) throws {
    documents = room.file("trades.ndjson")
    items = room.file("items.csv")
    orders = room.file("orders.csv")
    self.trades = trades
    var random = SplitMix64(seed: seed)
    let start = Clock.instant().adding(minutes: -600)
    let sinks = try [documents, items, orders].map { path in
      try? FileManager.default.removeItem(atPath: path)
      return try ByteSink.newFile(path)
    }
    try sinks[1].write(
      Array("子订单编号,主订单编号,商品标题,商品价格,购买数量,商品属性,订单状态,商家编码,买家实付金额,退款状态,订单创建时间,订单付款时间,商家备注,主订单买家留言\r\n".utf8))
    try sinks[2].write(
      Array("订单编号,买家会员名,总金额,买家实际支付金额,订单状态,买家留言,收货人姓名,收货地址,联系手机,订单创建时间,订单付款时间,宝贝标题,订单备注,宝贝总数量\r\n".utf8))
    for place in 0..<trades {
      let texts = Self.order(place, start.adding(milliseconds: Int64(place) * 36_000_000 / Int64(trades)), &random)
      for (sink, text) in zip(sinks, texts) { try sink.write(Array(text.utf8)) }
    }
    for sink in sinks { try sink.finish() }
    megabytes = (try FileManager.default.attributesOfItem(atPath: documents)[.size] as? Int ?? 0) / 1_000_000
  }

  /// One order as a document, as rows of an item export and as a row of an order export.
  private static func order(_ place: Int, _ at: Instant, _ random: inout SplitMix64) -> [String] {
    let (tid, time) = (Shop.order(place * 7), at.shopText)
    let fen = Int.random(in: 2_000..<90_000, using: &random)
    let yuan = "\(fen / 100).\(fen % 100 / 10)\(fen % 10)"
    // Distinct, as real ones are: each names somebody.
    let memo = place % 10 == 3 ? memos[place / 10 % memos.count] + " 客服\(place % 97)号 \(place)" : ""
    let message = place % 25 == 0 ? "麻烦尽快发货" : ""
    let title = "双11 加厚羊毛围巾 \(place % 97) 号色 秋冬新款"
    let lines = 1 + place % 2
    var (goods, rows): ([String], String) = ([], "")
    for line in 0..<lines {
      let oid = "\(tid.dropLast())\(line + 1)"
      goods.append(
        #"{"oid":\#(oid),"num_iid":\#(600_000_000_000 + place),"sku_id":"\#(4_000_000_000_000 + place)","#
          + #""outer_iid":"WJ-\#(place % 97)","outer_sku_id":"WJ-\#(place % 97)-\#(line)","title":"\#(title)","#
          + #""sku_properties_name":"颜色分类:酒红;尺码:均码","num":1,"price":"\#(yuan)","total_fee":"\#(yuan)","#
          + #""payment":"\#(yuan)","divide_order_fee":"\#(yuan)","discount_fee":"0.00","adjust_fee":"0.00","#
          + #""refund_status":"NO_REFUND","status":"WAIT_SELLER_SEND_GOODS","seller_type":"B","cid":50007003,"#
          + #""pic_path":"https://img.alicdn.com/bao/uploaded/i4/TB1xyz\#(place).jpg","is_oversold":false}"#)
      rows +=
        "'\(oid),'\(tid),\(title),\(yuan),1,颜色分类:酒红;尺码:均码,\"买家已付款，等待卖家发货\",WJ-\(place % 97)-\(line),\(yuan),"
        + "没有申请退款,\(time),\(time),\(memo),\(message)\r\n"
    }
    let document =
      #"{"trade_fullinfo_get_response":{"trade":{"tid":\#(tid),"tid_str":"\#(tid)","status":"WAIT_SELLER_SEND_GOODS","#
      + #""type":"fixed","payment":"\#(yuan)","total_fee":"\#(yuan)","post_fee":"0.00","discount_fee":"0.00","#
      + #""created":"\#(time)","pay_time":"\#(time)","modified":"\#(time)","buyer_nick":"buyer\#(fen)**","#
      + #""buyer_open_uid":"AAH\#(fen * 7 % 1_000_003)xyz","buyer_message":"\#(message)","seller_memo":"\#(memo)","#
      + #""seller_flag":0,"seller_nick":"某某旗舰店","title":"某某旗舰店","num":\#(lines == 1 ? 1 : 0),"receiver_name":"张**","#
      + #""receiver_state":"浙江省","receiver_city":"杭州市","receiver_district":"余杭区","receiver_town":"五常街道","#
      + #""receiver_address":"五常街道某某路\#(place % 999)号*室","receiver_zip":"310000","#
      + #""receiver_mobile":"138****\#(1_000 + place % 9_000)","shipping_type":"express","has_post_fee":true,"#
      + #""promotion_details":{"promotion_detail":[{"id":\#(tid),"promotion_name":"双11跨店满减","discount_fee":"0.00"}]},"#
      + #""orders":{"order":[\#(goods.joined(separator: ","))]}}}}"# + "\n"
    let row =
      "'\(tid),buyer\(fen)**,\(yuan),\(yuan),\"买家已付款，等待卖家发货\",\(message),张**,"
      + "浙江省 杭州市 余杭区 五常街道某某路\(place % 999)号*室(310000),138****\(1_000 + place % 9_000),\(time),\(time),\(title),"
      + "\(memo),\(lines)\r\n"
    return [document, rows, row]
  }
}
