import Crypto
import FoundationEssentials
public import Vocabulary

/// The key to a shop's personal data. It lies in a file outside the store: who has the store alone has no addresses.
public struct PersonalKey: Sendable {
  /// Names the key without giving it away: the first 16 digits of the SHA-256 of its digest key.
  public let id: String
  let sealing: SymmetricKey
  let digesting: SymmetricKey
  /// Ready to make nonces: setting up a key takes longer than one.
  let nonces: HMAC<SHA256>

  /// A key from 32 random bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    let root = SymmetricKey(data: bytes)
    func derived(_ use: String) -> SymmetricKey {
      HKDF<SHA256>.deriveKey(inputKeyMaterial: root, info: Array("peakday \(use)".utf8), outputByteCount: 32)
    }
    sealing = derived("envelope")
    digesting = derived("digest")
    nonces = HMAC<SHA256>(key: derived("nonce"))
    id = String(SHA256.hash(data: derived("name").withUnsafeBytes { Array($0) }).hexadecimal.prefix(16))
  }

  /// The key of the file's text.
  public init(text: String, place: String) throws(Failure) {
    let words = text.split(whereSeparator: \.isWhitespace)
    guard words.count == 2, words[0] == Self.mark, let data = Data(base64Encoded: String(words[1])),
      let key = PersonalKey(bytes: Array(data))
    else {
      throw Failure(
        .usage, code: "bad_key_file", Message(zh: "这不是 PeakDay 的密钥文件", en: "this is not a PeakDay key file"),
        place: place,
        next: Message(
          zh: "核对 PEAKDAY_KEY；新建一把：peakday key create", en: "check PEAKDAY_KEY; to make one: peakday key create"))
    }
    self = key
  }

  /// What the key file holds.
  public static func fileText(bytes: [UInt8]) -> String {
    "\(mark) \(Data(bytes).base64EncodedString())\n"
  }

  private static let mark = "peakday-key-1"
}

/// A digest that only the holder of a key can make: a phone number or an address cannot be found by trying all.
public struct DigestKey: Sendable {
  /// Stands before each digest: those of different keys say nothing about one another.
  public let id: String
  /// Ready for the first byte: setting up a key takes as long as digesting an address, and an import has a million.
  private let begun: HMAC<SHA256>

  public init(_ key: PersonalKey) {
    id = key.id
    begun = HMAC<SHA256>(key: key.digesting)
  }

  /// Of the store's own secret, where no key file was made: whoever has the store can try guesses.
  public init(storeSecret: String) {
    id = "store"
    begun = HMAC<SHA256>(key: SymmetricKey(data: Array("address \(storeSecret)".utf8)))
  }

  /// `KEY:` and 32 hexadecimal digits, over the parts with their lengths.
  public func digest(_ parts: [String]) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(256)
    for part in parts {
      bytes.append(length: part.utf8.count)
      bytes.append(contentsOf: part.utf8)
    }
    var hash = begun
    hash.update(data: bytes)
    return id + ":" + hash.finalize().prefix(16).hexadecimal
  }

  /// Whether a digest was made with this key.
  public func made(_ digest: String) -> Bool { digest.hasPrefix(id + ":") }
}

extension [UInt8] {
  /// `123:`, so that no two lists of parts have the same bytes.
  fileprivate mutating func append(length: Int) {
    var digits: [UInt8] = []
    var rest = length
    repeat {
      digits.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    append(contentsOf: digits.reversed())
    append(UInt8(ascii: ":"))
  }
}

extension Sequence<UInt8> {
  var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in self {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
