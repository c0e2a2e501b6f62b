import TestSupport
import Testing
import Vocabulary

@testable import peakday

/// The shapes of `--json` answers are a contract: names and types, snapshot by snapshot.
@Suite struct JSONShapeTests {
  /// `{kind:…}` of a change's answer, around its result.
  static let unknownOrder =
    "{gate:text holds:[] is_replay:bool is_stale:bool operation:text order:text outcome:text receipt:text}"

  static func receipted(_ result: String) -> String {
    "{is_replay:bool operation:text receipt:text result:\(result)}"
  }

  static let hold =
    "{consequence:text id:text line:text note:text object:text order:text placed_at:text placed_by:text placed_stage:text "
    + "reason:text shop:text source:text}"
  static let order =
    "{item_count:number memo_seen_at:text open_holds:number order:text paid_at:text paid_fen:number "
    + "platform_status:text refund_block:text refund_fen:number ship_by:text ship_by_source:text shop:text "
    + "source_at:text stage:text title:text "
    + "total_fen:number}"
  static let recall =
    "{assignee:text due_at:text follows:text id:text kind:text level:number opened_at:text opened_by:text order:text "
    + "owner_group:text reference:text result:text shop:text stage:text state:text subject:text tag:text title:text}"

  static let left =
    "{free:number held:number reasons:[{orders:number reason:text}] refunded:number stale:number unpaid:number}"

