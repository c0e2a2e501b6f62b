import Vocabulary

/// What a waybill number (运单号) may look like: digits, letters and `-`, at most 40, as an order number.
enum Waybill {
  /// Why this text cannot be one, or nil.
  static func problem(_ text: String) -> RowDefect? {
    guard let problem = OrderNumber.problem(text) else { return nil }
    switch problem.code {
    case "order_number_missing":
      return RowDefect(
        code: "waybill_missing", column: "运单号", message: Message(zh: "缺少运单号", en: "the waybill is missing"))
    case "order_number_scientific":
      return RowDefect(
        code: "waybill_scientific", column: "运单号",
        message: Message(
          zh: "运单号被 Excel 改成了科学计数法，后几位已丢失",
          en: "Excel turned the waybill into scientific notation; its last digits are lost"))
    default:
      return RowDefect(
        code: "waybill_malformed", column: "运单号",
        message: Message(
          zh: "运单号只能是不超过 40 位的数字、字母和连字符", en: "a waybill has at most 40 digits, letters and hyphens"))
    }
  }
}
