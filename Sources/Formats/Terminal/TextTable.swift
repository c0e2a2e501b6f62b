public import Vocabulary

/// A table for the terminal: Chinese and Latin columns stand in line, and no cell can steer the terminal.
public struct TextTable: Sendable {
  public enum Alignment: Sendable { case left, right }

  public struct Column: Sendable {
    public let title: Message
    public let alignment: Alignment
    /// Whether its cells are never cut: half an order number is worse than a line that wraps.
    public let isWhole: Bool

    public init(title: Message, alignment: Alignment = .left, isWhole: Bool = false) {
      self.title = title
      self.alignment = alignment
      self.isWhole = isWhole
    }
  }

  /// A cell: foreign text or a sentence of ours, in an ink.
  public struct Entry: Sendable, ExpressibleByStringInterpolation {
    let zh: String
    let en: String
    let ink: TerminalStyle.Ink

    public init(_ text: String, ink: TerminalStyle.Ink = .none) {
      (zh, en, self.ink) = (text, text, ink)
    }

    public init(_ message: Message, ink: TerminalStyle.Ink = .none) {
      (zh, en, self.ink) = (message.zh, message.en, ink)
    }

    public init(stringLiteral value: String) {
      self.init(value)
    }
  }

  public let columns: [Column]
  public private(set) var rows: [[Entry]]

  public init(columns: [Column], rows: [[Entry]] = []) {
    self.columns = columns
    self.rows = rows
  }

  /// Adds a row. Missing cells are empty; cells beyond the last column are not shown.
  public mutating func append(_ row: [Entry]) {
    rows.append(row)
  }

  /// The table with a header and a rule below it, each line ended by `\n`.
  ///
  /// - Parameter maxWidth: columns of the terminal; the widest columns are cut with `…` until the lines fit. A column
  ///   keeps at least one place, and a whole one all of its places, so lines may still be too wide. nil cuts nothing.
  public func render(in language: Language, maxWidth: Int?, style: TerminalStyle = .plain) -> String {
    let titles = columns.map { TerminalText.safe($0.title.text(in: language)) }
    let body = rows.map { row in
      columns.indices.map { index -> String in
        guard index < row.count else { return "" }
        return TerminalText.safe(language == .zh ? row[index].zh : row[index].en)
      }
    }
    var widths = titles.map(TerminalText.width)
    for row in body {
      for (index, cell) in row.enumerated() { widths[index] = max(widths[index], TerminalText.width(cell)) }
    }
    if let maxWidth {
      let gaps = Self.gap.count * max(0, columns.count - 1)
      Self.shrink(&widths, to: maxWidth - gaps, whole: columns.map(\.isWhole))
    }

    var result = line(titles, widths, inks: columns.map { _ in .bold }, style)
    result += line(widths.map { String(repeating: "-", count: $0) }, widths, inks: [], style)
    for (row, cells) in zip(rows, body) { result += line(cells, widths, inks: row.map(\.ink), style) }
    return result
  }

  private static let gap = "  "

  private func line(
    _ cells: [String], _ widths: [Int], inks: [TerminalStyle.Ink], _ style: TerminalStyle
  ) -> String {
    var result = ""
    var owedSpaces = 0
    for (index, cell) in cells.enumerated() {
      let text = TerminalText.fit(cell, to: widths[index])
      let padding = widths[index] - TerminalText.width(text)
      let isLeft = columns[index].alignment == .left
      if !isLeft { owedSpaces += padding }
      // Spaces are written only before something, so that no line ends in them.
      if !text.isEmpty {
        result += String(repeating: " ", count: owedSpaces)
        result += style.paint(text, index < inks.count ? inks[index] : .none)
        owedSpaces = 0
      }
      owedSpaces += Self.gap.count + (isLeft ? padding : 0)
    }
    return result + "\n"
  }

  /// Takes places from the widest columns until the sum is at most `room`; none from those that stay whole.
  static func shrink(_ widths: inout [Int], to room: Int, whole: [Bool] = []) {
    func isFixed(_ index: Int) -> Bool { index < whole.count && whole[index] }
    if widths.reduce(0, +) <= room { return }
    for index in widths.indices where !isFixed(index) { widths[index] = min(widths[index], max(1, room)) }
    var excess = widths.reduce(0, +) - room
    while excess > 0 {
      // The last of the widest, so that what stands first is cut last.
      let widest = widths.indices.filter { !isFixed($0) && widths[$0] > 1 }.max { (widths[$0], $0) < (widths[$1], $1) }
      guard let widest else { return }
      widths[widest] -= 1
      excess -= 1
    }
  }
}
