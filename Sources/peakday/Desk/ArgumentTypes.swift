public import ArgumentParser
public import Orders
public import Playbooks
public import Reception
public import Refunds
public import Stock
public import Vocabulary

// How the words of the domain are read from the command line.

extension Role: ExpressibleByArgument {}
extension Language: ExpressibleByArgument {}

extension HoldReason: ExpressibleByArgument {
  public static var allValueDescriptions: [String: String] {
    Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, say($0.name.zh, $0.name.en)) })
  }
}

extension OperationID: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension Instant: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension Promise.Kind: ExpressibleByArgument {
  public static var allValueDescriptions: [String: String] {
    Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, say($0.name.zh, $0.name.en)) })
  }
}

extension OrderStage: ExpressibleByArgument {
  public init?(argument: String) { self.init(key: argument) }
  public var defaultValueDescription: String { key }
  public static var allValueStrings: [String] { allCases.map(\.key) }
  public static var allValueDescriptions: [String: String] {
    Dictionary(uniqueKeysWithValues: allCases.map { ($0.key, say($0.name.zh, $0.name.en)) })
  }
}

extension Stock.Origin: ExpressibleByArgument {
  public static var allValueDescriptions: [String: String] {
    Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, say($0.name.zh, $0.name.en)) })
  }
}

/// An amount in yuan, as people write it.
extension Money: ExpressibleByArgument {
  public init?(argument: String) { self.init(yuan: argument) }
}

extension Refund.Kind: ExpressibleByArgument {
  public static var allValueDescriptions: [String: String] {
    Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, say($0.name.zh, $0.name.en)) })
  }
}

extension Stock.Reason: ExpressibleByArgument {
  public static var allValueDescriptions: [String: String] {
    Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, say($0.name.zh, $0.name.en)) })
  }
}

extension RefundStage: ExpressibleByArgument {
  public static var allValueDescriptions: [String: String] {
    Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, say($0.name.zh, $0.name.en)) })
  }
}

extension ChaseEntry.Result: ExpressibleByArgument {
  public static var allValueDescriptions: [String: String] {
    Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, say($0.name.zh, $0.name.en)) })
  }
}

extension CommonQuestion.State: ExpressibleByArgument {
  public static var allValueDescriptions: [String: String] {
    Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, say($0.name.zh, $0.name.en)) })
  }
}

extension Concession.State: ExpressibleByArgument {
  public static var allValueDescriptions: [String: String] {
    Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, say($0.name.zh, $0.name.en)) })
  }
}

extension ScriptPurpose: ExpressibleByArgument {
  public static var allValueDescriptions: [String: String] {
    Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, say($0.name.zh, $0.name.en)) })
  }
}

extension Script.Style: ExpressibleByArgument {
  public static var allValueDescriptions: [String: String] {
    Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, say($0.name.zh, $0.name.en)) })
  }
}
