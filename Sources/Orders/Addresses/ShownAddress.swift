import PersonalData

/// An address as a source shows it, reduced to what the store may keep, beside the recipient in memory.
public struct ShownAddress: Sendable, Equatable {
  let recipient: Recipient
  /// Whether stars stand for a part of it.
  let isMasked: Bool
  /// The deepest division that was found (GB/T 2260).
  let region: String?
  /// 张** 138****8000 浙江省 杭州市 西湖区 ***
  let masked: String
  /// Keyed digests: of all of it, of the place alone, and of the phone number; the latter two not of masked ones.
  let digest: String
  let placeDigest: String?
  let phoneDigest: String?

  /// Whether another digest was made with the same key: only then a difference means something.
  func isComparable(with other: String) -> Bool {
    other.prefix { $0 != ":" } == digest.prefix { $0 != ":" }
  }
}
