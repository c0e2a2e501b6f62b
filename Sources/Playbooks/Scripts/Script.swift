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

  /// Whether the activity it speaks of has changed since it was written: then it may not be used until it is revised.
  ///
  /// - Parameter versions: the version in force of each activity that was changed; those that are not in it stand at 1.
  public func isStale(_ versions: [String: Int]) -> Bool {
    guard let activity else { return false }
    return versions[activity, default: 1] > activityVersion
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
    let near = nearest(to: id, among: scripts.map(\.id))
    throw Failure(
      .refused, code: "unknown_script", Message(zh: "没有这条话术", en: "there is no such script"), place: id,
      next: near.map { Message(zh: "是不是 \($0)？", en: "did you mean '\($0)'?") }
        ?? Message(zh: "先发布话术：peakday playbook publish 目录", en: "publish scripts first: peakday playbook publish DIR"))
  }
}
