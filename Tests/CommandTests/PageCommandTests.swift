import Testing
import Vocabulary

@testable import peakday

/// Pages as they are typed: several files, what could not be checked, and the proof that it was noted.
@Suite struct PageCommandTests {
  @Test("a page that stands in two files is checked in both, and so is each row of it")
  func severalFiles() throws {
    let place = try Workplace()
    let page = try place.write("a.html", "<meta name=sku content=HJ-SERUM-30><p>全网第一")
    let list = try place.write(
      "b.csv", "宝贝id,商家编码,宝贝标题,活动价\n9,HJ-SERUM-30,精华,¥1.00\n8,,裙 S,5\n8,,国家级裙 M,5\n")
    let run = place.run("page", "check", page, list, "--json")
    #expect(run.code == .notClean)
    let faults = try run.objects.dropLast()
    func found(_ check: String) -> [String?] { faults.filter { $0["check"]?.text == check }.map { $0["page"]?.text } }
    #expect(found("word") == ["HJ-SERUM-30", "8"])
    #expect(found("price") == ["HJ-SERUM-30"])
    #expect(found("missing").allSatisfy { $0 == "HJ-SERUM-30" } && !found("missing").isEmpty)
    let receipt = try #require(try run.objects.last)
    #expect(receipt["receipt"]?.text != nil)
    #expect(receipt["result"]?["pages"]?.number == 2)
    let told = place.run("page", "check", page, list)
    #expect(told.talk.contains("0 pages show none, 1 have a SKU that neither"), "\(told.talk)")
    #expect(place.run("page", "freeze", page, list).output.contains("2 pages frozen"))
    #expect(place.run("page", "diff", page, list).code == .done)
  }

  @Test("a case of another shop is not taken for one's own")
  func shops() throws {
    let place = try Workplace()
    for shop in ["main", "B"] {
      #expect(place.run("case", "open", "help", "--title", "急 \(shop)", "--shop", shop).code == .done)
    }
    let all = place.run("case", "list")
    #expect(all.output.contains("Shop") && all.output.contains("B "), "\(all.output)")
    #expect(!place.run("case", "list", "--shop", "B").output.contains("Shop"))
    for command in [["done", "help:1", "--result", "好"], ["show", "help:1"], ["escalate", "help:1"]] {
      let run = place.run(["case"] + command + ["--json"])
      #expect(try run.error["error"]?.text == "case_of_which_shop", "\(command)")
    }
    #expect(place.run("case", "done", "help:1", "--result", "好", "--shop", "B").code == .done)
    #expect(try place.run("case", "list", "--json").objects.map { $0["shop"]?.text } == ["main"])
    for shop in ["main", "B"] {
      let add = ["violation", "add", "虚假宣传", "--cause", "页面", "--shop", shop]
      #expect(place.run(add).code == .done)
    }
    #expect(
      try place.run("violation", "list", "--json").objects.map { $0["shop"]?.text }.sorted { $0 ?? "" < $1 ?? "" } == [
        "B", "main",
      ])
  }

  @Test("one shop alone shows no column of shops")
  func oneShop() throws {
    let place = try Workplace()
    #expect(place.run("case", "open", "help", "--title", "急").code == .done)
    #expect(!place.run("case", "list").output.contains("Shop"))
    #expect(place.run("case", "done", "help:1", "--result", "好").code == .done)
  }
}
