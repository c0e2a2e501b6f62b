/// What was read out of a pasted address. A part that could not be found is nil and stands in `missing`: nothing is guessed.
public struct ParsedAddress: Sendable, Equatable {
  public var name: String?
  /// A mobile or landline number: digits, masking stars, and `-` before an extension and after an area code.
  public var phone: String?
  public var province: Division?
  /// Absent where counties stand directly below the province. In a municipality it is the municipality again.
  public var city: Division?
  /// Absent in cities without districts.
  public var district: Division?
  /// What remains: town, street, house.
  public var detail: String = ""
  /// Six digits; `000000`, by which the platform says "none", is left out.
  public var postcode: String?
  public var missing: [Part] = []
  public var doubts: [Doubt] = []

  public enum Part: String, Sendable, CaseIterable {
    case name, phone, province, city, district, detail
  }

  /// What somebody should look at before the parcel goes.
  public enum Doubt: Sendable, Equatable {
    /// Several divisions bear the name and nothing in the text tells them apart.
    case ambiguous(written: String, candidates: [Division])
    /// The name was given up after `lastYear`. With one successor the address was read as that one.
    case abolished(written: String, lastYear: Int, successors: [Division])
    /// What is written does not lie in the division found before it.
    case contradiction(written: String, notIn: Division, candidates: [Division])
    /// A functional zone (a high-tech or development zone), not an administrative division.
    case zone(written: String)
    /// Stars hide a piece of this part.
    case masked(Part)
  }

  /// The district's name, also when several cities have one of that name and `district` is therefore nil.
  public var districtName: String? {
    if let district { return district.name }
    for case .ambiguous(_, let candidates) in doubts {
      guard let first = candidates.first, !first.code.hasSuffix("00") else { continue }
      if candidates.allSatisfy({ $0.name == first.name }) { return first.name }
    }
    return nil
  }

  /// The code of the deepest division that was found.
  public var code: String? {
    if let district { return district.code }
    guard let province else { return nil }
    guard let city, !Divisions.isMunicipality(province.code) else { return province.code }
    return city.code
  }
}
