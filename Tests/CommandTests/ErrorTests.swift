import TestSupport
import Testing
import Vocabulary

@testable import peakday

/// An error says what is wrong, where, and what to type next.
@Suite struct ErrorTests {
  struct Case: Sendable {
    var command: [String]
    var error: String
    var code: Int32
    /// What the English message holds, and the Chinese one.
    var en: String
    var zh: String
    var hasPlace = true
    var hasNext = true
  }

  static let cases: [Case] = [
    Case(
      command: ["remark", "add", "404", "买家不要了"], error: "unknown_order", code: 20, en: "the store has no such order",
      zh: "库里没有这个订单"),
    Case(
      command: ["hold", "add", "3.5E+15"], error: "order_number_scientific", code: 64, en: "scientific notation",
      zh: "科学计数法"),
    Case(
      command: ["hold", "lift", "1001"], error: "no_open_hold", code: 20, en: "no open hold", zh: "没有挂起", hasNext: false
    ),
    Case(
      command: ["hold", "add", "1001", "--role", "analyst"], error: "role_may_not", code: 20,
      en: "the role analyst may not do this; these may: lead, agent", zh: "复盘（analyst）不能做这件事", hasPlace: false),
    Case(
      command: ["recall", "done", "1001"], error: "no_open_case", code: 20, en: "no open recall", zh: "没有未处理的召回"),
    Case(command: ["order", "show", "404"], error: "unknown_order", code: 20, en: "no such order", zh: "没有这个订单"),
    Case(
      command: ["gate", "pass", "flug", "1001"], error: "unknown_gate", code: 64, en: "there is no gate 'flug'",
      zh: "没有叫“flug”的关口"),
    Case(command: ["gate", "pass", "pick", "1001"], error: "gate_disabled", code: 20, en: "switched off", zh: "没有启用"),
    Case(
      command: ["order", "list", "--now", "2026-11-12"], error: "now_needs_rehearsal", code: 64,
      en: "--now works only on a rehearsal store", zh: "--now 只能用于演练库", hasPlace: false),
    Case(
      command: ["order", "import", "none202611110000.csv"], error: "file_not_found", code: 64,
      en: "there is no such file",
      zh: "没有这个文件"),
    Case(
      command: ["order", "import", "FILE"], error: "export_time_unknown", code: 64,
      en: "not known when this file was exported",
      zh: "什么时候导出的"),
    Case(
      command: ["audit", "verify", "--since", "x"], error: "bad_receipt", code: 64, en: "not a receipt", zh: "回执看不懂"),
    Case(
      command: ["gate", "pass", "print"], error: "nothing_to_pass", code: 64, en: "no order number or waybill arrived",
      zh: "没有收到任何订单号", hasPlace: false),
    Case(
      command: ["order", "import", "/dev/null"], error: "file_not_regular", code: 64, en: "only a file on disk",
      zh: "只能导入磁盘上的文件"),
    Case(
      command: ["day", "status", "fly"], error: "usage", code: 64, en: "Unexpected argument 'fly'", zh: "命令看不懂",
      hasPlace: false),
    Case(
      command: ["hold", "add", "1001", "--reason", "whim"], error: "usage", code: 64,
      en: "buyerCancelled, partial, amend",
      zh: "whim", hasPlace: false),
    Case(
      command: ["remark", "add", "1001", " "], error: "usage", code: 64, en: "the remark is empty", zh: "备注是空的",
      hasPlace: false),
    Case(
      command: ["init", "--rehearsal"], error: "store_is_real", code: 20, en: "there is a real store here",
      zh: "已有一个正式库"),
    Case(
      command: ["order", "import", "none.csv"], error: "file_not_found", code: 64, en: "there is no such file",
      zh: "没有这个文件"),
    Case(
      command: ["order", "list", "--store", "none.db"], error: "store_missing", code: 69, en: "no store here yet",
      zh: "还没有店铺库"),
    Case(
      command: ["order", "list", "--store", "/tmp"], error: "store_is_directory", code: 69, en: "a folder", zh: "文件夹"),
  ]

  static let bulk: [Case] = [
    Case(
      command: ["order", "approve", "--export", "--again", "7"], error: "unknown_list", code: 20,
      en: "there is no such list of approved orders", zh: "没有这份审单清单"),
    Case(
      command: ["hold", "export", "--role", "finance"], error: "role_may_not", code: 20, en: "finance",
      zh: "财务", hasPlace: false),
    Case(
      command: ["order", "approve", "--all", "1001"], error: "usage", code: 64, en: "--all takes no order numbers",
      zh: "--all 不接订单号", hasPlace: false),
    Case(
      command: ["order", "approve", "--dry-run"], error: "usage", code: 64, en: "--dry-run goes with --all",
      zh: "--dry-run 与 --all 同用", hasPlace: false),
    Case(
      command: ["order", "approve", "--full"], error: "usage", code: 64, en: "go with --export", zh: "与 --export 同用",
      hasPlace: false),
    Case(
      command: ["hold", "export", "--again", "1", "--full"], error: "usage", code: 64, en: "either --again or --full",
      zh: "只能用一个", hasPlace: false),
    Case(
      command: ["remark", "paste"], error: "nothing_pasted", code: 64, en: "no text arrived", zh: "没有收到任何文字",
      hasPlace: false),
    Case(
      command: ["remark", "paste", "none.txt"], error: "file_not_found", code: 64, en: "there is no such file",
      zh: "没有这个文件"),
    Case(
      command: ["remark", "reclassify", "--limit", "0"], error: "usage", code: 64, en: "--limit is at least 1",
      zh: "--limit 至少是 1", hasPlace: false),
    Case(
      command: ["remark", "reclassify", "--role", "agent"], error: "role_may_not", code: 20, en: "agent", zh: "客服",
      hasPlace: false),
    Case(
      command: ["playbook", "check", "nowhere"], error: "playbook_unreadable", code: 64, en: "cannot read nowhere",
      zh: "无法读取 nowhere"),
    Case(
      command: ["playbook", "show", "none.yaml"], error: "unknown_playbook", code: 20, en: "have no such file",
      zh: "没有这个文件"),
    Case(
      command: ["playbook", "show", "--version", "9"], error: "unknown_version", code: 20, en: "no such version",
      zh: "没有这个版本"),
    Case(
      command: ["playbook", "publish"], error: "usage", code: 64, en: "name a folder of playbooks", zh: "写上手册文件夹",
      hasPlace: false),
    Case(
      command: ["playbook", "publish", "--built-in", "--role", "agent"], error: "role_may_not", code: 20, en: "agent",
      zh: "客服", hasPlace: false),
  ]

