import Store
import TestSupport
import Testing
import Vocabulary

@testable import peakday

/// Agents and rota as people type them. The clock of these tests stands at 2026-11-11 00:05.
@Suite struct RotaCommandTests {
  static let agents = """
    姓名,技能,最多工时,经验,代理,旺旺\r
    小美,售前、售后,40,熟练,,店:小美\r
    小强,售前、售后,40,,,店:小强\r
    阿一,售前,40,新人,,\r
    阿二,售后,40,,,\r

    """

  /// From 11-11 to 11-13, one person of each skill from 8 to 22.
  static let need: String = {
    var lines = "interval_start,minutes,skill,people\r\n"
    for day in 11...13 {
      for hour in 0..<24 {
        for skill in ["pre", "after"] {
          let clock = (hour < 10 ? "0" : "") + String(hour)
          lines += "2026-11-\(day)T\(clock):00:00+08:00,60,\(skill),\((8..<22).contains(hour) ? 1 : 0)\r\n"
        }
      }
    }
    return lines
  }()

  static let grid =
    "姓名,11-11 周三,11-12,11-13\r\n小美,8:00-16:00,8:00-16:00,休\r\n小强,14:00-22:00,14:00-22:00,休\r\n"
    + "阿一,休,休,10:00-18:00\r\n阿二,22:00-次日6:00,休,8:00-16:00\r\n"

