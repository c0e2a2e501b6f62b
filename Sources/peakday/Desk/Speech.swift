import ArgumentParser
import Vocabulary

/// The language of this run. Help texts are made while arguments are parsed, so it is found before that.
enum Speech {
  @TaskLocal static var language: Language = .en

  /// The arguments without `--lang zh|en`, which is known by then: it may stand before the command and beside --help.
  static func withoutLanguage(_ arguments: [String]) -> [String] {
    var rest: [String] = []
    var position = 0
    while position < arguments.count, arguments[position] != "--" {
      let argument = arguments[position]
      if argument == "--lang", position + 1 < arguments.count, Language(rawValue: arguments[position + 1]) != nil {
        position += 2
        continue
      }
      if !argument.hasPrefix("--lang=") || Language(rawValue: String(argument.dropFirst(7))) == nil {
        rest.append(argument)
      }
      position += 1
    }
    return rest + arguments[position...]
  }

  /// `--lang zh|en` anywhere on the command line, else PEAKDAY_LANG, else the locale.
  static func language(arguments: [String], environment: [String: String]) -> Language {
    for (index, argument) in arguments.enumerated() {
      if argument == "--lang", index + 1 < arguments.count, let language = Language(rawValue: arguments[index + 1]) {
        return language
      }
      if argument.hasPrefix("--lang="), let language = Language(rawValue: String(argument.dropFirst(7))) {
        return language
      }
    }
    if let language = environment["PEAKDAY_LANG"].flatMap(Language.init(rawValue:)) { return language }
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    return Language(locale: locale ?? "")
  }
}

/// A help text in the language of this run.
func say(_ zh: String, _ en: String) -> String {
  Message(zh: zh, en: en).text(in: Speech.language)
}

/// The same for an option or argument.
func help(_ zh: String, _ en: String) -> ArgumentHelp {
  ArgumentHelp(stringLiteral: say(zh, en))
}
