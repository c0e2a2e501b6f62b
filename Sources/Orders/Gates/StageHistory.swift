import Vocabulary

/// Where something stands that passed gates, when some of its passes were taken back: a pure function.
///
/// Imports raise stages too. They leave no step, but the next pass tells: it begins higher than the last one ended.
struct StageHistory: Equatable {
  struct Step: Equatable {
    let from: OrderStage
    let to: OrderStage
    let isUndone: Bool
  }

  /// Nil when there are no steps.
  static func stage(after steps: [Step]) -> OrderStage? {
    guard let first = steps.first else { return nil }
    var stage = first.from
    var reached = first.from
    for step in steps {
      // Somebody else raised it, or it began anew.
      if step.from > reached || step.from < stage { stage = step.from }
      reached = max(step.from, step.to)
      if !step.isUndone { stage = max(stage, step.to) }
    }
    return stage
  }
}
