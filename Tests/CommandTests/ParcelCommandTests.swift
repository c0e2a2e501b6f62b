import TestSupport
import Testing
import Vocabulary

@testable import peakday

/// Parcels and waves as a warehouse meets them: in both languages, and as JSON.
@Suite struct ParcelCommandTests {
  static let list = "快递公司,快递单号,平台单号\r\n顺丰,SF1,\"1001,1002\"\r\n圆通,YT2,1003\r\n圆通,YT3,1004 999\r\n"

  /// A shop with SF1 = 1001 + 1002, YT2 = 1003, and YT3 = 1004 with an order that nobody knows.
  static func place(_ language: Language = .en) throws -> Workplace {
    let place = try Workplace()
    place.environment["PEAKDAY_LANG"] = language.rawValue
    try place.take(
      ["1001", "1002"].map { Workplace.line($0) } + [Workplace.line("1003", memo: "赠品不要了 其他照发")]
        + ["1004", "1005"].map { Workplace.line($0) })
    let run = place.run("parcel", "import", try place.write("p202611110003.csv", Self.list))
    try #require(run.code == .doneWithRejects, "\(run.output)\(run.talk)")
    return place
  }

  static let steps: [Step] = [
    Step(
      command: ["parcel", "list"], zh: ["运单", "快递", "SF1", "顺丰", "已付款", "999"],
      en: ["Waybill", "Courier", "SF1", "顺丰", "paid", "999"]),
    Step(command: ["parcel", "list", "--stopped"], zh: ["YT3"], en: ["YT3"]),
    Step(command: ["parcel", "show", "SF1"], zh: ["运单 SF1 顺丰：已付款", "1001"], en: ["Parcel SF1 顺丰: paid", "1002"]),
    Step(command: ["parcel", "show", "1003"], zh: ["运单 YT2 圆通"], en: ["Parcel YT2 圆通"]),
    Step(
      command: ["gate", "pass", "print", "SF1", "YT2", "YT3"], code: .unknownOrder,
      zh: ["放行  SF1\n", "放行  YT2\n      1003 备注：赠品不要了 其他照发", "拦下  YT3  里面有库里没有的订单 999：先导入订单，再导入运单"],
      en: [
        "PASS  SF1\n", "PASS  YT2\n      1003 note: 赠品不要了 其他照发",
        "STOP  YT3  it holds orders the store does not have: 999",
      ]),
    Step(command: ["hold", "add", "1002"], zh: ["但已打单：请仓库找出包裹"], en: ["but printed"]),
    Step(
      command: ["gate", "pass", "pack", "SF1"], code: .held,
      zh: ["拦下  SF1  取出 1002（买家不要了：保湿面霜）  → peakday parcel take-out SF1 1002"],
      en: ["STOP  SF1  take out 1002 (buyer doesn't want it: 保湿面霜)  → peakday parcel take-out SF1 1002"]),
    Step(
      command: ["gate", "pass", "pack", "1001"], code: .held, zh: ["拦下  1001  同一包裹 SF1：取出 1002"],
      en: ["STOP  1001  in the same parcel SF1: take out 1002"]),
    Step(
      command: ["parcel", "take-out", "SF1", "1002"], zh: ["1002 已从 SF1 取出，里面还有 1001"],
      en: ["1002 is out of SF1, which still holds 1001"]),
    Step(command: ["recall", "list"], zh: ["没有要处理的召回"], en: ["no open recalls"]),
    Step(command: ["gate", "pass", "pack", "SF1"], zh: ["放行  SF1"], en: ["PASS  SF1"]),
    Step(
      command: ["gate", "undo", "pack", "SF1"], zh: ["SF1：已撤回 2026-11-11 00:05:09 由 王芳 的打包，现在是已打单"],
      en: ["SF1: the pass of pack, 2026-11-11 00:05:09 by 王芳, was taken back; now printed"]),
    Step(command: ["order", "show", "1001"], zh: ["过关", "打包", "撤回", "SF1"], en: ["Passes", "Taken back", "Parcels"]),
    Step(command: ["hold", "lift", "1002"], zh: ["1002：挂起已解除"], en: ["1002: lifted"]),
    Step(command: ["parcel", "put-back", "SF1", "1002"], zh: ["1002 已放回 SF1"], en: ["1002 is in SF1 again"]),
    Step(command: ["hold", "add", "1003"], zh: ["1003：已挂起"], en: ["1003: held"]),
    Step(
      command: ["gate", "pass", "pack", "YT2"], code: .held, zh: ["拦下  YT2  整个包裹留下：1003（买家不要了：保湿面霜）"],
      en: ["STOP  YT2  the whole parcel stays: 1003 (buyer doesn't want it: 保湿面霜)"]),
    Step(
      command: ["gate", "check", "pack", "--file", "WAVE"], code: .unknownOrder,
      zh: ["取出这 1 个：\n  买家不要了 (1)\n    YT2 ← 1003  保湿面霜\n", "库里没有，先导入 (2)\n    YT3 ← 999\n    404", "可放行 2 个，共 5 个"],
      en: [
        "Take these 1 out:\n  buyer doesn't want it (1)\n    YT2 ← 1003  保湿面霜\n", "unknown: import first (2)",
        "2 may go of 5",
      ]),
    Step(
      command: ["gate", "pass", "pack", "--file", "WAVE", "--dry-run"], code: .unknownOrder, zh: ["可放行 2 个，共 5 个"],
      en: ["2 may go of 5"]),
    Step(
      command: ["gate", "pass", "pack", "--file", "WAVE"], code: .unknownOrder, zh: ["已放行 2 个，共 5 个"],
      en: ["2 passed of 5"]),
    Step(
      command: ["gate", "pass", "pack", "--file", "WAVE"], code: .notDue,
      zh: ["已放行过 (2)\n    SF1\n    1005", "已放行 0 个，共 5 个"], en: ["passed before (2)", "0 passed of 5"]),
    Step(command: ["audit", "verify"], zh: ["干净"], en: ["clean"]),
  ]

