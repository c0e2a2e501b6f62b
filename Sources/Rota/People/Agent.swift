public import Vocabulary

/// A person who serves: what they can, when they can, and what their contract says.
public struct Agent: Sendable, Codable, Equatable {
  public enum Level: String, Sendable, Codable, CaseIterable {
    case newcomer, regular, experienced

    public var name: Message {
      switch self {
      case .newcomer: Message(zh: "新人", en: "newcomer")
      case .regular: Message(zh: "普通", en: "regular")
      case .experienced: Message(zh: "熟练", en: "experienced")
      }
    }
  }

  /// A stretch in which somebody cannot come.
  public struct Absence: Sendable, Codable, Equatable {
    public let from: Instant
    public let until: Instant

    public init(from: Instant, until: Instant) {
      self.from = from
      self.until = until
    }
  }

  public struct Wish: Sendable, Codable, Equatable {
    /// Kind of wish and part of the day in which a shift would begin.
    public enum Kind: String, Sendable, Codable, CaseIterable { case avoid, want }

    public enum Band: String, Sendable, Codable, CaseIterable {
      case night, morning, afternoon, evening, day

      /// Minutes of the day.
      var starts: Range<Int> {
        switch self {
        case .night: 0..<360
        case .morning: 360..<720
        case .afternoon: 720..<1_080
        case .evening: 1_080..<1_440
        case .day: 0..<1_440
        }
      }

      public var name: Message {
        switch self {
        case .night: Message(zh: "夜", en: "night")
        case .morning: Message(zh: "早", en: "morning")
        case .afternoon: Message(zh: "午", en: "afternoon")
        case .evening: Message(zh: "晚", en: "evening")
        case .day: Message(zh: "全天", en: "day")
        }
      }
    }

    public let kind: Kind
    /// `2026-11-11`
    public let day: String
    public let band: Band

    public init(kind: Kind, day: String, band: Band) {
      self.kind = kind
      self.day = day
      self.band = band
    }
  }

  /// A sub-account (旺旺昵称) and the time for which this person holds it.
  public struct Account: Sendable, Codable, Equatable {
    public let nick: String
    public let from: Instant
    /// nil while it goes on.
    public let until: Instant?
  }

  public let name: String
  public let group: String
  public var skills: [String]
  /// How many chats at once.
  public let concurrency: Int
  public let level: Level
  /// Who stands in with this person's own buyers; empty where nobody is bound.
  public let deputy: String
  /// Of one rota, breaks included.
  public let minMinutes: Int
  public let maxMinutes: Int
  public let maxShiftMinutes: Int
  public let maxShifts: Int
  public var unavailable: [Absence]
  public var wishes: [Wish]
  public var accounts: [Account]

  /// Known skills have a name in each language; a shop may have others.
  public static func name(ofSkill skill: String) -> Message {
    switch skill {
    case "pre": Message(zh: "售前", en: "pre")
    case "after": Message(zh: "售后", en: "after")
    case "vip": Message(zh: "VIP", en: "vip")
    case "review": Message(zh: "审单", en: "review")
    case "packing": Message(zh: "打包", en: "packing")
    case "refund": Message(zh: "退款", en: "refund")
    default: Message(zh: skill, en: skill)
    }
  }

  /// The one spelling of a skill, whatever language it was written in.
  public static func skill(_ text: String) -> String {
    switch text.lowercased() {
    case "售前", "presale", "pre-sale", "pre": "pre"
    case "售后", "aftersale", "after-sale", "after": "after"
    case "vip", "贵宾", "专属": "vip"
    case "审单", "review": "review"
    case "打包", "packing": "packing"
    case "退款", "refund": "refund"
    default: text
    }
  }
}

/// An agent as a file or a command line gives them; what is nil stands in the playbook.
struct AgentRow: Equatable {
  var name = ""
  var group = ""
  var skills: [String] = []
  var concurrency: Int?
  var level = Agent.Level.regular
  var deputy = ""
  var minHours: Double?
  var maxHours: Double?
  var maxShiftHours: Double?
  var maxShifts: Int?
  var unavailable: [Agent.Absence] = []
  var wishes: [Agent.Wish] = []
  var accounts: [String] = []
}
