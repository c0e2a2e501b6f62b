import Coordination
import Formats
import Orders
import Store
import Vocabulary

/// What the import of one file answers.
struct ImportReport: Encodable {
  let file: String
  /// `orders`, `items`, `trades` or `refunds`.
  let kind: ImportKind
  let run: String
  let exportedAt: Instant
  /// The export time is the newest change in the file, as nothing else told it.
  let exportedAtIsNewestChange: Bool
  let rows: Int64
  let new: Int64
  let changed: Int64
  let same: Int64
  let rejected: Int64
  let held: Int64
  let lifted: Int64
  let bypassed: Int64
  let unknownStatuses: Int64
  let repeated: Int64
  let resumedAfter: Int64
  let hasMemo: Bool
  let missedColumns: [String]
  let rejectsFile: String?
  /// How many rows were set aside for which reason.
  let rejectReasons: [String: Int]
  let receipt: String
  /// How the shop stands after it; of several files the answer stands behind them all.
  var after: ImportPicture?

  init(
    _ summary: OrderImport.Summary, file: String, exportedAt: Instant, isNewestChange: Bool, rejects: RejectsFile
  ) {
    self.file = file
    kind = summary.kind
    run = summary.run.text
    self.exportedAt = exportedAt
    exportedAtIsNewestChange = isNewestChange
    rows = summary.totals.rows
    new = summary.totals.new
    changed = summary.totals.changed
    same = summary.totals.same
    rejected = summary.totals.rejected
    held = summary.totals.held
    lifted = summary.totals.lifted
    bypassed = summary.totals.bypassed
    unknownStatuses = summary.totals.unknownStatuses
    repeated = summary.totals.repeated
    resumedAfter = summary.resumedAfter
    hasMemo = summary.hasMemo
    missedColumns = summary.missedColumns
    rejectsFile = rejects.writtenPath
    rejectReasons = rejects.reasons
    receipt = summary.head.text
  }

  var text: String {
    let name = TerminalText.safe(file)
    let what =
      switch kind {
      case .orders: ""
      case .items: say("宝贝报表 ", "the item export ")
      case .trades: say("订单数据 ", "the trade documents ")
      case .refunds: say("退款报表 ", "the refunds ")
      }
    var text = say(
      "已导入\(what.isEmpty ? " " : what)\(name)（导出于 \(exportedAt.shopText)）：\(rows) 行，新 \(new)，变 \(changed)，同 \(same)，拒 \(rejected)\n",
      "Imported \(what)\(name) (exported \(exportedAt.shopText)): \(rows) rows, \(new) new, \(changed) changed, \(same) same, "
        + "\(rejected) rejected\n")
    if exportedAtIsNewestChange {
      text += say(
        "  不知道文件是什么时候导出的，以其中最新的 modified 为准；知道的话用 --exported-at\n",
        "  Nothing tells when the file was made, so the newest modified in it counts; if you know, say --exported-at\n")
    }
    if resumedAfter > 0 {
      text += say(
        "  接着上次中断处：前 \(resumedAfter) 行已在库中\n", "  Went on after row \(resumedAfter), where it was interrupted\n")
    }
    if held > 0 || lifted > 0 {
      text += say("  挂起 \(held) 单，解除 \(lifted) 个挂起\n", "  \(held) orders held, \(lifted) holds lifted\n")
    }
    if bypassed > 0 {
      text += say(
        "  注意：\(bypassed) 个挂起的订单已被发走，见 peakday bypass list\n",
        "  Attention: \(bypassed) held orders were shipped past us; see peakday bypass list\n")
    }
    if repeated > 0 {
      text += say(
        "  有 \(repeated) 行的订单在文件里出现过不止一次，每一行的备注都看了\n",
        "  \(repeated) rows repeat an order of this file; the memo of each was read\n")
    }
    if unknownStatuses > 0 {
      text += say(
        "  有 \(unknownStatuses) 行的订单状态不认识，按时间判断阶段\n",
        "  \(unknownStatuses) rows have a status that is not known; their times told the stage\n")
    }
    if !hasMemo, kind != .refunds {
      text += say(
        "  这个文件没有备注列：挂起不会更新，关口仍按上次有备注的文件判断新旧\n",
        "  This file has no memo column: holds are not updated, and gates still go by the last file that had one\n")
    }
    let others = missedColumns.filter { !$0.contains("备注") }
    if !others.isEmpty, kind == .orders {
      let list = others.joined(separator: say("、", ", "))
      text += say("  这个文件没有这些列：\(list)\n", "  These columns are not in the file: \(list)\n")
    }
    if let rejectsFile {
      let reasons = rejectReasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        .map { "\($0.key) \($0.value)" }.joined(separator: say("，", ", "))
      text += say(
        "  看不懂的行在：\(TerminalText.safe(rejectsFile))（\(reasons)）\n",
        "  Rejected rows are in: \(TerminalText.safe(rejectsFile)) (\(reasons))\n")
    }
    return text
  }
}

/// What matters after an import, for the terminal.
struct ImportPage {
  let picture: ImportPicture

  init(_ picture: ImportPicture) {
    self.picture = picture
  }

  func text(at desk: Desk) -> String {
    let unwanted = picture.unwanted
    let money = Money(fen: unwanted.paidFen).yuan
    let style = desk.style
    var text = style.paint(
      say(
        "不要了的订单 \(unwanted.orders) 个：\(unwanted.printed) 个已打单，\(unwanted.shipped) 个已发货，涉及 ¥\(money)",
        "\(unwanted.orders) unwanted orders: \(unwanted.printed) already printed, \(unwanted.shipped) already shipped, "
          + "¥\(money) at risk"),
      unwanted.orders > 0 ? .bold : .none)
    text += "\n"
    func line(_ count: Int64, _ zh: String, _ en: String, _ command: String) {
      guard count > 0 else { return }
      text += "  " + style.paint(say("\(count) \(zh)", "\(count) \(en)"), .red) + "  → \(command)\n"
    }
    line(picture.openRecalls, "个要从已打单的里找出来", "to take out after printing", "peakday recall list")
    line(picture.review, "单要人工判断", "for a person to decide", "peakday hold list --reason review")
    line(unwanted.heldPastShipBy, "个挂起的订单已过应发货时间", "held orders past their ship-by", "peakday hold list")
    line(unwanted.heldNearShipBy, "个挂起的订单快到应发货时间", "held orders near their ship-by", "peakday hold list")
    line(picture.pastShipBy, "单可发的已过应发货时间", "free orders past their ship-by", "peakday order list --due")
    line(picture.nearShipBy, "单可发的快到应发货时间", "free orders near their ship-by", "peakday order list --due")
    line(picture.bypasses, "单绕过关口发走", "shipped past us", "peakday bypass list")
    return text
  }
}
