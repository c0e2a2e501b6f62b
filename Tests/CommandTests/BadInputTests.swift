import Foundation
import Store
import TestSupport
import Testing
import Vocabulary

@testable import peakday

/// Files that are not what they should be get a clear answer, and nothing is half done.
@Suite struct BadInputTests {
  static let foreign: [(String, [UInt8])] = [
    ("xlsx", [0x50, 0x4B, 0x03, 0x04] + Array("xl/workbook.xml".utf8)),
    ("zip", [0x50, 0x4B, 0x05, 0x06] + [UInt8](repeating: 0, count: 18)),
    ("ole2", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 7, count: 60)),
    ("binary", (0..<400).map { UInt8(truncatingIfNeeded: $0 * 37) }),
    ("utf16", [0xFF, 0xFE] + Array("订单编号".utf16).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }),
  ]

  @Test("a file of another type is named for what it is, and nothing is taken in", arguments: foreign)
  func otherType(name: String, bytes: [UInt8]) throws {
    let place = try Workplace()
    let file = try place.write("\(name)202611110000.csv", bytes)
    let run = place.run("order", "import", file, "--json")
    #expect(run.code == .usage)
    let error = try run.error
    #expect(error["place"]?.text?.contains(name) == true)
    #expect(error["next"] != nil)
    #expect(error["error"]?.text != "order_column_missing", "\(error)")
    #expect(try place.run("day", "status", "--json").object["orders"]?.number == 0)
    #expect(!place.exists("\(name)202611110000.csv.rejects.csv"))
  }

  static let headers: [(String, String)] = [
    ("", "file_empty"), ("总金额,订单状态\r\n1,2\r\n", "order_column_missing"),
    ("旺旺昵称,询单人数\r\n1,2\r\n", "file_is_reception"),
    ("\"订单编号,总金额\r\n1,2\r\n", "csv_quote_open"),
  ]

  @Test("a file without the header of an order export is refused", arguments: headers)
  func header(text: String, code: String) throws {
    let place = try Workplace()
    let file = try place.write("h202611110000.csv", text)
    #expect(try place.run("order", "import", file, "--json").error["error"]?.text == code)
    #expect(try place.run("day", "status", "--json").object["unfinished_imports"]?.number == 0)
  }

  @Test("bad rows go to the rejects file with their place and reason, the good ones are taken in")
  func rejects() throws {
    let place = try Workplace()
    var bytes = Array(
      ([Workplace.header, Workplace.line("1001"), "3.51511E+15,,,,,,,", "1002,,,"].joined(separator: "\r\n") + "\r\n")
        .utf8)
    bytes += Array("1003,".utf8) + [0xE4, 0xB9, 0xFF] + Array(",,,,,,\r\n".utf8)
    bytes += Array((Workplace.line("1004") + "\r\n1005,\"买家已付款").utf8)
    let file = try place.write("bad202611110000.csv", bytes)
    let run = place.run("order", "import", file, "--json")
    #expect(run.code == .doneWithRejects)
    let answer = try run.object
    #expect(["rows", "new", "rejected"].map { answer[$0]?.number } == [6, 2, 4])
    let rejects = try place.text("bad202611110000.csv.rejects.csv")
    let rows = rejects.split(whereSeparator: \.isNewline)
    #expect(rows.count == 5)
    #expect(rows[0].hasSuffix("row,column,code,reason,text"))
    #expect(rows[1].hasPrefix("3,订单编号,order_number_scientific,"))
    #expect(rows[2].hasPrefix("4,,row_width,"))
    #expect(rows[3].hasPrefix("5,2,csv_invalid_text,"))
    #expect(rows[4].hasPrefix("7,2,csv_quote_open,"), "\(rows[4])")
    let list = try place.run("order", "list", "--json").objects.map { $0["order"]?.text }
    #expect(list == ["1001", "1004"])
    // The rejects of an earlier import stay.
    #expect(place.run("order", "import", file).output.contains("Rejected rows are in: \(file).rejects.2.csv"))
    #expect(try place.text("bad202611110000.csv.rejects.csv") == rejects)
    let mode = try FileManager.default.attributesOfItem(atPath: file + ".rejects.csv")[.posixPermissions] as? Int
    #expect(mode == 0o600, "it may hold personal data")
  }

  @Test("a rejects file cannot be turned into formulas")
  func formula() throws {
    let place = try Workplace()
    let file = try place.export(["=1+2;cmd|' /C calc'!A0,,,,,,,"])
    #expect(place.run("order", "import", file, "--rejects", place.path("r.csv")).code == .doneWithRejects)
    let row = try place.text("r.csv").split(whereSeparator: \.isNewline)[1]
    #expect(row.contains(",'=1+2") || row.contains(",\"'=1+2"), "\(row)")
  }

  @Test("a GBK file is read as such")
  func gbk() throws {
    let place = try Workplace()
    // 订单编号,订单备注 / 1001,买家不要了
    let header: [UInt8] = [
      0xB6, 0xA9, 0xB5, 0xA5, 0xB1, 0xE0, 0xBA, 0xC5, 0x2C, 0xB6, 0xA9, 0xB5, 0xA5, 0xB1, 0xB8, 0xD7, 0xA2,
    ]
    let memo: [UInt8] = [0xC2, 0xF2, 0xBC, 0xD2, 0xB2, 0xBB, 0xD2, 0xAA, 0xC1, 0xCB]
    let file = try place.write("gbk202611110000.csv", header + Array("\r\n1001,".utf8) + memo + Array("\r\n".utf8))
    #expect(try place.run("order", "import", file, "--json").object["held"]?.number == 1)
    #expect(place.run("order", "show", "1001").output.contains("买家不要了"))
  }

  @Test("a store that is none, a folder, newer or read-only is told apart, with what to do")
  func stores() throws {
    let place = try Workplace()
    try FileManager.default.createDirectory(atPath: place.path("folder"), withIntermediateDirectories: false)
    _ = try place.write("text.db", "not a database, but some text that is long enough to look at\n")
    func error(_ name: String, _ command: [String] = ["day", "status"]) throws -> String? {
      let run = place.run(command + ["--store", place.path(name), "--json"])
      #expect(run.code == .storeUnavailable)
      #expect(try run.error["next"] != nil)
      return try run.error["error"]?.text
    }
    #expect(try error("folder") == "store_is_directory")
    #expect(try error("text.db") == "store_not_ours")
    #expect(try error("text.db", ["init"]) == "store_not_ours")
    #expect(try error("nowhere/shop.db", ["init"]) == "folder_missing")
    let newer = try Store.open(.file(path: place.path("shop.db")), follow: { _, _ in })
    try newer.database.write { try $0.script("PRAGMA user_version=99") }
    #expect(try error("shop.db") == "store_newer")
    #expect(try error("shop.db", ["init"]) == "store_newer")
  }
}
