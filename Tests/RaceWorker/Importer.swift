import Coordination
import Formats
import Foundation
import Orders
import Store
import TestSupport
import Vocabulary

/// A process that imports the same files in turn, as the ERP's half-hourly export would be.
enum Importer {
  static func run(_ settings: RaceSettings, files: [String], parcels: String, store: Store) throws {
    var random = SplitMix64(seed: settings.seed)
    let playbooks = try store.read { try Setup.importPlaybooks(AddressIntake(storeSecret: "test"), $0) }
    // An import that was killed is gone on with: the same file, with the same export time.
    var place = files.firstIndex { FileManager.default.fileExists(atPath: marker($0)) } ?? 0
    while true {
      let (path, marker) = (files[place], marker(files[place]))
      let kept = (try? String(contentsOfFile: marker, encoding: .utf8)).flatMap { Int64($0) }
      let exportedAt = kept ?? Int64(Date().timeIntervalSince1970 * 1_000)
      try String(exportedAt).write(toFile: marker, atomically: true, encoding: .utf8)
      let file = ImportFile(
        shop: "main", name: "race.csv", digest: try ImportFile.digest(path: path),
        exportedAt: Instant(milliseconds: exportedAt))
      let now = { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }
      _ = try OrderImport(
        file: file, playbooks: playbooks, actor: Actor(name: "importer", role: .operations),
        run: OperationID(now: now(), random: &random), now: now
      ).perform(try CSVReader(try ByteSource.file(path)), in: store, reject: { _ in })
      try? FileManager.default.removeItem(atPath: marker)
      place = (place + 1) % files.count
      try takeParcels(parcels, store, &random)
    }
  }

  private static func marker(_ path: String) -> String { path + ".exported-at" }

  /// The same parcels once more: nothing changes, but all of them are locked.
  private static func takeParcels(_ path: String, _ store: Store, _ random: inout SplitMix64) throws {
    let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    let file = ImportFile(
      shop: "main", name: "parcels.csv", digest: try ImportFile.digest(path: path), exportedAt: now)
    _ = try ParcelImport(
      file: file, actor: Actor(name: "importer", role: .operations), run: OperationID(now: now, random: &random),
      now: { now }
    ).perform(try CSVReader(try ByteSource.file(path)), in: store, reject: { _ in })
  }
}