  static let steps: [(command: [String], shape: String)] = [
    (["init"], "{created:bool gates:[text] is_rehearsal:bool playbook_version:number store:text}"),
    (["doctor"], "{check:text en:text is_good:bool zh:text}"),
    (
      ["order", "import", "FILE"],
      "{after:{bypasses:number held:number near_ship_by:number open_recalls:number past_ship_by:number review:number "
        + "unwanted:{held_near_ship_by:number held_past_ship_by:number orders:number paid_fen:number printed:number "
        + "shipped:number}} bypassed:number changed:number exported_at:text exported_at_is_newest_change:bool file:text has_memo:bool "
        + "held:number kind:text lifted:number missed_columns:[] new:number receipt:text reject_reasons:{} rejected:number "
        + "repeated:number resumed_after:number rows:number run:text same:number unknown_statuses:number}"
    ),
    (["order", "list"], order.replacing("item_count:number ", with: "")),
    (
      ["gate", "check", "print", "1002"],
      "{gate:text holds:[text] is_stale:bool memo_seen_at:text order:text outcome:text stage:text "
        + "take_out:[{holds:[text] items:[text] order:text outcome:text}]}"
    ),
    (
      ["gate", "pass", "print", "1001"],
      "{gate:text holds:[] is_replay:bool is_stale:bool label_version:number memo_seen_at:text operation:text order:text "
        + "order_version:number outcome:text receipt:text stage:text}"
    ),
    (
      ["gate", "pass", "print", "1001"],
      "{gate:text holds:[] is_replay:bool is_stale:bool memo_seen_at:text operation:text order:text "
        + "outcome:text passed_at:text passed_by:text receipt:text stage:text}"
    ),
    (
      ["gate", "pass", "print", "404"],
      "{gate:text holds:[] is_replay:bool is_stale:bool operation:text order:text outcome:text receipt:text}"
    ),
    (
      ["order", "approve", "404"],
      "{gate:text holds:[] is_replay:bool is_stale:bool operation:text order:text outcome:text receipt:text}"
    ),
    (
      ["refund", "queue", "1001", "--kind", "difference", "--amount", "3"],
      receipted(
        "{amount_fen:number kind:text needs_approval:bool opens_at:text order:text refund:text state:text}")
    ),
    (
      ["remark", "add", "1001", "买家不要了"],
      receipted(
        "{answer:text consequence:text held:text hold_id:text lifted:[] lifted_ids:[] memo_version:number "
          + "open_holds:number order:text order_version:number rule:text stage:text verdict:text}")
    ),
    (
      ["remark", "classify", "买家不要了"],
      "{hold:text normalized:text rule:text span:[number] text:text todos:[] verdict:text}"
    ),
    (["remark", "explain", "你好"], "{normalized:text rule:null span:null text:text todos:[] verdict:text}"),
    (
      ["remark", "explain", "今天不发就退 别发申通，换L码"],
      "{hold:text normalized:text object:text rule:text span:[number] text:text "
        + "todos:[{due:{offset:number} kind:text mode:text text:text value:text}] verdict:text}"
    ),
    (
      ["remark", "classify", "--buyer", "11.20以后再发"],
      "{hold:text normalized:text rule:text span:[number] text:text todos:[] until:{day:number month:number} verdict:text}"
    ),
    (
      ["hold", "add", "1003", "--reason", "review"],
      receipted(
        "{answer:text consequence:text id:text is_new:bool order:text order_version:number reason:text stage:text}")
    ),
    (
      ["hold", "list"],
      hold.replacing("order:text ", with: "order:text paid_fen:number ")
        .replacing("shop:text source:text", with: "ship_by:text ship_by_source:text shop:text source:text stage:text")
    ),
    (
      ["hold", "lift", "1003"],
      receipted("{lifted:[text] lifted_ids:[text] order:text order_version:number remaining:number}")
    ),
    (["recall", "list"], recall),
    (
      ["order", "show", "1001"],
      "{addresses:[] cases:[\(recall)] holds:[\(hold)] lines:[] memos:[{number:number rule:text seen_at:text source:text text:text "
        + "verdict:text}] order:\(order.replacing("item_count:number ", with: "")) "
        + "parcels:[] passes:[{at:text by:text gate:text operation:text}] promises:[] todos:[]}"
    ),
    (["recall", "done", "1001"], receipted("{kind:text order:text result:text state:text}")),
    (
      ["recall", "list", "--all"],
      recall.replacing("text due_at", with: "text closed_at:text closed_by:text due_at")
    ),
    (
      ["case", "open", "afterSales", "1001", "--tag", "return", "--title", "退"],
      receipted("{assignee:text channel:text due_at:text group:text reference:text steps:[text]}")
    ),
    (
      ["case", "receive", "afterSales:1001"],
      receipted(
        "{assignee:text due_at:text group:text next_step:{is_optional:bool number:number text:text} reference:text state:text}"
      )
    ),
    (
      ["case", "board"],
      "{escalated:number group:text next_due:text oldest:text open:number overdue:number unreceived:number}"
    ),
    (["case", "escalate"], receipted("[]")),
    (
      ["compensation", "ask", "1001", "--claim", "9", "--liability", "ours", "--because", "破"],
      receipted(
        "{claim_fen:number liability:text limit_fen:number needs_approval:bool offer_fen:number reference:text state:text}"
      )
    ),
    (
      ["review", "add", "1001", "--text", "破"],
      receipted("{change_until:text explain_until:text reference:text}")
    ),
    (["review", "causes"], "{next_end:text open:number reviews:number}"),
    (
      ["violation", "add", "虚假宣传", "--cause", "页面"],
      receipted("{number:number total_cost_fen:number total_points:number}")
    ),
    (
      ["spotcheck", "add", "小美", "--scores", "5", "4", "2", "3", "4", "5"],
      receipted("{number:number total:number weak:[text]}")
    ),
    (["spotcheck", "average"], "{agent:text checks:number hundredths:[number]}"),
    (["page", "freeze", "FILE"], receipted("{number:number pages:number}")),
    (
      ["page", "waive", "0123456789ab", "--until", "2026-11-12", "--because", "有证"],
      receipted("{fault:text granted_at:text granted_by:text reason:text until:text}")
    ),
    (
      ["day", "ready"],
      "{at:text event:text items:[{check:text en:text next:text verdict:text zh:text}]}"
    ),
    (["operation", "settle", "LOST-1"], "{operation:text state:text}"),
    (["operation", "settle", "MADE-1"], "{operation:text result:text state:text}"),
    (
      ["audit", "log", "--limit", "1"],
      "{actor:text at:text id:text playbook_version:number result:text role:text sequence:number state:text verb:text}"
    ),
    (["audit", "verify"], "{entries:number findings:[] head:text unsealed:number}"),
    (
      ["event", "show"],
      "{en:text key:text refund_openings:[{opens_at:text paid_from:text paid_until:text}] "
        + "windows:[{en:text end:text key:text start:text zh:text}] zh:text}"
    ),
    (
      ["day", "status"],
      "{addresses:{awaited:number open_proposals:number void_labels:number} at:text bypasses:number due_holds:number due_lifts:number due_promises:number failed_cases:number held_after_print:number held_fen:number held_orders:number "
        + "newest_import:text newest_memo_import:text open_interceptions:number open_overrides:number open_recalls:number orders:number overdue_cases:number oversold_skus:number "
        + "picture:{bypasses:number held:number near_ship_by:number open_recalls:number past_ship_by:number review:number "
        + "unwanted:{held_near_ship_by:number held_past_ship_by:number orders:number paid_fen:number printed:number "
        + "shipped:number}} ready_heads:number reasons:[{orders:number reason:text}] "
        + "refunds:{awaiting:number batched:number due:number early:number open_fen:number review:number settled:number "
        + "settled_fen:number submitted:number unapproved:number uncertain:number} rostered_heads:number "
        + "savings:{entries:[{amount_fen:number kind:text orders:number rate_fen:number}] total_fen:number} "
        + "stages:[{held:number held_fen:number orders:number stage:text}] stale_orders:number stock_differences:number "
        + "unfinished_imports:number unread_broadcasts:number unread_people:number unwanted:number}"
    ),
    (
      ["order", "approve", "--all", "--dry-run"],
      "{approved:number approved_with_old_memo:number dry_run:bool left:\(left) shop:text}"
    ),
    (
      ["order", "approve", "--all"],
      "{approved:number approved_with_old_memo:number dry_run:bool is_replay:bool left:\(left) receipt:text run:text "
        + "shop:text}"
    ),
    (
      ["day", "close"],
      "{at:text findings:[{kind:text next:text order:text shop:text what:text}] is_clean:bool open:number open_fen:number "
        + "settled:number settled_fen:number}"
    ),
    (["hold", "export"], "{list:text number:number order:text reasons:[text] ship_by:text stage:text}"),
    (
      ["playbook", "list"], "{digest:text files:number published_at:text published_by:text version:number}"
    ),
    (["playbook", "show"], "{bytes:number lines:number path:text}"),
    (["playbook", "show", "gates.yaml"], "{bytes:number lines:number path:text text:text}"),
    (["playbook", "check"], "{files:number is_clean:bool}"),
    (["playbook", "publish", "--built-in"], "{changes:[] dry_run:bool version:number}"),
  ]

