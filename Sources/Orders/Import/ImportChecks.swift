import Vocabulary

/// What an import doubts in a file, unless a person says otherwise.
public struct ImportChecks: Sendable {
  /// An export whose newest order is older than this at the time of its export is hardly the one that was meant.
  static let oldestDays: Int64 = 60

  /// Order numbers that end in zeros are true.
  public var trustsNumbers: Bool
  /// The shop is called otherwise by now.
  public var acceptsNewName: Bool
  /// The file is known to be of the time that it says.
  public var acceptsAge: Bool

  public init(trustsNumbers: Bool = false, acceptsNewName: Bool = false, acceptsAge: Bool = false) {
    self.trustsNumbers = trustsNumbers
    self.acceptsNewName = acceptsNewName
    self.acceptsAge = acceptsAge
  }

  /// Refuses a file that cannot have been exported at its time: last year's, under today's date. Only the part that
  /// is given is looked at; `newest` looks at the whole file.
  func refuseOld(_ orders: [ImportedOrder], of file: ImportFile) throws {
    guard !acceptsAge, let newest = orders.compactMap({ Self.latest($0.columns) }).max(),
      newest < file.exportedAt.adding(minutes: -Self.oldestDays * 1_440)
    else { return }
    throw Failure(
      .usage, code: Self.oldFile,
      Message(
        zh: "这个文件里最新的订单是 \(newest.shopText)，与导出时间 \(file.exportedAt.shopText) 对不上，像是旧文件",
        en: "its newest order is of \(newest.shopText), which does not fit the export time \(file.exportedAt.shopText)"),
      place: file.name,
      next: Message(
        zh: "用今天的导出；若确实要导入旧文件，写上真实的导出时间：--exported-at \"\(newest.adding(minutes: 60).shopText)\"",
        en:
          "use today's export; for an old file give its true time: --exported-at \"\(newest.adding(minutes: 60).shopText)\""
      ))
  }

  /// The code of `refuseOld`.
  public static let oldFile = "file_is_old"

  private static func latest(_ columns: OrderColumns) -> Instant? {
    [columns.createdAt, columns.paidAt].compactMap { $0 }.max()
  }

  /// Whether any order of the file is recent at its export time: an export may begin with its oldest orders.
  public static func isRecent(_ input: OrderFile, of file: ImportFile, _ playbooks: ImportPlaybooks) throws -> Bool {
    let oldest = file.exportedAt.adding(minutes: -oldestDays * 1_440)
    let source = try input.source(playbooks, of: file, knownName: nil)
    while let row = try source.next() {
      if case .order(let order) = row, let time = latest(order.columns), time >= oldest { return true }
    }
    return false
  }

  /// The failure for a file that belongs to another shop.
  static func otherShop(_ shown: String, known: String, _ file: ImportFile) -> Failure {
    Failure(
      .usage, code: "file_of_other_shop",
      Message(
        zh: "这个文件是“\(shown)”的订单，而 \(file.shop) 是“\(known)”",
        en: "this file holds the orders of '\(shown)', but \(file.shop) is '\(known)'"),
      place: file.name,
      next: Message(
        zh: "写上它的店：--shop 店名；若只是店铺改了名，加 --renamed",
        en: "name its shop: --shop NAME; if the shop was only renamed, add --renamed")
    )
  }
}
