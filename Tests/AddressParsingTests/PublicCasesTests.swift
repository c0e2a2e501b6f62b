import AddressParsing
import Foundation
import TestSupport
import Testing

/// The cases of three open-source parsers (JioNLP, address-parse, cpca), when the folder of public data stands beside the
/// package. Their expectations are as published.
@Suite struct PublicCasesTests {
  static let folder = Processes.packageRoot.appendingPathComponent("../shared/data/address_testcases").path

  static let isThere: Bool = {
    let found = FileManager.default.fileExists(atPath: folder)
    if !found {
      print("The public address cases are not here, their test is left out: ../shared/data/address_testcases")
    }
    return found
  }()

  /// The cases that we answer otherwise, and why.
  static let differences = [
    // Its city is 香港, which is the province again; and 清水湾 lies in 西贡区, so that 九龙城区 is a guess.
    "香港九龙半岛清水湾香港科技大学"
  ]

  @Test("the public cases", .enabled(if: isThere, "../shared/data/address_testcases is not here"))
  func publicCases() throws {
    var right = 0
    var total = 0
    for (file, codeColumn) in [("address_parse_tests.tsv", 1), ("cpca_tests.tsv", 4), ("jionlp_location_tests.tsv", 9)]
    {
      let text = try String(contentsOfFile: Self.folder + "/" + file, encoding: .utf8)
      for line in text.split(whereSeparator: \.isNewline).dropFirst() {
        let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        let isRight = Self.agrees(AddressParser.parse(cells[0]), cells, codeColumn)
        total += 1
        right += isRight ? 1 : 0
        #expect(isRight != Self.differences.contains(cells[0]), "\(line)")
      }
    }
    #expect(total == 59 && right >= 58)
  }

  private static func agrees(_ address: ParsedAddress, _ cells: [String], _ codeColumn: Int) -> Bool {
    func cell(_ index: Int) -> String { index < cells.count ? cells[index] : "" }
    if !cell(codeColumn).isEmpty, address.code != cell(codeColumn) { return false }
    // A blank code only wants some area to be found.
    guard codeColumn > 1 else { return address.province != nil }
    guard (address.province?.name ?? "") == cell(1), (address.districtName ?? "") == cell(3) else { return false }
    // A municipality's city is written 市辖区, or its own name, or nothing.
    if let province = address.province, Divisions.isMunicipality(province.code) {
      return ["", "市辖区", province.name].contains(cell(2))
    }
    return (address.city?.name ?? "") == cell(2)
  }
}
