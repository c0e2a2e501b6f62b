public import Vocabulary

/// What an order number may look like: digits, letters and `-`, at most 40.
public enum OrderNumber {
  public struct Problem: Sendable, Equatable {
    public let code: String
    public let message: Message
    public let next: Message
  }

  /// Why this text cannot be an order number, or nil.
  public static func problem(_ text: String) -> Problem? {
    if text.isEmpty {
      return Problem(
        code: "order_number_missing", message: Message(zh: "缺少订单编号", en: "the order number is missing"),
        next: Message(zh: "填上订单编号", en: "give the order number"))
    }
    if isScientific(text) {
      return Problem(
        code: "order_number_scientific",
        message: Message(
          zh: "订单编号被 Excel 改成了科学计数法，后几位已丢失",
          en: "Excel turned the order number into scientific notation; its last digits are lost"),
        next: Message(
          zh: "从平台重新导出，不要用 Excel 另存", en: "export the file again and do not save it from Excel"))
    }
    let allowed = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    guard allowed, text.utf8.count <= 40 else {
      return Problem(
        code: "order_number_malformed",
        message: Message(
          zh: "订单编号只能是不超过 40 位的数字、字母和连字符", en: "an order number has at most 40 digits, letters and hyphens"),
        next: Message(zh: "核对订单编号", en: "check the order number"))
    }
    return nil
  }

  /// `3.51511E+15`, `3.5e15`: digits with an exponent.
  private static func isScientific(_ text: String) -> Bool {
    guard let mark = text.firstIndex(where: { $0 == "E" || $0 == "e" }) else { return false }
    let mantissa = text[..<mark]
    let exponent = text[text.index(after: mark)...].drop { $0 == "+" || $0 == "-" }
    return !mantissa.isEmpty && mantissa.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
      && !exponent.isEmpty && exponent.allSatisfy { $0.isASCII && $0.isNumber }
      && (mantissa.contains(".") || text.contains("+"))
  }
}

extension OrderKey {
  /// Refuses what cannot be an order number, Excel's scientific notation first of all.
  public func refuseImpossible() throws {
    if let problem = OrderNumber.problem(id) {
      throw Failure(.usage, code: problem.code, problem.message, place: id, next: problem.next)
    }
  }
}
