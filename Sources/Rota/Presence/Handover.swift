public import Store
public import Vocabulary

/// What one shift leaves to the next, signed by both.
public struct Handover: Sendable, Equatable {
  public let number: Int64
  /// What it said when it was opened, as JSON.
  public let picture: String
  public let note: String
  public let openedAt: Instant
  public let openedBy: String
  public let leaving: String?
  public let leavingAt: Instant?
  public let coming: String?
  public let comingAt: Instant?

  public enum State: String, Sendable, Codable {
    case open, left, done

    public var name: Message {
      switch self {
      case .open: Message(zh: "等交班人签字", en: "waits for who leaves")
      case .left: Message(zh: "等接班人签字", en: "waits for who comes")
      case .done: Message(zh: "双方已签字", en: "signed by both")
      }
    }
  }

  public var state: State { coming != nil ? .done : leaving != nil ? .left : .open }
}

/// The verbs of handing over.
public enum Handovers {
  public struct Opened: Sendable, Codable, Equatable {
    public let number: Int64
  }

  public struct Signed: Sendable, Codable, Equatable {
    public let number: Int64
    public let state: Handover.State
    public let by: String
  }

  /// Writes down what stands open, to be signed.
  public static func open(picture: String, note: String, shop: String, _ change: Change) throws -> Opened {
    Opened(number: try PresenceRecords.insert(picture: picture, note: note, shop: shop, change))
  }

  /// The first signature is the leaving shift's, the second the coming one's: another person.
  public static func sign(_ number: Int64, shop: String, _ change: Change) throws -> Signed {
    let name = change.operation.actor.name
    let handover = try find(number, shop: shop, change.session)
    switch handover.state {
    case .open:
      guard try PresenceRecords.signLeaving(number, shop: shop, change) else {
        throw StoreError.retry("somebody else signed in between")
      }
      return Signed(number: number, state: .left, by: name)
    case .left:
      guard handover.leaving != name else {
        throw Failure(
          .refused, code: "same_signature",
          Message(
            zh: "\(name) 已作为交班人签字，接班要另一个人签", en: "\(name) signed for the leaving shift; somebody else has to sign"),
          place: String(number), next: Message(zh: "换接班人：--as 名字", en: "let who comes sign: --as NAME"))
      }
      guard try PresenceRecords.signComing(number, shop: shop, change) else {
        throw StoreError.retry("somebody else signed in between")
      }
      return Signed(number: number, state: .done, by: name)
    case .done:
      throw Failure(
        .refused, code: "signed_already",
        Message(
          zh: "已由 \(handover.leaving ?? "") 和 \(handover.coming ?? "") 签字",
          en: "signed by \(handover.leaving ?? "") and \(handover.coming ?? "")"), place: String(number))
    }
  }

  public static func find(_ number: Int64, shop: String, _ session: any Session) throws -> Handover {
    guard let found = try PresenceRecords.handovers(shop: shop, number: number, limit: 1, session).first else {
      throw Failure(
        .refused, code: "unknown_handover", Message(zh: "没有这份交接单", en: "there is no such handover"),
        place: String(number),
        next: Message(zh: "查看：peakday rota handover --list", en: "look: peakday rota handover --list"))
    }
    return found
  }

  public static func list(shop: String, limit: Int64, _ session: any Session) throws -> [Handover] {
    try PresenceRecords.handovers(shop: shop, limit: limit, session)
  }
}
