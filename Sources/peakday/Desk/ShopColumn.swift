import Formats
import Vocabulary

/// The shop of each row, where a list of all shops has one that a command without `--shop` would not be about.
struct ShopColumn {
  private let isShown: Bool

  init(_ shops: [String], _ desk: Desk) {
    isShown = desk.chosenShop == nil && shops.contains { $0 != desk.shop }
  }

  var column: [TextTable.Column] { isShown ? [.init(title: Message(zh: "店铺", en: "Shop"), isWhole: true)] : [] }

  func cell(_ shop: String) -> [TextTable.Entry] { isShown ? [.init(shop)] : [] }
}
