import Formats
import TestSupport
import Vocabulary

@testable import Orders

/// A trade document as the platform writes it, member by member, so that each test says what differs.
struct Trade {
  var members: [(name: String, value: String)]
  var lines: [[(name: String, value: String)]]

  /// A paid trade of one line; every value differs.
  init(_ tid: String = "3515112026111109305") {
    members = [
      ("tid", tid), ("status", quoted("WAIT_SELLER_SEND_GOODS")), ("type", quoted("fixed")),
      ("payment", quoted("175.80")),
      ("total_fee", quoted("199.00")), ("post_fee", quoted("0.00")), ("created", quoted("2026-11-11 00:01:02")),
      ("pay_time", quoted("2026-11-11 00:03:04")), ("modified", quoted("2026-11-11 00:05:06")),
      ("buyer_nick", quoted("b**1")),
      ("seller_flag", "0"), ("num", "1"), ("title", quoted("某某旗舰店")),
    ]
    lines = [Self.line("3515112026111109306")]
  }

  static func line(_ oid: String, refund: String = "NO_REFUND") -> [(name: String, value: String)] {
    [
      ("oid", oid), ("num_iid", "600000000001"), ("outer_iid", quoted("WJ-9")), ("outer_sku_id", quoted("WJ-9-红")),
      ("title", quoted("羊毛围巾")), ("sku_properties_name", quoted("颜色分类:酒红")), ("num", "2"), ("price", quoted("99.50")),
      ("payment", quoted("180.00")), ("divide_order_fee", quoted("175.80")), ("refund_status", quoted(refund)),
      ("status", quoted("WAIT_SELLER_SEND_GOODS")),
    ]
  }

  /// The same with members set to other JSON values, or added.
  func with(_ changes: KeyValuePairs<String, String>) -> Trade {
    var trade = self
    for (name, value) in changes {
      if let place = trade.members.firstIndex(where: { $0.name == name }) {
        trade.members[place].value = value
      } else {
        trade.members.append((name, value))
      }
    }
    return trade
  }

  /// The same with members of its first line set to other JSON values, or added.
  func withLine(_ changes: KeyValuePairs<String, String>) -> Trade {
    var trade = self
    for (name, value) in changes {
      trade.lines[0].removeAll { $0.name == name }
      trade.lines[0].append((name, value))
    }
    return trade
  }

  enum Lines: CaseIterable { case wrapped, flat, single }

  func json(_ form: Lines = .wrapped) -> String {
    let orders = lines.map(object)
    let text =
      switch form {
      case .wrapped: "{\"order\":[\(orders.joined(separator: ","))]}"
      case .flat: "[\(orders.joined(separator: ","))]"
      case .single where orders.count == 1: "{\"order\":\(orders[0])}"
      case .single: "{\"order\":[\(orders.joined(separator: ","))]}"
      }
    return object(members + [("orders", text)])
  }
}

/// A JSON string of plain text.
func quoted(_ text: String) -> String { "\"\(text)\"" }

func object(_ members: [(name: String, value: String)]) -> String {
  "{" + members.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",") + "}"
}

/// What a file of documents gives, without a store.
struct ReadFile {
  var orders: [ImportedOrder] = []
  var refunds: [ImportedRefund] = []
  var rejects: [RejectedRow] = []
  var kind = ImportKind.trades

  init(_ text: String, showsMemo: Bool = false) throws {
    let file = ImportFile(shop: Shop.name, name: "trades.json", digest: "", exportedAt: Moments.midnight)
    let source = try OrderFile.documents(.bytes(Array(text.utf8)), showsMemo: showsMemo).source(
      try Shop.playbooks.get(), of: file, knownName: nil)
    while let row = try source.next() {
      switch row {
      case .order(let order): orders.append(order)
      case .refund(let refund): refunds.append(refund)
      case .reject(let reject): rejects.append(reject)
      }
    }
    kind = source.kind
  }
}

extension Shop {
  /// Imports text as a JSON file, whose digest is that of its text.
  @discardableResult
  func take(
    documents text: String, showsMemo: Bool = true, exportedAt: Instant = Moments.midnight, run: String = "JSON",
    partRows: Int = 500, killedAtReject: Bool = false
  ) throws -> Taken {
    try take(
      .documents(.bytes(Array(text.utf8)), showsMemo: showsMemo), digest: text, exportedAt: exportedAt, run: run,
      partRows: partRows, killedAtReject: killedAtReject)
  }

  /// Imports what was opened. `digest` stands for the file's content.
  @discardableResult
  func take(
    _ input: OrderFile, digest text: String, exportedAt: Instant = Moments.midnight, run: String = "FILE",
    partRows: Int = 500, killedAtReject: Bool = false
  ) throws -> Taken {
    var digest = UInt64(14_695_981_039_346_656_037)  // FNV-1a
    for byte in text.utf8 { digest = (digest ^ UInt64(byte)) &* 1_099_511_628_211 }
    guard let run = OperationID("\(run).\(digest % 999_983).\(exportedAt.milliseconds)") else {
      throw Unexpected("no run id")
    }
    var rejects: [RejectedRow] = []
    let summary = try OrderImport(
      file: ImportFile(
        shop: Self.name, name: "trades.json", digest: String(digest, radix: 16), exportedAt: exportedAt),
      playbooks: try Self.playbooks.get(), actor: People.wang, run: run, partRows: partRows,
      now: { Moments.midnight.adding(minutes: 2) }
    ).perform(
      input, in: store,
      reject: { row in
        if killedAtReject { throw Killed() }
        rejects.append(row)
      })
    return Taken(summary: summary, rejects: rejects)
  }
}
