/// The languages that every message, table header and report exists in.
public enum Language: String, Sendable, CaseIterable, Codable {
  case zh, en

  /// Chooses from a locale name such as `zh_CN.UTF-8`: Chinese for `zh…`, English for everything else.
  public init(locale: String) {
    self = locale.lowercased().hasPrefix("zh") ? .zh : .en
  }
}

/// A sentence for people, in every language the program speaks.
public struct Message: Sendable, Equatable {
  public let zh: String
  public let en: String

  public init(zh: String, en: String) {
    self.zh = zh
    self.en = en
  }

  public func text(in language: Language) -> String {
    switch language {
    case .zh: zh
    case .en: en
    }
  }
}
