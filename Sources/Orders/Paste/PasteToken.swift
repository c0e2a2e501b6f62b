/// A number that may name an order, or the words between two of them.
enum PasteToken: Equatable {
  case number(PastedNumber)
  case words(String)
}

/// A number in a chat, and what it looks like. Whether it names an order only the store knows.
public struct PastedNumber: Sendable, Hashable, Codable {
  public enum Look: String, Sendable, Codable {
    /// Called an order number, or as long as one.
    case order
    /// 12 to 14 digits: an old order number, or a waybill.
    case doubtful
    /// Letters and digits, or called a waybill.
    case waybill
    /// Too long for anything: two numbers without a space, or something else.
    case tooLong
  }

  public let text: String
  public let look: Look

  public init(_ text: String, _ look: Look) {
    self.text = text
    self.look = look
  }
}

/// Cuts a line into numbers and words.
struct PasteScanner {
  /// Names under which a link carries an order number.
  private static let linkNames: Set<String> = [
    "tid", "bizorderid", "biz_order_id", "orderid", "order_id", "tradeid", "trade_id", "mainorderid", "bizorderids",
    "orderno", "parentorderid",
  ]
  private static let waybillLabels = ["运单号", "运单", "快递单号", "物流单号", "快递号", "快递", "物流", "面单号", "面单"]
  private static let otherLabels = [
    "手机", "手机号", "电话", "tel", "身份证", "身份证号", "银行卡", "卡号", "支付宝", "交易号", "流水号", "商品id", "宝贝id", "链接id",
  ]
  private static let orderLabels = ["订单编号", "订单号", "单号", "订单", "编号", "tid", "订单id", "order", "no", "单"]

  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var tokens: [PasteToken] = []
  private var words = ""

  static func tokens(of line: String) -> [PasteToken] {
    var scanner = PasteScanner(scalars: Array(line.unicodeScalars))
    while scanner.position < scanner.scalars.count { scanner.step() }
    scanner.endWords()
    return scanner.tokens
  }

  private init(scalars: [Unicode.Scalar]) {
    self.scalars = scalars
  }

  private mutating func step() {
    if let end = linkEnd() {
      let link = text(position..<end)
      position = end
      for number in Self.orders(inLink: link) { add(number) }
    } else if Self.isDigit(scalars[position]) || Self.isLatin(scalars[position]) {
      run()
    } else {
      words.unicodeScalars.append(scalars[position])
      position += 1
    }
  }

  private mutating func add(_ number: PastedNumber) {
    endWords()
    tokens.append(.number(number))
  }

  private mutating func endWords() {
    let plain = PasteText.trimmed(words.split(separator: " ").joined(separator: " "))
    words = ""
    if !PasteText.isIdle(plain) { tokens.append(.words(plain)) }
  }

  private func text(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
  private static func isLatin(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }

  // MARK: Runs of letters and digits

  private mutating func run() {
    var end = position
    while end < scalars.count, Self.isDigit(scalars[end]) || Self.isLatin(scalars[end]) { end += 1 }
    let text = text(position..<end)
    if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return digits(text, end: end)
    }
    let letters = text.prefix { !$0.isNumber }
    let rest = text.dropFirst(letters.count)
    let isNumeric = !rest.isEmpty && rest.allSatisfy(\.isNumber)
    if isNumeric, (12...19).contains(rest.count), Self.orderLabels.contains(letters.lowercased()) {
      add(PastedNumber(String(rest), .order))
    } else if (1...5).contains(letters.count), rest.count(where: \.isNumber) >= 8, text.count <= 40 {
      dropLabel(Self.waybillLabels)
      add(PastedNumber(text.uppercased(), .waybill))
    } else {
      words += text
    }
    position = end
  }

  private mutating func digits(_ text: String, end: Int) {
    var (text, end) = (text, end)
    if text.count <= 6, let spaced = spaced(from: position) { (text, end) = spaced }
    position = end
    let look = look(of: text)
    if let look {
      dropLabel(look == .waybill ? Self.waybillLabels : Self.orderLabels)
      add(PastedNumber(text, look))
    } else {
      words += text
    }
  }