  static let steps: [Step] = [
    Step(
      command: ["agent", "list"], zh: ["还没有人；先：peakday agent import"],
      en: ["there is nobody yet; first: peakday agent import"]),
    Step(command: ["agent", "import", "BAD"], code: .usage, zh: [], en: []),
    Step(
      command: ["agent", "import", "AGENTS"], zh: ["已导入 4 人：新 4，重写 0"], en: ["4 people imported: 4 new, 0 written anew"]
    ),
    Step(
      command: ["agent", "add", "阿三", "--skills", "售前", "--max-hours", "20", "--unavailable", "11-12"],
      zh: ["阿三：已加入"], en: ["阿三: added"]),
    Step(command: ["agent", "list"], zh: ["小美", "售后、售前", "熟练", "0-40"], en: ["小美", "after, pre", "experienced"]),
    Step(
      command: ["agent", "show", "阿三"], zh: ["一期 0–20 小时", "不能上班  2026-11-12 00:00:00"],
      en: ["of a rota 0–20 hours", "unavailable  2026-11-12 00:00:00"]),
    Step(command: ["agent", "remove", "阿三"], zh: ["阿三：已移出名单"], en: ["阿三: removed"]),
    Step(command: ["rota", "show"], code: .refused, zh: [], en: []),
    Step(
      command: ["rota", "build", "--need", "NEED", "--iterations", "200", "--pin", "小美 11-11 9:00-17:00"],
      zh: ["第 1 版草稿：11-11 至 11-13", "peakday rota publish 1"],
      en: ["Draft 1: 11-11 to 11-13", "peakday rota publish 1"]),
    Step(
      command: ["rota", "show"], zh: ["第 1 版（草稿）", "11-11 周三", "09:00-17:00"],
      en: ["Version 1 (draft)", "11-11 Wed", "09:00-17:00"]),
    Step(
      command: ["rota", "import", "GRID", "--need", "NEED"], zh: ["第 2 版草稿", "缺人的时段"],
      en: ["Draft 2", "stretches lack people"]),
    Step(command: ["rota", "show", "--check"], zh: ["新人没有熟练的人带"], en: ["a newcomer without anyone experienced"]),
    Step(
      command: ["rota", "show", "--by", "time"], zh: ["11-11 周三", "售前", "····", "缺"],
      en: ["11-11 Wed", "pre", "····", "missing"]),
    Step(
      command: ["rota", "why"], zh: ["售后", "最多缺"], en: ["after", "missing"]),
    Step(
      command: ["rota", "publish"],
      zh: ["【排班】11-11 至 11-13（第 2 版）", "11-11 周三", "22:00-次日06:00 阿二", "08:00-16:00 小美"],
      en: ["[Rota] 11-11 to 11-13 (version 2)", "11-11 Wed", "22:00-06:00+1 阿二"]),
    Step(command: ["rota", "publish"], code: .refused, zh: [], en: []),
    Step(
      command: ["rota", "show", "--list"], zh: ["版本", "草稿", "已发布", "表格"], en: ["Version", "draft", "published", "file"]),
    Step(
      command: ["rota", "swap", "小美", "小强", "--on", "11-11"], code: .refused, zh: [], en: []),
    Step(
      command: ["rota", "drop", "小强", "11-12", "--note", "搬家"],
      zh: ["让出", "- 小强      11-12 14:00-22:00", "+ （可接）  11-12 14:00-22:00"],
      en: ["drop", "- 小强    11-12 14:00-22:00", "+ (open)  11-12 14:00-22:00"]),
    Step(
      command: ["rota", "show"], zh: ["可接的班 #", "peakday rota take 名字 11-12"],
      en: ["open shift #", "peakday rota take NAME 11-12"]),
    Step(
      command: ["rota", "take", "阿一", "11-12"], zh: ["接班", "+ 阿一"], en: ["take", "+ 阿一"]),
    Step(
      command: ["rota", "absent", "小美", "--dry-run", "--iterations", "100"],
      zh: ["只是看看，什么都没有改", "小美 2026-11-11 00:30:00 起不在"],
      en: ["Nothing was changed", "小美 is absent from 2026-11-11 00:30:00"]),
    Step(
      command: ["rota", "absent", "小美", "--iterations", "100", "--note", "发烧"],
      zh: ["第 2 版动", "- 小美", "缺人：原来"], en: ["version 2 loses", "- 小美", "if nothing were done"]),
    Step(
      command: ["rota", "show", "--by", "changes"], zh: ["让出", "接班", "请假", "发烧"], en: ["drop", "take", "absent", "发烧"]),
    Step(
      command: ["rota", "clock-in", "小强"], zh: ["小强：00:05 签到，现在没有班"], en: ["小强: clocked in at 00:05, without a shift"]),
    Step(command: ["rota", "clock-in", "小强"], code: .refused, zh: [], en: []),
    Step(command: ["rota", "ready"], zh: ["在班 0 人，到岗 0 人", "班外"], en: ["0 on shift, 0 ready", "beyond a shift"]),
    Step(command: ["rota", "ready", "--attendance"], zh: ["小强", "00:05"], en: ["小强", "00:05"]),
    Step(command: ["rota", "clock-out", "小强"], zh: ["小强：签退，在岗 0 小时 0 分"], en: ["小强: clocked out after 0 h 0 min"]),
    Step(
      command: ["rota", "handover"], zh: ["交接班 2026-11-11 00:05:09", "没有悬着的事"],
      en: ["Handover 2026-11-11 00:05:09", "nothing stands open"]),
    Step(
      command: ["rota", "handover", "--open", "--note", "盯着 1001"], zh: ["第 1 份交接单", "交代：盯着 1001", "--sign 1"],
      en: ["Handover 1", "note: 盯着 1001", "--sign 1"]),
    Step(
      command: ["rota", "handover", "--sign", "1"], zh: ["王芳 已签，等接班人签字"], en: ["signed by 王芳, waits for who comes"]),
    Step(command: ["rota", "handover", "--sign", "1"], code: .refused, zh: [], en: []),
    Step(
      command: ["rota", "handover", "--sign", "1", "--as", "小强", "--role", "agent"], zh: ["双方已签字"],
      en: ["signed by both"]),
    Step(command: ["rota", "handover", "--show", "1"], zh: ["交班 王芳", "接班 小强"], en: ["leaving: 王芳", "coming: 小强"]),
    Step(command: ["rota", "handover", "--list"], zh: ["双方已签字"], en: ["signed by both"]),
    Step(
      command: ["rota", "export", "--out", "OUT"], zh: ["第 2 版已写入 ", "4 人，3 天"],
      en: ["version 2 written to ", "4 people, 3 days"]),
    Step(command: ["rota", "import", "OUT"], zh: ["第 3 版草稿：11-11 至 11-13"], en: ["Draft 3: 11-11 to 11-13"]),
    Step(
      command: ["rota", "whatif", "2", "--scale", "200", "--without", "阿二", "--iterations", "50"],
      zh: ["假如这样缺", "什么都没有存"],
      en: ["like this it would lack", "nothing was stored"]),
    Step(
      command: ["rota", "build", "--copy-last", "--from", "11-18"], zh: ["第 4 版草稿：11-18 至 11-20"],
      en: ["Draft 4: 11-18 to 11-20"]),
    Step(command: ["audit", "verify"], zh: ["干净："], en: ["clean: "]),
  ]

