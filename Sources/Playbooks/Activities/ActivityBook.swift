public import Vocabulary

/// The activities of the event, by file and line: `activities/*.yaml`.
public struct ActivityBook: Sendable, Equatable {
  public var activities: [Activity]

  public init(activities: [Activity]) {
    self.activities = activities
  }

  public func activity(_ id: String) -> Activity? { activities.first { $0.id == id } }

  /// Throws where the playbooks in force have no activities at all.
  public func requireAny() throws(Failure) {
    if activities.isEmpty { throw PlaybookSet.withoutFolder(Knowledge.activityFolder) }
  }

  /// Whether a buyer may use both for one order.
  public func stacks(_ one: Activity, _ other: Activity) -> Bool {
    one.stacksWith.contains(other.id) || other.stacksWith.contains(one.id)
  }

  /// What is wrong with the activities together; `place` is the id of the activity that has to be mended.
  ///
  /// - Parameter floors: the least a code may cost, from the handbook.
  public func faults(floors: [String: Money] = [:]) -> [Failure] {
    let ids = Set(activities.map(\.id))
    return crowdFaults()
      + activities.indices.flatMap { index in
        let activity = activities[index]
        return windowFaults(activity) + amountFaults(activity) + unknownNames(activity, ids)
          + priceFaults(activity, floors) + overlaps(of: activity, with: activities[..<index])
      }
  }

  private func windowFaults(_ activity: Activity) -> [Failure] {
    guard activity.starts >= activity.ends else { return [] }
    return [
      fault(
        activity, "activity_window", zh: "结束（\(activity.ends.shopText)）不晚于开始（\(activity.starts.shopText)）",
        en: "it ends (\(activity.ends.shopText)) before it starts (\(activity.starts.shopText))",
        nextZh: "改正 starts 或 ends", nextEn: "correct 'starts' or 'ends'")
    ]
  }

  private func amountFaults(_ activity: Activity) -> [Failure] {
    var found: [Failure] = []
    if activity.discount > .zero, activity.percentOff > 0 {
      found.append(
        fault(
          activity, "activity_two_discounts", zh: "减钱和打折只能写一个", en: "takes off an amount and a percentage, too",
          nextZh: "分成两个活动", nextEn: "make two activities of it"))
    }
    if activity.threshold > .zero, activity.discount >= activity.threshold {
      found.append(
        fault(
          activity, "activity_discount", zh: "满 \(activity.threshold.yuan) 减 \(activity.discount.yuan)：减得不比门槛少",
          en: "takes \(activity.discount.yuan) off \(activity.threshold.yuan)",
          nextZh: "核对 threshold_fen 和 discount_fen（单位是分）", nextEn: "check 'threshold_fen' and 'discount_fen' (in fen)"))
    }
    if activity.isEvery, activity.threshold == .zero {
      found.append(
        fault(
          activity, "activity_every", zh: "每满要有门槛", en: "'every' needs a threshold", nextZh: "补上 threshold_fen",
          nextEn: "add 'threshold_fen'"))
    }
    if activity.discount == .zero, activity.percentOff == 0, activity.gift == nil, activity.prices.isEmpty {
      found.append(
        fault(
          activity, "activity_empty", zh: "没有写买家得到什么", en: "does not say what a buyer gets",
          nextZh: "补上 discount_fen、percent_off、gift 或 prices",
          nextEn: "add 'discount_fen', 'percent_off', 'gift' or 'prices'"
        ))
    }
    return found
  }

  private func unknownNames(_ activity: Activity, _ ids: Set<String>) -> [Failure] {
    activity.stacksWith.filter { !ids.contains($0) || $0 == activity.id }.map { name in
      let near = nearest(to: name, among: ids.subtracting([activity.id]).sorted()) ?? ""
      return fault(
        activity, "activity_unknown", zh: "stacks_with 里的“\(name)”不是别的活动",
        en: "'\(name)' of 'stacks_with' is no other activity",
        nextZh: "是不是 \(near)？", nextEn: "did you mean '\(near)'?")
    }
  }

  private func priceFaults(_ activity: Activity, _ floors: [String: Money]) -> [Failure] {
    activity.prices.compactMap { price in
      guard let floor = floors[price.sku], price.price < floor else { return nil }
      return fault(
        activity, "activity_under_floor", zh: "\(price.sku) 卖 \(price.price.yuan)，低于底价 \(floor.yuan)",
        en: "\(price.sku) for \(price.price.yuan), under its floor of \(floor.yuan)",
        nextZh: "改价格，或改手册里的 floor_fen", nextEn: "correct the price, or 'floor_fen' in the handbook")
    }
  }

  /// Two that hold at the same time and place for the same goods, and of which nobody says what they go together with:
  /// an agent could not tell a buyer which one counts.
  private func overlaps(of activity: Activity, with earlier: some Sequence<Activity>) -> [Failure] {
    guard activity.stacksWith.isEmpty else { return [] }
    return earlier.filter { other in
      other.stacksWith.isEmpty && other.id != activity.id && other.venue == activity.venue
        && other.starts < activity.ends && activity.starts < other.ends && other.sharesGoods(with: activity)
    }.map { other in
      fault(
        activity, "activity_overlap", zh: "与“\(other.id)”同一会场、同一时间、同样的商品，又没说能不能叠加",
        en:
          "meets '\(other.id)' in the same venue, at the same time, for the same goods, and neither says what it stacks with",
        nextZh: "写上 stacks_with，或用 excludes、skus 分开商品",
        nextEn: "add 'stacks_with', or part the goods by 'excludes' or 'skus'")
    }
  }

  private func crowdFaults() -> [Failure] {
    crowds().map { crowd in
      let code = crowd.sku.isEmpty ? Message(zh: "同一个商品", en: "one code") : Message(zh: crowd.sku, en: crowd.sku)
      return fault(
        crowd.activity, "activity_crowd",
        zh: "\(crowd.activity.starts.shopText) 有 \(crowd.count) 个活动同时给\(code.zh)减价，最多 \(Self.mostAtOnce) 个",
        en:
          "at \(crowd.activity.starts.shopText) it is one of \(crowd.count) that lower the price of \(code.en); \(Self.mostAtOnce) at most",
        nextZh: "合并活动，或用 skus、excludes 分开商品", nextEn: "merge some, or part the goods by 'skus' or 'excludes'")
    }
  }

  private func fault(
    _ activity: Activity, _ code: String, zh: String, en: String, nextZh: String, nextEn: String
  ) -> Failure {
    Failure(
      .usage, code: code, Message(zh: zh, en: en), place: activity.id, next: Message(zh: nextZh, en: nextEn))
  }
}
