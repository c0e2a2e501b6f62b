public import Playbooks

/// What an import needs of the playbooks in force.
public struct ImportPlaybooks: Sendable {
  public let book: RemarkBook
  public let shipping: ShippingRules

  public init(book: RemarkBook, shipping: ShippingRules) {
    self.book = book
    self.shipping = shipping
  }

  func read(_ memo: String?) -> Classification? {
    guard let memo, !memo.isEmpty else { return nil }
    return book.sellerMemo.classify(memo)
  }

  func readMessage(_ message: String?) -> Classification? {
    message.map(book.buyerMessage.classify)
  }

  func flagVerdict(_ key: String) -> Verdict? { book.flags.flag(named: key)?.verdict }

  /// A colour that is not in the playbook is kept in its own words.
  func flagKey(_ cell: String) -> String { book.flags.flag(named: cell)?.key ?? cell }
}
