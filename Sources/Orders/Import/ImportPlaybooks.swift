public import Playbooks
import Vocabulary

/// What an import needs of the playbooks in force.
public struct ImportPlaybooks: Sendable {
  public let book: RemarkBook
  public let shipping: ShippingRules
  let couriers: CourierNames
  let addresses: AddressIntake

  public init(book: RemarkBook, shipping: ShippingRules, couriers: CourierBook, addresses: AddressIntake) {
    self.book = book
    self.shipping = shipping
    self.couriers = CourierNames(couriers)
    self.addresses = addresses
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
