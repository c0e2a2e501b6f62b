import ArgumentParser

/// How a list for the ERP is written.
enum ListFormat: String, ExpressibleByArgument, CaseIterable {
  case ids, csv
}

/// The options of every list for the ERP.
struct ExportOptions: ParsableArguments {
  @Option(name: .long, help: help("把第几份清单原样再要一次", "the number of a list to have once more, as it was"))
  var again: Int64?

  @Flag(name: .long, help: help("全部，不只是新的", "everything, not only what is new"))
  var full = false

  @Option(name: .long, help: help("ids 一行一个订单号，csv 表格", "ids: one number a line; csv: a table"))
  var format: ListFormat = .ids

  var isUntouched: Bool { again == nil && !full && format == .ids }

  func validate() throws {
    guard again == nil || !full else {
      throw ValidationError(say("--again 与 --full 只能用一个", "use either --again or --full"))
    }
  }
}
