import ArgumentParser
import TestSupport
import Testing
import Vocabulary

@testable import peakday

@Suite struct HelpTests {
  /// The root and everything below it, as one would type it.
  static func commands(_ command: any ParsableCommand.Type = Peakday.self, _ path: [String] = []) -> [[String]] {
    [path]
      + command.configuration.subcommands.flatMap { sub in
        commands(sub, path + [sub.configuration.commandName ?? ""])
      }
  }

  @Test("every command has help in both languages", arguments: commands())
  func help(path: [String]) throws {
    let place = try Workplace(initialised: false)
    let zh = place.run(path + ["--help", "--lang", "zh"])
    let en = place.run(path + ["--help", "--lang", "en"])
    for run in [zh, en] {
      #expect(run.code == .done)
      #expect(run.talk == "")
      #expect(run.output.contains("USAGE: peakday"))
    }
    func overview(_ run: Run) -> String { String(run.output.split(separator: "\n").first ?? "") }
    #expect(overview(zh).unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(overview(zh))")
    #expect(overview(en) != overview(zh))
    #expect(overview(en).hasPrefix("OVERVIEW: "))
    #expect(!overview(en).hasSuffix("."), "imperative, no full stop")
  }

  @Test("--lang may stand anywhere; a language that is none is refused")
  func langAnywhere() throws {
    let place = try Workplace()
    #expect(place.run("--lang", "zh", "hold", "list").output == "没有挂起\n")
    #expect(place.run("hold", "--lang=zh", "list").output == "没有挂起\n")
    #expect(place.run("hold", "list", "--lang", "fr").code == .usage)
    #expect(Speech.withoutLanguage(["--lang", "zh", "a", "--", "--lang", "en"]) == ["a", "--", "--lang", "en"])
    #expect(Speech.withoutLanguage(["a", "--lang"]) == ["a", "--lang"])
  }

  @Test("the language is that of --lang, else PEAKDAY_LANG, else the locale")
  func language() {
    func chosen(_ arguments: [String], _ environment: [String: String]) -> Language {
      Speech.language(arguments: arguments, environment: environment)
    }
    #expect(chosen(["--lang", "zh"], ["PEAKDAY_LANG": "en"]) == .zh)
    #expect(chosen(["order", "list", "--lang=zh"], [:]) == .zh)
    #expect(chosen(["--lang", "fr"], ["PEAKDAY_LANG": "zh"]) == .zh)
    #expect(chosen(["--lang"], ["LC_ALL": "", "LANG": "zh_CN.UTF-8"]) == .zh)
    #expect(chosen([], ["LC_ALL": "C", "LANG": "zh_CN.UTF-8"]) == .en)
    #expect(chosen([], [:]) == .en)
  }

  @Test("a noun alone shows its own help", arguments: ["order", "remark", "hold", "gate", "recall", "audit"])
  func nounAlone(noun: String) throws {
    let run = try Workplace(initialised: false).run(noun)
    #expect(run.code == .usage)
    #expect(run.output.contains("USAGE: peakday \(noun) <subcommand>"), "\(run.output)")
  }

  @Test("completion scripts and the version are printed", arguments: ["bash", "zsh", "fish"])
  func completion(shell: String) throws {
    let place = try Workplace(initialised: false)
    let run = place.run("--generate-completion-script", shell)
    #expect(run.code == .done)
    #expect(run.output.contains("peakday"))
    #expect(run.output.contains("handOver") || run.output.contains("import"))
    #expect(place.run("--version").output == "0.1.0\n")
  }
}
