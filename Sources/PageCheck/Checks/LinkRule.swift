/// Where a link of a page may lead.
enum LinkRule {
  /// nil for a link that is fine: one within the page or the folder, `data:` pictures, telephone-free places of the platform.
  static func fault(_ link: String, hosts: [String]) -> (about: String, zh: String, en: String)? {
    let link = link.filter { !$0.isWhitespace }
    if link.isEmpty || link == "#" || link.lowercased().hasPrefix("javascript:") {
      return ("dead", "哪儿也不去", "leads nowhere")
    }
    if link.hasPrefix("#") || link.lowercased().hasPrefix("data:image/") { return nil }
    let rest: Substring
    if link.hasPrefix("//") {
      rest = link.dropFirst(2)
    } else if let scheme = link.firstRange(of: "://") {
      switch link[..<scheme.lowerBound].lowercased() {
      case "https": break
      case "http": return ("plain", "不是 https", "is not https")
      default: return ("scheme", "不是网页链接", "is no link of the web")
      }
      rest = link[scheme.upperBound...]
    } else if let colon = link.firstIndex(of: ":"), !link[..<colon].contains("/") {
      return ("scheme", "不是网页链接", "is no link of the web")
    } else {
      return nil
    }
    // What stands before @ is no host; a port and a path follow it.
    let place = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != "\\" }
    let host = place.split(separator: "@", omittingEmptySubsequences: false).last.map { $0.prefix { $0 != ":" } } ?? ""
    let name = host.lowercased()
    guard hosts.contains(where: { name == $0 || name.hasSuffix("." + $0) }) else {
      return ("outside", "引到平台之外", "leads off the platform")
    }
    return nil
  }
}
