import ArgumentParser
import Coordination
import Formats
import Glibc
import RefundGateway
import Refunds
import Store
import Vocabulary

struct RefundSubmitCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "submit",
      abstract: say("把装好的批次交给网关付款，每笔只付一次", "Pay the packed batches through the gateway, each once"),
      discussion: say(
        "先记“已提交”，再发出；没有答复的记为“结果不明”，只查询，不重新付。中途断了，重新执行同一条命令。令牌在环境变量 PEAKDAY_PAYTOKEN 里，不显示也不记录。",
        "\"Submitted\" is noted before anything is sent. What has no answer is uncertain: it is asked about, never paid anew. "
          + "After a crash run the same command again. The token comes from PEAKDAY_PAYTOKEN and is never shown."))
  }

  @OptionGroup var global: GlobalOptions

  @Option(name: .long, help: help("网关地址（默认 $PEAKDAY_PAYURL）", "the gateway (default $PEAKDAY_PAYURL)"))
  var url: String?

  @Flag(name: .long, help: help("短信验证码已输入，可以付大额批次", "the SMS code was entered: large batches may go"))
  var smsCodeConfirmed = false

  @Option(name: .long, help: help("等一个答复最多几秒", "how many seconds to wait for an answer"))
  var timeout: Int64 = 10

  func validate() throws {
    guard (1...120).contains(timeout) else {
      throw ValidationError(say("--timeout 要在 1 到 120 之间", "--timeout must be between 1 and 120"))
    }
  }

  func run(at desk: Desk) throws {
    try desk.require(.payRefund)
    let environment = desk.surroundings.environment
    guard let address = url ?? environment["PEAKDAY_PAYURL"], !address.isEmpty else {
      throw Failure(
        .usage, code: "gateway_not_named", Message(zh: "没有说明网关地址", en: "no gateway was named"),
        next: Message(
          zh: "加 --url https://…，或走工作单：peakday refund pack --file 工作单.xlsx",
          en: "add --url https://…, or by hand: peakday refund pack --file sheet.xlsx"))
    }
    let payer = try HTTPRefundPayer(
      url: address, token: environment["PEAKDAY_PAYTOKEN"] ?? "", timeoutMilliseconds: timeout * 1_000)
    let store = try desk.store()
    let (rules, opening) = try store.read { (try Setup.refundRules($0), try Setup.refundOpening($0)) }
    let run = desk.operationID()
    var part = 0
    let submission = RefundSubmission(
      shop: desk.shop, rules: rules, opening: opening, smsConfirmed: smsCodeConfirmed, leaseSeconds: timeout * 2 + 60,
      actor: try desk.actor, clock: { desk.refundClock(store) }, now: { desk.now },
      id: {
        part += 1
        return run.part(String(part))
      }, pause: { usleep(UInt32($0) * 1_000) })
    let summary = try submission.run(payer, in: store) { summary in
      desk.talk(
        Message(
          zh: "…… \(summary.batches) 批，已退 \(summary.settled) 笔",
          en: "… \(summary.batches) batches, \(summary.settled) paid"))
    }
    if summary.uncertain > 0 { desk.raise(.notClean) }
    let waiting = try store.read {
      try Refunds.batches(shop: desk.shop, packedOnly: true, limit: 1_000, $0).filter { !$0.isSingle && $0.needsSms }
    }
    try desk.answer(summary) { text(summary, needingSMS: waiting.count, desk.style) }
  }

  private func text(_ summary: RefundSubmission.Summary, needingSMS: Int, _ style: TerminalStyle) -> String {
    var text = say(
      "付了 \(summary.settled) 笔，¥\(Money(fen: summary.settledFen).yuan)，共 \(summary.batches) 批\n",
      "\(summary.settled) paid, ¥\(Money(fen: summary.settledFen).yuan), in \(summary.batches) batches\n")
    if summary.refused > 0 {
      text += say("\(summary.refused) 笔被拒绝", "\(summary.refused) refused") + "  → peakday refund list --state refused\n"
    }
    if summary.review > 0 {
      text += say("\(summary.review) 笔版本已变，要再看", "\(summary.review) have a newer version: look again")
      text += "  → peakday refund list --review\n"
    }
    if needingSMS > 0 {
      text += say("\(needingSMS) 批要短信验证码", "\(needingSMS) batches need the SMS code")
      text += "  → peakday refund submit --sms-code-confirmed\n"
    }
    if summary.uncertain > 0 {
      text += style.paint(say("\(summary.uncertain) 笔结果不明", "\(summary.uncertain) are uncertain"), .red)
      text += say("  → 稍后重新执行同一条命令\n", "  → run the same command again later\n")
    }
    return text
  }
}
