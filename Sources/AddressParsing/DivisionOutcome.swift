/// Writes what the search found into the address: the parts, what is missing, and the doubts.
struct DivisionOutcome {
  let search: DivisionSearch
  let text: Text

  private var table: DivisionTable { search.table }

  func write(to address: inout ParsedAddress) {
    if let common = Self.common(search.codes) { fill(common, in: &address) }
    addMissing(to: &address)
    addDoubts(to: &address)
  }

  /// The deepest division that holds all codes.
  private static func common(_ codes: [Int32]) -> Int32? {
    guard let first = codes.first else { return nil }
    if codes.count == 1 { return first }
    for outer in [DivisionCode.city(first), DivisionCode.province(first)] {
      if codes.allSatisfy({ DivisionCode.contains(outer, $0) }) { return outer }
    }
    return nil
  }

  private func fill(_ code: Int32, in address: inout ParsedAddress) {
    address.province = table.division(DivisionCode.province(code))
    address.city = table.city(of: code)
    if DivisionCode.level(code) == 3 { address.district = table.division(code) }
    if search.saysCityProper, address.district == nil, DivisionCode.level(code) == 2 {
      address.district = Division(code: String(code + 1), name: "市辖区")
    }
  }

  private func addMissing(to address: inout ParsedAddress) {
    guard let province = address.province else {
      address.missing += [.province, .city, .district]
      return
    }
    if address.city == nil, address.district == nil, !DivisionCode.isOutside(Int32(province.code) ?? 0) {
      address.missing.append(.city)
    }
    if address.district == nil, address.city.map({ table.hasDistricts(Int32($0.code) ?? 0) }) ?? true {
      address.missing.append(.district)
    }
  }

  private func addDoubts(to address: inout ParsedAddress) {
    for reading in search.readings {
      for index in [reading.scope, reading.entry] where index >= 0 {
        let entry = table.entries[Int(index)]
        let written = table.divisions[Int(index)].name
        switch entry.kind {
        case .current, .town: break
        case .zone: address.doubts.append(.zone(written: written))
        case .former:
          var heirs = Array(table.heirs(of: index))
          if index == reading.entry { heirs.removeAll { !search.codes.contains($0) } }
          let doubt = ParsedAddress.Doubt.abolished(
            written: written, lastYear: Int(entry.lastYear), successors: divisions(heirs))
          if !address.doubts.contains(doubt) { address.doubts.append(doubt) }
        }
      }
    }
    if search.readings.count > 1, search.codes.count > 1, let span = search.spans.last {
      address.doubts.append(.ambiguous(written: text.string(span), candidates: divisions(search.codes.sorted())))
    }
    if let zone = search.unknownZone { address.doubts.append(.zone(written: text.string(zone))) }
    if let (span, name) = search.contradiction, let found = address.district ?? address.city ?? address.province {
      var codes: Set<Int32> = []
      table.names.eachBearer(of: name) { bearer in
        let entry = table.entries[Int(bearer.entry)]
        if entry.kind == .current, bearer.form == .full { codes.insert(entry.code) }
      }
      address.doubts.append(
        .contradiction(written: text.string(span), notIn: found, candidates: divisions(codes.sorted())))
    }
  }

  private func divisions(_ codes: [Int32]) -> [Division] { codes.compactMap { table.division($0) } }
}
