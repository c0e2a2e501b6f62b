import ArgumentParser
import Formats
import Glibc
import Store
import Vocabulary

@main
enum Main {
  static func main() {
    // A reader that went away (`| head`) must not kill us between COMMIT and the rest of the work.
    signal(SIGPIPE, SIG_IGN)
    exit(Program.run(Array(CommandLine.arguments.dropFirst()), .process()).rawValue)
  }
}

/// One run of the program, from arguments to exit code.
enum Program {
  static func run(_ arguments: [String], _ surroundings: Surroundings) -> ExitCode {
    let language = Speech.language(arguments: arguments, environment: surroundings.environment)
    return Speech.$language.withValue(language) {
      do {
        guard let command = try parsed(arguments) as? any DeskCommand else {
          surroundings.output(Peakday.helpMessage(for: Peakday.self) + "\n")
          return .usage
        }
        let desk = Desk(command.global, surroundings)
        do {
          try command.run(at: desk)
          return desk.exitCode
        } catch {
          return report(failure(error), arguments, surroundings)
        }
      } catch {
        return report(parsing: error, arguments, surroundings)
      }
    }
  }

  /// Parses the command that the first words name by itself: from the root, ArgumentParser looks into every command
  /// there is, which costs a gate more than its transaction. Whatever is not a plain command (help, an error, a
  /// completion script) is left to the root, whose words are the right ones.
  static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
    var type: any ParsableCommand.Type = Peakday.self
    var rest = arguments[...]
    while let word = rest.first,
      let next = type.configuration.subcommands.first(where: { $0.configuration.commandName == word })
    {
      type = next
      rest = rest.dropFirst()
    }
    if let leaf = type as? any DeskCommand.Type, let command = try? leaf.parse(Array(rest)) { return command }
    return try Peakday.parseAsRoot(arguments)
  }

  private static func failure(_ error: any Error) -> Failure {
    switch error {
    case let failure as Failure: failure
    case let error as StoreError: error.failure()
    default:
      Failure(.internal, code: "unexpected", Message(zh: "意外的错误：\(error)", en: "unexpected error: \(error)"))
    }
  }

  /// Help, the version and completion scripts arrive as errors too.
  private static func report(parsing error: any Error, _ arguments: [String], _ surroundings: Surroundings) -> ExitCode
  {
    let text = Peakday.fullMessage(for: error)
    guard Peakday.exitCode(for: error) != .success else {
      surroundings.output(text + "\n")
      return .done
    }
    // ArgumentParser's own headings stay English; its text may quote an argument.
    let words = text.split(separator: "\n").map { TerminalText.safe(String($0)) }
    let first = (words.first ?? "").hasPrefix("Error: ") ? String(words[0].dropFirst(7)) : words.first ?? ""
    let known = arguments.prefix { !$0.hasPrefix("-") }.joined(separator: " ")
    return report(
      Failure(
        .usage, code: "usage", Message(zh: "命令看不懂：\(first)", en: first),
        next: Message(
          zh: "查看用法：peakday \(TerminalText.safe(known)) --help", en: "see: peakday \(TerminalText.safe(known)) --help")),
      arguments, surroundings)
  }

  private struct ReportedFailure: Encodable {
    let error: String
    let kind: String
    let message: String
    let place: String?
    let next: String?
    let exitCode: Int32
  }

  /// Says what is wrong, where, and what to type next; one JSON object on standard error with `--json`.
  private static func report(_ failure: Failure, _ arguments: [String], _ surroundings: Surroundings) -> ExitCode {
    let code = ExitCode(failure.kind)
    let language = Speech.language
    let message = failure.message.text(in: language)
    let next = failure.next?.text(in: language)
    if arguments.contains("--json"),
      let line = try? Desk.line(
        ReportedFailure(
          error: failure.code, kind: failure.kind.rawValue, message: message, place: failure.place, next: next,
          exitCode: code.rawValue))
    {
      surroundings.talk(line)
      return code
    }
    var text = "peakday: " + TerminalText.safe(message) + "\n"
    if let place = failure.place { text += say("  位置：", "  where: ") + TerminalText.safe(place) + "\n" }
    if let next { text += say("  下一步：", "  next: ") + TerminalText.safe(next) + "\n" }
    if failure.kind == .unknownOutcome, let operation = failure.place, !arguments.contains("--operation") {
      let words = arguments.map { $0.contains(" ") ? "'\($0)'" : $0 }.joined(separator: " ")
      text +=
        say("  或重复同一操作：", "  or repeat it safely: ") + "peakday \(TerminalText.safe(words)) --operation \(operation)\n"
    }
    surroundings.talk(text)
    return code
  }
}
