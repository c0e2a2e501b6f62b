/// One item held against the book.
public struct PageLook: Sendable, Equatable {
  public let item: PageItem
  /// What could be looked at; of the rest nobody knows whether it is right.
  public let checks: Set<PageFault.Check>
  public let faults: [PageFault]
}

/// Of how many pages a check could say what they should cost.
public struct PageCoverage: Sendable, Equatable {
  /// Different ones, though one may have several rows or stand in several files.
  public let pages: Int
  /// No source shows a price of theirs.
  public let withoutPrice: Int
  /// They show one, and neither activities nor handbook say what it should be.
  public let unknown: Int

  public init(_ looks: [PageLook]) {
    let byPage = Dictionary(grouping: looks, by: \.item.id)
    pages = byPage.count
    withoutPrice = byPage.values.count { rows in rows.allSatisfy { $0.item.price == nil } }
    unknown = byPage.values.count { rows in
      rows.contains { $0.item.price != nil } && rows.allSatisfy { $0.checks.isDisjoint(with: [.price, .floor]) }
    }
  }
}
