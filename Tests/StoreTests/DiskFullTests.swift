import Foundation
import Store
import TestSupport
import Testing
import Vocabulary

/// A small file system of its own, mounted for one test; needs root.
final class SmallDisk: Sendable {
  static let reason: String? = {
    let tried = Result { try SmallDisk(kilobytes: 64) }
    guard case .failure(let error) = tried else { return nil }
    print("a full or read-only disk is not tested: \(error)")
    return "a tmpfs cannot be mounted here (root is needed)"
  }()

  let folder: TemporaryFolder

  init(kilobytes: Int) throws {
    folder = try TemporaryFolder()
    try Self.run("mount", ["-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", folder.path])
  }

  deinit { try? Self.run("umount", ["-l", folder.path]) }

  func remount(_ options: String) throws { try Self.run("mount", ["-o", "remount,\(options)", folder.path]) }

  static func run(_ name: String, _ arguments: [String]) throws {
    guard geteuid() == 0, let program = Processes.find(name) else { throw CocoaError(.fileNoSuchFile) }
    guard try Processes.run(program, arguments).code == 0 else { throw CocoaError(.fileWriteNoPermission) }
  }
}

@Suite(.enabled(if: SmallDisk.reason == nil, "a tmpfs cannot be mounted here (root is needed)"))
struct DiskFullTests {
  static func make(kilobytes: Int) throws -> (disk: SmallDisk, location: StoreLocation, store: Store) {
    let disk = try SmallDisk(kilobytes: kilobytes)
    let location = StoreLocation.file(path: disk.folder.file("shop.db"))
    var random = SplitMix64(seed: 3)
    let made = try Store.create(
      location, isRehearsal: false, now: Moments.opening, random: &random, follow: TestStore.unhandled)
    return (disk, location, made.store)
  }

  @Test("a full disk refuses the operation, nothing is half done, and work goes on once there is space")
  func full() throws {
    let (disk, location, store) = try Self.make(kilobytes: 4_096)
    var done = 0
    func fill(_ size: Int) throws {
      _ = try store.perform(try operation("BEFORE\(done)")) { change in
        try change.session.run(
          "INSERT INTO store_setting (name, value) VALUES ($1, $2)",
          [.text("before \(done)"), .text(String(repeating: "x", count: size))])
      }
      done += 1
    }
    for _ in 0..<5 { try fill(30) }
    var length = 1 << 20
    let filler = disk.folder.file("filler")
    let handle = open(filler, O_CREAT | O_WRONLY, 0o600)
    let block = [UInt8](repeating: 7, count: 1 << 20)
    while length > 0 { if write(handle, block, length) <= 0 { length /= 2 } }
    close(handle)
    // The log that the migrations left behind has room of its own: it is used up first.
    for size in [200_000, 5_000, 30] { while done < 5_000, (try? fill(size)) != nil {} }
    for size in [300_000, 30] {
      let failure = #expect(throws: Failure.self) {
        try store.perform(try operation("FULL\(size)")) { change in
          try change.session.run(
            "INSERT INTO store_setting (name, value) VALUES ($1, $2)",
            [.text("\(size)"), .text(String(repeating: "y", count: size))])
        }
      }
      #expect(failure?.code == "disk_full")
      #expect(failure?.kind == .storeUnavailable)
    }
    for reader in [store, try Store.open(location, follow: TestStore.unhandled)] {
      #expect(try reader.log(limit: 9_999).count == done)
      #expect(try reader.verifyLog().findings == [])
      #expect(try !OperationTests.has("300000", reader))
    }
    unlink(filler)
    #expect(
      try store.perform(try operation("FULL300000")) { try OperationTests.addSetting("again", $0) }.isReplay == false)
    #expect(try store.verifyLog().entries == Int64(done) + 1)
    #expect(try store.verifyLog().findings == [])
  }

  @Test("a store on a read-only disk is refused by name")
  func readOnly() throws {
    let disk: SmallDisk
    do {
      // Its connection is closed before the remount, which open files would forbid.
      disk = try Self.make(kilobytes: 4_096).disk
    }
    try disk.remount("ro")
    #expect(OpeningTests.openCode(disk.folder.file("shop.db")) == "store_read_only")
    #expect(OpeningTests.createCode(.file(path: disk.folder.file("shop.db"))) == "store_read_only")
    #expect(OpeningTests.createCode(.file(path: disk.folder.file("new.db"))) == "store_read_only")
    try disk.remount("rw")
    #expect(OpeningTests.openCode(disk.folder.file("shop.db")) == "opened")
  }
}
