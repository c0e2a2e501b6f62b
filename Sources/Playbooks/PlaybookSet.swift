public import Vocabulary

/// One file of a playbook folder. `path` is relative to the folder and uses `/`.
public struct PlaybookFile: Sendable, Equatable {
  public let path: String
  public let text: String

  public init(path: String, text: String) {
    self.path = path
    self.text = text
  }
}

/// The playbooks of a shop: what it decides about events, gates and remarks, as files that people edit.
///
/// Nothing is parsed until it is asked for, so that a gate does not pay for the remark rules.
public struct PlaybookSet: Sendable {
  /// In the order of their paths, so that messages and results do not depend on the disk.
  public let files: [PlaybookFile]

  public init(files: [PlaybookFile]) {
    self.files = files.sorted { $0.path < $1.path }
  }

  /// The playbooks shipped with the program.
  public static let builtIn = PlaybookSet(files: EmbeddedFiles.all.map { PlaybookFile(path: $0.path, text: $0.text) })

  static let gatesPath = "gates.yaml"
  static let shippingPath = "shipping.yaml"
  static let costsPath = "costs.yaml"
  static let couriersPath = "couriers.yaml"
  static let bundlesPath = "bundles.yaml"
  static let refundsPath = "refunds.yaml"
  static let shiftsPath = "shifts.yaml"
  static let staffingPath = "staffing.yaml"
  static let broadcastsPath = "broadcasts.yaml"
  static let trainingFolder = "training/"
  static let routingPath = "routing.yaml"
  static let servicePath = "aftersales.yaml"
  static let pageWordsPath = "pages/words.yaml"
  static let pageRulesPath = "pages/rules.yaml"
  static let searchPath = "search.yaml"
  static let concessionsPath = "concessions.yaml"
  static let shopPath = "shop.yaml"
  static let eventFolder = "event/"
  static let remarksPath = "remarks/seller-memo.yaml"
  static let buyerPath = "remarks/buyer-message.yaml"
  static let flagsPath = "remarks/flags.yaml"
  static let casesPath = "remarks/seller-memo.cases.yaml"
  static let buyerCasesPath = "remarks/buyer-message.cases.yaml"

  /// The gates of `gates.yaml`, in their order. Throws the first problem found.
  public func gates() throws(Failure) -> [Gate] {
    try value(required(Self.gatesPath), Gate.read)
  }

  /// The calendars of `event/*.yaml`, by path. Throws the first problem found.
  public func calendars() throws(Failure) -> [EventCalendar] {
    var calendars: [EventCalendar] = []
    for file in files where Self.isCalendar(file.path) {
      calendars.append(try value(file, EventCalendar.read))
    }
    return calendars
  }

  /// Until when paid orders must be shipped. Throws the first problem found.
  public func shippingRules() throws(Failure) -> ShippingRules {
    try value(required(Self.shippingPath), ShippingRules.read)
  }

  /// What holds save and mistakes cost. Throws the first problem found.
  public func costRates() throws(Failure) -> CostRates {
    try value(required(Self.costsPath), CostRates.read)
  }

  /// The couriers, their names and where they do not go. Throws the first problem found.
  public func couriers() throws(Failure) -> CourierBook {
    try value(required(Self.couriersPath), CourierBook.read)
  }

  /// What else goes out when something is sold. Throws the first problem found.
  public func bundles() throws(Failure) -> BundleBook {
    try value(required(Self.bundlesPath), BundleBook.read)
  }

  /// How refunds are paid. Throws the first problem found.
  public func refundRules() throws(Failure) -> RefundRules {
    try value(required(Self.refundsPath), RefundRules.read)
  }

  /// How shifts look, and what a rota is judged by. Throws the first problem found.
  public func shiftRules() throws(Failure) -> ShiftRules {
    try value(required(Self.shiftsPath), ShiftRules.read)
  }

  /// How many people it takes. Throws the first problem found.
  public func staffingRules() throws(Failure) -> StaffingRules {
    try value(required(Self.staffingPath), StaffingRules.read)
  }

  /// What an agent may give a buyer who bargains. Throws the first problem found.
  public func concessionRules() throws(Failure) -> ConcessionRules {
    try value(required(Self.concessionsPath), ConcessionRules.read)
  }

