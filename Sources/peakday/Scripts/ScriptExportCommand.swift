import ArgumentParser
import Coordination
import Formats
import Playbooks
import Reception
import Store
import Vocabulary

struct ScriptExportCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "export",
      abstract: say("导出千牛团队快捷短语（CSV），并说哪些上次导出的已过期", "Write the team phrases (CSV), and tell which have gone stale"),
      discussion: say(
        "店名已填好；只有客服才知道的写成【订单状态】。过期、没生效、活动已结束的不导出：列出的请在千牛里删掉。",
        "The shop's name is filled in; what only the agent knows stands as 【订单状态】. What may not be said now is left "
          + "out: delete those that are listed in 千牛."))
  }

  @OptionGroup var global: GlobalOptions

  @Option(name: .long, help: help("写到哪个新文件（.csv）", "the new file (.csv)"), completion: .file())
  var out: String

  private struct Answer: Encodable {
    let operation: String
    let receipt: String
    let isReplay: Bool
    let file: String
    let number: Int64
    let phrases: Int
    let stale: [String]
    let early: [String]
    let over: [String]
    let removed: [String]
    let changed: [String]
    let added: [String]
  }

  func run(at desk: Desk) throws {
    try desk.require(.takePhrases)
    let store = try desk.store()
    let operation = try desk.operation("script export", ["shop": desk.shop])
    let receipt = try store.perform(operation) { change in
      try Phrases.export(
        try Setup.scripts(change.session), try Setup.activityDay(shop: desk.shop, at: desk.now, change.session),
        shopName: try Setup.shopName(desk.shop, change.session), shop: desk.shop, change)
    }
    let export = receipt.result
    do {
      try write(export)
    } catch let failure as Failure {
      throw Failure(
        failure.kind, code: failure.code, failure.message, place: failure.place,
        next: Message(
          zh: "已记下，再写一次：peakday script export --out 文件 --operation \(receipt.operation.text)",
          en: "it is noted; write it again: peakday script export --out FILE --operation \(receipt.operation.text)"))
    }
    try desk.answer(
      Answer(
        operation: receipt.operation.text, receipt: receipt.head.text, isReplay: receipt.isReplay, file: out,
        number: export.number, phrases: export.phrases.count, stale: export.stale, early: export.early,
        over: export.over, removed: export.removed, changed: export.changed, added: export.added)
    ) { text(export) }
  }

  private func write(_ export: Phrases.Export) throws {
    let sink = ByteSink.memory()
    let writer = CSVWriter(to: sink)
    try writer.row(["分组", "快捷编码", "快捷短语"])
    for phrase in export.phrases {
      writer.text("\(phrase.purpose.name.zh)·\(phrase.style.name.zh)")
      writer.text(phrase.script)
      writer.text(phrase.text)
      try writer.endRow()
    }
    try writer.finish()
    try WholeFile.replace(out, with: sink.bytes)
  }

  private func text(_ export: Phrases.Export) -> String {
    let name = TerminalText.safe(out)
    var text = say(
      "第 \(export.number) 份：\(export.phrases.count) 条，已写入 \(name)\n",
      "number \(export.number): \(export.phrases.count) phrases written to \(name)\n")
    let lists: [(Message, [String])] = [
      (Message(zh: "上次导出、现在过期，请在千牛里删掉：", en: "exported before and stale now, delete in 千牛: "), export.stale),
      (
        Message(
          zh: "上次导出、新版活动还没生效，到时再导出，先在千牛里删掉：",
          en: "exported before, for a version that does not hold yet, delete in 千牛: "),
        export.early
      ),
      (Message(zh: "上次导出、活动已结束，请在千牛里删掉：", en: "exported before, its activity is over, delete in 千牛: "), export.over),
      (Message(zh: "上次导出、手册里已没有：", en: "exported before and gone: "), export.removed),
      (Message(zh: "改过：", en: "changed: "), export.changed),
    ]
    for (title, ids) in lists where !ids.isEmpty {
      text += say(title.zh, title.en) + ids.map(TerminalText.safe).joined(separator: " ") + "\n"
    }
    if export.number > 1, !export.added.isEmpty {
      text += say("新的 \(export.added.count) 条\n", "\(export.added.count) new\n")
    }
    return text
  }
}
