import AddressParsing
import Playbooks
import TestSupport
import Testing
import Vocabulary

@testable import peakday

/// Addresses, promises, picking and personal data as people meet them: in both languages, and as JSON.
@Suite struct AddressCommandTests {
  static let rows = [
    "1001,买家已付款，等待卖家发货,178.80,175.80,0.00,2026-11-11 00:01:02,面霜,务必发EMS,张三,浙江省 杭州市 西湖区 文三路1号(310000),13800138000",
    "1002,买家已付款，等待卖家发货,178.80,175.80,0.00,2026-11-11 00:01:02,面霜,送小样,张三,浙江省 杭州市 西湖区 文三路1号(310000),13800138000",
    "1003,买家已付款，等待卖家发货,178.80,175.80,0.00,2026-11-11 00:01:02,面霜,,李四,上海 上海市 徐汇区 复兴中路1237号,13900139000",
  ]
  static let text = "李小姐 13911112222 广东省深圳市南山区科技园南路8号"

  static func place(_ language: Language = .en, hasKey: Bool = true) throws -> Workplace {
    let place = try Workplace()
    place.environment["PEAKDAY_LANG"] = language.rawValue
    if hasKey {
      place.environment["PEAKDAY_KEY"] = place.path("personal.key")
      try #require(place.run("key", "create").code == .done)
    }
    try take(place, rows)
    return place
  }

  static func take(_ place: Workplace, _ rows: [String], name: String = "orders202611110000.csv") throws {
    let header = Workplace.header + ",收货人姓名,收货地址,联系手机"
    let file = try place.write(name, ([header] + rows).map { $0 + "\r\n" }.joined())
    let run = place.run("order", "import", file)
    try #require(run.code == .done, "\(run.output)\(run.talk)")
  }

  static let steps: [Step] = [
    Step(
      command: ["promise", "list"], zh: ["1001", "快递", "EMS", "未兑现", "1002", "赠品", "小样"],
      en: ["1001", "courier", "EMS", "open", "1002", "gift", "小样"]),
    Step(
      command: ["gate", "pass", "print", "1001"], code: .promise,
      zh: ["拦下  1001  承诺过快递：务必发EMS", "peakday gate pass print 1001 --courier"],
      en: ["STOP  1001  a courier was promised: 务必发EMS", "peakday gate pass print 1001 --courier"]),
    Step(command: ["gate", "pass", "print", "1001", "--courier", "ems"], zh: ["放行  1001"], en: ["PASS  1001"]),
    Step(command: ["gate", "pass", "print", "1002", "1003"], zh: ["放行  1002", "放行  1003"], en: ["PASS  1002"]),
    Step(
      command: ["address", "change", "1002", text, "--dry-run"],
      zh: ["姓名：李小姐", "地区：广东省 深圳市 南山区 (440305)", "跨省：浙江省 杭州市 西湖区 → 广东省 深圳市 南山区", "同一收货人还有：1001", "什么都没改"],
      en: ["name: 李小姐", "another province", "of the same recipient there are: 1001", "nothing was changed"]),
    Step(
      command: ["address", "change", "1002", text],
      zh: ["1002：新地址待定（李** 139****2222 广东省 深圳市 南山区 ***），订单已挂起", "peakday address approve 1002"],
      en: ["1002: a new address waits", "to approve: peakday address approve 1002"]),
    Step(
      command: ["address", "list"], zh: ["1002", "李** 139****2222", "待定"], en: ["1002", "李** 139****2222", "open"]),
    Step(
      command: ["hold", "lift", "1002"], code: .refused, zh: [], en: []),
    Step(
      command: ["address", "approve", "1002"], zh: ["1002：地址现在是第 2 版", "面单作废"],
      en: ["1002: the address is version 2 now", "the label is void"]),
    Step(
      command: ["gate", "pass", "pack", "1002"], code: .reprint,
      zh: ["拦下  1002  地址已改，面单作废（面单是第 1 版，现在是第 2 版）：重打面单  → peakday gate pass print 1002"],
      en: ["STOP  1002  the address changed, the label is void (the label bears version 1, it is 2 now)"]),
    Step(command: ["address", "list", "--labels"], zh: ["1002", "已打单"], en: ["1002", "printed"]),
    Step(command: ["address", "list", "--awaited"], zh: ["1002"], en: ["1002"]),
    Step(
      command: ["day", "status"], zh: ["1 张面单上是旧地址，要重打  → peakday address list --labels", "1 个改过的地址平台上还没看到"],
      en: ["1 labels bear an old address", "1 changed addresses the platform does not show yet"]),
    Step(command: ["gate", "pass", "print", "1002"], zh: ["放行  1002"], en: ["PASS  1002"]),
    Step(command: ["gate", "pass", "pack", "1002"], zh: ["放行  1002"], en: ["PASS  1002"]),
    Step(
      command: ["address", "show", "1002"], zh: ["1002：地址第 2 版，广东省 深圳市 南山区", "平台上还没有看到新地址", "重打面单"],
      en: ["1002: address version 2", "the platform does not show the new address yet", "print again"]),
    Step(
      command: ["address", "show", "1002", "--reveal", "--reason", "打面单"],
      zh: ["李小姐\n13911112222\n广东省 深圳市 南山区 科技园南路8号\n"],
      en: ["李小姐\n13911112222\n广东省 深圳市 南山区 科技园南路8号\n"]),
    Step(command: ["address", "find", "13911112222"], zh: ["1002"], en: ["1002"]),
    Step(command: ["promise", "keep", "1002"], zh: ["1002：赠品已兑现"], en: ["1002: the promise (gift) is kept"]),
    Step(
      command: ["promise", "add", "1003", "回电说明", "--kind", "callBack", "--due", "2026-11-11 00:30"],
      zh: ["1003：记下了（回电：回电说明）"], en: ["1003: noted (call back: 回电说明)"]),
    Step(command: ["promise", "list", "--order", "1003"], zh: ["客服", "00:30"], en: ["customer service"]),
    Step(command: ["promise", "break", "1003", "--note", "没打通"], zh: ["1003：回电没做到"], en: ["is broken"]),
    Step(
      command: ["pick", "list"], zh: ["1001", "务必发EMS", "1003", "面霜"], en: ["1001", "Courier", "务必发EMS", "1003"]),
    Step(command: ["key", "show"], zh: ["改过的地址保存到交接为止"], en: ["changed addresses are kept until hand-over"]),
    Step(command: ["key", "keep", "--days", "30"], zh: ["完结 30 天后可清除"], en: ["until 30 days after the end"]),
    Step(command: ["key", "purge"], zh: ["清除了 0 个地址"], en: ["0 addresses forgotten"]),
    Step(
      command: ["address", "parse", "西湖区文三路1号"], zh: ["没写：", "“西湖区”有几个：", "浙江省 杭州市 西湖区"],
      en: ["not said: ", "'西湖区' may be: "]),
    Step(command: ["audit", "verify"], zh: ["干净"], en: ["clean"]),
  ]

