import ArgumentParser
import Coordination
import Formats
import Store
import Vocabulary

struct DoctorCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "doctor", abstract: say("检查店铺库是否健康；不健康退出码 24", "Examine the store; exit code 24 if it is not well"))
  }

  @OptionGroup var global: GlobalOptions

  func run(at desk: Desk) throws {
    try desk.require(.look)
    for diagnosis in try Doctor.examine(try desk.store(), now: desk.now) {
      if !diagnosis.isGood { desk.raise(.notClean) }
      try desk.answer(diagnosis) {
        let mark = desk.style.paint(
          diagnosis.isGood ? say("正常", "ok ") : say("异常", "BAD"), diagnosis.isGood ? .green : .red)
        return "\(mark)  \(TerminalText.safe(Message(zh: diagnosis.zh, en: diagnosis.en).text(in: desk.language)))\n"
      }
    }
  }
}
