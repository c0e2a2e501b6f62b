/// To whom and where a parcel goes. It lives in memory only: the store keeps it sealed (`Envelope`) or not at all.
public struct Recipient: Sendable, Equatable, Codable {
  public var name: String
  public var phone: String
  /// Divisions and detail, as they stand on the label.
  public var address: String

  public init(name: String, phone: String, address: String) {
    self.name = name
    self.phone = phone
    self.address = address
  }

  public var isEmpty: Bool { name.isEmpty && phone.isEmpty && address.isEmpty }

  /// What is not said is taken from `other`.
  public func filled(from other: Recipient) -> Recipient {
    Recipient(
      name: name.isEmpty ? other.name : name, phone: phone.isEmpty ? other.phone : phone,
      address: address.isEmpty ? other.address : address)
  }
}
