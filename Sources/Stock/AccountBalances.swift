/// How many pieces of one SKU lie in each account. They are a handful: looking at each is quicker than hashing names.
struct AccountBalances: Sequence {
  private var entries: [(account: StockAccount, quantity: Int64)] = []

  /// Zero, too, once something has been there; nil where nothing ever was.
  subscript(account: StockAccount) -> Int64? {
    entries.first { $0.account == account }?.quantity
  }

  mutating func add(_ quantity: Int64, to account: StockAccount) {
    if let place = entries.firstIndex(where: { $0.account == account }) {
      entries[place].quantity += quantity
    } else {
      entries.append((account, quantity))
    }
  }

  func makeIterator() -> IndexingIterator<[(account: StockAccount, quantity: Int64)]> { entries.makeIterator() }
}
