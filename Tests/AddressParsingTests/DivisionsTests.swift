import Testing

@testable import AddressParsing

@Suite struct DivisionsTests {
  static let former = DivisionTable.builtIn.entries.indices.filter { DivisionTable.builtIn.entries[$0].kind == .former }

  @Test("divisions are found by code and by name, and lie in their parents")
  func lookup() {
    #expect(Divisions.division(code: "330106")?.name == "西湖区")
    #expect(Divisions.division(code: "999999") == nil && Divisions.division(code: "33010") == nil)
    #expect(Divisions.named("鼓楼区").map(\.code) == ["320106", "320302", "350102", "410204"])
    #expect(Divisions.named("恭城").map(\.name) == ["恭城瑶族自治县"])
    #expect(Divisions.named("无此地").isEmpty && Divisions.named("").isEmpty)
    #expect(Divisions.parents(of: "330106").map(\.name) == ["浙江省", "杭州市"])
    #expect(Divisions.parents(of: "429004").map(\.name) == ["湖北省"])
    #expect(Divisions.isWithin("330106", "330100") && !Divisions.isWithin("330106", "320000"))
    #expect(Divisions.isWithin("500235", "500100"), "a municipality's counties lie in its city")
  }

  @Test("every division but a province has a parent, and codes and names are whole")
  func table() {
    let all = Divisions.all
    #expect(all.count > 3_300)
    #expect(Set(all.map(\.code)).count == all.count)
    for division in all {
      #expect(division.code.count == 6 && division.name.count >= 2)
      #expect(!division.name.contains(" "))
      if !division.code.hasSuffix("0000") { #expect(!Divisions.parents(of: division.code).isEmpty, "\(division)") }
    }
  }

  @Test("every abolished division has a successor of today")
  func successors() {
    let table = DivisionTable.builtIn
    #expect(Self.former.count > 600)
    for index in Self.former {
      let entry = table.entries[index]
      #expect(!entry.heirs.isEmpty, "\(table.divisions[index])")
      #expect(table.heirs(of: Int32(index)).allSatisfy { table.entries[Int($0)].kind == .current })
    }
  }

  /// With its province and former city in front, as an old address has it.
  @Test("every abolished district is read as its successor or reported with the candidates")
  func abolished() throws {
    let table = DivisionTable.builtIn
    for index in Self.former where table.entries[index].level == 3 {
      let division = table.divisions[index]
      let heirs = table.heirs(of: Int32(index)).compactMap { table.division($0) }
      let province = try #require(Divisions.division(code: division.code.prefix(2) + "0000"))
      let city = Divisions.division(code: division.code.prefix(4) + "00")
      // 忻州地区忻州市 is today's city of that name first of all, and 思茅市 the former one.
      let isCityToo = Self.former.contains { table.entries[$0].level == 2 && table.divisions[$0].name == division.name }
      if isCityToo || Divisions.named(division.name).contains(where: { $0.code.hasSuffix("00") }) { continue }
      let text = province.name + (city.map { $0.name == province.name ? "" : $0.name } ?? "") + division.name
      let address = AddressParser.parseAddress(text)
      if let district = address.district {
        #expect(heirs.contains(district), "\(text)")
      } else {
        let isReported = address.doubts.contains {
          if case .abolished(division.name, _, let successors) = $0 { return Set(successors).isSubset(of: heirs) }
          return false
        }
        #expect(isReported || address.city.map { heirs.contains($0) } ?? false, "\(text) \(address)")
      }
    }
  }

  @Test("no name has so many bearers that one was dropped, and no table is full")
  func room() {
    #expect(DivisionTable.builtIn.names.isComplete)
  }

  @Test("every pair of a traditional and a simplified letter is of one letter each")
  func traditional() {
    #expect(Divisions.named("臺灣").map(\.code) == ["710000"])
    #expect(Divisions.named("廣東").map(\.code) == ["440000"])
    #expect(Divisions.named("濰坊").map(\.code) == ["370700"])
  }
}
