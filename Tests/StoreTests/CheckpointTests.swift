import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Store

/// The write-ahead log of SQLite is copied into the file only by our own writers, and before it grows without end.
@Suite struct CheckpointTests {
  static func size(_ path: String) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? -1
  }

  @Test("the settings that protect a commit are in force")
  func settings() throws {
    let (place, _) = try TestStore.make(engine: .sqlite)
    let database = try SQLiteDatabase(path: place.path)
    #expect(try database.pragma("PRAGMA synchronous") == 2)
    #expect(try database.pragma("PRAGMA foreign_keys") == 1)
    #expect(try database.pragma("PRAGMA mmap_size") == 0)
    let mode = try database.read { try $0.first("SELECT journal_mode FROM pragma_journal_mode()") { try $0.text(0) } }
    #expect(mode == "wal")
  }

  @Test("closing the last connection leaves the log as it is")
  func close() throws {
    let place = try TestStore.nowhere(engine: .sqlite)
    do {
      let store = try place.create()
      _ = try store.perform(try operation("C1")) { _ in 1 }
    }
    let log = Self.size(place.path + "-wal")
    #expect(log > 0)
    let file = Self.size(place.path)
    do { _ = try place.open().perform(try operation("C2")) { _ in 2 } }
    #expect(Self.size(place.path) == file)
    // It may be written from its start again, where the tables themselves filled it; it neither goes nor shrinks.
    #expect(Self.size(place.path + "-wal") >= log)
    #expect(try place.open().verifyLog().entries == 2)
  }

  @Test("the log is copied into the file beyond 1 MB, and then used again from its start")
  func checkpoint() throws {
    let (place, store) = try TestStore.make(engine: .sqlite)
    let before = Self.size(place.path)
    var largest = 0
    for number in 0..<16 {
      _ = try store.perform(try operation("G\(number)")) { change in
        try change.session.run(
          "INSERT INTO store_setting (name, value) VALUES ($1, $2)",
          [.text("\(number)"), .text(String(repeating: "x", count: 250_000))])
        return number
      }
      let log = Self.size(place.path + "-wal")
      largest = max(largest, log)
      if log < 1_000_000, number < 3 { #expect(Self.size(place.path) == before) }
    }
    #expect(largest > 1 << 20)
    #expect(largest < 2 << 20)
    #expect(Self.size(place.path) > 2_500_000)
    #expect(try store.verifyLog().findings == [])
  }

  @Test("a reader delays the copy, and harms neither side")
  func readerInTheWay() throws {
    let (place, store) = try TestStore.make(engine: .sqlite)
    var settings = SQLiteDatabase.Settings()
    settings.checkpointPages = 8
    let writer = try place.open(sqlite: settings)
    try store.read { session in
      #expect(try session.count("SELECT COUNT(*) FROM operation") == 0)
      for number in 0..<40 { _ = try writer.perform(try operation("R\(number)")) { _ in number } }
      #expect(try session.count("SELECT COUNT(*) FROM operation") == 0)
    }
    #expect(try store.verifyLog().entries == 40)
  }

  @Test(
    "network file systems are told by their number",
    arguments: [
      (0x6969, "NFS"), (0x517B, "SMB/CIFS"), (0xFF53_4D42, "SMB/CIFS"), (0xFE53_4D42, "SMB/CIFS"), (0x0102_1997, "9p"),
      (0x6573_5546, "FUSE"), (0x00C3_6400, "Ceph"), (0x0BD0_0BD0, "Lustre"), (-0x00AC_B2BE, "SMB/CIFS"),
      (0xEF53, nil), (0x0102_1994, nil), (0x9123_683E, nil), (0x5846_5342, nil), (0x794C_7630, nil), (0, nil),
    ] as [(Int, String?)])
  func networkName(type: Int, name: String?) {
    #expect(FileSystem.networkName(type: type) == name)
  }

  @Test("a folder on a network is refused with what to use instead")
  func network() throws {
    let failure = #expect(throws: Failure.self) { try FileSystem.refuseNetwork(folder: "/mnt/nas") { _ in 0x6969 } }
    #expect(failure?.code == "store_on_network")
    #expect(failure?.place == "/mnt/nas")
    #expect(failure?.next?.en.contains("postgresql://") == true)
    try FileSystem.refuseNetwork(folder: "/") { _ in 0xEF53 }
    try FileSystem.refuseNetwork(folder: "/") { _ in nil }
  }

  @Test("the folder of a path is what stands before the last slash")
  func folders() {
    #expect(FileSystem.folder(of: "shop.db") == ".")
    #expect(FileSystem.folder(of: "/shop.db") == "/")
    #expect(FileSystem.folder(of: "/a/b/shop.db") == "/a/b")
  }
}
