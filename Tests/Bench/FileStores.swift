import Foundation
import TestSupport

/// SQLite stores of one run: a template is filled once, every side of every round gets a fresh copy of it.
extension Workroom {
  func template(orders: Int) throws -> String {
    let path = file("template-\(orders).db")
    guard !FileManager.default.fileExists(atPath: path) else { return path }
    try Shop.make(path, orders: orders, seed: options.seed)
    // The shell, as the last one to close it, moves the write-ahead log into the file: a copy needs one file only.
    let outcome = try Processes.run(sqlite, [path, "PRAGMA wal_checkpoint(TRUNCATE)"])
    guard outcome.code == 0 else { throw BenchFailure("the template has no checkpoint: \(outcome.errors)") }
    return path
  }

  /// A copy that lies on the disk before anything is measured.
  func copy(_ template: String, as name: String) throws -> String {
    let path = file(name)
    for end in ["", "-wal", "-shm", "-lock", "-queue"] { try? FileManager.default.removeItem(atPath: path + end) }
    try FileManager.default.copyItem(atPath: template, toPath: path)
    let descriptor = open(path, O_RDWR)
    guard descriptor >= 0, fsync(descriptor) == 0 else { throw BenchFailure("\(name) cannot be written") }
    close(descriptor)
    return path
  }
}
