import AddressParsing
import Foundation
import TestSupport

/// How many addresses a second come apart on one core, against cpca (PyPI), which many shops' scripts use. The reference
/// needs a Python that has it: PEAKDAY_CPCA_PYTHON names one, else `python3` is tried.
struct AddressFigure {
  let room: Workroom

  private static let streets = ["人民路", "解放北路", "上海路", "北京东路", "中山大道", "文三路", "学府街", "建设巷"]

  func measure() throws -> [FigureRow] {
    let count = room.options.isQuick ? 5_000 : 50_000
    var random = SplitMix64(seed: room.nextSeed())
    let districts = Divisions.all.filter { !$0.code.hasSuffix("00") && $0.code < "700000" }
    let addresses = (0..<count).map { Self.address($0, districts, &random) }
    let path = room.file("addresses.txt")
    try addresses.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    var ours: [Double] = []
    var cpca: [Double] = []
    for _ in 0..<room.options.rounds {
      let start = Clock.processor()
      let found = addresses.count { AddressParser.parseAddress($0).district != nil }
      ours.append(Double(count) / (Clock.processor() - start))
      guard found == count else { throw BenchFailure("\(count - found) of \(count) districts were not found") }
      if let rate = try Self.cpcaRate(path) { cpca.append(rate) }
    }
    guard cpca.count == ours.count else {
      Program.complain(
        "addresses: no Python with cpca (pip install cpca), the row is left out; name one with PEAKDAY_CPCA_PYTHON")
      return []
    }
    return [
      FigureRow(
        "addresses read, one core", unit: "/s", ours: ours, reference: cpca, target: .atLeast(20),
        note: "by processor time; reference: cpca.transform of the same addresses")
    ]
  }

  /// As agents write them: with and without the province, short and full, a street of another city's name behind.
  private static func address(_ number: Int, _ districts: [Division], _ random: inout SplitMix64) -> String {
    let district = districts[Int.random(in: 0..<districts.count, using: &random)]
    let parents = Divisions.parents(of: district.code).map(\.name)
    let names = parents.first == parents.last ? Array(parents.prefix(1)) : parents
    let separator = ["", " ", "，"][number % 3]
    let street = streets[number % streets.count]
    return (names + [district.name]).joined(separator: separator)
      + "\(street)\(number)号\(number % 30)栋\(number % 2_000)室"
  }

  /// Addresses a second by Python's processor time; nil when there is no cpca.
  private static func cpcaRate(_ path: String) throws -> Double? {
    let named = ProcessInfo.processInfo.environment["PEAKDAY_CPCA_PYTHON"]
    guard let python = named ?? Processes.find("python3") else { return nil }
    let script = """
      import sys, time, warnings
      warnings.simplefilter("ignore")
      import cpca
      lines = open(sys.argv[1], encoding="utf-8").read().split("\\n")
      cpca.transform(lines[:10])
      start = time.process_time()
      cpca.transform(lines)
      print(len(lines) / (time.process_time() - start))
      """
    let child = try Child.timed(python, ["-c", script, path])
    return child.code == 0 ? Double(child.output.trimmingCharacters(in: .whitespacesAndNewlines)) : nil
  }
}
