import Vocabulary

/// Values by skill and interval, as lines bring them in any order.
struct StaffCells<Value: Sendable> {
  private(set) var skills: [String] = []
  private var minutes: Int?
  private var values: [[Instant: Value]] = []

  struct Filled {
    let start: Instant
    let minutes: Int
    let skills: [String]
    /// By skill and interval.
    let values: [[Value]]
  }

  /// - Throws: `UnusableLine` for a line of another interval length, or of a skill and interval that stood before.
  mutating func add(_ value: Value, skill: String, start: Instant, minutes: Int, _ line: StaffLine) throws {
    let common = self.minutes ?? minutes
    guard common == minutes else {
      throw line.unusable(
        .minutes, "intervals_differ",
        Message(zh: "前面的时段是 \(common) 分钟", en: "the lines before have intervals of \(common) minutes"))
    }
    self.minutes = minutes
    guard let place = skills.firstIndex(of: skill) else {
      guard skills.count < StaffLimits.skills else {
        throw line.unusable(
          .skill, "too_many_skills",
          Message(zh: "技能超过 \(StaffLimits.skills) 种", en: "there are more than \(StaffLimits.skills) skills"))
      }
      skills.append(skill)
      values.append([start: value])
      return
    }
    guard values[place].updateValue(value, forKey: start) == nil else {
      throw line.unusable(
        .start, "interval_twice",
        Message(zh: "这个技能的这个时段出现两次", en: "this interval of this skill stands there twice"))
    }
  }

  /// All intervals from the first to the last.
  ///
  /// - Throws: `Failure` `.usage`: `file_empty`, `horizon_too_long`, `need_gap`.
  func filled(_ name: String) throws(Failure) -> Filled {
    let starts = values.flatMap(\.keys)
    guard let minutes, let first = starts.min(), let last = starts.max() else { throw StaffTable.empty(name) }
    let step = Int64(minutes) * 60_000
    let count = (last.milliseconds - first.milliseconds) / step + 1
    guard count * Int64(minutes) <= Int64(StaffLimits.days) * 1_440 else {
      throw Failure(
        .usage, code: "horizon_too_long",
        Message(
          zh: "从 \(first.shopText) 到 \(last.shopText) 超过 \(StaffLimits.days) 天",
          en: "from \(first.shopText) to \(last.shopText) there are more than \(StaffLimits.days) days"),
        place: name, next: Message(zh: "核对年份，或分成几个文件", en: "check the year, or make several files"))
    }
    var rows: [[Value]] = []
    for (skill, values) in zip(skills, values) {
      var row: [Value] = []
      for place in 0..<count {
        let start = first.adding(milliseconds: place * step)
        guard let value = values[start] else {
          throw Failure(
            .usage, code: "need_gap",
            Message(
              zh: "“\(skill)”没有 \(start.shopText) 这个时段",
              en: "'\(skill)' has no line for \(start.shopText)"), place: name,
            next: Message(zh: "补上这一行，没有就写 0", en: "add the line; where there is nothing, write 0"))
        }
        row.append(value)
      }
      rows.append(row)
    }
    return Filled(start: first, minutes: minutes, skills: skills, values: rows)
  }
}
