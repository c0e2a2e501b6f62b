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
      "{is_for_vip:bool is_stale:bool purpose:text score:number script:text slots:[text] style:text text:text}"
    ),
    (
      ["script", "show", "activity-warm-1"],
      "{activity:text is_for_vip:bool is_stale:bool purpose:text script:text slots:[text] style:text text:text}"
    ),
    (["script", "use", "thanks-warm-1"], receipted("{script:text text:text}")),
    (
      ["script", "stats"],
      "{agents:number last_used_at:text orders:number paid_orders:number purpose:text script:text uses:number}"
    ),
    (
      ["script", "export", "--out", "PHRASES"],
      "{added:[text] changed:[] file:text is_replay:bool number:number operation:text phrases:number receipt:text "
        + "removed:[] stale:[]}"
    ),
    (
      ["recommend", "HJ-SERUM-30"], "{name:text point:text price_fen:number reasons:[text] sku:text}"
    ),
    (
      ["concession", "ask", "HJ-SERUM-30", "1", "--condition", "payNow"],
      receipted(
        "{concession:{agent:text asked_at:text asked_fen:number condition:text give:text number:number ready_at:text "
          + "sku:text state:text} range:{bound:text floor_fen:number least_price_fen:number most_fen:number}}")
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
}
