public import Playbooks
public import Store
public import Vocabulary

/// The verbs of scripts: what was said to whom, how often, and what came of it.
public enum ScriptUse {
  /// That a script was said. The text itself is not kept: it names buyers, and the log is for ever.
  public struct Said: Sendable, Codable, Equatable {
    public let script: String
    /// What is said next; nil where nothing is.
    public let then: String?
  }

  /// How often a script was used, and what became of the orders with which it was.
  public struct Count: Sendable, Codable, Equatable {
    public let script: String
    public let purpose: String
    public let uses: Int64
    public let agents: Int64
    /// Different orders that were named when it was used.
    public let orders: Int64
    /// Of them, those that are paid and not cancelled by now.
    public let paidOrders: Int64
    public let lastUsedAt: Instant
  }

  /// Notes the use of a script that was filled. Refused while it does not hold: what it says of an activity is wrong.
  public static func use(
    _ script: Script, _ day: ActivityDay, shop: String, order: String?, _ change: Change
  ) throws -> Said {
    try refuseUnusable(script, day)
    try ScriptRecords.use(script, shop: shop, order: order, change)
    return Said(script: script.id, then: script.then)
  }

  /// Throws the refusal of a script that may not be said now.
  public static func refuseUnusable(_ script: Script, _ day: ActivityDay) throws {
    guard let activity = script.activity else { return }
    let version = day.version(of: activity)
    let next = Message(
      zh: "改好话术和 activity_version 再发布；先看活动：peakday activity show \(activity)",
      en: "revise it and its 'activity_version' and publish; see the activity: peakday activity show \(activity)")
    switch script.standing(day) {
    case .usable: return
    case .stale:
      throw Failure(
        .refused, code: "script_stale",
        Message(
          zh: "活动 \(activity) 已是第 \(version) 版，这条话术还是按第 \(script.activityVersion) 版写的",
          en:
            "activity \(activity) is at version \(version); the script was written for version \(script.activityVersion)"
        ),
        place: script.id, next: next)
    case .early:
      throw Failure(
        .refused, code: "script_early",
        Message(
          zh: "这条话术是按活动 \(activity) 第 \(script.activityVersion) 版写的，这个店现在还是第 \(version) 版",
          en:
            "the script was written for version \(script.activityVersion) of activity \(activity); version \(version) holds in this shop"
        ), place: script.id,
        next: Message(
          zh: "看几时生效：peakday activity history \(activity)",
          en: "when it takes effect: peakday activity history \(activity)"))
    case .over:
      throw Failure(
        .refused, code: "script_over",
        Message(zh: "活动 \(activity) 已结束，这条话术不能再用", en: "activity \(activity) is over, and so is the script"),
        place: script.id,
        next: Message(zh: "看现在的活动：peakday activity list", en: "what runs now: peakday activity list"))
    }
  }

  /// Usage per script, the most used first.
  public static func counts(shop: String, since: Instant?, agent: String?, _ session: any Session) throws -> [Count] {
    try ScriptRecords.counts(shop: shop, since: since, agent: agent, session)
  }
}
