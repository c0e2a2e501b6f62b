import Vocabulary

/// A day of a rota, half hour by half hour: what the heat map shows.
public struct RosterPicture: Sendable, Codable, Equatable {
  public struct Row: Sendable, Codable, Equatable {
    public let day: String
    public let skill: String
    /// By half hour of the day; the worst slot of each.
    public let need: [Int]
    public let missing: [Int]
    /// Who could serve the skill.
    public let onDuty: [Int]
  }

  public let rows: [Row]
}

extension RosterPlan {
  /// Days in their order, skills as the need has them.
  public func picture(_ shifts: [RosterShift]) -> RosterPicture {
    let present = present(self.shifts(shifts))
    let missing = (0..<problem.slots).map { problem.work(in: $0, of: present[$0]).missing }
    let perHalf = 30 / slotMinutes
    let days = problem.slots / problem.slotsPerDay
    var rows: [RosterPicture.Row] = []
    for day in 0..<days {
      for (skill, name) in problem.skills.enumerated() {
        func each(_ value: (Int) -> Int, _ pick: ([Int]) -> Int) -> [Int] {
          (0..<48).map { half in
            let first = day * problem.slotsPerDay + half * perHalf
            return pick((first..<first + perHalf).map(value))
          }
        }
        rows.append(
          RosterPicture.Row(
            day: ShopDay(from).adding(day).text, skill: name,
            need: each({ problem.demand[skill][$0] }, { $0.max() ?? 0 }),
            missing: each({ missing[$0][skill] }, { $0.max() ?? 0 }),
            onDuty: each(
              { present[$0].count { problem.agents[$0].skills.contains(skill) } }, { $0.min() ?? 0 })))
      }
    }
    return RosterPicture(rows: rows)
  }
}
