import Foundation
import Glibc
import TestSupport
import Vocabulary

/// A made-up export of 20 columns in GBK, as a shop downloads it on the morning of the day: paid orders, one in ten with
/// a memo, ids in the order of time or shuffled.
struct MorningExport {
  let path: String
  let orders: Int

  static let header =
    "订单编号,买家会员名,买家应付货款,买家应付邮费,总金额,买家实际支付金额,订单状态,买家留言,收货人姓名,收货地址,运送方式,联系手机,订单创建时间,"
    + "订单付款时间,宝贝标题,物流单号,物流公司,订单备注,宝贝总数量,退款金额"

  private static let memos = [
    "买家不要了", "客户不想要了 12号再退", "换L码", "等通知", "送贺卡", "发顺丰", "尽快发货，客户催", "赠品不要了", "改地址", "11.20后发",
  ]

  /// `isMasked`: names, phones and addresses come with stars, as the platform mostly hands them out.
  init(_ path: String, orders: Int, shuffled: Bool, isMasked: Bool = true, seed: UInt64) throws {
    self.path = path
    self.orders = orders
    var random = SplitMix64(seed: seed)
    let start = Clock.instant().adding(minutes: -600)
    var places = Array(0..<orders)
    if shuffled { places.shuffle(using: &random) }
    let file = try GBKFile(path)
    try file.write(Self.header + "\r\n")
    var text = ""
    for (number, place) in places.enumerated() {
      text += Self.row(place, of: orders, start, isMasked, &random)
      if number % 2_000 == 1_999 {
        try file.write(text)
        text.removeAll(keepingCapacity: true)
      }
    }
    try file.write(text)
    file.close()
  }

  private static func row(
    _ place: Int, of orders: Int, _ start: Instant, _ isMasked: Bool, _ random: inout SplitMix64
  ) -> String {
    let name = isMasked ? "张**" : "张三\(place % 997)"
    let phone = isMasked ? "138****\(1_000 + place % 9_000)" : "138\(10_000_000 + place * 37 % 90_000_000)"
    let fen = Int.random(in: 2_000..<90_000, using: &random)
    let yuan = "\(fen / 100).\(fen % 100 / 10)\(fen % 10)"
    let time = start.adding(milliseconds: Int64(place) * 36_000_000 / Int64(orders)).shopText
    // Distinct, as real ones are: each names somebody.
    let memo = place % 10 == 3 ? memos[place / 10 % memos.count] + " 客服\(place % 97)号 \(place)" : ""
    let message = place % 25 == 0 ? "麻烦尽快发货" : ""
    return "\"=\"\"\(Shop.order(place * 7))\"\"\",buyer\(fen * 7 % 1_000_003)**,\(yuan),0.00,\(yuan),\(yuan),"
      + "\"买家已付款，等待卖家发货\",\(message),\(name),\"浙江省 杭州市 余杭区 某某街道某某路\(place % 999)号(310000)\",快递,"
      + "'\(phone),\(time),\(time),\"双11 加厚羊毛围巾 \(place % 97) 号色 秋冬新款\",,,\(memo),"
      + "\(1 + place % 4),无退款申请\r\n"
  }
}

/// A file that text is written to in GB18030.
private final class GBKFile {
  private let file: UnsafeMutablePointer<FILE>
  private let encoder: iconv_t

  init(_ path: String) throws {
    let encoder = iconv_open("GB18030", "UTF-8")
    guard let file = fopen(path, "w"), let encoder, encoder != iconv_t(bitPattern: -1) else {
      throw BenchFailure("\(path) cannot be written")
    }
    self.file = file
    self.encoder = encoder
  }

  func write(_ text: String) throws {
    var input = Array(text.utf8CString.dropLast())
    var output = [CChar](repeating: 0, count: input.count * 2 + 16)
    var (inputLeft, outputLeft) = (input.count, output.count)
    let code = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        var (from, into) = (source.baseAddress, target.baseAddress)
        return iconv(encoder, &from, &inputLeft, &into, &outputLeft)
      }
    }
    guard code != Int(bitPattern: UInt.max) else { throw BenchFailure("the export cannot be written in GBK") }
    fwrite(output, 1, output.count - outputLeft, file)
  }

  func close() {
    fclose(file)
    iconv_close(encoder)
  }
}