  @Test("the whole way of a changed address and of promises", arguments: [Language.zh, .en])
  func story(language: Language) throws {
    let place = try Self.place(language)
    for step in Self.steps {
      let run = place.run(step.command)
      #expect(run.code == step.code, "\(step.command): \(run.output)\(run.talk)")
      for words in language == .zh ? step.zh : step.en {
        #expect(run.output.contains(words), "\(step.command): \(words) is not in \(run.output)\(run.talk)")
      }
    }
  }

  @Test("no answer, list or log shows a name, a phone or a house, except the look that was asked for")
  func masked() throws {
    let place = try Self.place()
    _ = place.run("address", "change", "1002", Self.text, "--json")
    _ = place.run("remark", "add", "1003", "买家电话13912345678，等通知")
    let commands = [
      ["address", "list"], ["address", "show", "1002"], ["order", "show", "1002"], ["order", "show", "1003"],
      ["order", "list"], ["hold", "list"], ["audit", "log"], ["pick", "list"], ["promise", "list"], ["day", "status"],
      ["gate", "check", "pack", "1003"],
    ]
    for command in commands {
      for options in [[], ["--json"]] {
        let run = place.run(command + options)
        for secret in ["李小姐", "13911112222", "科技园南路", "文三路", "13800138000", "13912345678"] {
          #expect(!run.output.contains(secret) && !run.talk.contains(secret), "\(command) shows \(secret)")
        }
      }
    }
    // Nor does the store hold them in the clear; what a remark says is kept as it was said.
    let bytes = try place.storeBytes()
    // The cases of the remark rules, which lie in the store too, have streets and numbers of their own.
    let rules = PlaybookSet.builtIn.files.map(\.text).joined()
    let secrets = ["李小姐", "13911112222", "科技园南路", "文三路", "13800138000", "李四", "13900139000", "复兴中路1237号"]
    for secret in secrets where !rules.contains(secret) {
      let isThere = bytes.contains(secret)
      #expect(!isThere, "the store holds \(secret)")
    }
    let seen = place.run("address", "show", "1002", "--reveal")
    #expect(seen.code == .usage)
    #expect(place.run("address", "show", "1002", "--reveal", "--reason", "x", "--role", "analyst").code == .refused)
  }

