import ArgumentParser
import Coordination
import Formats
import Playbooks
import Store
import Vocabulary

struct EventCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "event", abstract: say("活动日历", "The event calendar"), subcommands: [EventShowCommand.self])
  }
}

struct EventShowCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "show", abstract: say("活动的各段时间，和退款开放的时间", "The event's windows, and when refunds open"))
  }

  @OptionGroup var global: GlobalOptions

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let calendars = try desk.store().read { try Setup.calendars($0) }
    if desk.options.json {
      for calendar in calendars { try desk.answer(calendar) { "" } }
      return
    }
    for calendar in calendars { desk.surroundings.output(text(calendar, desk)) }
  }

  private func text(_ calendar: EventCalendar, _ desk: Desk) -> String {
    let now = desk.now
    let table = TextTable(
      columns: [
        .init(title: Message(zh: "时段", en: "Window")), .init(title: Message(zh: "从", en: "From")),
        .init(title: Message(zh: "到", en: "Until")), .init(title: Message(zh: "现在", en: "Now")),
      ],
      rows: calendar.windows.map { window in
        let isOn = window.start <= now && now < window.end
        return [
          .init(Message(zh: window.zh, en: window.en)), .init(window.start.shopText), .init(window.end.shopText),
          .init(isOn ? "●" : "", ink: .green),
        ]
      })
    var text = TerminalText.safe(Message(zh: calendar.zh, en: calendar.en).text(in: desk.language)) + "\n"
    text += desk.render(table)
    for opening in calendar.refundOpenings {
      text += say(
        "退款：\(opening.paidFrom.shopText) 至 \(opening.paidUntil.shopText) 付款的，\(opening.opensAt.shopText) 开放\n",
        "Refunds: paid \(opening.paidFrom.shopText) to \(opening.paidUntil.shopText), open \(opening.opensAt.shopText)\n"
      )
    }
    return text
  }
}
