import ArgumentParser
import Coordination
import Formats
import Orders
import Store
import Vocabulary

struct DayCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "day", abstract: say("今天怎么样", "How the day stands"),
      subcommands: [DayStatusCommand.self, DaySavingsCommand.self, DayReadyCommand.self, DayCloseCommand.self])
  }
}

struct DayStatusCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "status", abstract: say("主管的一页纸", "The lead's one page"))
  }

  @OptionGroup var global: GlobalOptions

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let status = try desk.store().read { try DayStatus.ask(shop: desk.chosenShop, now: desk.now, $0) }
    try desk.answer(status) { DayPage(status).text(at: desk) }
  }
}
