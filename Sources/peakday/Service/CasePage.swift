import Cases
import Formats
import Vocabulary

/// One case, as a page for people.
struct CasePage {
  let dossier: CaseDossier
  let desk: Desk

  init(_ dossier: CaseDossier, _ desk: Desk) {
    (self.dossier, self.desk) = (dossier, desk)
  }

  var text: String {
    head + review + claim + steps + events
      + (dossier.followed.isEmpty
        ? ""
        : say("引出：", "Followed by: ")
          + dossier.followed.map { TerminalText.safe($0.description) }.joined(separator: " ")
          + "\n")
  }

  private func line(_ zh: String, _ en: String, _ value: String) -> String {
    value.isEmpty ? "" : say("\(zh)：", "\(en): ") + TerminalText.safe(value) + "\n"
  }

  private var head: String {
    let item = dossier.shopCase
    let owner = CaseText.owner(item.ownerGroup, item.assignee)
    var text =
      desk.style.paint(
        TerminalText.safe(
          say(
            "\(item.reference) · \(item.kind.name.zh) · \(item.state.name.zh)",
            "\(item.reference) · \(item.kind.name.en) · \(item.state.name.en)")), .bold) + "\n"
    text += line("是什么", "What", item.title)
    text += line("哪一种", "Which", item.tag)
    text += line("谁处理", "Owner", owner.text(in: desk.language))
    if let due = item.dueAt {
      let late = item.isOverdue(desk.now) ? say("（过了）", " (past)") : ""
      text +=
        desk.style.paint(say("时限：\(due.shopText)\(late)", "Due: \(due.shopText)\(late)"), late.isEmpty ? .none : .red)
        + "\n"
    }
    if let until = item.coolUntil, until > desk.now { text += line("冷静期到", "Cools until", until.shopText) }
    text += line("接手", "Received by", item.receivedBy ?? "")
    text += line("由来", "Follows", item.follows)
    if item.state.isEnd {
      text += line(
        "结果", "Result", "\(RecallResult.name(item.result).text(in: desk.language)) · \(item.closedBy ?? "")")
    }
    return text
  }

  private var review: String {
    guard let review = dossier.review else { return "" }
    var text = say(
      "评价：\(review.stars) 星，\(review.postedAt.shopText)；解释期限 \(review.explainUntil.shopText)，买家可改到 \(review.changeUntil.shopText)\n",
      "Review: \(review.stars) stars, \(review.postedAt.shopText); to be answered by \(review.explainUntil.shopText), the buyer may change it until \(review.changeUntil.shopText)\n"
    )
    text += line("根因", "Root cause", review.cause.map { $0.name.text(in: desk.language) } ?? say("未定", "not known"))
    text += line("回访", "Call-back", review.callResult.map { $0.name.text(in: desk.language) } ?? "")
    if review.hasFollowUp { text += say("买家已追评\n", "The buyer wrote a follow-up review\n") }
    return text + line("解释", "Answer", review.explanation ?? "")
  }

  private var claim: String {
    guard let claim = dossier.compensation else { return "" }
    func yuan(_ fen: Int64) -> String { "¥" + Money(fen: fen).yuan }
    return say(
      "索赔 \(yuan(claim.claimFen))，责任：\(claim.liability.name.zh)，上限 \(yuan(claim.limitFen))，给 \(yuan(claim.offerFen))（\(claim.state.name.zh)）\n",
      "Claims \(yuan(claim.claimFen)), fault: \(claim.liability.name.en), limit \(yuan(claim.limitFen)), offer \(yuan(claim.offerFen)) (\(claim.state.name.en))\n"
    ) + line("依据", "Rule", claim.rule)
  }

  private var steps: String {
    dossier.steps.map { step in
      let mark = step.doneAt == nil ? (step.isOptional ? "( )" : "[ ]") : "[x]"
      let by = step.doneBy.map { "  \(TerminalText.safe($0))" } ?? ""
      return "  \(mark) \(step.number). \(TerminalText.safe(step.text))\(by)\n"
    }.joined()
  }

  private var events: String {
    guard !dossier.events.isEmpty else { return "" }
    return desk.render(
      TextTable(
        columns: [
          .init(title: Message(zh: "时间", en: "At")), .init(title: Message(zh: "谁", en: "By")),
          .init(title: Message(zh: "做了什么", en: "What")), .init(title: Message(zh: "内容", en: "Text")),
        ],
        rows: dossier.events.map { [.init($0.at.shopText), .init($0.by), .init($0.kind.name), .init($0.text)] }))
  }
}
