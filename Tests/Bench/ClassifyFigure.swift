import Playbooks

/// How many remarks a second are judged on one core, all of them distinct; and how long it takes to load the rules.
struct ClassifyFigure {
  let room: Workroom

  /// What shops write, to be put together: who says so, what they say, what else they ask for.
  private static let openings = ["", "买家", "客户说", "【小美 00:35】", "【阿杰11-11 02:10】客人", "亲，", "仓库注意！", "11.11 小李："]
  private static let sayings = [
    "不要了", "12号退款 勿发", "红色那件不要，其余照发", "换L码", "改地址，等客户发来", "先别发 等通知", "11.20后再发", "补邮费 不用发货", "又要了 正常发",
    "是不是不要了？", "没货就退款", "赠品不要了", "加急 今天发", "退差价5元已处理", "已核对尺码没问题", "检查好再发，不要有瑕疵",
  ]
  private static let endings = ["", "，不要发申通", " 发顺丰", "。送小样一份", "；贺卡写：生日快乐", "，谢谢🙏", " 两单合并发", " 开专票 抬头公司"]

  func measure() throws -> [FigureRow] {
    let count = room.options.isQuick ? 20_000 : 200_000
    let remarks = (0..<count).map(Self.remark)
    guard Set(remarks).count == count else { throw BenchFailure("the remarks are not distinct") }
    var rates: [Double] = []
    var reading: [Double] = []
    var loading: [Double] = []
    var reloading: [Double] = []
    for _ in 0..<room.options.rounds {
      let start = Clock.processor()
      let rules = try PlaybookSet.builtIn.remarkRules()
      loading.append((Clock.processor() - start) * 1_000)
      rates.append(Double(count) / time { remarks.count { rules.classify($0).verdict.holds } })
      reading.append(Double(count) / time { remarks.count { $0.unicodeScalars.contains("不") } })
      let again = Clock.processor()
      _ = try PlaybookSet.builtIn.buyerMessageRules()
      reloading.append((Clock.processor() - again) * 1_000)
    }
    return [
      FigureRow(
        "distinct remarks judged, one core", unit: "/s", ours: rates, reference: reading, target: .neverUnder(200_000),
        note: "by processor time; reference: looking for one letter in the same remarks"),
      FigureRow(
        "loading the rules", unit: "ms", ours: loading, reference: reloading, target: .none,
        note: "reference: loading those for buyers' messages"),
    ]
  }

  /// Each number gives another remark: the words by its digits, and the number itself as a shop's own mark.
  private static func remark(_ number: Int) -> String {
    var rest = number
    func next(_ words: [String]) -> String {
      defer { rest /= words.count }
      return words[rest % words.count]
    }
    return next(openings) + next(sayings) + next(endings) + " 单\(number)"
  }

  private func time(_ work: () -> Int) -> Double {
    let start = Clock.processor()
    guard work() > 0 else { return .infinity }
    return Clock.processor() - start
  }
}