  @Test("every answer has its shape")
  func shapes() throws {
    let place = try Workplace(initialised: false)
    let file = try place.export(EveryCommandTests.rows)
    for (command, shape) in Self.steps {
      if command == ["operation", "settle", "MADE-1"] {
        #expect(place.run("hold", "add", "1004", "--operation", "MADE-1").code == .done)
      }
      let run = place.run(command.map { $0 == "FILE" ? file : $0 } + ["--json"])
      let objects = try run.objects
      #expect(!objects.isEmpty, "\(command) \(run.talk)")
      #expect(objects.first?.shape == shape, "\(command)")
      #expect(run.talk == "", "\(command)")
    }
  }

  @Test("an import's last object counts rows, and names the rejects file where there is one")
  func importCounts() throws {
    let place = try Workplace()
    let file = try place.export([Workplace.line("1001"), "3.5E+15,,,,,,,", Workplace.line("1002")])
    let run = place.run("order", "import", file, "--json")
    #expect(run.code == .doneWithRejects)
    let last = try #require(try run.objects.last)
    #expect(["rows", "new", "changed", "same", "rejected"].map { last[$0]?.number } == [3, 2, 0, 0, 1])
    #expect(last["rejects_file"]?.text == file + ".rejects.csv")
    #expect(last["exported_at"]?.text == "2026-11-11T00:00:00+08:00")
  }

  @Test("a gate answers one object per order, in the order asked, also from standard input")
  func gateObjects() throws {
    let place = try Workplace()
    try place.take([Workplace.line("1001"), Workplace.line("1002", memo: "买家不要了")])
    func answers(_ run: Run) throws -> [[String?]] { try run.objects.map { [$0["order"]?.text, $0["outcome"]?.text] } }
    let asked = place.run("gate", "check", "print", "1002", "1001", "404", "--json")
    #expect(try answers(asked) == [["1002", "held"], ["1001", "pass"], ["404", "unknownOrder"]])
    #expect(asked.code == .unknownOrder)
    let piped = place.run("gate", "pass", "print", "--json", input: "1002\r\n\n 1001 \n扫错了\n3.5E+15\n1001\n404")
    #expect(
      try answers(piped) == [
        ["1002", "held"], ["1001", "pass"], ["扫错了", "unknownOrder"], ["3.5E+15", "unknownOrder"], ["1001", "notDue"],
        ["404", "unknownOrder"],
      ])
    #expect(piped.code == .notDue)
    #expect(try piped.objects.allSatisfy { $0["gate"]?.text == "print" })
  }

  @Test("a list that is empty prints nothing with --json")
  func emptyLists() throws {
    let place = try Workplace()
    for command in [["order", "list"], ["hold", "list"], ["recall", "list"], ["bypass", "list"]] {
      let run = place.run(command + ["--json"])
      #expect(run.output == "")
      #expect(run.code == .done)
    }
  }
}
