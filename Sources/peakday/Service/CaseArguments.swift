public import ArgumentParser
public import Cases
public import Coordination
public import Vocabulary

// How the words of cases are read from the command line.

extension CaseReference: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension CaseKind: ExpressibleByArgument {
  public static var allValueDescriptions: [String: String] {
    Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, say($0.name.zh, $0.name.en)) })
  }
}

extension WorkGroup: ExpressibleByArgument {
  public static var allValueDescriptions: [String: String] {
    Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, say($0.name.zh, $0.name.en)) })
  }
}

extension Liability: ExpressibleByArgument {
  public static var allValueDescriptions: [String: String] {
    Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, say($0.name.zh, $0.name.en)) })
  }
}

extension BadReview.Cause: ExpressibleByArgument {
  public static var allValueDescriptions: [String: String] {
    Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, say($0.name.zh, $0.name.en)) })
  }
}

extension BadReview.CallResult: ExpressibleByArgument {
  public static var allValueDescriptions: [String: String] {
    Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, say($0.name.zh, $0.name.en)) })
  }
}

extension Compensation.State: ExpressibleByArgument {
  public static var allValueDescriptions: [String: String] {
    Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, say($0.name.zh, $0.name.en)) })
  }
}

extension ReadySigns.Item: ExpressibleByArgument {
  public static var allValueDescriptions: [String: String] {
    Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, say($0.name.zh, $0.name.en)) })
  }
}