  @Test("every command of the rota says what it did", arguments: Language.allCases, TestStore.engines)
  func everyCommand(language: Language, engine: Engine) throws {
    let place = try Workplace(initialised: false)
    let elsewhere = try TestStore.nowhere(engine: engine)
    place.environment["PEAKDAY_STORE"] = engine == .sqlite ? elsewhere.path : elsewhere.url
    place.environment["PEAKDAY_LANG"] = language.rawValue
    try #require(place.run("init").code == .done)
    let files = [
      "AGENTS": try place.write("agents.csv", Self.agents), "NEED": try place.write("need.csv", Self.need),
      "GRID": try place.write("grid.csv", Self.grid), "OUT": place.path("out.xlsx"),
      "BAD": try place.write("bad.csv", "姓名,技能\r\n小美,售前\r\n小美,售后\r\n小强,\r\n"),
    ]
    for step in Self.steps {
      let command = step.command.map { files[$0] ?? $0 }
      let run = place.run(command)
      #expect(run.code == step.code, "\(command) \(run.output) \(run.talk)")
      for words in language == .zh ? step.zh : step.en {
        #expect(run.output.contains(words), "\(command): \(words) is not in \(run.output)")
      }
      if step.code == .refused || step.code == .usage { #expect(!run.talk.isEmpty) }
      #expect(!run.output.contains("\u{1B}"), "no colour beside a terminal")
    }
  }

  @Test("bad words are named, and nothing is done")
  func badInput() throws {
    let place = try Workplace()
    func code(_ arguments: String...) throws -> String? {
      let run = place.run(arguments + ["--json"])
      #expect(run.code != .done, "\(arguments)")
      return try JSON(String(run.talk.split(separator: "\n").last ?? ""))["error"]?.text
    }
    #expect(try code("agent", "add", "小美", "--skills", "") == "bad_skills")
    #expect(try code("agent", "add", "小 美/", "--skills", "售前") == "bad_name")
    #expect(try code("agent", "add", "小美", "--skills", "售前", "--deputy", "路人") == "unknown_deputy")
    #expect(try code("agent", "add", "小美", "--skills", "售前", "--max-hours", "-1") == "usage")
    #expect(
      try code("agent", "add", "小美", "--skills", "售前", "--min-hours", "9", "--max-hours", "8") == "contract_impossible")
    #expect(try code("agent", "show", "路人") == "unknown_agent")
    #expect(try code("agent", "remove", "路人") == "unknown_agent")
    #expect(try code("agent", "import", place.path("none.csv")) == "file_not_found")
    let bad = try place.write("bad.csv", "姓名,技能\r\n小美,售前\r\n小美,售后\r\n")
    #expect(try code("agent", "import", bad) == "file_has_faults")
    #expect(place.run("agent", "list", "--json").output == "")
    let need = try place.write("need.csv", Self.need)
    #expect(try code("rota", "build") == "usage")
    #expect(try code("rota", "build", "--need", need, "--iterations", "1") == "no_agents")
    #expect(try code("rota", "build", "--copy-last", "--from", "11-18") == "no_rota")
    try #require(place.run("agent", "add", "小美", "--skills", "售前").code == .done)
    #expect(try code("rota", "build", "--need", need, "--iterations", "1", "--pin", "小美 早班") == "bad_pin")
    #expect(try code("rota", "build", "--need", need, "--iterations", "1", "--pin", "路人 11-11 9-17") == "unknown_agent")
    let grid = try place.write("grid.csv", "姓名,11-11\r\n小美,早班\r\n路人,9-17\r\n")
    let faults = place.run("rota", "import", grid, "--json").talk.split(separator: "\n")
    #expect(faults.count == 3)
    #expect(try code("rota", "import", grid) == "file_has_faults")
    #expect(try code("rota", "show", "7") == "unknown_rota")
    #expect(try code("rota", "swap", "小美", "小强", "--on", "昨天") == "bad_day")
    #expect(try code("rota", "swap", "小美", "小强", "--on", "11-11") == "day_not_covered")
    #expect(try code("rota", "absent", "小美") == "day_not_covered")
    #expect(try code("rota", "clock-in", "小美", "--as", "小强", "--role", "agent") == "not_yours")
    #expect(try code("rota", "clock-out", "小美") == "not_clocked_in")
    #expect(try code("rota", "handover", "--sign", "3") == "unknown_handover")
    #expect(try code("rota", "handover", "--open", "--list") == "usage")
    #expect(try code("rota", "publish", "--role", "agent") == "role_may_not")
    #expect(try code("agent", "add", "小强", "--skills", "售前", "--role", "warehouse") == "role_may_not")
    try #require(place.run("rota", "build", "--need", need, "--iterations", "20").code == .done)
    #expect(try code("rota", "export", "--out", place.path("rota.doc")) == "file_kind")
    #expect(try code("rota", "whatif", "--without", "路人") == "unknown_agent")
  }

