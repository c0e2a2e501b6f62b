import Foundation
import Store
import TestSupport
import Testing
import Vocabulary

@testable import peakday

/// Approving everything, and the lists that go to the ERP.
@Suite struct ListCommandTests {
  static func place() throws -> Workplace {
    let place = try Workplace()
    try place.take([
      Workplace.line("351511110000001"), Workplace.line("351511110000002", memo: "买家不要了"),
      Workplace.line("351511110000003"),
    ])
    return place
  }

  @Test("what was approved goes out once, by itself or through a pipe, and can be had again")
  func approved() throws {
    let place = try Self.place()
    #expect(place.run("order", "approve", "--export").output == "")
    #expect(place.run("order", "approve", "--all").output.contains("Shop main: 2 orders approved"))
    let first = place.run("order", "approve", "--export")
    #expect(first.output == "351511110000001\n351511110000003\n")
    #expect(first.talk.contains("number 1: 2 orders; to have it again: peakday order approve --export --again 1"))
    #expect(first.code == .done)
    let second = place.run("order", "approve", "--export")
    #expect(second.output == "")
    #expect(second.talk.contains("nothing new since number 1"))
    #expect(place.run("order", "approve", "--export", "--again", "1").output == first.output)
    #expect(place.run("order", "approve", "--export", "--full").output == first.output)
    #expect(place.run("audit", "verify").code == .done)
  }

  @Test("the same operation gives the same list and the same counts")
  func replay() throws {
    let place = try Self.place()
    let all = ["order", "approve", "--all", "--operation", "ALL-1", "--json"]
    let first = try place.run(all).object
    let second = try place.run(all).object
    #expect(first["approved"]?.number == 2)
    #expect(second["approved"]?.number == 2)
    #expect([first, second].map { $0["is_replay"]?.bool } == [false, true])
    let list = ["order", "approve", "--export", "--operation", "LIST-1"]
    let once = place.run(list)
    #expect(once.output == "351511110000001\n351511110000003\n")
    #expect(place.run(list).output == once.output)
    #expect(place.run("order", "approve", "--export", "--operation", "LIST-1", "--full").code == .refused)
  }

  @Test("a file is written once, and an order number in a table stays whole")
  func file() throws {
    let place = try Self.place()
    let file = place.path("held.csv")
    let run = place.run("hold", "export", file, "--format", "csv", "--lang", "zh")
    #expect(run.output == "挂起清单第 1 份：1 单，已写入 \(file)\n")
    let text = try place.text("held.csv")
    #expect(text.hasSuffix("\"=\"\"351511110000002\"\"\",2026-11-13 00:01:02,已付款,否,买家不要了\r\n"))
    let again = place.run("hold", "export", file, "--json")
    #expect(try again.error["error"]?.text == "file_exists")
    #expect(try place.text("held.csv") == text)
    let other = place.path("none.txt")
    #expect(place.run("hold", "export", other).code == .done)
    #expect(!place.exists("none.txt"), "nothing is new, so there is no file")
    #expect(place.run("hold", "export", place.path("no/such/folder.txt"), "--full").code == .usage)
    #expect(place.run("hold", "export", "--full", "--format", "ids").talk.contains("number 2"), "it was not taken")
  }

  @Test("what is free again is told, and goes out on a list of its own")
  func released() throws {
    let place = try Self.place()
    #expect(place.run("hold", "export").output == "351511110000002\n")
    #expect(place.run("hold", "lift", "351511110000002").code == .done)
    #expect(place.run("hold", "export").talk.contains("1 orders are free again"))
    #expect(place.run("hold", "export", "--released").output == "351511110000002\n")
    #expect(place.run("hold", "export", "--released").output == "")
    #expect(!place.run("hold", "export").talk.contains("free again"))
    #expect(place.run("hold", "add", "351511110000002").code == .done)
    #expect(place.run("hold", "export").output == "351511110000002\n")
  }

  @Test("held orders come by the time until which they must ship")
  func shipBy() throws {
    let place = try Self.place()
    let store = try Store.open(.file(path: place.path("shop.db")), follow: { _, _ in })
    try store.database.write { session in
      try session.run("UPDATE shop_order SET ship_by = 1794499200000 WHERE id = '351511110000003'")
      try session.run("UPDATE shop_order SET ship_by = 1794412800000 WHERE id = '351511110000001'")
    }
    for order in ["351511110000003", "351511110000001"] { #expect(place.run("hold", "add", order).code == .done) }
    #expect(place.run("hold", "export").output == "351511110000001\n351511110000003\n351511110000002\n")
    #expect(place.run("hold", "export", "--again", "1", "--format", "csv").output.contains("2026-11-12 00:00:00"))
  }
}