  /// The shops' names; none in a set that has no `shop.yaml`, for the name that is shipped is nobody else's. Throws the
  /// first problem found.
  public func shopNames() throws(Failure) -> ShopNames {
    guard let file = files.first(where: { $0.path == Self.shopPath }) else { return ShopNames() }
    return try value(file, ShopNames.read)
  }

  /// How changes reach everybody. Throws the first problem found.
  public func broadcastRules() throws(Failure) -> BroadcastRules {
    try value(required(Self.broadcastsPath), BroadcastRules.read)
  }

  /// The courses of `training/*.yaml`, by path. Throws the first problem found.
  public func courses() throws(Failure) -> [Course] {
    var courses: [Course] = []
    for file in files where Self.isCourse(file.path) { courses.append(try value(file, Course.read)) }
    return courses
  }

  /// Who has to act on which kind of case. Throws the first problem found.
  public func routing() throws(Failure) -> RoutingMatrix {
    try value(required(Self.routingPath), RoutingMatrix.read)
  }

  /// What pages must not say. Throws the first problem found.
  public func pageWords() throws(Failure) -> PageWords {
    try value(required(Self.pageWordsPath), PageWords.read)
  }

  /// What pages must say. Throws the first problem found.
  public func pageRules() throws(Failure) -> PageRules {
    try value(required(Self.pageRulesPath), PageRules.read)
  }

  /// How cases are worked off. Throws the first problem found.
  public func serviceRules() throws(Failure) -> ServiceRules {
    try value(required(Self.servicePath), ServiceRules.read)
  }

  /// How buyers say it. Throws the first problem found.
  public func buyerWords() throws(Failure) -> BuyerWords {
    try value(required(Self.searchPath), BuyerWords.read)
  }

  /// The compiled rules for seller memos. Throws the first problem found, such as a pattern outside the subset.
  public func remarkRules() throws(Failure) -> RemarkRules {
    try rules(Self.remarksPath)
  }

  /// The compiled rules for buyers' messages. Throws the first problem found.
  public func buyerMessageRules() throws(Failure) -> RemarkRules {
    try rules(Self.buyerPath)
  }

  /// All that is written about reading remarks. Throws the first problem found. A set from before buyers' messages and
  /// flags were judged takes these from what is shipped.
  public func remarkBook() throws(Failure) -> RemarkBook {
    let older = !files.contains { $0.path == Self.buyerPath || $0.path == Self.flagsPath }
    let newer = older ? Self.builtIn : self
    return RemarkBook(
      sellerMemo: try remarkRules(), buyerMessage: try newer.buyerMessageRules(),
      flags: try newer.value(newer.required(Self.flagsPath), FlagMeanings.read))
  }

  /// Every problem of every file, by path and line; empty when the set can be used. Also judges the remark cases.
  public func check() -> [Failure] {
    var found: [Failure] = []
    var rules: [String: RemarkRules] = [:]
    var parts: Set<String> = []
    for path in Self.requiredPaths where !files.contains(where: { $0.path == path }) {
      found.append(Self.missing(path))
    }
    for file in files where Self.rulePaths.contains(file.path) {
      let reader = RemarkRulesReader(file, among: files)
      rules[file.path] = reader.rules
      parts.formUnion(reader.paths)
      // A part that both kinds of remark read is told of once.
      found += reader.problems.filter { !found.contains($0) }
    }
    let knowledge = Knowledge(files)
    knowledge.judge()
    for (index, file) in files.enumerated() {
      if index > 0, files[index - 1].path == file.path { found.append(Self.twice(file.path)) }
      let problems = Problems(path: file.path)
      switch file.path {
      case Self.gatesPath: _ = Gate.read(file, problems)
      case Self.shippingPath: _ = ShippingRules.read(file, problems)
      case Self.costsPath: _ = CostRates.read(file, problems)
      case Self.couriersPath: _ = CourierBook.read(file, problems)
      case Self.bundlesPath: _ = BundleBook.read(file, problems)
      case Self.refundsPath: _ = RefundRules.read(file, problems)
      case Self.shiftsPath: _ = ShiftRules.read(file, problems)
      case Self.staffingPath: judgeStaffing(file, problems)
      case Self.concessionsPath: _ = ConcessionRules.read(file, problems)
      case Self.shopPath: _ = ShopNames.read(file, problems)
      case Self.broadcastsPath: _ = BroadcastRules.read(file, problems)
      case Self.routingPath: _ = RoutingMatrix.read(file, problems)
      case Self.servicePath: _ = ServiceRules.read(file, problems)
      case Self.pageWordsPath: _ = PageWords.read(file, problems)
      case Self.pageRulesPath: _ = PageRules.read(file, problems)
      case Self.searchPath: _ = BuyerWords.read(file, problems)
      case Self.flagsPath: _ = FlagMeanings.read(file, problems)
      case Self.casesPath: judge(file, rules[Self.remarksPath], problems)
      case Self.buyerCasesPath: judge(file, rules[Self.buyerPath], problems)
      case let path where Self.isCalendar(path): _ = EventCalendar.read(file, problems)
      case let path where Self.isCourse(path): _ = Course.read(file, problems)
      case let path where Knowledge.reads(path): found += knowledge.problems(of: path)
      case let path where parts.contains(path) || Self.rulePaths.contains(path): break
      case let path where path.hasSuffix(".yaml"):
        problems.add(
          "playbook_unknown_file", line: nil,
          zh: "没有任何功能读取这个文件", en: "no part of the program reads this file",
          next: Message(zh: "核对文件名和所在文件夹", en: "check its name and its folder"))
      default: break
      }
      found += problems.list
    }
    return found
  }

