import Foundation
import TestSupport
import Vocabulary

/// A shop's ledger: a file of movements against the sqlite3 shell's `.import` of the very rows that came out, and
/// reconciling from every movement against DuckDB (PyPI), which makes the same sums from Parquet. That reference needs a
/// Python that has it: PEAKDAY_DUCKDB_PYTHON names one, else `python3` is tried.
struct StockFigure {
  let room: Workroom

  private static let tables = ["operation", "log_entry", "stock_shop", "stock_movement", "stock_balance"]

  private var movements: Int { room.options.isQuick ? 50_000 : 1_000_000 }
  private var skus: Int { room.options.isQuick ? 1_000 : 20_000 }
  private var rounds: Int { min(room.options.rounds, 3) }

  func measure() throws -> [FigureRow] {
    let file = try writeMovements(0)
    var (ours, reference): ([Double], [Double]) = ([], [])
    var store = ""
    for round in 0..<rounds {
      store = try freshStore()
      ours.append(try load(file, into: store))
      if round == 0 { try dump(store) }
      reference.append(try shell())
    }
    let imported = FigureRow(
      "import of \(movements) movements", unit: "s", ours: ours, reference: reference, target: .atMost(1.5),
      note: "\(skus) SKUs; reference: sqlite3 .import of the resulting rows into the same tables and indexes")
    _ = try load(try writeMovements(1), into: store)
    return [imported] + (try reconcile(store))
  }

  private func reconcile(_ store: String) throws -> [FigureRow] {
    try writeSnapshots(store)
    var (kept, full): ([Double], [Double]) = ([], [])
    for _ in 0..<room.options.rounds {
      kept.append(try peakday(["stock", "reconcile", "--dry-run", "--limit", "1", "--store", store]).seconds)
      full.append(
        try peakday(["stock", "reconcile", "--recount", "--dry-run", "--limit", "1", "--store", store]).seconds)
    }
    let name = "\(skus) SKUs, \(movements * 2) movements"
    let balances = FigureRow(
      "stock reconcile from balances, \(name)", unit: "s", ours: kept, reference: full, target: .neverOver(1),
      note: "the whole process; reference: the same with --recount")
    guard let duck = try duckSeconds(store) else {
      Program.complain(
        "stock: no Python with duckdb (pip install duckdb), a row is left out; name one with PEAKDAY_DUCKDB_PYTHON")
      return [balances]
    }
    return [
      balances,
      FigureRow(
        "stock reconcile --recount, \(name)", unit: "s", ours: full, reference: duck, target: .atMost(3),
        note:
          "ours is the whole process with snapshots and causes; reference: only DuckDB's connect, query and fetch of "
          + "the balances from Parquet, 2 threads"),
    ]
  }

  // MARK: Files

