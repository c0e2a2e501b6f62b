/// Everything the shop has written down about reading what stands at an order.
public struct RemarkBook: Sendable {
  /// 商家备注, written by the shop's people.
  public let sellerMemo: RemarkRules
  /// 买家留言, written by the buyer before paying, in the first person.
  public let buyerMessage: RemarkRules
  public let flags: FlagMeanings

  public init(sellerMemo: RemarkRules, buyerMessage: RemarkRules, flags: FlagMeanings) {
    self.sellerMemo = sellerMemo
    self.buyerMessage = buyerMessage
    self.flags = flags
  }
}

/// What the colours of the platform's flag (旗帜) mean in this shop.
public struct FlagMeanings: Sendable, Equatable {
  /// One colour: its key in JSON and the store, the words that exports use for it, and how an order with it is judged.
  public struct Flag: Sendable, Equatable {
    public let key: String
    public let words: [String]
    public let verdict: Verdict

    public init(key: String, words: [String], verdict: Verdict) {
      self.key = key
      self.words = words
      self.verdict = verdict
    }
  }

  public let flags: [Flag]

  public init(flags: [Flag] = []) {
    self.flags = flags
  }

  /// The flag that a cell of an export names (红, 红旗, 1); nil for a word that is not in the playbook.
  public func flag(named cell: String) -> Flag? {
    flags.first { $0.key == cell || $0.words.contains(cell) }
  }
}
