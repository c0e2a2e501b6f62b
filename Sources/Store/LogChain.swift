import Crypto

/// The hash chain over the table of operations: a pure function of its rows.
enum LogChain {
  /// The fields of one operation that the chain covers, in this order.
  struct Link {
    var id: String
    var verb: String
    var actor: String
    var role: String
    var at: Int64
    var argumentsDigest: String
    var playbookVersion: Int64
    var state: String
    var result: String

    init(_ row: any Row, from first: Int = 0) throws {
      id = try row.text(first)
      verb = try row.text(first + 1)
      actor = try row.text(first + 2)
      role = try row.text(first + 3)
      at = try row.integer(first + 4)
      argumentsDigest = try row.text(first + 5)
      playbookVersion = try row.integer(first + 6)
      state = try row.text(first + 7)
      result = try row.text(first + 8)
    }

    init(
      id: String, verb: String, actor: String, role: String, at: Int64, argumentsDigest: String, playbookVersion: Int64,
      state: String, result: String
    ) {
      self.id = id
      self.verb = verb
      self.actor = actor
      self.role = role
      self.at = at
      self.argumentsDigest = argumentsDigest
      self.playbookVersion = playbookVersion
      self.state = state
      self.result = result
    }
  }

  /// The chain's end once `link` has joined it.
  static func next(after head: LogHead, _ link: Link) -> LogHead {
    let sequence = head.sequence + 1
    return LogHead(sequence: sequence, hash: hash(after: head.hash, sequence: sequence, link))
  }

  /// SHA-256, in hexadecimal, of the previous hash, the sequence number and the fields, each with its length before it.
  static func hash(after previous: String, sequence: Int64, _ link: Link) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(256 + link.result.utf8.count)
    for field in [
      previous, String(sequence), link.id, link.verb, link.actor, link.role, String(link.at), link.argumentsDigest,
      String(link.playbookVersion), link.state, link.result,
    ] { bytes.append(lengthPrefixed: field) }
    return SHA256.hash(data: bytes).hexadecimal
  }
}

/// The end of the chain as one moment saw it; a receipt carries it, and `audit verify --since` checks against it.
public struct LogHead: Sendable, Equatable, Codable {
  public let sequence: Int64
  /// SHA-256 in hexadecimal; empty before the first entry.
  public let hash: String

  public init(sequence: Int64, hash: String) {
    self.sequence = sequence
    self.hash = hash
  }

  /// Reads `SEQUENCE:HASH` as receipts print it; `0:` is the beginning, which PostgreSQL's first receipts see.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1)
    if text == "0:" {
      self.init(sequence: 0, hash: "")
      return
    }
    guard parts.count == 2, let sequence = Int64(parts[0]), sequence > 0, parts[1].utf8.count == 64 else { return nil }
    self.init(sequence: sequence, hash: String(parts[1]))
  }

  public var text: String { "\(sequence):\(hash)" }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let head = LogHead(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a receipt")
    }
    self = head
  }

  /// As the text that `audit verify --since` takes.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
