import Vocabulary

extension EventCalendar {
  /// Reads one file of `event/`.
  static func read(_ file: PlaybookFile, _ problems: Problems) -> EventCalendar? {
    guard let root = YamlReader.read(file, problems),
      let fields = Fields(root, known: ["key", "zh", "en", "windows", "refundOpenings"], problems)
    else { return nil }
    let key = fields.text("key")
    let zh = fields.text("zh")
    let en = fields.text("en")
    var windows: [Window] = []
    for item in fields.list("windows") {
      guard let window = window(item, problems) else { continue }
      if windows.contains(where: { $0.key == window.key }) {
        problems.add(
          "window_twice", line: item.line, zh: "时段 \(window.key) 出现两次", en: "window '\(window.key)' occurs twice",
          next: Message(zh: "只保留一个", en: "keep one of them"))
      }
      windows.append(window)
    }
    var openings: [RefundOpening] = []
    for item in fields.list("refundOpenings", required: false) {
      guard let opening = opening(item, problems) else { continue }
      if openings.contains(where: { opening.paidFrom < $0.paidUntil && $0.paidFrom < opening.paidUntil }) {
        problems.add(
          "refund_opening_overlap", line: item.line, zh: "付款时段重叠，退款时间不唯一",
          en: "paid stretches overlap, so the opening time is not unique",
          next: Message(zh: "让时段首尾相接", en: "let the stretches meet, not overlap"))
      }
      openings.append(opening)
    }
    guard let key, let zh, let en else { return nil }
    return EventCalendar(key: key, zh: zh, en: en, windows: windows, refundOpenings: openings)
  }

  private static func window(_ item: YamlValue, _ problems: Problems) -> Window? {
    guard let fields = Fields(item, known: ["key", "zh", "en", "start", "end"], problems) else { return nil }
    let key = fields.text("key")
    let zh = fields.text("zh")
    let en = fields.text("en")
    let start = fields.instant("start")
    let end = fields.instant("end")
    guard let key, let zh, let en, let start, let end else { return nil }
    if start >= end { fields.wrong("end", zh: "必须晚于 start", en: "must be later than 'start'") }
    return Window(key: key, zh: zh, en: en, start: start, end: end)
  }

  private static func opening(_ item: YamlValue, _ problems: Problems) -> RefundOpening? {
    guard let fields = Fields(item, known: ["paidFrom", "paidUntil", "opensAt"], problems) else { return nil }
    let from = fields.instant("paidFrom")
    let until = fields.instant("paidUntil")
    let opens = fields.instant("opensAt")
    guard let from, let until, let opens else { return nil }
    if from >= until { fields.wrong("paidUntil", zh: "必须晚于 paidFrom", en: "must be later than 'paidFrom'") }
    if opens < from { fields.wrong("opensAt", zh: "不能早于 paidFrom", en: "must not be before 'paidFrom'") }
    return RefundOpening(paidFrom: from, paidUntil: until, opensAt: opens)
  }
}
