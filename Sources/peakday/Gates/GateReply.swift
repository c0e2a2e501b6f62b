import Orders
import Store
import Vocabulary

/// A gate's answer as it is printed: with the proof that it was committed, and whether it is a repetition.
struct GateReply: Encodable {
  let answer: GateAnswer
  /// nil for advice, and for a line that is no order number.
  let operation: String?
  let receipt: String?
  let isReplay: Bool?

  init(_ answer: GateAnswer) {
    self.answer = answer
    operation = nil
    receipt = nil
    isReplay = nil
  }

  init(_ answer: GateAnswer, _ receipt: Receipt<[GateAnswer]>) {
    self.answer = answer
    operation = receipt.operation.text
    self.receipt = receipt.head.text
    isReplay = receipt.isReplay
  }

  private enum Keys: String, CodingKey {
    case operation, receipt, isReplay
  }

  /// One flat object: the answer's own fields and these.
  func encode(to encoder: any Encoder) throws {
    try answer.encode(to: encoder)
    var container = encoder.container(keyedBy: Keys.self)
    try container.encodeIfPresent(operation, forKey: .operation)
    try container.encodeIfPresent(receipt, forKey: .receipt)
    try container.encodeIfPresent(isReplay, forKey: .isReplay)
  }
}
