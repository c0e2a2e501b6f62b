import PersonalData

/// An address as a source shows it: the recipient in memory, and what the store may keep of it.
///
/// An import makes one for each row, so it has at hand only what every row needs; the rest is for the few that change.
public struct ShownAddress: Sendable, Equatable {
  let recipient: Recipient
  /// Whether stars stand for a part of it.
  let isMasked: Bool
  /// The deepest division that was found (GB/T 2260).
  let region: String?
  /// The detail as it is compared (`AddressForm.canonical`).
  let detail: String
  /// Keyed digest of all of it.
  let digest: String

  /// Whether another digest was made with the same key: only then a difference means something.
  func isComparable(with other: String) -> Bool {
    other.prefix { $0 != ":" } == digest.prefix { $0 != ":" }
  }
}
