import Crypto
import FoundationEssentials
public import Vocabulary

/// One change somebody asks for. Its id is made before anything is sent, so that a retry is always safe.
public struct Operation: Sendable {
  public let id: OperationID
  /// What is done, in the words of the command line: `gate pass`.
  public let verb: String
  public let actor: Actor
  public let at: Instant
  public let arguments: Arguments

  public init(id: OperationID, verb: String, actor: Actor, at: Instant, arguments: Arguments) {
    self.id = id
    self.verb = verb
    self.actor = actor
    self.at = at
    self.arguments = arguments
  }

  /// The arguments of a verb in canonical form: every name and value with its length before it.
  public struct Arguments: Sendable, ExpressibleByDictionaryLiteral {
    private(set) var canonical: [UInt8] = []

    public init(dictionaryLiteral elements: (String, String)...) {
      for (name, value) in elements { add(name, value) }
    }

    public mutating func add(_ name: String, _ value: String) {
      canonical.append(lengthPrefixed: name)
      canonical.append(lengthPrefixed: value)
    }

    public mutating func add(_ name: String, _ values: [String]) {
      canonical.append(lengthPrefixed: name)
      canonical.append(lengthPrefixed: String(values.count))
      for value in values { canonical.append(lengthPrefixed: value) }
    }

    /// HMAC-SHA-256 under the store's key, in hexadecimal. Keyed, because an order number or a phone number could be
    /// guessed from a plain digest.
    func digest(key: String) -> String {
      HMAC<SHA256>.authenticationCode(for: canonical, using: SymmetricKey(data: Array(key.utf8))).hexadecimal
    }
  }
}

extension [UInt8] {
  /// Appends `LENGTH:TEXT`, so that no two lists of fields have the same bytes.
  mutating func append(lengthPrefixed text: String) {
    append(contentsOf: String(text.utf8.count).utf8)
    append(UInt8(ascii: ":"))
    append(contentsOf: text.utf8)
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