  /// Receipts, transfers, damage and old sales, in the order of their documents; SKUs at random.
  private func writeMovements(_ number: Int) throws -> String {
    let path = room.file("movements-\(number).csv")
    var random = SplitMix64(seed: room.nextSeed())
    let moves = [
      ("supplier", "warehouse:main"), ("warehouse:main", "shipped"), ("warehouse:main", "warehouse:b"),
      ("warehouse:main", "unavailable:defect"), ("adjusted", "warehouse:main"),
    ]
    guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path)
    else { throw BenchFailure("\(path) cannot be written") }
    var text = "单号,行号,商家编码,从,到,数量\r\n"
    for row in 0..<movements {
      let (from, to) = moves[Int.random(in: 0..<moves.count, using: &random)]
      let sku = Int.random(in: 0..<skus, using: &random)
      text += "D\(number)\(10_000_000 + row / 20),\(row % 20 + 1),SKU-\(100_000 + sku),\(from),\(to),"
      text += "\(Int.random(in: 1...50, using: &random))\r\n"
      if text.utf8.count > 1 << 20 {
        file.write(Data(text.utf8))
        text = ""
      }
    }
    file.write(Data(text.utf8))
    try file.close()
    return path
  }

  private func writeSnapshots(_ store: String) throws {
    var (warehouse, page) = ("商品编码,实际库存数\r\n", "数字ID,商家编码,宝贝数量\r\n")
    for sku in 0..<skus {
      warehouse += "SKU-\(100_000 + sku),\(sku % 500)\r\n"
      page += "\(700_000_000 + sku),SKU-\(100_000 + sku),\(sku % 300)\r\n"
    }
    for (name, text, command) in [
      ("warehouse.csv", warehouse, "import-warehouse"), ("page.csv", page, "import-page"),
    ] {
      try text.write(toFile: room.file(name), atomically: true, encoding: .utf8)
      _ = try peakday([
        "stock", command, room.file(name), "--exported-at", Clock.instant().rfc3339, "--store", store,
      ])
    }
  }

  // MARK: Programs

  private func peakday(_ arguments: [String]) throws -> (seconds: Double, output: String) {
    let run = try Child.timed(
      room.options.peakday, arguments + ["--lang", "en"],
      environment: ["PEAKDAY_AS": "bench", "PEAKDAY_ROLE": "lead"])
    guard run.code == 0 else { throw BenchFailure("\(arguments) answered \(run.code): \(run.output)") }
    return (run.seconds, run.output)
  }

  private func freshStore() throws -> String {
    let path = room.file("stock.db")
    for end in ["", "-wal", "-shm", "-lock", "-queue"] { try? FileManager.default.removeItem(atPath: path + end) }
    _ = try peakday(["init", "--store", path])
    return path
  }

  private func load(_ file: String, into store: String) throws -> Double {
    let run = try peakday(["stock", "import-movements", file, "--store", store])
    guard run.output.contains("\(movements) posted") else { throw BenchFailure("the import answered: \(run.output)") }
    return run.seconds
  }

  private func dump(_ store: String) throws {
    for table in Self.tables {
      _ = try sqlite([store, ".mode csv", ".once \(room.file(table + ".csv"))", "SELECT * FROM \(table);"])
    }
    try ("PRAGMA journal_mode=WAL;\n" + (try sqlite([store, ".schema"]))).write(
      toFile: room.file("schema.sql"), atomically: true, encoding: .utf8)
  }

  private func shell() throws -> Double {
    let path = room.file("reference.db")
    for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    _ = try sqlite([path, ".read \(room.file("schema.sql"))"])
    let imports = Self.tables.map { ".import \(room.file($0 + ".csv")) \($0)" }
    let start = Clock.now()
    _ = try sqlite([path, "PRAGMA synchronous=FULL;", ".mode csv"] + imports)
    let seconds = Clock.now() - start
    guard try sqlite([path, "SELECT COUNT(*) FROM stock_movement;"]) == "\(movements)\n" else {
      throw BenchFailure("the shell did not take in all \(movements) movements")
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

  /// Seconds of each round; nil when there is no DuckDB.
  private func duckSeconds(_ store: String) throws -> [Double]? {
    let named = ProcessInfo.processInfo.environment["PEAKDAY_DUCKDB_PYTHON"]
    guard let python = named ?? Processes.find("python3") else { return nil }
    let csv = room.file("all-movements.csv")
    _ = try sqlite([store, ".headers on", ".mode csv", ".once \(csv)", "SELECT * FROM stock_movement;"])
    let script = """
      import sys, time
      import duckdb
      csv, parquet, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
      first = duckdb.connect()
      first.execute(f"COPY (SELECT * FROM read_csv('{csv}', header=true, all_varchar=false)) TO '{parquet}'")
      first.close()
      for _ in range(rounds):
        start = time.perf_counter()
        base = duckdb.connect()
        base.execute("SET threads=2")
        rows = base.execute(f"SELECT sku, account, sum(moved) FROM (SELECT sku, to_account AS account, "
          f"quantity AS moved FROM '{parquet}' UNION ALL SELECT sku, from_account, -quantity FROM '{parquet}') "
          f"GROUP BY ALL").fetchall()
        print(time.perf_counter() - start)
        base.close()
      """
    let child = try Child.timed(
      python, ["-c", script, csv, room.file("movements.parquet"), String(room.options.rounds)])
    guard child.code == 0 else { return nil }
    return child.output.split(separator: "\n").compactMap { Double($0) }
  }
}
