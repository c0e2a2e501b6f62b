/// What a check found, page by page: rows and files of one page together.
public struct PageFindings: Sendable, Equatable {
  /// One kind of fault of one page.
  public struct Finding: Sendable, Equatable {
    public let page: String
    public let check: PageFault.Check
    /// Without those that are waived.
    public let faults: Int
    public let waived: Int
    /// The first in words; empty where all are waived.
    public let first: String
    /// How much of the page the source shows that has it.
    public let breadth: PageItem.Breadth
  }

  /// By page, how much of it each check saw; one that is not named could not look.
  public let breadths: [String: [PageFault.Check: PageItem.Breadth]]
  public let findings: [Finding]

  init(breadths: [String: [PageFault.Check: PageItem.Breadth]], findings: [Finding]) {
    (self.breadths, self.findings) = (breadths, findings)
  }

  init(_ looks: [PageLook], waived: Set<String>) {
    var breadths: [String: [PageFault.Check: PageItem.Breadth]] = [:]
    for look in looks {
      let seen = Dictionary(uniqueKeysWithValues: look.checks.map { ($0, look.item.breadth) })
      breadths[look.item.id, default: [:]].merge(seen) { max($0, $1) }
    }
    let faults = looks.flatMap { look in look.faults.map { (fault: $0, breadth: look.item.breadth) } }
    let grouped = Dictionary(grouping: faults) { Place(page: $0.fault.page, check: $0.fault.check) }
    let findings = grouped.map { place, group in
      let open = group.filter { !waived.contains($0.fault.id) }
      let first = open.first.map { $0.fault.zh + (open.count > 1 ? " …" : "") }
      return Finding(
        page: place.page, check: place.check, faults: open.count, waived: group.count - open.count,
        first: first ?? "", breadth: (open.isEmpty ? group : open).map(\.breadth).max() ?? .title)
    }
    self.init(
      breadths: breadths,
      findings: findings.sorted { ($0.page, $0.check.rawValue) < ($1.page, $1.check.rawValue) })
  }

  private struct Place: Hashable {
    let page: String
    let check: PageFault.Check
  }
}
