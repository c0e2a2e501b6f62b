/// How a paying process of a test is started; passed to it as one JSON argument.
public struct PaymentSettings: Codable, Sendable {
  public var store: String
  public var url: String
  public var seed: UInt64
  /// By how much its clock is wrong.
  public var skewMilliseconds: Int64 = 0
  /// `none`, `new-key` or `own-clock`.
  public var mutant = "none"
  /// It ends when this is there and nothing is left to pay.
  public var stopFile: String

  public init(store: String, url: String, seed: UInt64, stopFile: String) {
    self.store = store
    self.url = url
    self.seed = seed
    self.stopFile = stopFile
  }
}
