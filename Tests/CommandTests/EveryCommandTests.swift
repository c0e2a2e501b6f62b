import Store
import TestSupport
import Testing
import Vocabulary

@testable import peakday

/// Every command once, in both languages, with what it really says.
@Suite struct EveryCommandTests {
  static let rows = [
    Workplace.line("1001"), Workplace.line("1002", memo: "买家不要了"), Workplace.line("1003", status: "等待买家付款"),
    Workplace.line("1004", status: "卖家已发货，等待买家确认"), Workplace.line("1005", status: "买家已签收"),
    Workplace.line("1006", refund: "178.80"),
  ]

  static let steps: [Step] = [
    Step(
      command: ["init"], zh: ["店铺库已建好：", "关口：approve → print → pack → handOver"],
      en: ["Store ready: ", "Gates: approve → print → pack → handOver"]),
    Step(command: ["init"], zh: ["店铺库已是最新："], en: ["Store up to date: "]),
    Step(
      command: ["doctor"], zh: ["正常  表结构版本", "正常  没有未完成的导入", "正常  这是正式库"],
      en: ["ok   schema version", "ok   no unfinished imports", "ok   this is a real store"]),
    Step(
      command: ["order", "import", "FILE"],
      zh: [
        "已导入 ", "（导出于 2026-11-11 00:00:00）：6 行，新 6，变 0，同 0，拒 0", "挂起 1 单，解除 0 个挂起",
        "不要了的订单 1 个：0 个已打单，0 个已发货，涉及 ¥175.80",
      ],
      en: [
        "Imported ", "(exported 2026-11-11 00:00:00): 6 rows, 6 new, 0 changed, 0 same, 0 rejected", "1 orders held",
        "1 unwanted orders: 0 already printed, 0 already shipped, ¥175.80 at risk",
      ]),
    Step(
      command: ["order", "list"], zh: ["订单", "阶段", "实付(元)", "1001", "已付款", "175.80", "保湿面霜"],
      en: ["Order", "Stage", "Paid (yuan)", "1001", "paid", "175.80", "保湿面霜"]),
    Step(
      command: ["order", "show", "1002"],
      zh: ["订单 1002：已付款 · 1 个挂起", "实付 ¥175.80", "平台状态：买家已付款，等待卖家发货", "备注最后看到：2026-11-11 00:00:00", "买家不要了", "备注 1"],
      en: [
        "Order 1002: paid · 1 open holds", "paid ¥175.80", "platform status: 买家已付款", "memo last seen", "Memo versions",
        "Holds",
      ]),
    Step(command: ["order", "approve", "1001"], zh: ["放行  1001"], en: ["PASS  1001"]),
    Step(
      command: ["order", "approve", "1002", "1003"], code: .notDue, zh: ["拦下  1002  挂起：买家不要了", "拦下  1003  不该到这里：未付款"],
      en: ["STOP  1002  held: buyer doesn't want it", "STOP  1003  not due here: unpaid"]),
    Step(
      command: ["gate", "check", "print", "1001", "1006"], code: .refunded, zh: ["放行  1001", "拦下  1006  已申请退款或已退款"],
      en: ["PASS  1001", "STOP  1006  a refund was applied for or paid"]),
    Step(command: ["gate", "pass", "print", "1001"], zh: ["放行  1001"], en: ["PASS  1001"]),
    Step(
      command: ["gate", "pass", "print", "1001"], code: .notDue, zh: ["2026-11-11 00:05:09 已由 王芳 放行过"],
      en: ["passed before, 2026-11-11 00:05:09 by 王芳"]),
    Step(
      command: ["remark", "classify", "买家不要了", "赠品不要了"], zh: ["买家不要了", "照常"], en: ["buyer cancels", "ships"]),
    Step(
      command: ["remark", "classify", "--buyer", "不要发申通", "要红色不要蓝色"], zh: ["照常", "改货"],
      en: ["ships", "send something else"]),
    Step(
      command: ["remark", "explain", "红色不要了，其他发顺丰"], zh: ["partial  部分不要", "所指    红色", "待办    快递 顺丰"],
      en: ["partial  part unwanted", "meant       红色", "to do       courier 顺丰"]),
    Step(
      command: ["remark", "explain", "11.20后再发 赠品不要"], zh: ["到      11-20", "待办    赠品 不要 赠品"],
      en: ["until       11-20", "to do       gift must not 赠品"]),
    Step(
      command: ["remark", "explain", "买家又要了，正常发"], zh: ["判断", "resume  恢复发货", "解除备注所挂起的"],
      en: ["verdict", "resume  released", "lifts what remarks had held"]),
    Step(
      command: ["remark", "add", "1001", "买家不要了"], zh: ["1001：已挂起（买家不要了），但已打单：请仓库找出包裹"],
      en: ["1001: held (buyer doesn't want it), but printed: the warehouse must take it out"]),
    Step(
      command: ["remark", "add", "1001", "赠品不要了"], zh: ["1001：已记下；仍有 1 个挂起，不放行"],
      en: ["1001: noted; 1 holds still open, it does not ship"]),
    Step(
      command: ["remark", "add", "1005", "买家不要了"], code: .late, zh: ["1005：晚了，包裹已揽收"],
      en: ["1005: late, the courier has it"]),
    Step(command: ["remark", "add", "1003", "好评"], zh: ["1003：已记下，照常发货"], en: ["1003: noted; it ships"]),
    Step(
      command: ["hold", "add", "1003", "--reason", "shipLater"], zh: ["1003：已挂起（延后发货）"],
      en: ["1003: held (ship later)"]),
    Step(
      command: ["hold", "list"], zh: ["订单", "原因", "买家不要了", "延后发货", "人工"],
      en: ["Order", "Reason", "buyer doesn't want it", "ship later", "person"]),
    Step(command: ["hold", "lift", "1003"], zh: ["1003：挂起已解除，可以放行"], en: ["1003: lifted; it may pass"]),
    Step(
      command: ["recall", "list"], zh: ["召回", "1001", "已打单", "未处理"], en: ["recall", "1001", "printed", "open"]),
    Step(
      command: ["recall", "list", "--kind", "interception"], zh: ["拦截", "1005", "物流"],
      en: ["interception", "1005", "logistics"]),
    Step(
      command: ["recall", "done", "1001", "--result", "takenOut"], zh: ["1001：召回已完成（已取出）"],
      en: ["1001: recall done (taken out)"]),
    Step(
      command: ["recall", "done", "1005", "--kind", "interception", "--result", "gone"], zh: ["1005：拦截失败（已发走）"],
      en: ["1005: interception failed (gone)"]),
    Step(command: ["recall", "list"], zh: ["没有要处理的召回"], en: ["no open recalls"]),
    Step(command: ["bypass", "list"], zh: ["没有绕过关口的订单"], en: ["no bypasses"]),
    Step(
      command: ["case", "open", "afterSales", "1004", "--tag", "return", "--title", "瓶盖裂了"],
      zh: ["afterSales:1004：交给售后", "  1. "], en: ["afterSales:1004: for after-sale", "  1. "]),
    Step(command: ["case", "receive", "afterSales:1004"], zh: ["处理中", "下一步 1："], en: ["received", "next, 1: "]),
    Step(command: ["case", "note", "售后:1004", "照片已收"], zh: ["处理中"], en: ["received"]),
    Step(command: ["case", "step", "afterSales:1004", "1"], zh: ["下一步 2："], en: ["next, 2: "]),
    Step(
      command: ["case", "done", "afterSales:1004", "--result", "已退"], code: .refused, zh: [], en: []),
    Step(
      command: ["case", "pass", "afterSales:1004", "--to", "warehouse"], zh: ["未处理，仓库"], en: ["open, warehouse"]),
    Step(command: ["case", "escalate"], zh: ["没有过了时限的案件"], en: ["no case is past its time"]),
    Step(
      command: ["case", "escalate", "afterSales:1004"], zh: ["升级给主管"], en: ["now with lead"]),
    Step(command: ["case", "board"], zh: ["主管", "1"], en: ["lead", "1"]),
    Step(
      command: ["case", "show", "afterSales:1004"], zh: ["瓶盖裂了", "[x] 1.", "照片已收"], en: ["瓶盖裂了", "[x] 1.", "照片已收"]),
    Step(
      command: ["case", "fail", "afterSales:1004", "--result", "买家算了"], zh: ["afterSales:1004：失败"],
      en: ["afterSales:1004: failed"]),
    Step(command: ["case", "list"], zh: ["没有未了的案件"], en: ["no open cases"]),
    Step(
      command: ["review", "add", "1005", "--text", "漏液"], zh: ["badReview:1005：已开案"], en: ["badReview:1005: opened"]),
    Step(command: ["review", "cause", "1005", "quality"], zh: ["badReview:1005：未处理"], en: ["badReview:1005: open"]),
    Step(command: ["review", "call", "1005", "willChange"], zh: ["未处理"], en: ["open"]),
    Step(command: ["review", "follow-up", "1005"], zh: ["未处理"], en: ["open"]),
    Step(command: ["review", "reply", "1005", "--text", "抱歉"], code: .refused, zh: [], en: []),
    Step(command: ["review", "causes"], zh: ["质量"], en: ["quality"]),
    Step(
      command: ["compensation", "ask", "1004", "--claim", "200", "--liability", "ours", "--because", "误工"],
      zh: ["最多 ¥175.80", "要别人同意"], en: ["at most ¥175.80", "by somebody else"]),
    Step(
      command: ["compensation", "refuse", "1004", "--rule", "争议处理规则"], zh: ["不赔（争议处理规则）"],
      en: ["refused (争议处理规则)"]),
    Step(
      command: ["compensation", "ask", "1004", "--claim", "9", "--liability", "ours", "--because", "破"],
      zh: ["可以给 ¥9.00："], en: ["¥9.00 may be given:"]),
    Step(
      command: ["compensation", "grant", "1004"], zh: ["同意赔 ¥9.00", "1004.1，等买家申请"],
      en: ["¥9.00 granted", "1004.1, awaits the application"]),
    Step(command: ["refund", "withdraw", "1004"], zh: ["1004.1：已撤回"], en: ["1004.1: withdrawn"]),
    Step(command: ["compensation", "list"], zh: ["误工", "已拒绝"], en: ["误工", "refused"]),
    Step(
      command: ["violation", "add", "虚假宣传", "--points", "2", "--cost", "9", "--cause", "页面"],
      zh: ["第 1 笔已记；累计扣 2 分，损失 ¥9.00"], en: ["no. 1 noted; 2 points and ¥9.00 in all"]),
    Step(command: ["violation", "list"], zh: ["虚假宣传", "扣分"], en: ["虚假宣传", "Points"]),
    Step(
      command: ["spotcheck", "add", "小美", "--scores", "5", "4", "2", "3", "4", "5"], zh: ["23/30；要谈的：专业"],
      en: ["23 of 30; to talk about: professional"]),
    Step(command: ["spotcheck", "list"], zh: ["及时", "小美"], en: ["timely", "小美"]),
    Step(command: ["spotcheck", "average"], zh: ["感恩", "2.00"], en: ["grateful", "2.00"]),
    Step(
      command: ["page", "check", "FILE", "--dry-run", "--limit", "3"], zh: ["没有问题"], en: ["nothing is wrong"]),
    Step(command: ["page", "check", "FILE"], zh: ["没有问题"], en: ["nothing is wrong"]),
    Step(command: ["page", "waivers"], zh: ["没有放行的问题"], en: ["nothing is let stand"]),
    Step(
      command: ["page", "waive", "0123456789ab", "--until", "2026-11-12", "--because", "有证"],
      zh: ["0123456789ab：放行到 2026-11-12 00:00:00"], en: ["0123456789ab: stands until 2026-11-12 00:00:00"]),
    Step(command: ["page", "freeze", "FILE"], zh: ["冻结了 "], en: [" pages frozen"]),
    Step(command: ["page", "diff", "FILE"], zh: ["没有改动"], en: ["nothing changed"]),
    Step(command: ["page", "diff", "FILE", "--against", "FILE"], zh: ["没有改动"], en: ["nothing changed"]),
    Step(command: ["page", "diff", "FILE", "--series"], zh: ["没有变过价的"], en: ["no price changed"]),
    Step(
      command: ["day", "ready", "--sign", "backup", "--note", "恢复过"], zh: ["已签：试过从备份恢复"],
      en: ["signed: a backup was restored"]),
    Step(
      command: ["day", "ready"], code: .notClean, zh: ["还不行：", "没有发布班表", "peakday rota publish"],
      en: ["no go: ", "no rota is published for", "peakday rota publish"]),
    Step(
      command: ["operation", "settle", "LOST-1"], zh: ["LOST-1：没有发生，今后也不会"],
      en: ["LOST-1: it never happened and never will"]),
    Step(
      command: ["audit", "log"], zh: ["序号", "做了什么", "remark add", "王芳"], en: ["No.", "Verb", "remark add", "王芳"]),
    Step(command: ["audit", "verify"], zh: ["干净：", "，回执 "], en: ["clean: ", ", receipt "]),
    Step(
      command: ["event", "show"], zh: ["双 11", "时段", "退款：2026-11-11"],
      en: ["Double 11", "Window", "Refunds: paid 2026-11-11"]),
    Step(
      command: ["refund", "list"], zh: ["1002.1", "整单退款", "等买家申请"],
      en: ["1002.1", "whole order", "awaits the application"]),
    Step(
      command: ["refund", "queue", "1004", "--kind", "difference", "--amount", "2"], zh: ["1004.2：差价 ¥2.00，等买家申请"],
      en: ["1004.2: difference ¥2.00, awaits the application"]),
    Step(command: ["refund", "show", "1004"], zh: ["1004.2", "2.00"], en: ["1004.2", "2.00"]),
    Step(command: ["refund", "approve", "1004"], zh: ["1004.2：¥2.00，可以退"], en: ["1004.2: ¥2.00, agreed"]),
    Step(command: ["refund", "withdraw", "1004"], zh: ["1004.2：已撤回"], en: ["1004.2: withdrawn"]),
    Step(command: ["refund", "chase"], zh: ["没有要催的"], en: ["nobody has to be asked"]),
    Step(
      command: ["refund", "chase", "1002", "--result", "told"], zh: ["1002：已告知（第 1 次）"], en: ["1002: told (no. 1)"]),
    Step(command: ["refund", "forecast"], zh: ["人数"], en: ["Heads"]),
    Step(
      command: ["day", "close"], zh: ["有下一步", "干净：没有悬着的事"], en: ["with a next step", "clean: nothing is in limbo"]),
    Step(command: ["hold", "due"], zh: ["没有到期的"], en: ["nothing is due"]),
    Step(command: ["hold", "due", "--dry-run"], zh: ["没有到期的"], en: ["nothing is due"]),
    Step(command: ["order", "list", "--due"], zh: ["没有快到应发货时间的"], en: ["none is near its ship-by"]),
    Step(
      command: ["day", "savings"], zh: ["没有白发的包裹", "合计（估计）"],
      en: ["parcels that did not leave in vain", "Total (estimate)"]),
    Step(
      command: ["day", "status"],
      zh: ["2026-11-11 00:05:09  共 6 单", "一共挂起 3 单，¥527.40", "备注截至 2026-11-11 00:00:00（5 分钟前）"],
      en: [
        "2026-11-11 00:05:09  6 orders", "3 orders held altogether, ¥527.40",
        "Memos as of 2026-11-11 00:00:00 (5 min ago)",
      ]
    ),
    Step(
      command: ["order", "approve", "--all", "--dry-run"],
      zh: ["店铺 main：会审 0 单（只是看看，什么都没有改）", "1  挂起（买家不要了 1）", "1  已申请退款或已退款", "1  未付款"],
      en: [
        "Shop main: 0 orders would be approved (nothing was changed)", "1  held (buyer doesn't want it 1)",
        "1  with a refund applied for or paid", "1  not paid",
      ]),
    Step(command: ["order", "approve", "--all"], zh: ["已审 0 单"], en: ["Shop main: 0 orders approved"]),
    Step(command: ["hold", "export"], zh: ["1001\n1002\n1005\n"], en: ["1001\n1002\n1005\n"]),
    Step(
      command: ["hold", "export", "--full", "--format", "csv"],
      zh: [
        "订单编号,应发货时间,阶段,已打单,原因\r\n", "1001,2026-11-13 00:01:02,已打单,是,买家不要了\r\n", "1002,2026-11-13 00:01:02,已付款,否,买家不要了",
      ],
      en: ["order,ship by,stage,printed,reason\r\n", "1001,2026-11-13 00:01:02,printed,yes,buyer doesn't want it\r\n"]),
    Step(
      command: ["script", "search", "我昨晚买多了今天能把钱退给我吗", "--limit", "3"], zh: ["话术", "refund-before-12", "12日前退款"],
      en: ["Script", "refund-before-12", "refund before the 12th"]),
    Step(
      command: ["script", "search", "票", "--style", "formal"], zh: ["invoice-formal-1", "正式"],
      en: ["invoice-formal-1", "formal"]),
    Step(
      command: ["script", "show", "farewell-warm-1"], zh: ["告别  亲切", "要填  ", "order.state"],
      en: ["farewell  warm", "slots  ", "order.state"]),
    Step(
      command: ["script", "use", "farewell-warm-1", "--order", "1001"], zh: ["王芳", "售后", "评价"],
      en: ["王芳", "售后"]),
    Step(command: ["script", "use", "farewell-warm-1"], code: .usage, zh: [], en: []),
    Step(
      command: ["script", "stats"], zh: ["farewell-warm-1", "已付款", "2026-11-11 00:05:09"],
      en: ["farewell-warm-1", "Paid", "2026-11-11 00:05:09"]),
    Step(
      command: ["script", "export", "--out", "PHRASES"], zh: ["第 1 份：", "已写入 "],
      en: ["number 1: ", "phrases written to "]),
    Step(command: ["handbook", "search", "油皮"], zh: ["编码", "HJ-TONER-200"], en: ["Code", "HJ-TONER-200"]),
    Step(
      command: ["handbook", "show", "HJ-SERUM-30"], zh: ["¥199.00", "卖点  ", "保修  "],
      en: ["¥199.00", "selling points  ", "warranty  "]),
    Step(command: ["handbook", "score"], zh: ["完整", "100%"], en: ["Complete", "100%"]),
    Step(command: ["activity", "list"], zh: ["d11-store-300", "进行中"], en: ["d11-store-300", "runs"]),
    Step(
      command: ["activity", "show", "d11-store-300"], zh: ["进行中", "每满 300.00 减 40.00", "可叠加  "],
      en: ["runs now", "40.00 off every 300.00", "stacks with  "]),
    Step(
      command: ["activity", "find", "满300"], zh: ["d11-store-300", "每满 300.00"], en: ["d11-store-300", "every 300.00"]),
    Step(
      command: ["recommend", "HJ-SERUM-30", "--amount", "280"], zh: ["理由", "HJ-CREAM-50", "手册里写了搭配"],
      en: ["Why", "HJ-CREAM-50", "the handbook pairs them"]),
    Step(
      command: ["concession", "ask", "HJ-SERUM-30", "10", "--condition", "payNow"],
      zh: ["1：要 10.00 元，最多能给 ", "（底价）", "先讲价值"],
      en: ["1: 10.00 yuan asked for, ", "(floor price)", "explain the value"]),
    Step(command: ["concession", "grant", "1"], code: .refused, zh: [], en: []),
    Step(
      command: ["concession", "refuse", "1", "--rule", "equalPrice"], zh: ["1：已拒绝，依据：双11承诺价格一视同仁"],
      en: ["1: refused, citing: one price for everybody"]),
    Step(
      command: ["concession", "list"], zh: ["HJ-SERUM-30", "已拒绝", "equalPrice"],
      en: ["HJ-SERUM-30", "refused", "equalPrice"]),
    Step(command: ["faq", "add", "含酒精吗", "--answer", "不含"], zh: ["1：待审"], en: ["1: candidate"]),
    Step(command: ["faq", "review", "1", "--answer", "不含酒精", "--as", "李雷"], zh: ["1：已审"], en: ["1: reviewed"]),
    Step(command: ["faq", "publish", "1"], zh: ["1：已发布"], en: ["1: published"]),
    Step(command: ["faq", "list"], zh: ["含酒精吗", "不含酒精", "已发布"], en: ["含酒精吗", "published", "李雷"]),
    Step(command: ["faq", "search", "酒精"], zh: ["不含酒精"], en: ["不含酒精"]),
    Step(command: ["faq", "drop", "1", "--reason", "配方换了"], zh: ["1：不采用"], en: ["1: dropped"]),
    Step(command: ["playbook", "list"], zh: ["版本", "现行", "王芳"], en: ["Version", "In force", "王芳"]),
    Step(command: ["playbook", "show"], zh: ["文件", "gates.yaml"], en: ["File", "gates.yaml"]),
    Step(command: ["playbook", "check"], zh: ["干净："], en: ["clean: "]),
    Step(
      command: ["playbook", "publish", "--built-in"], zh: ["与现行版本 1 相同，没有改变"],
      en: ["the same as version 1, which stays in force"]),
    Step(
      command: ["remark", "reclassify", "--dry-run"], zh: ["没有判得不一样的备注"], en: ["no remark reads differently"]),
  ]

