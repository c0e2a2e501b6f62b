import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import peakday

/// Scripts, handbook, activities, common questions and bargaining, as they are typed.
@Suite struct KnowledgeCommandTests {
  static func receipted(_ result: String) -> String { "{is_replay:bool operation:text receipt:text result:\(result)}" }

  static let shapes: [(command: [String], shape: String)] = [
    (
      ["script", "search", "再见", "--purpose", "farewell", "--limit", "1"],
      "{is_for_vip:bool purpose:text score:number script:text slots:[text] standing:text style:text text:text}"
    ),
    (
      ["script", "show", "activity-warm-1"],
      "{activity:text is_for_vip:bool purpose:text script:text slots:[text] standing:text style:text text:text}"
    ),
    (["script", "use", "thanks-warm-1"], receipted("{script:text text:text}")),
    (
      ["script", "stats"],
      "{agents:number last_used_at:text orders:number paid_orders:number purpose:text script:text uses:number}"
    ),
    (
      ["script", "export", "--out", "PHRASES"],
      "{added:[text] changed:[] early:[] file:text is_replay:bool number:number operation:text over:[] phrases:number "
        + "receipt:text removed:[] stale:[]}"
    ),
    (
      ["recommend", "HJ-SERUM-30"], "{name:text point:text price_fen:number reasons:[text] sku:text}"
    ),
    (
      ["concession", "ask", "HJ-SERUM-30", "1", "--condition", "payNow"],
      receipted(
        "{concession:{agent:text asked_at:text asked_fen:number condition:text give:text number:number ready_at:text "
          + "sku:text state:text} range:{bound:text floor_fen:number given_fen:number least_price_fen:number most_fen:number}}"
      )
    ),
    (
      ["faq", "add", "含酒精吗"],
      receipted(
        "{activity:text answer:text changed_at:text number:number proposed_by:text question:text sku:text state:text}")
    ),
  ]

  @Test("the shapes of the answers")
  func jsonShapes() throws {
    let place = try Workplace()
    for (command, shape) in Self.shapes {
      let run = place.run(command.map { $0 == "PHRASES" ? place.path("p.csv") : $0 } + ["--json"])
      #expect(run.code == .done, "\(command) \(run.talk)")
      let first = try #require(try run.objects.first, "\(command)")
      #expect(first.shape == shape, "\(command)")
    }
  }

  @Test("an export given again under its operation writes the same file; it opens no formula")
  func export() throws {
    let place = try Workplace()
    let (first, second) = (place.path("1.csv"), place.path("2.csv"))
    #expect(place.run("script", "export", "--out", first, "--operation", "EXPORT").code == .done)
    let again = place.run("script", "export", "--out", second, "--operation", "EXPORT", "--json")
    let flag = try again.object["is_replay"]
    #expect(again.code == .done && flag?.bool == true)
    let text = try String(contentsOfFile: first, encoding: .utf8)
    #expect(try String(contentsOfFile: second, encoding: .utf8) == text)
    #expect(text.contains("花间小铺") && !text.contains("{"), "no slot of ours is left in a phrase")
  }

