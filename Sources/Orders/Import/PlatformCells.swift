import Vocabulary

/// What the platform writes into single cells, each as a pure function.
enum PlatformCells {
  /// 退款状态: 没有申请退款, 买家已经申请退款，等待卖家同意, 退款成功, 退款关闭. nil for none. A word that is not known counts as
  /// applied: doubt never ships.
  static func refundState(_ text: String) -> RefundState? {
    for blank in ["没有申请", "无退款", "未申请", "NO_REFUND", "暂无"] where text.contains(blank) { return nil }
    for word in ["成功", "完成", "SUCCESS", "已退款"] where text.contains(word) { return .refunded }
    for word in ["关闭", "CLOSED", "撤销", "取消"] where text.contains(word) { return .closed }
    return text == "无" || text == "-" || text == "否" ? nil : .applied
  }

  /// 应发货时间: `子订单…： 2026-06-11 22:17前 ; ` repeated, or a plain time; the earliest counts. nil when none can be read.
  static func shipBy(_ text: String) -> Instant? {
    var earliest: Instant?
    for part in text.split(whereSeparator: { $0 == ";" || $0 == "；" || $0 == "\n" }) {
      guard let start = part.firstIndex(where: { $0.isASCII && $0.isNumber }) else { continue }
      // A 子订单 number stands before the time, ended by a colon of either width.
      let tail = part[start...]
      let after = tail.range(of: "：") ?? tail.range(of: ": ")
      let candidate = (after.map { tail[$0.upperBound...] } ?? tail).prefix { $0 != "前" }
      let trimmed = candidate.drop { $0.isWhitespace }
      let words = String(trimmed.reversed().drop { $0.isWhitespace }.reversed())
      guard let time = Instant(words) else { continue }
      earliest = min(earliest ?? time, time)
    }
    return earliest
  }

  /// 物流单号: one or several numbers, sometimes with `No:` before them.
  static func waybills(_ text: String) -> [String] {
    var found: [String] = []
    for part in text.split(whereSeparator: { ",，;；、| \n\t".contains($0) }) {
      var number = part
      for prefix in ["No:", "NO:", "no:", "No：", "运单号:", "单号:"] where number.hasPrefix(prefix) {
        number = number.dropFirst(prefix.count)
      }
      let plain = number.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || byte == UInt8(ascii: "-")
      }
      guard plain, (6...40).contains(number.utf8.count), !found.contains(String(number)) else { continue }
      found.append(String(number))
    }
    return found
  }

  /// 分阶段订单信息: the amounts behind 阶段1 (deposit) and 阶段2 (final payment), as far as they can be read.
  static func stages(_ text: String) -> (deposit: Money?, finalPayment: Money?) {
    (amount(in: text, behind: ["阶段1", "定金", "预付款"]), amount(in: text, behind: ["阶段2", "尾款"]))
  }

  /// The first amount with a decimal point, or before 元, that follows one of the words.
  private static func amount(in text: String, behind words: [String]) -> Money? {
    for word in words {
      guard let found = text.range(of: word) else { continue }
      let tail = text[found.upperBound...]
      // The next stage's amounts are not this one's.
      let end = tail.range(of: "阶段")?.lowerBound ?? tail.endIndex
      var digits = ""
      for character in tail[..<end] + " " {
        if character.isASCII, character.isNumber || character == "." {
          digits.append(character)
        } else {
          if digits.contains(".") || (character == "元" && !digits.isEmpty), let money = Money(yuan: digits) {
            return money
          }
          digits = ""
        }
      }
    }
    return nil
  }
}

extension StringProtocol {
  /// The first place of `text`; Foundation's own search is not needed for it.
  fileprivate func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
