import Formats
import Orders
import Store
import Vocabulary

/// What approving everything did, or would do.
struct ApprovalReport: Encodable {
  let shop: String
  let dryRun: Bool
  let approved: Int64
  let approvedWithOldMemo: Int64
  let left: Left
  var run: String?
  var receipt: String?
  var isReplay: Bool?

  struct Left: Encodable {
    let held: Int64
    let reasons: [OrderQuestions.ReasonCount]
    let refunded: Int64
    let stale: Int64
    let unpaid: Int64
    /// What came in, or came free, while it ran.
    let free: Int64
  }

  init(shop: String, _ outlook: Approval.Outlook) {
    self.shop = shop
    dryRun = true
    approved = outlook.free
    approvedWithOldMemo = outlook.freeWithOldMemo
    left = Self.left(outlook, free: 0)
  }

  init(shop: String, run: OperationID, _ receipt: Receipt<Approval.Outcome>) {
    self.shop = shop
    dryRun = false
    approved = receipt.result.approved
    approvedWithOldMemo = receipt.result.approvedWithOldMemo
    left = Self.left(receipt.result.left, free: receipt.result.left.free)
    self.run = run.text
    self.receipt = receipt.head.text
    isReplay = receipt.isReplay
  }

  private static func left(_ outlook: Approval.Outlook, free: Int64) -> Left {
    Left(
      held: outlook.held, reasons: outlook.reasons, refunded: outlook.refunded, stale: outlook.stale,
      unpaid: outlook.unpaid, free: free)
  }

  func text(at desk: Desk) -> String {
    let name = TerminalText.safe(shop)
    var text =
      dryRun
      ? say(
        "店铺 \(name)：会审 \(approved) 单（只是看看，什么都没有改）\n",
        "Shop \(name): \(approved) orders would be approved (nothing was changed)\n")
      : say("店铺 \(name)：已审 \(approved) 单\n", "Shop \(name): \(approved) orders approved\n")
    if approvedWithOldMemo > 0 {
      text += say(
        "其中 \(approvedWithOldMemo) 单备注较旧，可能有新备注：先导入最新的订单文件更稳妥\n",
        "\(approvedWithOldMemo) of them with an old memo; a newer one may exist: import the latest export\n")
    }
    for (count, words) in leftovers where count > 0 { text += "  \(count)  \(words)\n" }
    if !dryRun, approved > 0 {
      text += say("导出给 ERP：peakday order approve --export\n", "List for the ERP: peakday order approve --export\n")
    }
    return text
  }

  private var leftovers: [(Int64, String)] {
    let zh = left.reasons.map { "\($0.reason.name.zh) \($0.orders)" }.joined(separator: "、")
    let en = left.reasons.map { "\($0.reason.name.en) \($0.orders)" }.joined(separator: ", ")
    return [
      (left.held, say("挂起（\(zh)）", "held (\(en))")),
      (left.refunded, say("已申请退款或已退款", "with a refund applied for or paid")),
      (
        left.stale,
        say("备注太旧，先导入：peakday order import 文件", "with too old a memo; import first: peakday order import FILE")
      ),
      (left.unpaid, say("未付款", "not paid")),
      (left.free, say("刚刚才来的，再执行一次即可", "that came meanwhile; run it again")),
    ]
  }
}
