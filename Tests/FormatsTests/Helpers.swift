import Foundation

@testable import Formats

/// What a reader hands out: rows as they are written, cleaned rows, their line numbers, and the defects.
struct ReadOut {
  var rows: [[String]] = []
  var cleaned: [[String]] = []
  var rowNumbers: [Int] = []
  var defects: [CSVDefect] = []
  var encoding = TextEncoding.utf8
}

/// Reads bytes `chunk` at a time; the encoding is judged by `detectionBytes` bytes.
func readAll(_ bytes: [UInt8], chunk: Int = 256 << 10, limits: CSVLimits? = nil) throws -> ReadOut {
  let asked = limits ?? CSVLimits()
  let limits = CSVLimits(
    fieldBytes: asked.fieldBytes, rowBytes: asked.rowBytes, columns: asked.columns, rawBytes: asked.rawBytes,
    detectionBytes: asked.detectionBytes, chunkBytes: min(asked.chunkBytes, chunk))
  let reader = try CSVReader(.bytes(bytes, chunk: chunk), limits: limits)
  var result = ReadOut()
  while let row = try reader.next() {
    switch row {
    case .record(let record):
      result.rows.append((0..<record.count).map(record.verbatim))
      result.cleaned.append(record.texts)
      result.rowNumbers.append(record.rowNumber)
    case .defect(let defect): result.defects.append(defect)
    }
  }
  result.encoding = reader.encoding
  return result
}

func readAll(_ text: String, chunk: Int = 256 << 10, limits: CSVLimits? = nil) throws -> ReadOut {
  try readAll(Array(text.utf8), chunk: chunk, limits: limits)
}

/// Limits under which even a small text is read in several steps.
let smallSteps = CSVLimits(detectionBytes: 4)

/// Random numbers that a printed seed brings back (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A seed of this run, printed; `PEAKDAY_SEED` repeats one.
  static func ofThisRun(_ test: String) -> SeededRandom {
    let named = ProcessInfo.processInfo.environment["PEAKDAY_SEED"].flatMap { UInt64($0) }
    let seed = named ?? UInt64.random(in: 0..<1_000_000)
    print("\(test): PEAKDAY_SEED=\(seed)")
    return SeededRandom(state: seed)
  }
}

/// Python 3, where this machine has it.
enum Python {
  static let isThere = run("pass", input: []) != nil
  static let hasWcwidth = run("import wcwidth", input: []) != nil

  /// Runs a script with the bytes on standard input. Returns standard output; nil when it fails.
  static func run(_ script: String, input: [UInt8]) -> [UInt8]? {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("formats-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let file = folder.appendingPathComponent("input")
      try Data(input).write(to: file)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["python3", "-c", script]
      process.standardInput = try FileHandle(forReadingFrom: file)
      process.standardError = FileHandle.nullDevice
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      let data = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return process.terminationStatus == 0 ? Array(data) : nil
    } catch {
      return nil
    }
  }
}
