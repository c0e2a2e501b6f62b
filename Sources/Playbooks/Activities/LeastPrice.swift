public import Vocabulary

/// What a piece costs at the least: for bargaining and for the check of pages.
extension Activity {
  /// Whether a buyer pays less for a code because of it.
  func lowers(_ sku: String) -> Bool {
    covers(sku) && (discount > .zero || percentOff > 0 || price(of: sku) != nil)
  }

  /// The most it takes off one piece that costs `amount`, rounded against the shop: a buyer fills the basket up with other
  /// goods to exactly its threshold, and the piece bears its share.
  public func mostOff(_ amount: Money) -> Money {
    guard amount > .zero else { return .zero }
    if percentOff > 0 { return amount.part(Int64(percentOff), of: 100) }
    guard discount > .zero else { return .zero }
    // Taken off every full threshold, it is no more in a larger basket; else only the first threshold counts.
    let basket = isEvery ? threshold : max(threshold, amount)
    return min(amount, amount.part(discount.fen, of: max(1, basket.fen)))
  }
}

extension Money {
  /// `part` / `whole` of it, rounded up; all of it where that is beyond what can be counted.
  fileprivate func part(_ part: Int64, of whole: Int64) -> Money {
    let (product, overflow) = fen.multipliedReportingOverflow(by: part)
    return overflow ? self : Money(fen: product / whole + (product % whole > 0 ? 1 : 0))
  }
}

extension ActivityBook {
  /// More activities than this that lower the price of one code at one moment are refused: nobody could say what it
  /// costs, and finding the least price takes time exponential in their number.
  static let mostAtOnce = 12

  /// The least that a buyer can bring one piece down to: the best set of activities that go together, each taking its full
  /// share.
  ///
  /// - Parameter moments: now; for an order also when it was made, for the price of a pre-sale stays true until its
  ///   final payment.
  public func least(of sku: String, listed: Money, at moments: [Instant]) -> Money {
    let inForce = activities.filter { activity in activity.lowers(sku) && moments.contains(where: activity.holds) }
    return least(from: listed, sku, together: [], among: inForce[...])
  }

  private func least(
    from listed: Money, _ sku: String, together: [Activity], among rest: ArraySlice<Activity>
  ) -> Money {
    guard let next = rest.first else {
      let start = together.compactMap { $0.price(of: sku) }.min() ?? listed
      return Money(fen: max(0, start.fen - together.reduce(0) { $0 + $1.mostOff(start).fen }))
    }
    let others = rest.dropFirst()
    let beside = others.filter { stacks($0, next) }
    let with = least(from: listed, sku, together: together + [next], among: beside[...])
    // What goes together with all of the rest keeps none of it out: without it, it is never less.
    if beside.count == others.count { return with }
    return min(with, least(from: listed, sku, together: together, among: others))
  }

  /// The activities that begin where too many meet for one code; the code is empty where it is any.
  func crowds() -> [(activity: Activity, sku: String, count: Int)] {
    let lowering = activities.filter { $0.discount > .zero || $0.percentOff > 0 || !$0.prices.isEmpty }
    return lowering.compactMap { last in
      let able = lowering.filter { $0.holds(at: last.starts) }
      guard able.count > Self.mostAtOnce else { return nil }
      var forAll = 0
      var more: [String: Int] = [:]
      for activity in able {
        if let named = activity.named {
          for sku in Set(named).subtracting(activity.excludes) { more[sku, default: 0] += 1 }
        } else {
          forAll += 1
          for sku in Set(activity.excludes) { more[sku, default: 0] -= 1 }
        }
      }
      let worst = more.max { ($0.value, $1.key) < ($1.value, $0.key) }
      if let worst, worst.value > 0, forAll + worst.value > Self.mostAtOnce {
        return (last, worst.key, forAll + worst.value)
      }
      return forAll > Self.mostAtOnce ? (last, "", forAll) : nil
    }
  }
}
