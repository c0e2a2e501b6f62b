import Vocabulary

/// Where a store is: a SQLite file, or a PostgreSQL database.
public enum StoreLocation: Sendable, Equatable {
  case file(path: String)
  case server(url: String)

  /// A path, or a `postgresql://` (`postgres://`) URL.
  public init(_ text: String) {
    self = text.hasPrefix("postgresql://") || text.hasPrefix("postgres://") ? .server(url: text) : .file(path: text)
  }

  /// The location without its password, for messages.
  public var shown: String {
    switch self {
    case .file(let path): return path
    case .server(let url):
      guard let scheme = url.range(of: "://"), let at = url.lastIndex(of: "@"), at > scheme.upperBound,
        let colon = url[scheme.upperBound..<at].firstIndex(of: ":")
      else { return url }
      return String(url[..<colon]) + ":…" + String(url[at...])
    }
  }
}

extension String {
  /// The first place of `needle`, without Foundation.
  fileprivate func range(of needle: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(needle) { return start..<index(start, offsetBy: needle.count) }
      start = index(after: start)
    }
    return nil
  }
}
