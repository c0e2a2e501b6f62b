import Formats
import Foundation
import TestSupport
import Vocabulary

/// Every cell of an order export in XLSX as text, in a process of its own, against python-calamine (a Rust reader) with
/// the same file.
struct SheetFigure {
  let room: Workroom

  private static let header = MorningExport.header.split(separator: ",").map(String.init)

  func measure() throws -> [FigureRow] {
    let rows = room.options.isQuick ? 10_000 : 100_000
    let path = room.file("morning.xlsx")
    let writing = try write(path, rows: rows)
    let python = try referencePython()
    var (ours, reference, peaks, referencePeaks): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
    for _ in 0..<room.options.rounds {
      let run = try time(CommandLine.arguments[0], ["--read-sheet", path], cells: (rows + 1) * Self.header.count)
      ours.append(run.seconds)
      peaks.append(run.megabytes)
      guard let python else { continue }
      let other = try time(python, ["-c", Self.script, path], cells: (rows + 1) * Self.header.count)
      reference.append(other.seconds)
      referencePeaks.append(other.megabytes)
    }
    let memory = FigureRow(
      "peak memory of reading it", unit: "MB", ours: peaks, reference: python == nil ? peaks : referencePeaks,
      target: .neverOver(120), note: python == nil ? "no python-calamine: ours stands for the reference" : "")
    let written = FigureRow(
      "XLSX of \(rows) rows written and read back", unit: "s", ours: [writing], reference: [writing], target: .none)
    guard python != nil else {
      Program.complain("skipped: reading XLSX beside python-calamine, which is not there and cannot be installed")
      return [memory, written]
    }
    return [
      FigureRow(
        "XLSX of \(rows) rows × \(Self.header.count) columns read", unit: "s", ours: ours, reference: reference,
        target: .atMost(1.2), note: "reference: python-calamine, to_python(); both without the start of the process"),
      memory, written,
    ]
  }

  /// The worker: reads each cell, and says how many there were and how long it took.
  static func read(_ path: String) throws {
    let start = Clock.now()
    let reader = try XLSXReader(path: path)
    var (cells, bytes) = (0, 0)
    while let row = try reader.next() {
      guard case .record(let record) = row else { throw BenchFailure("a defective row") }
      for column in 0..<record.count { bytes += record.text(column).utf8.count }
      cells += record.count
    }
    guard bytes > cells else { throw BenchFailure("the cells are empty") }
    print("\(cells) \(Clock.now() - start)")
  }

  private static let script = """
    import sys, time
    from python_calamine import CalamineWorkbook
    start = time.perf_counter()
    rows = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
    cells = sum(len(row) for row in rows)
    print(cells, time.perf_counter() - start)
    """

  private func time(
    _ program: String, _ arguments: [String], cells: Int
  ) throws -> (seconds: Double, megabytes: Double) {
    let run = try Child.timed(program, arguments)
    let answer = run.output.split(whereSeparator: \.isWhitespace)
    guard run.code == 0, answer.count == 2, Int(answer[0]) == cells, let seconds = Double(answer[1]) else {
      throw BenchFailure("\(program) answered \(run.code): \(run.output)")
    }
    return (seconds, run.peakMegabytes)
  }

  /// A Python that has python-calamine: the machine's, or one of our own with the package from PyPI.
  private func referencePython() throws -> String? {
    guard let python = Processes.find("python3") else { return nil }
    func has(_ python: String) throws -> Bool {
      try Processes.run(python, ["-c", "import python_calamine"]).code == 0
    }
    if try has(python) { return python }
    let own = room.file("python")
    guard try Processes.run(python, ["-m", "venv", own]).code == 0 else { return nil }
    _ = try Processes.run(own + "/bin/pip", ["install", "--quiet", "python-calamine"])
    return try has(own + "/bin/python") ? own + "/bin/python" : nil
  }

  private func write(_ path: String, rows: Int) throws -> Double {
    var random = SplitMix64(seed: room.nextSeed())
    let now = Clock.instant()
    let start = Clock.now()
    let writer = try XLSXWriter(path: path, sheet: "订单", header: Self.header, created: now)
    for place in 0..<rows {
      let amount = Money(fen: Int64.random(in: 2_000..<90_000, using: &random))
      let time = now.adding(milliseconds: Int64(place) * 360 - 36_000_000)
      try writer.text(Shop.order(place * 7))
      try writer.text("buyer\(amount.fen * 7 % 1_000_003)**")
      for sum in [amount, .zero, amount, amount] { try writer.money(sum) }
      for text in ["买家已付款，等待卖家发货", place % 25 == 0 ? "麻烦尽快发货" : "", "张**"] { try writer.text(text) }
      try writer.text("浙江省 杭州市 余杭区 某某街道某某路\(place % 999)号(310000)")
      for text in ["快递", "138****\(1_000 + place % 9_000)"] { try writer.text(text) }
      for moment in [time, time.adding(milliseconds: 9_000)] { try writer.time(moment) }
      for text in ["双11 加厚羊毛围巾 \(place % 97) 号色 秋冬新款", "SF\(place)", "顺丰速运"] { try writer.text(text) }
      try writer.text(place % 10 == 3 ? "发顺丰 客服\(place % 97)号 \(place)" : "")
      try writer.number(Int64(1 + place % 4))
      try writer.text("无退款申请")
      try writer.endRow()
    }
    try writer.finish()
    return Clock.now() - start
  }
}
