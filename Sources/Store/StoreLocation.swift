import Vocabulary

/// Where a store is: a SQLite file, or a PostgreSQL database.
public enum StoreLocation: Sendable, Equatable {
  case file(path: String)
  case server(url: String)

  /// A path, or a `postgresql://` (`postgres://`) URL.
  public init(_ text: String) {
    self = text.hasPrefix("postgresql://") || text.hasPrefix("postgres://") ? .server(url: text) : .file(path: text)
  }

  /// The location without its secrets, for messages: the password before the host, and every parameter of the query
  /// that is not known to be harmless (libpq also takes `password`, and percent-encoded names).
  public var shown: String {
    guard case .server(let url) = self else {
      if case .file(let path) = self { return path }
      return ""
    }
    let parts = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let address = Self.masked(address: parts[0])
    guard parts.count > 1 else { return address }
    let query = parts[1].split(separator: "&", omittingEmptySubsequences: false).map { parameter in
      let name = parameter.prefix { $0 != "=" }
      return Self.harmless.contains(String(name)) ? String(parameter) : "\(name)=…"
    }
    return address + "?" + query.joined(separator: "&")
  }

  private static let harmless: Set = [
    "host", "hostaddr", "port", "dbname", "user", "sslmode", "connect_timeout", "application_name", "options",
  ]

  private static func masked(address: Substring) -> String {
    // A password may itself contain `@` and `:` where somebody did not encode it.
    guard let at = address.lastIndex(of: "@"), let slashes = address.firstIndex(of: "/"),
      let colon = address[slashes..<at].firstIndex(of: ":")
    else { return String(address) }
    return address[..<colon] + ":…" + address[at...]
  }
}
