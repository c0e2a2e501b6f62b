import Formats
import TestSupport
import Testing
import Vocabulary

@testable import Orders

@Suite struct ExportTimeTests {
  static let names: [(String, String?)] = [
    ("ExportOrderList202611110930.csv", "2026-11-11 09:30:00"),
    ("ExportOrderList20261111093059.csv", "2026-11-11 09:30:59"),
    ("ExportOrderList202611110930(1).csv", "2026-11-11 09:30:00"),
    ("ExportOrderList202611110930 2.csv", "2026-11-11 09:30:00"),
    ("orders 2026-11-11 09:30.csv", "2026-11-11 09:30:00"),
    ("orders_2026-11-11_09-30-07.csv", "2026-11-11 09:30:07"),
    ("ExportOrderList23456202611110930.csv", "2026-11-11 09:30:00"),
    ("20261111093075.csv", "2026-11-11 09:30:00"),
    ("ExportOrderList.csv", nil),
    ("orders 2026-11-11.csv", nil),
    ("orders 202613110930.csv", nil),
    ("orders 202602300930.csv", nil),
    ("orders 200911110930.csv", nil),
    ("订单2026年11月11日.csv", nil),
    ("", nil),
  ]

  @Test("a file's name tells when it was exported, or does not", arguments: names)
  func inName(name: String, time: String?) throws {
    #expect(ImportFile.exportTime(inName: name)?.shopText == time)
  }

  @Test("what the person says counts before the name; neither is refused, and so is the future")
  func chosen() throws {
    let now = try #require(Instant("2026-11-11 12:00"))
    let said = try #require(Instant("2026-11-11 08:15"))
    #expect(try ImportFile.exportTime(given: said, name: "a202611110930.csv", now: now) == said)
    #expect(
      try ImportFile.exportTime(given: nil, name: "a202611110930.csv", now: now) == Instant("2026-11-11 09:30"))
    #expect(
      failureCode { _ = try ImportFile.exportTime(given: nil, name: "a.csv", now: now) } == "export_time_unknown")
    #expect(
      failureCode { _ = try ImportFile.exportTime(given: nil, name: "a202611111206.csv", now: now) }
        == "export_time_future")
    #expect(try ImportFile.exportTime(given: now.adding(minutes: 5), name: "a.csv", now: now) > now)
  }

  @Test("a file's digest is that of its bytes")
  func digest() throws {
    let folder = try TemporaryFolder()
    #expect(failureCode { _ = try ImportFile.digest(path: folder.file("none.csv")) } == "file_not_found")
    let sink = try ByteSink.newFile(folder.file("a.csv"))
    try sink.write(Array("abc".utf8))
    try sink.finish()
    #expect(
      try ImportFile.digest(path: folder.file("a.csv"))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}
