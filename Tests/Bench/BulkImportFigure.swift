import Foundation
import TestSupport
import Vocabulary

/// A shop's whole morning file into an empty store, durable, against the sqlite3 shell's `.import` of the very rows that
/// came out, in UTF-8, into the same tables and indexes.
struct BulkImportFigure {
  let room: Workroom

  /// The tables that an import of new orders fills.
  private static let tables = [
    "operation", "log_entry", "import_run", "shop_order", "order_todo", "memo_version", "hold", "promise",
    "address_proposal", "address_version",
  ]

  func measure() throws -> [FigureRow] {
    let most = room.options.isQuick ? 50_000 : 1_000_000
    let rounds = min(room.options.rounds, 3)
    return [
      try compare(orders: most, shuffled: false, rounds: rounds, target: .atMost(1.5)),
      try compare(orders: most, shuffled: false, isSealed: true, rounds: 1, target: .atMost(2.5)),
      try compare(orders: most, shuffled: true, rounds: 1, target: .none),
    ] + (try growth(to: most, rounds: rounds))
  }

  /// `isSealed`: the export shows full addresses, and the store keeps each in an envelope.
  private func compare(
    orders: Int, shuffled: Bool, isSealed: Bool = false, rounds: Int, target: Target
  ) throws -> FigureRow {
    let export = try MorningExport(
      room.file("morning.csv"), orders: orders, shuffled: shuffled, isMasked: !isSealed, seed: room.nextSeed())
    var (ours, reference): ([Double], [Double]) = ([], [])
    for round in 0..<rounds {
      let store = try freshStore(keepsAddresses: isSealed)
      ours.append(try load(export, into: store).seconds)
      if round == 0 { try dump(store) }
      reference.append(try shell(into: store, orders: orders))
    }
    let megabytes = (try FileManager.default.attributesOfItem(atPath: export.path)[.size] as? Int ?? 0) / 1_000_000
    return FigureRow(
      "import of \(orders) orders, \(shuffled ? "shuffled ids" : "ids in time order")\(isSealed ? ", sealed" : "")",
      unit: "s", ours: ours,
      reference: reference, target: target,
      note: "20 columns, GBK, \(megabytes) MB, one in ten with a memo; reference: sqlite3 .import of the resulting rows"
    )
  }

  /// Seconds and peak memory at growing sizes: a row's price and the memory must stay the same.
  private func growth(to most: Int, rounds: Int) throws -> [FigureRow] {
    let sizes = [most / 100, most / 10, most]
    var prices: [[Double]] = sizes.map { _ in [] }
    var memory: [[Double]] = sizes.map { _ in [] }
    for (place, size) in sizes.enumerated() {
      let export = try MorningExport(
        room.file("morning-\(size).csv"), orders: size, shuffled: false, seed: room.nextSeed())
      for _ in 0..<rounds {
        let run = try load(export, into: try freshStore())
        prices[place].append(run.seconds / Double(size) * 1e6)
        memory[place].append(run.peakMegabytes)
      }
    }
    return sizes.indices.map { place in
      FigureRow(
        "import of \(sizes[place]) orders, each", unit: "µs", ours: prices[place], reference: prices[1], target: .none,
        note: place == 0
          ? "reference: the same at \(sizes[1]) orders; a small file pays for the start of the process" : "")
    }
      + sizes.indices.map { place in
        FigureRow(
          "peak memory at \(sizes[place]) orders", unit: "MB", ours: memory[place], reference: memory[1],
          target: .neverOver(150))
      }
  }

  private var environment: [String: String] {
    ["PEAKDAY_AS": "bench", "PEAKDAY_ROLE": "lead", "PEAKDAY_KEY": room.file("personal.key")]
  }

  private func freshStore(keepsAddresses: Bool = false) throws -> String {
    let path = room.file("bulk.db")
    for end in ["", "-wal", "-shm", "-lock", "-queue"] { try? FileManager.default.removeItem(atPath: path + end) }
    let run = try Child.timed(room.options.peakday, ["init", "--store", path, "--lang", "en"])
    guard run.code == 0 else { throw BenchFailure("init answered \(run.code): \(run.output)") }
    guard keepsAddresses else { return path }
    try? FileManager.default.removeItem(atPath: room.file("personal.key"))
    for command in [["key", "create"], ["key", "keep", "--days", "30"]] {
      let run = try Child.timed(
        room.options.peakday, command + ["--store", path, "--lang", "en"], environment: environment)
      guard run.code == 0 else { throw BenchFailure("\(command) answered \(run.code): \(run.output)") }
    }
    return path
  }

  private func load(
    _ export: MorningExport, into store: String
  ) throws -> (seconds: Double, peakMegabytes: Double) {
    let run = try Child.timed(
      room.options.peakday,
      ["order", "import", export.path, "--store", store, "--exported-at", Clock.instant().shopText, "--lang", "en"],
      environment: environment)
    guard run.code == 0, run.output.contains("\(export.orders) rows, \(export.orders) new") else {
      throw BenchFailure("the import answered \(run.code): \(run.output)")
    }
    return (run.seconds, run.peakMegabytes)
  }

  /// Writes what an import made, table by table, and the schema that takes it in. The shell knows no NULL, so what
  /// refuses an empty text in its place loses that CHECK.
  private func dump(_ store: String) throws {
    for table in Self.tables {
      _ = try sqlite([store, ".mode csv", ".once \(room.file(table + ".csv"))", "SELECT * FROM \(table);"])
    }
    let schema = try sqlite([store, ".schema"])
      .replacingOccurrences(of: " CHECK (refund_state IN ('applied', 'refunded', 'closed'))", with: "")
      .replacingOccurrences(of: " CHECK (ship_by_source IN ('platform', 'rule'))", with: "")
      .replacingOccurrences(of: ",\n  CHECK ((state = 'open') = (decided_at IS NULL))", with: "")
      .replacingOccurrences(
        of: ",\n  CHECK ((state = 'open') = (decided_at IS NULL) AND (state = 'approved') = (version IS NOT NULL))",
        with: "")
    try ("PRAGMA journal_mode=WAL;\n" + schema).write(
      toFile: room.file("schema.sql"), atomically: true, encoding: .utf8)
  }

  private func shell(into store: String, orders: Int) throws -> Double {
    let path = room.file("reference.db")
    for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    _ = try sqlite([path, ".read \(room.file("schema.sql"))"])
    let imports = Self.tables.map { ".import \(room.file($0 + ".csv")) \($0)" }
    let start = Clock.now()
    _ = try sqlite([path, "PRAGMA synchronous=FULL;", ".mode csv"] + imports)
    let seconds = Clock.now() - start
    guard try sqlite([path, "SELECT COUNT(*) FROM shop_order;"]) == "\(orders)\n" else {
      throw BenchFailure("the shell did not take in all \(orders) orders")
    }
    return seconds
  }

  private func sqlite(_ arguments: [String]) throws -> String {
    let child = try Child(room.sqlite, ["-batch", "-init", "/dev/null"] + arguments)
    child.closeInput()
    let output = child.rest()
    guard child.wait() == 0 else { throw BenchFailure("sqlite3: \(output)") }
    return output
  }
}
