import Coordination
import Foundation
import Orders
import Store
import TestSupport
import Vocabulary

/// One process of a race; its only argument is its settings as JSON.
@main
enum Main {
  static func main() throws {
    let settings = try JSONDecoder().decode(RaceSettings.self, from: Data(CommandLine.arguments[1].utf8))
    var random = SplitMix64(seed: settings.seed ^ 0x5eed)
    let pause = {
      if settings.delayOneIn > 0, Int.random(in: 0..<settings.delayOneIn, using: &random) == 0 {
        usleep(UInt32.random(in: 0...settings.delayMicroseconds, using: &random))
      }
    }
    var sqlite = SQLiteDatabase.Settings()
    sqlite.pause = pause
    var postgres = PostgreSQLDatabase.Settings()
    postgres.pause = pause
    var store = try Store.open(
      StoreLocation(settings.store), sqlite: sqlite, postgres: postgres, follow: Consequences.follow)
    if let mutant = Mutant(rawValue: settings.mutant), mutant != .none {
      store = Store(store) { MutantDatabase($0, broken: mutant.broken) }
    }
    if let parcels = settings.parcels {
      try Importer.run(settings, files: settings.imports, parcels: parcels, store: store)
    } else {
      try Racer(settings, store: store).run()
    }
  }
}
