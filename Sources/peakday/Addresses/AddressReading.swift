import AddressParsing
import Orders

/// What was read of an address, as `--json` shows it. The words come from the command line, so they are shown in full.
struct AddressReading: Encodable {
  struct Doubt: Encodable {
    let kind: String
    let written: String?
    let candidates: [String]
  }

  let name: String?
  let phone: String?
  let province: String?
  let city: String?
  let district: String?
  let code: String?
  let detail: String
  let postcode: String?
  let missing: [String]
  let doubts: [Doubt]

  init(_ parsed: ParsedAddress) {
    name = parsed.name
    phone = parsed.phone
    province = parsed.province?.name
    city = parsed.city?.name
    district = parsed.district?.name
    code = parsed.code
    detail = parsed.detail
    postcode = parsed.postcode
    missing = parsed.missing.map(\.rawValue)
    doubts = parsed.doubts.map { doubt in
      switch doubt {
      case .ambiguous(let written, let candidates):
        Doubt(kind: "ambiguous", written: written, candidates: candidates.map { AddressOutlook.name($0.code) })
      case .abolished(let written, _, let successors):
        Doubt(kind: "abolished", written: written, candidates: successors.map { AddressOutlook.name($0.code) })
      case .contradiction(let written, _, let candidates):
        Doubt(kind: "contradiction", written: written, candidates: candidates.map { AddressOutlook.name($0.code) })
      case .zone(let written): Doubt(kind: "zone", written: written, candidates: [])
      case .masked(let part): Doubt(kind: "masked", written: part.rawValue, candidates: [])
      }
    }
  }
}

extension AddressReading {
  /// The same line as `Desk.line` makes, put together by hand: a file of addresses has tens of thousands of them, and the
  /// encoder takes far longer over each than the parser.
  func line() throws -> String {
    var line = "{"
    func add(_ key: String, _ value: String) {
      line += line.utf8.count > 1 ? ",\"" : "\""
      line += key
      line += "\":"
      line += value
    }
    func text(_ key: String, _ text: String?) throws {
      if let text { add(key, try Self.quoted(text)) }
    }
    try text("city", city)
    try text("code", code)
    try text("detail", detail)
    try text("district", district)
    add("doubts", doubts.isEmpty ? "[]" : String(try Desk.line(doubts).dropLast()))
    add("missing", "[" + missing.map { "\"\($0)\"" }.joined(separator: ",") + "]")
    try text("name", name)
    try text("phone", phone)
    try text("postcode", postcode)
    try text("province", province)
    return line + "}\n"
  }

  /// Chinese letters and plain ASCII stand for themselves; what may need an escape is left to the encoder.
  private static func quoted(_ text: String) throws -> String {
    var text = text
    let isPlain = text.withUTF8 { bytes in
      bytes.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x7F: false
        // Leading bytes of U+4000 to U+9FFF, and those that may follow one.
        case 0x20..<0xC0, 0xE4...0xE9: true
        default: false
        }
      }
    }
    return isPlain ? "\"\(text)\"" : String(try Desk.line(text).dropLast())
  }
}
