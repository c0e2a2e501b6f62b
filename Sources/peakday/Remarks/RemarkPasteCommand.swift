import ArgumentParser
import Coordination
import Formats
import Orders
import Playbooks
import Store
import Vocabulary

struct RemarkPasteCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "paste",
      abstract: say("把群里的聊天贴进来：认出订单号和话，该挂起的挂起", "Paste chat-group text: find orders and words, place the holds"),
      discussion: say(
        """
        什么排版都行：一行一单、号在上话在下、几个号一句话、带人名和时间的转发、引用、链接、运单号。
        每单给出要复制到千牛的整条备注和旗帜。认不出的都列出来，不会悄悄漏掉；有认不出的退出码 22，有已揽收的 23。
        """,
        """
        Any layout will do: an order a line, the number above its words, several numbers and one sentence, forwarded \
        messages with names and times, quotations, links, waybills.
        For each order it prints the whole memo to copy into the platform, and the flag. What it could not match is \
        listed (exit code 22); 23 when the courier has one already.
        """))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("文件；不写或写 - 就读标准输入", "a file; without it, or with -, standard input"))
  var file = "-"

  @Flag(name: .long, help: help("只看认出了什么，什么都不记", "only show what it understood"))
  var dryRun = false

  @Flag(name: .long, help: help("订单还没导入也先挂起", "hold orders that were not imported yet, too"))
  var inAdvance = false

  func run(at desk: Desk) throws {
    try desk.require(dryRun ? .look : .addRemark)
    let store = try desk.store()
    let parsed = PasteParser.parse(try text(at: desk), now: desk.now)
    let (book, calendars) = try store.read { (try Setup.remarkBook($0), try Setup.calendars($0)) }
    let pastes = Pastes(
      shop: desk.shop, book: book, calendars: calendars, inAdvance: inAdvance,
      addresses: try desk.addressIntake(store))
    let actor = try desk.actor
    let readings: [Pastes.Reading]
    var receipt: String?
    if dryRun {
      readings = try store.read { try pastes.preview(parsed, by: actor, now: desk.now, $0) }
    } else {
      let run = PartedRun(
        store: store, id: desk.operationID(), verb: "remark paste", actor: actor,
        arguments: Pastes.arguments(parsed, shop: desk.shop, inAdvance: inAdvance), now: { desk.now })
      let done = try pastes.perform(parsed, run)
      (readings, receipt) = (done.readings, done.head?.text)
    }
    // Words that name no order are chatter, unless they ask for something.
    let speech = parsed.speech.filter { book.sellerMemo.classify($0.words).verdict != .none }
    try PasteReport(readings, bare: parsed.bare, speech: speech, receipt: receipt, isPreview: dryRun).show(at: desk)
  }

  private func text(at desk: Desk) throws -> String {
    if file != "-" { return try TextFile.read(try ByteSource.file(file), limit: PasteParser.byteLimit) }
    if desk.surroundings.inputIsTerminal {
      desk.talk(Message(zh: "把聊天贴进来，Ctrl-D 结束", en: "paste the chat; Ctrl-D ends"))
    }
    let bytes = desk.surroundings.lines.rest(limit: PasteParser.byteLimit)
    let text = try TextFile.read(.bytes(bytes), limit: PasteParser.byteLimit)
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw Failure(
        .usage, code: "nothing_pasted", Message(zh: "没有收到任何文字", en: "no text arrived"),
        next: Message(
          zh: "例如：peakday remark paste 聊天.txt，或把文字送进标准输入",
          en: "for example: peakday remark paste chat.txt, or send the text to standard input"))
    }
    return text
  }
}
