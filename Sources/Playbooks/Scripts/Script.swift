public import Vocabulary

/// What an agent says to a buyer (话术), with slots that are filled when it is used.
public struct Script: Sendable, Equatable {
  public enum Style: String, Sendable, CaseIterable, Codable {
    case formal, warm

    public var name: Message {
      switch self {
      case .formal: Message(zh: "正式", en: "formal")
      case .warm: Message(zh: "亲切", en: "warm")
      }
    }
  }

  /// Unique in all files; what usage, exports and other playbooks refer to.
  public let id: String
  public let purpose: ScriptPurpose
  public let style: Style
  /// What a buyer says when it fits.
  public let asks: [String]
  public let text: ScriptText
  /// The activity it speaks of, and the version of it for which it was written.
  public let activity: String?
  public let activityVersion: Int
  /// The codes it is about; empty for all.
  public let products: [String]
  public let isForVIP: Bool
  /// What is said next.
  public let then: String?

  /// Whether what it says holds now.
  public func standing(_ day: ActivityDay) -> Standing {
    activity.map { day.standing(of: $0, version: activityVersion) } ?? .usable
  }
}

/// The scripts of `scripts/*.yaml`, by path and line.
public struct ScriptBook: Sendable, Equatable {
  public let scripts: [Script]

  public init(scripts: [Script]) {
    self.scripts = scripts
  }

  public func script(_ id: String) -> Script? { scripts.first { $0.id == id } }

  /// The script by its id; throws a refusal that names the nearest one.
  public func find(_ id: String) throws(Failure) -> Script {
    if let script = script(id) { return script }
    try requireAny()
    let near = nearest(to: id, among: scripts.map(\.id))
    throw Failure(
      .refused, code: "unknown_script", Message(zh: "没有这条话术", en: "there is no such script"), place: id,
      next: near.map { Message(zh: "是不是 \($0)？", en: "did you mean '\($0)'?") }
        ?? Message(zh: "找一下：peakday script search 词", en: "look for it: peakday script search WORD"))
  }

  /// Throws where the playbooks in force have no scripts at all.
  public func requireAny() throws(Failure) {
    if scripts.isEmpty { throw PlaybookSet.withoutFolder(Knowledge.scriptFolder) }
  }
}
