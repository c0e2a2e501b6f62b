import Vocabulary

/// Whether a pass may be taken back: a pure function with a table of cases.
enum UndoRule {
  /// A pass of an order or a parcel, as the records keep it.
  struct Pass: Equatable {
    let operation: String
    let gate: String
    let at: Instant
    let by: String
    /// The other name under which it was scanned: of an order the waybill, of a parcel the order; empty for its own.
    let other: String
    /// nil in passes of an earlier program.
    let step: StageHistory.Step?
    let isUndone: Bool
  }

  enum Refusal: Equatable {
    case neverPassed
    case undoneBefore
    /// A later gate was passed; take that back first.
    case followed(gate: String)
    /// It was scanned under another name: that is what to take back.
    case scannedAs(String)
    case tooOld
    case someoneElse(String)
    /// A hold came since: it knew the stage that the pass led to.
    case held
    /// An import raised it since.
    case movedOn
    /// Made by a program that did not note where it came from.
    case untraced
  }

  /// How long a mis-scan may be taken back.
  static let minutes: Int64 = 30

  /// The pass to take back, or why there is none. `passes` are oldest first; `openHolds` are those of all that it
  /// concerns.
  static func choose(
    _ passes: [Pass], gate: String, stage: OrderStage, openHolds: Int64, by actor: Actor, now: Instant
  ) -> Result<Pass, Refused> {
    func refuse(_ refusal: Refusal) -> Result<Pass, Refused> { .failure(Refused(refusal: refusal)) }
    guard let last = passes.last(where: { !$0.isUndone }), passes.contains(where: { $0.gate == gate && !$0.isUndone })
    else { return refuse(passes.contains { $0.gate == gate } ? .undoneBefore : .neverPassed) }
    guard last.gate == gate else { return refuse(.followed(gate: last.gate)) }
    guard last.other.isEmpty else { return refuse(.scannedAs(last.other)) }
    guard last.by == actor.name || actor.role == .lead else { return refuse(.someoneElse(last.by)) }
    guard now <= last.at.adding(minutes: minutes) else { return refuse(.tooOld) }
    guard openHolds == 0 else { return refuse(.held) }
    let steps = passes.compactMap(\.step)
    guard last.step != nil, let reached = StageHistory.stage(after: steps) else { return refuse(.untraced) }
    guard stage <= reached else { return refuse(.movedOn) }
    return .success(last)
  }

  /// Where it stands once these passes are taken back.
  static func stage(_ passes: [Pass], without undone: (Pass) -> Bool) -> OrderStage? {
    StageHistory.stage(
      after: passes.compactMap { pass in
        pass.step.map { StageHistory.Step(from: $0.from, to: $0.to, isUndone: $0.isUndone || undone(pass)) }
      })
  }

  struct Refused: Error, Equatable {
    let refusal: Refusal
  }
}

extension UndoRule.Refusal {
  /// The refusal in words; `name` is the order or waybill.
  func failure(_ name: String, gate: String) -> Failure {
    switch self {
    case .neverPassed:
      Failure(
        .refused, code: "never_passed", Message(zh: "它没有过这个关口", en: "it has not passed this gate"), place: name)
    case .undoneBefore:
      Failure(
        .refused, code: "undone_before", Message(zh: "它已经撤回过了", en: "its pass was taken back before"), place: name)
    case .followed(let later):
      Failure(
        .refused, code: "passed_on",
        Message(zh: "它后来又过了 \(later)", en: "it has passed \(later) since"), place: name,
        next: Message(zh: "先撤回后面的：peakday gate undo \(later) \(name)", en: "first: peakday gate undo \(later) \(name)"))
    case .scannedAs(let other):
      Failure(
        .refused, code: "scanned_as_other",
        Message(zh: "它是按 \(other) 扫过的", en: "it was scanned as \(other)"), place: name,
        next: Message(
          zh: "撤回那一个：peakday gate undo \(gate) \(other)", en: "take that back: peakday gate undo \(gate) \(other)"))
    case .tooOld:
      Failure(
        .refused, code: "undo_too_late",
        Message(zh: "已超过 \(UndoRule.minutes) 分钟，不能撤回", en: "it is more than \(UndoRule.minutes) minutes ago"),
        place: name, next: Message(zh: "不该发的，挂起它：peakday hold add", en: "to stop it: peakday hold add"))
    case .someoneElse(let by):
      Failure(
        .refused, code: "someone_elses_scan",
        Message(zh: "这是 \(by) 扫的，只有本人或主管能撤回", en: "\(by) scanned it; only they or the lead may take it back"),
        place: name, next: Message(zh: "请主管来撤回（--role lead）", en: "ask the shift lead (--role lead)"))
    case .held:
      Failure(
        .refused, code: "held_since",
        Message(
          zh: "过关以后有了挂起，召回和拦截要照常处理，不能撤回",
          en: "it was held since; the recall or interception stands, so the pass stays"),
        place: name,
        next: Message(zh: "看要取出什么：peakday recall list", en: "see what to take out: peakday recall list"))
    case .movedOn:
      Failure(
        .refused, code: "moved_on",
        Message(zh: "后来的导入显示它已走得更远", en: "an import has shown it further since"), place: name,
        next: Message(zh: "查看：peakday order show", en: "look: peakday order show"))
    case .untraced:
      Failure(
        .refused, code: "pass_untraced",
        Message(zh: "这次过关没有记下原来的阶段，不能撤回", en: "this pass did not note where it came from"), place: name)
    }
  }
}
