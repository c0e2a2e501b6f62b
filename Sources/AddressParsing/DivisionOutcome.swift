/// Writes what the search found into the address: the parts, what is missing, and the doubts.
extension DivisionSearch {
  func write(to address: inout ParsedAddress, from text: Text) {
    let common = common()
    if common >= 0 { fill(common, in: &address) }
    addMissing(common, to: &address)
    addDoubts(to: &address, from: text)
  }

  /// The deepest division that holds everything the search left; -1 when there is none.
  private func common() -> Int32 {
    guard sole < 0, let first = heirs.first else { return sole }
    let entry = table.entries[Int(first)]
    for outer in [entry.city, entry.province] where outer >= 0 {
      let reach = table.entries[Int(outer)].reach
      if heirs.allSatisfy({ reach.contains(table.entries[Int($0)].code) }) { return outer }
    }
    return -1
  }

  private func fill(_ index: Int32, in address: inout ParsedAddress) {
    let entry = table.entries[Int(index)]
    address.province = table.division(entry.province)
    address.city = table.division(entry.city)
    if entry.level == 3 { address.district = table.division(index) }
    if saysCityProper, entry.level == 2 {
      address.district = DivisionTable.cityProper(of: entry.code)
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

  private func addDoubts(to address: inout ParsedAddress, from text: Text) {
    for place in 0..<readings.count {
      let reading = readings[place]
      for index in [reading.scope, reading.entry] where index >= 0 {
        let entry = table.entries[Int(index)]
        if entry.kind == .current { continue }
        let written = table.divisions[Int(index)].name
        if entry.kind == .zone {
          address.doubts.append(.zone(written: written))
          continue
        }
        var successors = Array(table.heirs(of: index))
        if index == reading.entry { successors.removeAll { sole >= 0 ? $0 != sole : !heirs.contains($0) } }
        let doubt = ParsedAddress.Doubt.abolished(
          written: written, lastYear: Int(entry.lastYear), successors: successors.compactMap(table.division))
        if !address.doubts.contains(doubt) { address.doubts.append(doubt) }
      }
    }
    if readings.count > 1, sole < 0 {
      let candidates = heirs.compactMap(table.division).sorted { $0.code < $1.code }
      address.doubts.append(.ambiguous(written: text.string(lastSpan), candidates: candidates))
    }
    if let zone = unknownZone { address.doubts.append(.zone(written: text.string(zone))) }
    if let (span, name) = contradiction, let found = address.district ?? address.city ?? address.province {
      var candidates: [Division] = []
      for bearer in table.names.bearers(of: name) {
        guard table.entries[Int(bearer.entry)].kind == .current, bearer.form == .full else { continue }
        candidates.append(table.divisions[Int(bearer.entry)])
      }
      candidates.sort { $0.code < $1.code }
      address.doubts.append(.contradiction(written: text.string(span), notIn: found, candidates: candidates))
    }
  }
}
