import Playbooks
import RobotGateway
import TestSupport
import Testing
import Vocabulary

@testable import Broadcasts

/// What the platforms say and mean, how texts are put together, signed and budgeted.
@Suite struct RobotTests {
  static let answers: [(RobotPlatform, Int, String, RobotAnswer)] = [
    (.dingtalk, 200, #"{"errcode":0,"errmsg":"ok"}"#, .sent),
    (.dingtalk, 200, #"{"errcode":130101,"errmsg":"send too fast"}"#, .later(code: "130101", seconds: 600)),
    (.dingtalk, 200, #"{"errcode":410100,"errmsg":"x"}"#, .later(code: "410100", seconds: 600)),
    (.dingtalk, 200, #"{"errcode":310000,"errmsg":"sign not match"}"#, .stop(code: "310000")),
    (.dingtalk, 200, #"{"errcode":-1,"errmsg":"系统繁忙"}"#, .later(code: "-1", seconds: 5)),
    (.wecom, 200, #"{"errcode":0,"errmsg":"ok"}"#, .sent),
    (.wecom, 200, #"{"errcode":45009,"errmsg":"api freq out of limit"}"#, .later(code: "45009", seconds: 60)),
    (.wecom, 200, #"{"errcode":93000,"errmsg":"invalid webhook url"}"#, .stop(code: "93000")),
    (.feishu, 200, #"{"code":0,"msg":"success","data":{}}"#, .sent),
    (.feishu, 200, #"{"StatusCode":0,"StatusMessage":"success"}"#, .sent),
    (.feishu, 200, #"{"code":19021,"msg":"sign match fail"}"#, .stop(code: "19021")),
    (.feishu, 400, #"{"code":9499,"msg":"Bad Request"}"#, .refused(code: "9499")),
    (.feishu, 200, #"{"code":11232,"msg":"frequency limited"}"#, .later(code: "11232", seconds: 60)),
    // An unknown code is never "sent", and neither is what is no answer.
    (.wecom, 200, #"{"errcode":777,"errmsg":"?"}"#, .stop(code: "777")),
    (.dingtalk, 200, "<html>maintenance</html>", .lost(code: "HTTP 200, no JSON")),
    (.dingtalk, 502, "<html>bad gateway</html>", .lost(code: "HTTP 502, no JSON")),
    (.dingtalk, 200, "", .lost(code: "HTTP 200, no JSON")),
    (.dingtalk, 200, "{}", .lost(code: "HTTP 200, no JSON")),
    (.dingtalk, 503, #"{"errcode":0}"#, .lost(code: "HTTP 503, code 0")),
    (.feishu, 429, "slow down", .later(code: "HTTP 429", seconds: 60)),
  ]

  @Test("what an answer means", arguments: answers)
  func answer(platform: RobotPlatform, status: Int, body: String, expected: RobotAnswer) {
    #expect(RobotAnswer.judge(platform, status: status, body: Array(body.utf8)) == expected)
  }

  @Test("signatures are the platforms' own examples")
  func signatures() {
    #expect(
      RobotRequest.dingTalk("this is secret", milliseconds: 1_577_262_236_757)
        == "hmPWwU%2B7lVdm3ZZz0r9tSfx0L4Q26jWOZr9%2BGs6EZQM%3D")
    #expect(RobotRequest.feishu("demo", seconds: 1_599_360_473) == "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=")
  }

  @Test("requests have the platforms' form")
  func requests() throws {
    let now = Instant(milliseconds: 1_577_262_236_757)
    let ding = try RobotRequest(
      .dingtalk, .init(url: "https://a.example/robot/send?access_token=T", secret: "this is secret"), text: "改",
      now: now)
    #expect(ding.url.hasPrefix("https://a.example/robot/send?access_token=T&timestamp=1577262236757&sign=hmPWwU"))
    #expect(
      String(decoding: ding.body, as: UTF8.self)
        == #"{"at":{"atMobiles":[],"isAtAll":false},"msgtype":"text","text":{"content":"改"}}"#)
    let wecom = try RobotRequest(.wecom, .init(url: "https://b.example/send?key=K", secret: nil), text: "改", now: now)
    #expect(String(decoding: wecom.body, as: UTF8.self) == #"{"msgtype":"text","text":{"content":"改"}}"#)
    let feishu = try RobotRequest(.feishu, .init(url: "https://c.example/hook/H", secret: "demo"), text: "改", now: now)
    #expect(String(decoding: feishu.body, as: UTF8.self).contains(#""timestamp":"1577262236""#))
    #expect(throws: Failure.self) {
      _ = try HTTPRobotSender(accounts: ["x": .init(url: "http://far.example/", secret: nil)], now: { now })
    }
  }

  @Test("a text never exceeds the platform's bytes, nor ends within a character")
  func bytes() {
    var random = SplitMix64.printed("robot texts")
    for _ in 0..<300 {
      let bodies = (0..<Int.random(in: 1...30, using: &random)).map { _ in
        String(repeating: "满300减40，", count: Int.random(in: 0...80, using: &random)) + "👩‍👩‍👧"
      }
      let (text, count) = RobotText.whole(bodies, isRepeat: Bool.random(using: &random), most: 2_048)
      #expect(text.utf8.count <= 2_048 && (1...bodies.count).contains(count))
      #expect(!text.unicodeScalars.contains("\u{FFFD}"))
    }
    #expect(RobotText.cut("满300", to: 5) == "…")
    #expect(RobotText.whole(["一", "二"], isRepeat: false, most: 2_048).text == "【汇总】\n1. 一\n2. 二")
    #expect(RobotText.whole(["一"], isRepeat: true, most: 2_048).text.hasPrefix("【重发，可能已收到】"))
  }

  @Test("no minute ever holds more than the budget, and urgent texts keep their reserve")
  func budget() {
    var random = SplitMix64.printed("robot budgets")
    for _ in 0..<200 {
      let most = Int64.random(in: 2...20, using: &random)
      let robot = BroadcastRules.Robot(
        key: "r", platform: .wecom, audience: [], perMinute: most, reserved: Int64.random(in: 0..<most, using: &random))
      var (now, claimed) = (Instant(milliseconds: 1_000_000), [Instant]())
      for _ in 0..<60 {
        let lane: RobotLane = Bool.random(using: &random) ? .urgent : .normal
        let next = RobotBudget.next(lane, after: claimed, now: now, robot)
        now = max(now, next).adding(milliseconds: Int64.random(in: 0...2_000, using: &random))
        claimed.append(now)
        let inWindow = claimed.count { $0.milliseconds > now.milliseconds - 60_000 }
        #expect(inWindow <= (lane == .urgent ? most : most - robot.reserved) || lane == .urgent && inWindow <= most)
      }
    }
  }

  @Test(
    "broadcasts.yaml: what is wrong is named by line",
    arguments: [
      ("pollSeconds: 30", "pollSeconds: 0", "playbook_value"), ("lane: urgent", "lane: fast", "playbook_value"),
      ("deadlineMinutes: 5", "deadlineMinutes: 3", "playbook_value"),
      ("leadMinutes: 8", "leadMinutes: 1", "playbook_value"),
      ("key: normal", "key: urgent", "playbook_value"), ("comingHours: 24", "comingHour: 24", "playbook_unknown_key"),
      ("robots: []", "robots: [{key: a, platform: telegram}]", "playbook_value"),
      ("robots: []", "robots: [{key: a, platform: wecom, perMinute: 21}]", "playbook_value"),
    ])
  func badRules(found: String, replaced: String, code: String) throws {
    let files = PlaybookSet.builtIn.files.map { file in
      file.path == "broadcasts.yaml"
        ? PlaybookFile(path: file.path, text: file.text.replacing(found, with: replaced)) : file
    }
    let problems = PlaybookSet(files: files).check().filter { $0.place?.hasPrefix("broadcasts.yaml") == true }
    #expect(problems.contains { $0.code == code && $0.place?.contains(":") == true }, "\(problems)")
  }
}