  @Test("JSON has the shifts, the gaps and the people")
  func json() throws {
    let place = try Workplace()
    _ = place.run("agent", "import", try place.write("agents.csv", Self.agents))
    let need = try place.write("need.csv", Self.need)
    let build = ["rota", "build", "--need", need, "--iterations", "100", "--operation", "B-1", "--json"]
    let (first, second) = (try place.run(build).object, try place.run(build).object)
    #expect([first, second].map { $0["is_replay"]?.bool } == [false, true])
    #expect(first["result"]?["version"]?.number == 1)
    let shown = try place.run("rota", "show", "--json").object
    #expect(shown["roster"]?["slot_minutes"]?.number == 30)
    #expect(
      shown["shifts"]?.list.first?.shape
        == "{agent:text breaks:[{end:text start:text}] end:text is_pinned:bool number:number start:text version:number}"
    )
    let rows = try place.run("rota", "show", "--by", "time", "--json").objects
    #expect(rows.count == 6)
    #expect(rows.first?["need"]?.list.count == 48)
    try #require(place.run("rota", "publish").code == .done)
    #expect(
      try place.run("rota", "ready", "--json").object.shape
        == "{at:text people:[] ready:number rostered:number skills:[]}"
    )
    #expect(place.run("rota", "show", "--html", place.path("rota.html")).code == .done)
    let html = try place.text("rota.html")
    #expect(html.contains("<table>") && html.contains("小美") && !html.contains("http"))
  }

  @Test("a terminal of 100 columns holds every line, names in line")
  func width() throws {
    let place = try Workplace()
    _ = place.run("agent", "import", try place.write("agents.csv", Self.agents))
    _ = place.run(
      "rota", "import", try place.write("grid.csv", Self.grid), "--need", try place.write("need.csv", Self.need))
    for command in [["rota", "show"], ["rota", "show", "--by", "time"], ["rota", "why"], ["agent", "list"]] {
      let output = place.run(command + ["--lang", "zh"]).output
      for line in output.split(separator: "\n") {
        let columns = line.unicodeScalars.reduce(0) { $0 + ((0x2E80...0xFFEF).contains($1.value) ? 2 : 1) }
        #expect(columns <= 100, "\(line)")
      }
    }
    let coloured = place.run(["rota", "show", "--by", "time"], terminal: true).output
    #expect(coloured.contains("\u{1B}[31m") && coloured.contains("\u{1B}[32m"))
  }
}