  @Test("a warehouse's evening", arguments: Language.allCases)
  func evening(language: Language) throws {
    let place = try Self.place(language)
    let wave = try place.write("wave.csv", "运单号,订单编号\r\nSF1,1001\r\nSF1,1002\r\nYT2,1003\r\nYT3,\r\n,1005\r\n,404\r\n")
    for step in Self.steps {
      let run = place.run(step.command.map { $0 == "WAVE" ? wave : $0 })
      #expect(run.code == step.code, "\(step.command) \(run.output) \(run.talk)")
      for words in language == .zh ? step.zh : step.en {
        #expect(run.output.contains(words), "\(step.command): \(words) is not in \(run.output)")
      }
    }
  }

  @Test("an import tells what it put where, and names what nobody knows")
  func importReport() throws {
    let place = try Self.place()
    let file = try place.write("p202611110004.csv", Self.list)
    let run = place.run("parcel", "import", file, "--json")
    #expect(run.code == .doneWithRejects)
    let answer = try run.object
    #expect(
      answer.shape
        == "{exported_at:text file:text kept:number left:number linked:number parcels:number receipt:text "
        + "rejected:number rejects_file:text rows:number run:text}")
    #expect(["rows", "parcels", "linked", "rejected"].map { answer[$0]?.number } == [3, 3, 0, 1])
    let rejects = try place.text("p202611110004.csv.rejects.csv").split(whereSeparator: \.isNewline)
    #expect(rejects.count == 2)
    #expect(rejects[1].hasPrefix("4,订单编号,unknown_order,"))
    for (command, code) in [
      (["parcel", "import", place.path("none.csv")], "file_not_found"),
      (["parcel", "import", try place.export([Workplace.line("1001")])], "parcel_columns_missing"),
      (["parcel", "show", "SF404"], "unknown_parcel"), (["parcel", "take-out", "SF404", "1001"], "unknown_parcel"),
      (["parcel", "take-out", "SF1", "1005"], "not_in_parcel"),
      (["parcel", "put-back", "SF1", "1001"], "not_taken_out"),
      (["gate", "undo", "pack", "SF1"], "never_passed"), (["gate", "undo", "pack", "404"], "unknown_order"),
      (["gate", "check", "pack", "--file", place.path("none.csv")], "file_not_found"),
      (["gate", "check", "pack", "--file", try place.write("empty.csv", "订单编号\r\n")], "nothing_to_pass"),
    ] {
      #expect(try place.run(command + ["--json"]).error["error"]?.text == code, "\(command)")
    }
    #expect(place.run("gate", "pass", "pack", "SF1", "--order", "--waybill").code == .usage)
    #expect(place.run("gate", "pass", "pack", "SF1", "--dry-run").code == .usage)
    #expect(place.run("gate", "check", "pack", "SF1", "--file", file).code == .usage)
    #expect(place.run("parcel", "import", file, "--role", "agent").code == .refused)
  }

  static let shapes: [(command: [String], shape: String)] = [
    (
      ["parcel", "list"], "{courier:text missing:[] orders:number shop:text stage:text stopped:number waybill:text}"
    ),
    (
      ["gate", "pass", "print", "SF1"],
      "{gate:text holds:[] is_replay:bool is_stale:bool mates:[{order:text order_version:number passed:bool}] "
        + "memo_seen_at:text operation:text outcome:text receipt:text stage:text waybill:text}"
    ),
    (
      ["parcel", "show", "SF1"],
      "{courier:text items:[{line:text open_holds:number order:text stage:text title:text}] missing:[] "
        + "passes:[{at:text by:text gate:text operation:text order:text}] shop:text stage:text waybill:text}"
    ),
    (
      ["gate", "pass", "print", "YT2"],
      "{gate:text holds:[] is_replay:bool is_stale:bool mates:[{order:text order_version:number passed:bool}] "
        + "memo_seen_at:text notes:[{kind:text order:text text:text}] operation:text outcome:text receipt:text stage:text "
        + "waybill:text}"
    ),
    (
      ["gate", "undo", "print", "YT2"],
      JSONShapeTests.receipted(
        "{gate:text orders:[{order:text order_version:number stage:text}] passed_at:text passed_by:text stage:text "
          + "waybill:text}")
    ),
    (
      ["gate", "check", "pack", "--file", "WAVE"],
      "{gate:text holds:[text] is_stale:bool memo_seen_at:text order:text outcome:text stage:text "
        + "take_out:[{holds:[text] items:[text] order:text outcome:text}]}"
    ),
    (
      ["parcel", "take-out", "SF1", "1002"],
      JSONShapeTests.receipted("{missing:[] order:text orders:[text] waybill:text}")
    ),
    (
      ["parcel", "put-back", "SF1", "1002"],
      JSONShapeTests.receipted("{missing:[] order:text orders:[text] waybill:text}")
    ),
  ]

  @Test("every answer has its shape, and a wave ends with its totals")
  func jsonShapes() throws {
    let place = try Self.place()
    let wave = try place.write("wave.txt", "1005\n")
    for (command, shape) in Self.shapes {
      if command.contains("WAVE") { #expect(place.run("hold", "add", "1005").code == .done) }
      let run = place.run(command.map { $0 == "WAVE" ? wave : $0 } + ["--json"])
      #expect(try run.objects.first?.shape == shape, "\(command) \(run.talk)")
      guard command.contains("WAVE") else { continue }
      #expect(
        try run.objects.last?.shape
          == "{asked:number file:text gate:text is_dry_run:bool passed:number stopped:number}")
    }
  }

  @Test("a wave that is repeated under its operation passes once")
  func replay() throws {
    let place = try Self.place()
    let wave = try place.write("wave.txt", "SF1\n1005\n")
    let command = ["gate", "pass", "pack", "--file", wave, "--operation", "WAVE-9", "--json"]
    let (first, second) = (place.run(command), place.run(command))
    #expect(first.code == .done)
    #expect(first.output == second.output)
    #expect(try first.object["passed"]?.number == 2)
    #expect(try first.object["run"]?.text == "WAVE-9")
  }

  @Test("scans of order numbers and waybills may be mixed")
  func mixed() throws {
    let place = try Self.place()
    let run = place.run(["gate", "pass", "pack", "--json"], input: "1005\nSF1\nYT2\n1001\n")
    #expect(try run.objects.map { $0["outcome"]?.text } == ["pass", "pass", "pass", "notDue"])
    #expect(try run.objects.map { $0["waybill"]?.text } == [nil, "SF1", "YT2", nil])
  }
}
