import Store
import Vocabulary

/// A change's answer together with the proof that it was committed.
struct Receipted<Result: Codable & Sendable>: Encodable {
  let operation: String
  /// Sequence and hash of the log's end, for `audit verify --since`.
  let receipt: String
  /// Whether the same operation had been done before.
  let isReplay: Bool
  let result: Result

  init(_ receipt: Receipt<Result>) {
    operation = receipt.operation.text
    self.receipt = receipt.head.text
    isReplay = receipt.isReplay
    result = receipt.result
  }
}