  private static let rulePaths = [remarksPath, buyerPath]
  static let requiredPaths = [
    gatesPath, remarksPath, buyerPath, flagsPath, shippingPath, costsPath, couriersPath, bundlesPath, refundsPath,
    shiftsPath, staffingPath, broadcastsPath, routingPath, servicePath, pageWordsPath, pageRulesPath,
  ]

  private func judge(_ file: PlaybookFile, _ rules: RemarkRules?, _ problems: Problems) {
    let cases = RemarkCase.read(file, problems)
    if let rules { RemarkCase.judge(cases, by: rules, problems) }
  }

  /// A peak of a window that no calendar has would never hold.
  private func judgeStaffing(_ file: PlaybookFile, _ problems: Problems) {
    guard let rules = StaffingRules.read(file, problems) else { return }
    let calendars = files.filter { Self.isCalendar($0.path) }
      .compactMap { EventCalendar.read($0, Problems(path: $0.path)) }
    let windows = Set(calendars.flatMap(\.windows).map(\.key))
    guard !windows.isEmpty else { return }
    for window in Set(rules.peaks.map(\.window)).subtracting(windows).sorted() {
      problems.add(
        "unknown_window", line: nil, zh: "peaks 里的时段 \(window) 不在任何日历里",
        en: "the window '\(window)' of 'peaks' is in no calendar",
        next: Message(zh: "核对 event/ 里时段的 key", en: "check the keys of the windows in event/"))
    }
  }

  private func rules(_ path: String) throws(Failure) -> RemarkRules {
    let reader = RemarkRulesReader(try required(path), among: files)
    if let first = reader.problems.first { throw first }
    guard let rules = reader.rules else { throw Self.missing(path) }
    return rules
  }

  static func isCalendar(_ path: String) -> Bool {
    path.hasPrefix(eventFolder) && path.hasSuffix(".yaml")
  }

  static func isCourse(_ path: String) -> Bool {
    path.hasPrefix(trainingFolder) && path.hasSuffix(".yaml")
  }

  /// A set that was published before a file existed goes by the one shipped; `check` still names it as missing.
  private func required(_ path: String) throws(Failure) -> PlaybookFile {
    guard let file = (files + Self.builtIn.files).first(where: { $0.path == path }) else { throw Self.missing(path) }
    return file
  }

  private func value<Value>(
    _ file: PlaybookFile, _ read: (PlaybookFile, Problems) -> Value?
  ) throws(Failure) -> Value {
    let problems = Problems(path: file.path)
    let value = read(file, problems)
    if let first = problems.list.first { throw first }
    guard let value else { throw Self.missing(file.path) }
    return value
  }

  private static func missing(_ path: String) -> Failure {
    Failure(
      .usage, code: "playbook_missing",
      Message(zh: "缺少或无法读取 \(path)", en: "\(path) is missing or cannot be read"), place: path,
      next: copied(path))
  }

  private static func twice(_ path: String) -> Failure {
    Failure(
      .usage, code: "playbook_twice", Message(zh: "\(path) 出现两次", en: "\(path) occurs twice"), place: path,
      next: Message(zh: "只保留一个", en: "keep one of them"))
  }
}