  @Test("an error is told in both languages, and with --json as one object", arguments: cases + bulk)
  func told(row: Case) throws {
    let place = try Workplace()
    try place.take([Workplace.line("1001")])
    let command = try row.command.map { try $0 == "FILE" ? place.write("orders.csv", Workplace.header) : $0 }
    for (language, words) in [("en", row.en), ("zh", row.zh)] {
      let run = place.run(command + ["--lang", language])
      #expect(run.code.rawValue == row.code)
      #expect(run.output == "")
      #expect(run.talk.hasPrefix("peakday: "))
      #expect(run.talk.contains(words), "\(run.talk)")
      #expect(run.talk.contains(language == "en" ? "  where: " : "  位置：") == row.hasPlace, "\(run.talk)")
      #expect(run.talk.contains(language == "en" ? "  next: " : "  下一步：") == row.hasNext, "\(run.talk)")
      let error = try place.run(command + ["--lang", language, "--json"]).error
      #expect(error["error"]?.text == row.error)
      #expect(error["exit_code"]?.number == Double(row.code))
      #expect(error["message"]?.text?.contains(words) == true)
      #expect((error["place"] != nil) == row.hasPlace)
      #expect((error["next"] != nil) == row.hasNext)
    }
  }

  @Test("a command that is not understood names its help and does not repeat the remark")
  func noEcho() throws {
    let run = try Workplace().run("remark", "add", "1001", "买家13800000000不要了", "--bogus")
    #expect(run.code == .usage)
    #expect(run.talk.contains("next: see: peakday remark add --help"))
    #expect(!run.talk.contains("13800000000"))
    #expect(try Workplace().run("fly").talk.contains("see: peakday --help"))
  }

  @Test("without a store's name the program says how to give one")
  func noStore() throws {
    let place = try Workplace(initialised: false)
    place.environment["PEAKDAY_STORE"] = nil
    let run = place.run("order", "list")
    #expect(run.code == .usage)
    #expect(run.talk.contains("export PEAKDAY_STORE=shop.db"))
  }

  @Test("a role from the environment that does not exist is refused", arguments: ["boss", ""])
  func unknownRole(role: String) throws {
    let place = try Workplace()
    place.environment["PEAKDAY_ROLE"] = role
    #expect(try place.run("order", "list", "--json").error["error"]?.text == "unknown_role")
    place.environment["PEAKDAY_ROLE"] = "analyst"
    #expect(place.run("order", "list").code == .done)
    #expect(place.run("init").code == .refused)
    #expect(place.run("init", "--role", "admin").code == .done)
  }

  @Test("who may not pass a gate may not by its Chinese name either")
  func gateByName() throws {
    let place = try Workplace()
    try place.take([Workplace.line("1001")])
    for gate in ["approve", "审单"] {
      #expect(
        try place.run("gate", "pass", gate, "1001", "--role", "warehouse", "--json").error["error"]?.text
          == "role_may_not")
      #expect(place.run("gate", "pass", gate, "1001", "--role", "agent").code == .refused)
    }
    #expect(place.run("gate", "pass", "审单", "1001", "--role", "reviewer").code == .done)
    #expect(place.run("gate", "pass", "打单", "1001", "--role", "warehouse").code == .done)
    let junk = place.run("gate", "pass", "打单", "--json", input: "扫错了\n")
    #expect(try junk.object["gate"]?.text == "print")
  }

  @Test("a rehearsal store takes an assumed time, a real one is not even made with it")
  func now() throws {
    let place = try Workplace(initialised: false)
    #expect(try place.run("init", "--now", "2026-11-12 00:10", "--json").error["error"]?.text == "now_needs_rehearsal")
    #expect(!place.exists("shop.db"))
    let drill = ["--store", place.path("drill.db"), "--now", "2026-11-12 00:10"]
    #expect(place.run(["init", "--rehearsal"] + drill).output.contains("Rehearsal store ready"))
    #expect(place.run(["day", "status"] + drill).output.hasPrefix("2026-11-12 00:10:00"))
    #expect(place.run(["init"] + drill).code == .done)
    #expect(place.run(["init", "--rehearsal"]).code == .done)
  }
}