  /// `3515 1111 0000 0002`, or with hyphens: at least three groups of three to six digits, 15 to 19 in all.
  private func spaced(from start: Int) -> (text: String, end: Int)? {
    var (digits, groups, end, at) = ("", 0, start, start)
    while at < scalars.count {
      var stop = at
      while stop < scalars.count, Self.isDigit(scalars[stop]) { stop += 1 }
      guard (1...6).contains(stop - at), stop == scalars.count || !Self.isLatin(scalars[stop]) else { break }
      digits += text(at..<stop)
      groups += 1
      end = stop
      let isLast = stop + 1 >= scalars.count || !(scalars[stop] == " " || scalars[stop] == "-") || stop - at < 3
      if isLast { break }
      at = stop + 1
    }
    return groups >= 3 && (15...19).contains(digits.count) ? (digits, end) : nil
  }

  /// What a run of digits looks like by its length, its form and the word before it; nil for plain words.
  private func look(of digits: String) -> PastedNumber.Look? {
    guard digits.count >= 12 else { return nil }
    let before = PasteText.trimmed(words).lowercased()
    if Self.otherLabels.contains(where: { before.hasSuffix($0) }) { return nil }
    guard digits.count <= 19 else { return .tooLong }
    if Self.waybillLabels.contains(where: { before.hasSuffix($0) }) { return .waybill }
    if Self.orderLabels.contains(where: { before.hasSuffix($0) }) { return .order }
    if digits.hasPrefix("0") || Self.isForeignMobile(digits) || Self.isIdentityCard(digits) { return nil }
    return digits.count >= 15 ? .order : .doubtful
  }

  /// `86` and a mobile number.
  private static func isForeignMobile(_ digits: String) -> Bool {
    let bytes = Array(digits.utf8)
    return bytes.count == 13 && digits.hasPrefix("861") && (0x33...0x39).contains(bytes[3])
  }

  /// 18 digits whose last is the check digit of GB 11643, with a possible birthday.
  private static func isIdentityCard(_ digits: String) -> Bool {
    guard digits.utf8.count == 18 else { return false }
    let values = digits.utf8.map { Int($0) - 0x30 }
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
    let year = values[6] * 1_000 + values[7] * 100 + values[8] * 10 + values[9]
    let month = values[10] * 10 + values[11]
    let day = values[12] * 10 + values[13]
    return (12 - sum % 11) % 11 == values[17] && (1900...2030).contains(year) && (1...12).contains(month)
      && (1...31).contains(day)
  }

  /// The word that only says what kind of number follows goes, the rest of the words stays.
  private mutating func dropLabel(_ labels: [String]) {
    let plain = PasteText.trimmed(words)
    guard let label = labels.first(where: { plain.lowercased().hasSuffix($0) }) else { return }
    words = String(plain.dropLast(label.count))
  }

  // MARK: Links

  /// Where a link that begins here ends; nil when none does.
  private func linkEnd() -> Int? {
    guard Self.isLatin(scalars[position]) else { return nil }
    if position > 0, Self.isLatin(scalars[position - 1]) || Self.isDigit(scalars[position - 1]) { return nil }
    var end = position
    while end < scalars.count, scalars[end].isASCII, scalars[end].value > 0x20, scalars[end] != "," { end += 1 }
    let link = text(position..<end)
    let isLink =
      link.contains("://") || link.contains(".com") || link.contains(".cn")
      || link.contains("=") && Self.orders(inLink: link).count > 0
    return isLink ? end : nil
  }

  private static func orders(inLink link: String) -> [PastedNumber] {
    let parts = link.split { "?&#;".contains($0) }
    return parts.flatMap { part -> [PastedNumber] in
      let pair = part.split(separator: "=", maxSplits: 1)
      guard pair.count == 2, linkNames.contains(pair[0].lowercased()) else { return [] }
      return pair[1].split { !$0.isNumber }.filter { (12...19).contains($0.count) }.map {
        PastedNumber(String($0), .order)
      }
    }
  }
}