  @Test("every command says what it did", arguments: Language.allCases, TestStore.engines)
  func everyCommand(language: Language, engine: Engine) throws {
    let place = try Workplace(initialised: false)
    let elsewhere = try TestStore.nowhere(engine: engine)
    place.environment["PEAKDAY_STORE"] = engine == .sqlite ? elsewhere.path : elsewhere.url
    place.environment["PEAKDAY_LANG"] = nil
    let file = try place.export(Self.rows)
    for step in Self.steps {
      let command = step.command.map { $0 == "FILE" ? file : $0 == "PHRASES" ? place.path("phrases.csv") : $0 }
      let run = place.run(command + ["--lang", language.rawValue])
      #expect(run.code == step.code, "\(command) \(run.talk)")
      for words in language == .zh ? step.zh : step.en {
        #expect(run.output.contains(words), "\(command): \(words) is not in \(run.output)")
      }
      #expect(!run.output.contains("\u{1B}"), "no colour beside a terminal")
    }
  }

  @Test("a bypass is listed, and the day says so", arguments: Language.allCases)
  func bypass(language: Language) throws {
    let place = try Workplace()
    place.environment["PEAKDAY_LANG"] = language.rawValue
    try place.take([Workplace.line("1007", memo: "买家不要了")])
    let file = try place.export(
      [Workplace.line("1007", status: "卖家已发货，等待买家确认", memo: "买家不要了")], name: "b202611110003.csv")
    let imported = place.run("order", "import", file)
    #expect(imported.output.contains(language == .zh ? "1 个挂起的订单已被发走" : "1 held orders were shipped past us"))
    let list = place.run("bypass", "list").output
    #expect(list.contains("1007"))
    #expect(list.contains(language == .zh ? "已发货" : "consigned"))
    let day = place.run("day", "status").output
    #expect(
      day.contains(language == .zh ? "1 单绕过关口发走  → peakday bypass list" : "1 shipped past us  → peakday bypass list"))
    #expect(day.contains("peakday recall list --kind interception"))
  }

  @Test("on a terminal a stop is red and rings, without NO_COLOR")
  func terminal() throws {
    let place = try Workplace()
    try place.take([Workplace.line("1008", memo: "买家不要了")])
    let run = place.run(["gate", "pass", "print", "1008"], terminal: true)
    #expect(run.output.hasPrefix("\u{1B}["))
    #expect(run.output.hasSuffix("\u{7}\n"))
    place.environment["NO_COLOR"] = "1"
    #expect(!place.run(["gate", "pass", "print", "1008"], terminal: true).output.contains("\u{1B}"))
  }
}
