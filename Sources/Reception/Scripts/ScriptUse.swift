public import Playbooks
public import Store
public import Vocabulary

/// The verbs of scripts: what was said to whom, how often, and what came of it.
public enum ScriptUse {
  /// A script with its slots filled.
  public struct Said: Sendable, Codable, Equatable {
    public let script: String
    public let text: String
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

  /// Fills a script and notes its use. Refused while it is stale: what it says of an activity no longer holds.
  public static func use(
    _ script: Script, _ values: [ScriptSlot: String], versions: [String: Int], shop: String, order: String?,
    _ change: Change
  ) throws -> Said {
    try refuseStale(script, versions)
    let text = try script.text.filled(values)
    try ScriptRecords.use(script, shop: shop, order: order, change)
    return Said(script: script.id, text: text, then: script.then)
  }

  /// Throws the refusal of a stale script.
  public static func refuseStale(_ script: Script, _ versions: [String: Int]) throws {
    guard script.isStale(versions), let activity = script.activity else { return }
    let version = versions[activity, default: 1]
    throw Failure(
      .refused, code: "script_stale",
      Message(
        zh: "活动 \(activity) 已是第 \(version) 版，这条话术还是按第 \(script.activityVersion) 版写的",
        en:
          "activity \(activity) is at version \(version); the script was written for version \(script.activityVersion)"),
      place: script.id,
      next: Message(
        zh: "改好话术和 activity_version 再发布；先看活动：peakday activity show \(activity)",
        en: "revise it and its 'activity_version' and publish; see the activity: peakday activity show \(activity)"))
  }

  /// Usage per script, the most used first.
  public static func counts(shop: String, since: Instant?, agent: String?, _ session: any Session) throws -> [Count] {
    try ScriptRecords.counts(shop: shop, since: since, agent: agent, session)
  }
}
