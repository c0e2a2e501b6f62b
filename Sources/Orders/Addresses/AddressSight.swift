import Vocabulary

/// What an address that a source shows means for an order: a pure function.
///
/// Exports show an address in full or masked, and with another key its digest is another one. Where the two forms cannot
/// be compared only a contradiction of the divisions counts as a change: a changed form must not void every label.
enum AddressSight: Equatable {
  /// The first address that was seen.
  case first
  /// The one that the platform showed before.
  case same
  /// Most likely the same, in a form that was not seen before.
  case otherForm
  /// The one that a person approved here: the platform has it now.
  case confirmed
  /// Another one.
  case changed

  /// `places` are the digests of the place that is shown and of that of the version which the platform has not shown
  /// yet; nil where there is no such version.
  init(_ shown: ShownAddress, before: OrderAddress, places: (shown: String?, awaited: String?)? = nil) {
    let known = (shown.isMasked ? before.maskedDigest : before.digest).flatMap {
      shown.isComparable(with: $0) ? $0 : nil
    }
    if let known {
      guard known != shown.digest else {
        self = .same
        return
      }
      self = Self.other(shown, before, places)
    } else if before.digest == nil, before.maskedDigest == nil, before.version == 1 {
      self = .first
    } else if before.awaited != nil {
      self = Self.contradicts(shown.region, before.region) ? .otherForm : Self.other(shown, before, places)
    } else {
      self = Self.contradicts(shown.region, before.region) ? .changed : .otherForm
    }
  }

  /// Not what the platform showed before: the one that is awaited, or a new one.
  private static func other(
    _ shown: ShownAddress, _ before: OrderAddress, _ places: (shown: String?, awaited: String?)?
  ) -> AddressSight {
    guard before.awaited != nil else { return .changed }
    if let place = places?.shown, let awaited = places?.awaited, shown.isComparable(with: awaited) {
      return place == awaited ? .confirmed : .changed
    }
    return contradicts(shown.region, before.region) ? .changed : .confirmed
  }

  /// Whether two divisions cannot both be right: 330100 and 330106 can, 330106 and 330105 cannot.
  static func contradicts(_ left: String?, _ right: String?) -> Bool {
    guard let left, let right, left.utf8.count == 6, right.utf8.count == 6 else { return false }
    let (one, other) = (Array(left.utf8), Array(right.utf8))
    for level in stride(from: 0, to: 6, by: 2) {
      let (ours, theirs) = (one[level..<level + 2], other[level..<level + 2])
      let unknown = Array("00".utf8)[...]
      if ours.elementsEqual(unknown) || theirs.elementsEqual(unknown) { return false }
      if !ours.elementsEqual(theirs) { return true }
    }
    return false
  }

  /// What follows for the label: nothing is printed yet, a new one is needed, or the courier has to be told. A parcel
  /// may have left by the number of another order in it.
  static func consequence(at stage: OrderStage, parcels: [OrderStage]) -> AddressConsequence {
    switch parcels.contains(.handedOver) && stage < .closed ? .handedOver : stage {
    case .depositPaid, .unpaid, .paid, .approved: .none
    case .printed, .picked, .packed, .consigned: .reprint
    case .handedOver: .interception
    case .closed, .cancelled: .none
    }
  }
}
