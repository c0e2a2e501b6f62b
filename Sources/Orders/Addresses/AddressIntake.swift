public import AddressParsing
public import PersonalData

/// Takes addresses in: reads them, and makes of them what the store may keep.
public struct AddressIntake: Sendable {
  /// Of the store's own secret: a change must be seen on machines without the key file too.
  private let digests: DigestKey
  /// Seals full addresses; nil where no key was made.
  public let key: PersonalKey?
  private let phones: DigestKey?
  /// Whether imports keep every address, sealed; else only the changed ones are kept, for the label.
  public let keepsAll: Bool

  public init(storeSecret: String, key: PersonalKey? = nil, keepsAll: Bool = false) {
    digests = DigestKey(storeSecret: storeSecret)
    self.key = key
    phones = key.map { DigestKey($0) }
    self.keepsAll = keepsAll
  }

  /// By which orders of a phone number are found; nil without a key.
  func phoneDigest(_ phone: String) -> String? {
    let digits = phone.filter(\.isNumber)
    return digits.isEmpty ? nil : phones?.digest(["phone", digits])
  }

  /// What a source shows of the receiver; nil when it shows no address.
  func shown(_ receiver: ShownReceiver) -> ShownAddress? {
    guard let detail = receiver.address ?? receiver.district ?? receiver.city ?? receiver.state else { return nil }
    let parsed = AddressParser.parseFields(
      province: receiver.state, city: receiver.city, district: receiver.district,
      detail: (receiver.town ?? "") + (receiver.address ?? detail))
    let places = [receiver.state, receiver.city, receiver.district, receiver.town, receiver.address]
    return shown(
      Recipient(
        name: receiver.name ?? "", phone: receiver.mobile ?? receiver.phone ?? "",
        address: places.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")), parsed)
  }

  /// The same of an address that was read from free text. The recipient's address is written as it stands on a label.
  public func shown(_ parsed: ParsedAddress, name: String, phone: String) -> ShownAddress {
    let address = (Self.divisions(parsed) + [parsed.detail]).filter { !$0.isEmpty }.joined(separator: " ")
    return shown(Recipient(name: name, phone: phone, address: address), parsed)
  }

  private func shown(_ recipient: Recipient, _ parsed: ParsedAddress) -> ShownAddress {
    let isMasked =
      Masking.isMasked(recipient.name) || Masking.isMasked(recipient.phone) || Masking.isMasked(recipient.address)
    let place = ["place", parsed.code ?? "", Self.canonical(parsed.detail)]
    let phone = recipient.phone.filter { $0.isNumber || $0 == "*" }
    return ShownAddress(
      recipient: recipient, isMasked: isMasked, region: parsed.code,
      masked: [
        Masking.name(recipient.name), Masking.phone(recipient.phone),
        Masking.address(divisions: Self.divisions(parsed).joined(separator: " ")),
      ].filter { !$0.isEmpty }.joined(separator: " "),
      digest: digests.digest(["recipient", recipient.name, phone] + place),
      placeDigest: isMasked ? nil : digests.digest(place),
      phoneDigest: isMasked ? nil : phoneDigest(phone))
  }

  /// Names from the province down; a municipality is written once.
  private static func divisions(_ parsed: ParsedAddress) -> [String] {
    var names: [String] = []
    for division in [parsed.province, parsed.city, parsed.district].compactMap({ $0 })
    where names.last != division.name { names.append(division.name) }
    return names
  }

  /// A detail without what one source writes and another leaves out: blanks, punctuation, and the town in front (its
  /// street stays).
  static func canonical(_ detail: String) -> String {
    var plain = detail.filter { !$0.isWhitespace && !$0.isPunctuation }
    for end in ["街道", "镇", "乡"] {
      guard let found = plain.prefix(12).range(of: end), found.lowerBound > plain.startIndex else { continue }
      let rest = plain[found.upperBound...]
      if !rest.isEmpty {
        plain = String(rest)
        break
      }
    }
    return plain
  }

  /// Where an envelope of an order's address belongs.
  static func place(_ key: OrderKey, version number: Int64) -> String { "\(key.shop)/\(key.id)/v\(number)" }
  static func place(_ key: OrderKey, proposal number: Int64) -> String { "\(key.shop)/\(key.id)/p\(number)" }
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