  @Test("without a key the full text is not kept, and says so; a lost key is named")
  func keys() throws {
    let place = try Self.place(hasKey: false)
    let run = place.run("address", "change", "1002", Self.text)
    #expect(run.output.contains("without a key the full text is not kept"))
    #expect(place.run("address", "approve", "1002").code == .done)
    #expect(place.run("address", "show", "1002", "--reveal", "--reason", "x").code == .refused)
    #expect(place.run("key", "keep", "--days", "3").code == .refused)
    let other = try Self.place()
    #expect(other.run("key", "keep", "--days", "3").code == .done)
    other.environment["PEAKDAY_KEY"] = other.path("lost.key")
    let lost = other.run("address", "find", "13800138000", "--json")
    #expect(lost.code == .usage)
    #expect(lost.talk.contains("key_unreadable"))
    _ = try other.write("lost.key", "peakday-key-1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")
    #expect(other.run("address", "find", "13800138000", "--json").talk.contains("other_key"))
  }

  @Test("kept addresses are found by phone and forgotten some days after the end")
  func purge() throws {
    let place = try Self.place()
    #expect(place.run("key", "keep", "--days", "30").code == .done)
    let more = Self.rows.map { $0.replacing("100", with: "200") }
    try Self.take(place, more, name: "orders202611110001.csv")
    #expect(place.run("address", "find", "138-0013-8000", "--json").output.contains("\"2001\""))
    let closed = more.map { $0.replacing("买家已付款，等待卖家发货", with: "交易成功") }
    try Self.take(place, closed, name: "orders202611110002.csv")
    #expect(place.run("key", "purge").output.contains("0 addresses"))
    place.now = place.now.adding(minutes: 31 * 1_440)
    #expect(place.run("key", "purge").output.contains("3 addresses"))
    #expect(place.run("address", "find", "138-0013-8000").output.contains("no order"))
    #expect(place.run("audit", "verify").code == .done)
  }

  @Test("two persons let go what one may not")
  func override() throws {
    let place = try Self.place()
    #expect(place.run("hold", "add", "1003", "--reason", "refundRequested").code == .done)
    #expect(place.run("hold", "lift", "1003", "--role", "agent").talk.contains("peakday hold override ask 1003"))
    #expect(place.run("hold", "override", "ask", "1003", "--reason", "refundRequested", "--note", "撤回了").code == .done)
    #expect(place.run("hold", "override", "list").output.contains("撤回了"))
    #expect(place.run("hold", "override", "agree", "1003", "--reason", "refundRequested").code == .refused)
    let agreed = place.run("hold", "override", "agree", "1003", "--reason", "refundRequested", "--as", "李雷")
    #expect(agreed.code == .done)
    #expect(place.run("gate", "pass", "print", "1003").code == .done)
  }

  @Test("the picking list is a table that a spreadsheet opens", arguments: ["picks.csv", "picks.xlsx"])
  func pickFiles(name: String) throws {
    let place = try Self.place()
    #expect(place.run("order", "approve", "--all").code == .done)
    let run = place.run("pick", "list", "--file", place.path(name))
    #expect(run.code == .done, "\(run.talk)")
    #expect(run.output.contains("3 orders"))
    #expect(place.exists(name))
    #expect(place.run("pick", "list", "--file", place.path(name)).code != .done, "it writes over nothing")
  }
}

/// The line that is put together by hand is the encoder's.
@Suite struct AddressReadingTests {
  @Test(
    "the same line as the encoder's",
    arguments: [
      "浙江省杭州市西湖区文三路1号 张三 13800138000", "鼓楼区中山路1号", "崇文区某街\"甲\"号\\1/2", "西湖区\u{202E}文三路\t1号 O'Neil",
      "广东省杭州市西湖区文三路1号", "深圳市南山区 科技园🙂 ﾊﾝｶｸ 1号(518000)", "杭州市西湖区文*路1号 李** 138****8000", "", "\u{7F}\u{1}",
      "苏州工业园区星湖街1号", "\u{3000}北京市朝阳区ｄ座",
    ])
  func line(text: String) throws {
    let reading = AddressReading(AddressParser.parse(text))
    #expect(try reading.line() == Desk.line(reading))
  }

  @Test("a pipe is answered line by line, blank lines left out")
  func lines() throws {
    let place = try Workplace()
    let run = place.run("address", "parse", "--json", input: "\u{3000} 西湖区文三路1号 \n\n  北京市朝阳区1号\r\n上海市浦东新区2号")
    #expect(try run.objects.map { $0["detail"]?.text } == ["文三路1号", "1号", "2号"])
  }
}
