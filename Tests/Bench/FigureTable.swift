/// What a figure has to reach.
enum Target {
  /// The ratio of ours to the reference.
  case atMost(Double), atLeast(Double)
  /// The largest of our values, in the row's unit.
  case neverOver(Double)
  /// The least of our values, in the row's unit.
  case neverUnder(Double)
  /// Printed to understand the others by.
  case none

  func verdict(on row: FigureRow) -> String {
    let isMet =
      switch self {
      case .atMost(let limit): row.ratios.median <= limit
      case .atLeast(let limit): row.ratios.median >= limit
      case .neverOver(let limit): row.ours.most <= limit
      case .neverUnder(let limit): row.ours.least >= limit
      case .none: true
      }
    return isMet ? text.isEmpty ? "" : "met" : "NOT MET"
  }

  var text: String {
    switch self {
    case .atMost(let limit): "≤ \(Series.number(limit))×"
    case .atLeast(let limit): "≥ \(Series.number(limit))×"
    case .neverOver(let limit): "each ≤ \(Series.number(limit))"
    case .neverUnder(let limit): "each ≥ \(Series.number(limit))"
    case .none: ""
    }
  }
}

/// One line of the table: a value for each round, ours beside the reference's of the same round.
struct FigureRow {
  let name: String
  let unit: String
  let ours: Series
  let reference: Series
  /// Ours divided by the reference, round by round.
  let ratios: Series
  let target: Target
  /// Where the reference is something else than the row's name says.
  let note: String

  init(_ name: String, unit: String, ours: [Double], reference: [Double], target: Target, note: String = "") {
    self.name = name
    self.unit = unit
    self.ours = Series(ours)
    self.reference = Series(reference)
    ratios = Series(zip(ours, reference).map { $0 / $1 })
    self.target = target
    self.note = note
  }
}

/// The table that a run prints.
struct FigureTable {
  let rows: [FigureRow]

  var text: String {
    let header = ["figure", "unit", "ours", "reference", "ratio", "target", "verdict"]
    let cells =
      [header]
      + rows.map { row in
        [
          row.name, row.unit, row.ours.text(""), row.reference.text(""), row.ratios.text(""), row.target.text,
          row.target.verdict(on: row),
        ]
      }
    let widths = header.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    let lines = cells.map { line in
      zip(line, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
    }
    let notes = rows.filter { !$0.note.isEmpty }.map { "\($0.name): \($0.note)" }
    return (["median (least–most) of the rounds; ratio of each pair"] + lines + notes).joined(separator: "\n")
  }
}
