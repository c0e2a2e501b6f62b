/// Where an order goes, as its own row tells: numbers and digests, no personal data.
public struct OrderAddress: Sendable, Equatable {
  /// The number of the newest version; 1 is the address of the first source, also while none has shown it.
  public var version: Int64 = 1
  /// The version that the newest label was printed for; 1 while none was printed here.
  public var printedVersion: Int64 = 1
  /// The division (GB/T 2260) that the newest version lies in, as far as it was found.
  public var region: String?
  /// Of the address that the platform showed last, in full and masked.
  var digest: String?
  var maskedDigest: String?
  /// The version that a person approved and that the platform has not shown yet.
  public var awaited: Int64?

  /// Whether the label bears an older address: no gate behind the printer lets it pass.
  public var isLabelVoid: Bool { printedVersion != version }

  /// Notes what the platform shows, in the form that it is in.
  mutating func show(_ shown: ShownAddress) {
    if shown.isMasked { maskedDigest = shown.digest } else { digest = shown.digest }
    if awaited == nil { region = shown.region ?? region }
  }
}
