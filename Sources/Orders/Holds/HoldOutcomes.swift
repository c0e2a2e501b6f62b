/// What became of the orders that were held.
public struct HoldOutcomes: Sendable, Equatable {
  /// Unwanted, still held or closed since, and never shipped.
  public let neverLeft: Int64
  /// Shipped after their time, or past it and still here although somebody wants them.
  public let late: Int64
  /// Held as unwanted or doubtful, and free again.
  public let setFree: Int64

  public init(neverLeft: Int64, late: Int64, setFree: Int64) {
    self.neverLeft = neverLeft
    self.late = late
    self.setFree = setFree
  }
}
