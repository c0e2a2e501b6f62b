/// Writes what the search found into the address: the parts, what is missing, and the doubts.
struct DivisionOutcome {
  let search: DivisionSearch
  let text: Text

  private var table: DivisionTable { search.table }

  func write(to address: inout ParsedAddress) {
    var codes: [Int32] = []
    for reading in search.readings {
      for heir in search.heirs(of: reading) where !codes.contains(heir) { codes.append(heir) }
    }
    codes.sort()
    if let common = Self.common(codes) { fill(common, in: &address) }
    addMissing(to: &address)
    addDoubts(codes, to: &address)
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

  private func addDoubts(_ codes: [Int32], to address: inout ParsedAddress) {
    let readings = search.readings
    let divisions = codes.compactMap { table.division($0) }
    for reading in readings {
      for index in [reading.scope, reading.entry] where index >= 0 {
        let entry = table.entries[Int(index)]
        switch entry.kind {
        case .current: break
        case .zone: address.doubts.append(.zone(written: entry.name))
        case .former:
          let heirs = index == reading.entry ? search.heirs(of: reading) : entry.heirs
          let doubt = ParsedAddress.Doubt.abolished(
            written: entry.name, lastYear: Int(entry.lastYear), successors: heirs.compactMap { table.division($0) })
          if !address.doubts.contains(doubt) { address.doubts.append(doubt) }
        }
      }
    }
    if readings.count > 1, divisions.count > 1, let span = search.spans.last {
      address.doubts.append(.ambiguous(written: text.string(span), candidates: divisions))
    }
    if let zone = search.unknownZone { address.doubts.append(.zone(written: text.string(zone))) }
    if let contradiction = search.contradiction, let code = codes.first,
      let inside = table.division(codes.count == 1 ? code : DivisionCode.province(code))
    {
      let candidates = contradiction.entries.compactMap { table.division(table.entries[Int($0)].code) }
      address.doubts.append(
        .contradiction(written: text.string(contradiction.span), notIn: inside, candidates: candidates))
    }
  }
}
