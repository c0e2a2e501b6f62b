public import Vocabulary

/// A set in which nothing is wrong. Checking takes longer than anybody should hold the store, so it is done before.
public struct CheckedPlaybooks: Sendable {
  public let set: PlaybookSet

  /// Throws the first problem found; `PlaybookSet.check` tells all of them.
  public init(_ set: PlaybookSet) throws(Failure) {
    if let problem = set.check().first { throw problem }
    self.set = set
  }
}
