import Crypto
import FoundationEssentials
public import Vocabulary

/// A recipient sealed with AES-256-GCM: `KEY:BASE64`, bound to its place in the store, so that it opens nowhere else.
public enum Envelope {
  /// The nonce is a digest of place and content: the same recipient at the same place gives the same envelope (a retry
  /// changes nothing), and no nonce serves two contents.
  public static func seal(_ recipient: Recipient, at place: String, _ key: PersonalKey) throws -> String {
    let content = bytes(of: recipient)
    var hash = key.nonces
    hash.update(data: Array("\(place.utf8.count):\(place)".utf8) + content)
    let nonce = try AES.GCM.Nonce(data: Array(hash.finalize().prefix(12)))
    let box = try AES.GCM.seal(content, using: key.sealing, nonce: nonce, authenticating: Array(place.utf8))
    guard let sealed = box.combined else { throw damaged(place) }
    return key.id + ":" + sealed.base64EncodedString()
  }

  /// Throws when another key sealed it, or it was altered or moved.
  public static func open(_ envelope: String, at place: String, _ key: PersonalKey) throws(Failure) -> Recipient {
    let parts = envelope.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, parts[0] == key.id else {
      throw Failure(
        .refused, code: "other_key",
        Message(zh: "这份地址是用另一把密钥封的（\(parts.first ?? "")）", en: "it was sealed with another key (\(parts.first ?? ""))"),
        place: place, next: Message(zh: "用那把密钥：PEAKDAY_KEY=文件", en: "use that key: PEAKDAY_KEY=FILE"))
    }
    guard let data = Data(base64Encoded: String(parts[1])), let box = try? AES.GCM.SealedBox(combined: data),
      let content = try? AES.GCM.open(box, using: key.sealing, authenticating: Array(place.utf8)),
      let recipient = recipient(from: Array(content))
    else { throw damaged(place) }
    return recipient
  }

  private static func damaged(_ place: String) -> Failure {
    Failure(
      .internal, code: "envelope_damaged", Message(zh: "封存的地址打不开，可能被改动过", en: "the sealed address does not open"),
      place: place, next: Message(zh: "检查：peakday audit verify", en: "check: peakday audit verify"))
  }

  private static func bytes(of recipient: Recipient) -> [UInt8] {
    var bytes: [UInt8] = []
    for part in [recipient.name, recipient.phone, recipient.address] {
      bytes += Array("\(part.utf8.count):".utf8) + Array(part.utf8)
    }
    return bytes
  }

  private static func recipient(from bytes: [UInt8]) -> Recipient? {
    var rest = bytes[...]
    var parts: [String] = []
    while !rest.isEmpty {
      guard let mark = rest.firstIndex(of: UInt8(ascii: ":")),
        let count = Int(String(decoding: rest[..<mark], as: UTF8.self)), count >= 0, count < rest.endIndex - mark
      else { return nil }
      let end = mark + 1 + count
      parts.append(String(decoding: rest[(mark + 1)..<end], as: UTF8.self))
      rest = rest[end...]
    }
    return parts.count == 3 ? Recipient(name: parts[0], phone: parts[1], address: parts[2]) : nil
  }
}