  @Test("what a role may not do, and what there is not, is refused with the next command")
  func refusals() throws {
    let place = try Workplace()
    func code(_ arguments: String...) throws -> String? {
      try place.run(arguments + ["--json"]).error["error"]?.text
    }
    #expect(try code("faq", "publish", "1", "--role", "agent") == "role_may_not")
    #expect(
      try code("concession", "ask", "HJ-SERUM-30", "1", "--condition", "payNow", "--role", "finance") == "role_may_not")
    #expect(try code("script", "use", "thanks", "--role", "analyst") == "role_may_not")
    #expect(try code("script", "use", "thanks-warm-9") == "unknown_script")
    #expect(try code("script", "use", "thanks-warm-1", "--set", "buyer.name=x") == "unknown_slot")
    #expect(try code("script", "use", "thanks-warm-1", "--order", "404") == "unknown_order")
    #expect(try code("activity", "show", "d11") == "unknown_activity")
    #expect(try code("handbook", "show", "HJ") == "unknown_product" && code("recommend", "HJ") == "unknown_product")
    #expect(place.run("script", "show", "thanks-warm-9").talk.contains("did you mean 'thanks-warm-"))
    #expect(place.run("activity", "find", "苹果").output == "no such activity; all: peakday activity list --all\n")
    #expect(place.run("script", "search", "票", "--limit", "0").code == .usage)
  }

  @Test("a slot of the shop is not filled with another shop's name")
  func shopName() throws {
    let place = try Workplace()
    let other = place.run("script", "use", "greeting-warm-1", "--shop", "b")
    #expect(other.code == .usage && other.talk.contains("{shop.name}"))
    let named = place.run("script", "use", "greeting-warm-1", "--shop", "b", "--set", "shop.name=别家")
    #expect(named.code == .done && named.output.contains("别家"))
    #expect(place.run("script", "use", "greeting-warm-1").output.contains("花间小铺"))
  }

  @Test("what is said to a buyer is not kept, and a telephone number is not said at all")
  func privacy() throws {
    let place = try Workplace()
    let arguments = ["script", "use", "vip-warm-2", "--set", "buyer.nick=张三丰的花店", "--operation", "SAID"]
    let first = place.run(arguments)
    #expect(first.code == .done && first.output.contains("张三丰的花店"), "\(first.talk)")
    let again = place.run(arguments)
    #expect(again.code == .done && again.output == first.output, "a repetition fills it again")
    #expect(try !place.storeBytes().contains("张三丰"))
    for number in ["张三丰13812345678", "１３８ 1234 5678", "010-12345678"] {
      let run = place.run("script", "use", "vip-warm-2", "--set", "buyer.nick=\(number)", "--json")
      #expect(try run.error["error"]?.text == "phone_in_slot" && !run.talk.contains("5678"))
    }
    #expect(place.run("script", "stats", "--json").output.contains("\"uses\":1"))
  }

  @Test("when refunds open is said only to whom it concerns")
  func refundOpens() throws {
    let place = try Workplace()
    let early = Workplace.line("1002").replacing("2026-11-11 00:01:02", with: "2026-11-10 21:00:00")
    try place.take([Workplace.line("1001"), early])
    func use(_ script: String, _ order: String...) -> Run { place.run(["script", "use", script] + order) }
    #expect(use("refund-before-12-formal-1", "--order", "1001").output.contains("11月12日 00:00起"))
    #expect(use("refund-before-12-formal-1").output.contains("11月12日 00:00起"), "the event's next opening")
    let open = use("refund-before-12-formal-1", "--order", "1002")
    #expect(open.code == .refused && open.talk.contains("refund-before-12-formal-2 --order 1002"), "\(open.talk)")
    #expect(use("refund-before-12-formal-2", "--order", "1002").code == .done)
    place.now = Moments.midnight.adding(minutes: 1_440)
    #expect(use("refund-before-12-formal-1", "--order", "1001").code == .refused, "they are open by now")
    #expect(use("refund-before-12-formal-1").talk.contains("add --order NUMBER"))
  }

  @Test("a slot that the order does not fill is given by hand")
  func byHand() throws {
    let place = try Workplace()
    try place.take([Workplace.line("1001")])
    let run = place.run("script", "use", "logistics-warm-1", "--order", "1001")
    #expect(run.code == .usage && run.talk.contains("--set order.courier=…"), "\(run.talk)")
    let given = place.run("script", "use", "logistics-warm-1", "--order", "1001", "--set", "order.courier=顺丰")
    #expect(given.code == .done && given.output.contains("顺丰"), "\(given.talk)")
  }

  @Test("a script holds while its version of the activity does: not before, not after, not when it is over")
  func standing() throws {
    let place = try Workplace()
    func use() -> Run { place.run("script", "use", "activity-formal-1") }
    #expect(use().code == .done)
    let change = place.run(
      "activity", "change", "d11-store-300", "--discount", "50", "--effective", "2026-11-11 20:00", "--no-question")
    #expect(change.code == .done && use().code == .done, "\(change.talk)")
    place.now = try #require(Instant("2026-11-11 20:00"))
    #expect(use().talk.contains("version 2"))
    #expect(place.run("script", "search", "满300", "--limit", "9").output.contains("stale"))
    place.now = try #require(Instant("2026-11-12 00:00"))
    let over = place.run("script", "use", "activity-warm-2")
    #expect(over.code == .refused && over.talk.contains("is over"), "\(over.talk)")
    #expect(place.run("script", "show", "activity-warm-2", "--json").output.contains("\"standing\":\"over\""))
  }

  @Test("a common question about an activity that there is not is refused; one that has changed is not found")
  func questions() throws {
    let place = try Workplace()
    #expect(
      try place.run("faq", "add", "x", "--activity", "nonsense", "--json").error["error"]?.text == "unknown_activity")
    let steps = [
      ["faq", "add", "满减减多少", "--answer", "减40", "--activity", "d11-store-300"],
      ["faq", "review", "1", "--as", "李雷"], ["faq", "publish", "1"],
    ]
    for step in steps { #expect(place.run(step).code == .done, "\(step)") }
    #expect(place.run("faq", "search", "满减").output.contains("减40"))
    let change = place.run("activity", "change", "d11-store-300", "--discount", "50", "--no-question")
    #expect(change.code == .done, "\(change.talk)")
    let gone = place.run("faq", "search", "满减")
    #expect(!gone.output.contains("减40") && gone.talk.contains("1 answers are left out"))
    #expect(place.run("faq", "list").output.contains("published, stale"))
    #expect(place.run("faq", "review", "1", "--answer", "减50", "--as", "李雷").code == .done)
    #expect(place.run("faq", "publish", "1").code == .done)
    #expect(place.run("faq", "search", "满减").output.contains("减50"))
  }

  @Test("a store whose own playbooks are older than the program says so, and what to type")
  func olderSet() throws {
    let place = try Workplace()
    #expect(place.run("playbook", "write", place.path("own")).code == .done)
    for folder in ["scripts", "activities", "handbook", "training"] {
      try FileManager.default.removeItem(atPath: place.path("own/" + folder))
    }
    let published = place.run("playbook", "publish", place.path("own"))
    #expect(published.code == .done, "\(published.output)\(published.talk)")
    let next = "peakday playbook write NEWDIR --built-in"
    for command in [
      ["script", "search", "票"], ["script", "export", "--out", place.path("p.csv")],
      ["script", "use", "thanks-warm-1"],
      ["activity", "change", "d11-store-300", "--discount", "1"], ["activity", "show", "d11-store-300"],
      ["handbook", "show", "HJ-SERUM-30"],
    ] {
      let run = place.run(command)
      #expect(run.code == .refused && run.talk.contains(next), "\(command) \(run.talk)")
    }
    #expect(!place.exists("p.csv"))
    for command in [["activity", "list"], ["handbook", "score"], ["handbook", "search", "霜"]] {
      #expect(place.run(command).output.contains(next), "\(command)")
    }
    let written = place.run("playbook", "write", place.path("again"))
    #expect(written.talk.contains("activities/, handbook/, scripts/, training/"), "\(written.talk)")
    #expect(place.run("doctor").output.contains("activities/, handbook/, scripts/, training/"))
    #expect(place.run("playbook", "write", place.path("shipped"), "--built-in").code == .done)
    #expect(place.exists("shipped/scripts/shipping.yaml"))
  }
}
