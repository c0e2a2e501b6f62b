/// Writes what the search found into the address: the parts, what is missing, and the doubts.
struct DivisionOutcome {
  let search: DivisionSearch
  let text: Text

  private var table: DivisionTable { search.table }

  func write(to address: inout ParsedAddress) {
    let common = common()
    if common >= 0 { fill(common, in: &address) }
    addMissing(common, to: &address)
    addDoubts(to: &address)
  }

  /// The deepest division that holds everything the search left; -1 when there is none.
  private func common() -> Int32 {
    guard let first = search.heirs.first else { return -1 }
    if search.heirs.count == 1 { return first }
    let entry = table.entries[Int(first)]
    for outer in [entry.city, entry.province] where outer >= 0 {
      let reach = table.entries[Int(outer)].reach
      if search.heirs.allSatisfy({ reach.contains(table.entries[Int($0)].code) }) { return outer }
    }
    return -1
  }

  private func fill(_ index: Int32, in address: inout ParsedAddress) {
    let entry = table.entries[Int(index)]
    address.province = table.division(entry.province)
    address.city = table.division(entry.city)
    if entry.level == 3 { address.district = table.division(index) }
    if search.saysCityProper, entry.level == 2 {
      address.district = Division(code: String(entry.code + 1), name: "市辖区")
    }
  }

  private func addMissing(_ common: Int32, to address: inout ParsedAddress) {
    guard common >= 0 else {
      address.missing += [.province, .city, .district]
      return
    }
    let entry = table.entries[Int(common)]
    if entry.level == 1, entry.city < 0, !DivisionCode.isOutside(entry.code) { address.missing.append(.city) }
    if address.district == nil, entry.level == 1 || entry.hasDistricts { address.missing.append(.district) }
  }

  private func addDoubts(to address: inout ParsedAddress) {
    for reading in search.readings {
      for index in [reading.scope, reading.entry] where index >= 0 {
        let entry = table.entries[Int(index)]
        if entry.kind == .current { continue }
        let written = table.divisions[Int(index)].name
        if entry.kind == .zone {
          address.doubts.append(.zone(written: written))
          continue
        }
        var heirs = Array(table.heirs(of: index))
        if index == reading.entry { heirs.removeAll { !search.heirs.contains($0) } }
        let doubt = ParsedAddress.Doubt.abolished(
          written: written, lastYear: Int(entry.lastYear), successors: heirs.compactMap(table.division))
        if !address.doubts.contains(doubt) { address.doubts.append(doubt) }
      }
    }
    if search.readings.count > 1, search.heirs.count > 1 {
      let candidates = search.heirs.compactMap(table.division).sorted { $0.code < $1.code }
      address.doubts.append(.ambiguous(written: text.string(search.lastSpan), candidates: candidates))
    }
    if let zone = search.unknownZone { address.doubts.append(.zone(written: text.string(zone))) }
    if let (span, name) = search.contradiction, let found = address.district ?? address.city ?? address.province {
      var candidates: [Division] = []
      table.names.eachBearer(of: name) { bearer in
        guard table.entries[Int(bearer.entry)].kind == .current, bearer.form == .full else { return }
        candidates.append(table.divisions[Int(bearer.entry)])
      }
      candidates.sort { $0.code < $1.code }
      address.doubts.append(.contradiction(written: text.string(span), notIn: found, candidates: candidates))
    }
  }
}
