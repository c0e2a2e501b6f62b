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
        var parsed = try parse(Speech.withoutLanguage(arguments))
        guard let command = parsed as? any DeskCommand else {
          // A noun alone is one of ours; a request for help is a command of ArgumentParser, which throws the help.
          guard type(of: parsed).configuration.subcommands.isEmpty else {
            surroundings.output(Peakday.helpMessage(for: type(of: parsed)) + "\n")
            return .usage
          }
          try parsed.run()
          return .done
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
  private static func parse(_ arguments: [String]) throws -> any ParsableCommand {
    let (command, words) = named(arguments)
    if let leaf = command as? any DeskCommand.Type, let parsed = try? leaf.parse(Array(arguments.dropFirst(words))) {
      return parsed
    }
    return try Peakday.parseAsRoot(arguments)
  }

  /// The command that the leading words name, and how many words those are. What follows them may be a remark.
  private static func named(_ arguments: [String]) -> (command: any ParsableCommand.Type, words: Int) {
    var command: any ParsableCommand.Type = Peakday.self
    var words = 0
    for argument in arguments {
      guard let next = command.configuration.subcommands.first(where: { $0.configuration.commandName == argument })
      else { break }
      words += 1
      command = next
    }
    return (command, words)
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
    var first = (words.first ?? "").hasPrefix("Error: ") ? String(words[0].dropFirst(7)) : words.first ?? ""
    // A long list of the possible values stands below, one a line.
    let values = words.dropFirst().prefix { $0.hasPrefix("  - ") }.map { $0.dropFirst(4) }
    if !values.isEmpty { first += " " + values.joined(separator: ", ") }
    let known = (["peakday"] + arguments.prefix(named(arguments).words)).joined(separator: " ")
    return report(
      Failure(
        .usage, code: "usage", Message(zh: "命令看不懂：\(first)", en: first),
        next: Message(
          zh: "查看用法：\(known) --help", en: "see: \(known) --help")),
      arguments, surroundings)
  }

  private static func report(_ failure: Failure, _ arguments: [String], _ surroundings: Surroundings) -> ExitCode {
    let report = FailureReport(failure)
    if arguments.contains("--json"), let line = try? Desk.line(report) {
      surroundings.talk(line)
    } else {
      let repetition = failure.kind == .unknownOutcome ? repetition(of: failure, arguments) : nil
      surroundings.talk(report.text(repetition: repetition))
    }
    return ExitCode(failure.kind)
  }

  /// The very line that repeats an operation; nil where it already has an id, or where the input came through a pipe
  /// and only a part of it is meant.
  private static func repetition(of failure: Failure, _ arguments: [String]) -> String? {
    guard let operation = failure.place, !operation.contains("/"), !arguments.contains("--operation") else {
      return nil
    }
    let words = named(arguments).words
    var line = ["peakday"] + arguments.prefix(words) + ["--operation", operation]
    for argument in arguments.dropFirst(words) {
      if case .server = StoreLocation(argument) {
        line.append(ShellWord.quoted(StoreLocation(argument).shown))
      } else {
        line.append(ShellWord.quoted(argument))
      }
    }
    return line.joined(separator: " ")
  }
}
