/// A cell that holds something.
struct SheetCell {
  var column: Int32
  /// Its text, in the sheet's own bytes or in those of the shared strings.
  var start: UInt32
  var end: UInt32
  var isShared: Bool
  var hasLostDigits: Bool
}

/// A row that holds something; its cells are in the order of their columns.
struct SheetRow {
  let number: Int
  let cells: Range<Int>
  let defect: XLSXDefect.Reason?
  let defectColumn: Int32
}

/// Turns the elements of a worksheet (`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c>…`) into rows, as
/// many as a piece of XML holds. What stands elsewhere in the part is passed over.
struct SheetScanner: ~Copyable {
  private enum Place: UInt8 { case outside, sheet, data, row, cell, value, inline, run, inlineText, runText }
  private enum Kind { case number, shared, string, boolean, other }

  private(set) var rows: [SheetRow] = []
  private(set) var cells: [SheetCell] = []
  private(set) var texts = ByteArena()
  /// How many columns the first row has.
  private(set) var width = 0
  private(set) var isRefused = false
  private(set) var refusal: (reason: XLSXRefusal, place: String)?

  private let shared: SharedStrings?
  private let formats: [NumberFormat]
  private var dates: SerialDates
  private let limits: XLSXLimits

  private var place = Place.outside
  private var skipped = 0
  private var rowNumber = 0
  private var rowCells = 0
  private var rowTexts = 0
  private var rowBytes = 0
  private var isOrdered = true
  private var defect: (reason: XLSXDefect.Reason, column: Int32)?
  private var column: Int32 = -1
  private var kind = Kind.number
  private var style = 0
  private var cellText = 0
  private var handedOut = 0

  init(_ book: Workbook, _ shared: SharedStrings?, _ limits: XLSXLimits) {
    self.shared = shared
    self.limits = limits
    formats = book.formats
    dates = SerialDates(is1904: book.is1904)
  }

  /// Forgets the rows that are done; the one that is not yet whole stays.
  mutating func forgetRows() {
    rows.removeAll(keepingCapacity: true)
    cells.removeSubrange(0..<rowCells)
    let shift = UInt32(rowTexts)
    for index in cells.indices where !cells[index].isShared {
      cells[index].start -= shift
      cells[index].end -= shift
    }
    texts.keep(from: rowTexts)
    cellText -= rowTexts
    rowTexts = 0
    rowCells = 0
  }

  mutating func start(_ name: XMLName, _ attributes: XMLAttributes) {
    guard skipped == 0 else {
      skipped &+= 1
      return
    }
    switch place {
    case .row where name.is("c"): startCell(attributes)
    case .cell where name.is("v"): startText(.value)
    case .cell where name.is("is"): startText(.inline)
    case .inline where name.is("t"): place = .inlineText
    case .inline where name.is("r"): place = .run
    case .run where name.is("t"): place = .runText
    case .data where name.is("row"): startRow(attributes)
    case .sheet where name.is("sheetData"): place = .data
    case .outside where name.is("worksheet"): place = .sheet
    case .outside: refuse(.corrupt("no worksheet"))
    default: skipped = 1
    }
  }

  mutating func end() {
    guard skipped == 0 else {
      skipped &-= 1
      return
    }
    switch place {
    case .value, .inline: place = .cell
    case .cell:
      place = .row
      endCell()
    case .row:
      place = .data
      endRow()
    case .inlineText, .run: place = .inline
    case .runText: place = .run
    case .data: place = .sheet
    case .sheet, .outside: place = .outside
    }
  }

  mutating func text(_ bytes: UnsafeRawPointer, _ count: Int) {
    guard skipped == 0, place == .value || place == .inlineText || place == .runText else { return }
    // One byte more than is allowed shows the cell to be too long.
    let room = limits.cellBytes &+ 1 &- (texts.count &- cellText)
    if room > 0 { texts.append(bytes, min(count, room)) }
  }

  private mutating func startRow(_ attributes: XMLAttributes) {
    var number = rowNumber + 1
    var at = 0
    while let key = attributes.pairs[at], let value = attributes.pairs[at + 1] {
      if key[0] == 0x72, key[1] == 0 {
        guard let given = SheetPlace.number(value), given > rowNumber else {
          return refuse(.corrupt("row number after \(rowNumber)"))
        }
        number = given
      }
      at += 2
    }
    if number > limits.rows { refuse(.tooManyRows(limit: limits.rows)) }
    rowNumber = number
    column = -1
    rowBytes = 0
    rowCells = cells.count
    rowTexts = texts.count
    isOrdered = true
    defect = nil
    place = .row
  }

  private mutating func startCell(_ attributes: XMLAttributes) {
    place = .cell
    kind = .number
    style = 0
    var next = column &+ 1
    var at = 0
    while let key = attributes.pairs[at], let value = attributes.pairs[at &+ 1] {
      at &+= 2
      guard key[1] == 0 else { continue }
      switch UInt8(bitPattern: key[0]) {
      case UInt8(ascii: "r"):
        guard let given = SheetPlace.column(value) else { return refuse(.corrupt("cell name")) }
        next = given
      case UInt8(ascii: "s"): style = SheetPlace.number(value) ?? 0
      case UInt8(ascii: "t"): kind = Self.kind(value)
      default: break
      }
    }
    if next <= column { isOrdered = false }
    if next >= limits.columns || cells.count &- rowCells >= limits.columns {
      refuse(.tooManyColumns(limit: limits.columns))
    }
    column = next
    cellText = texts.count
  }

  private static func kind(_ value: UnsafePointer<CChar>) -> Kind {
    switch UInt8(bitPattern: value[0]) {
    case UInt8(ascii: "s"): value[1] == 0 ? .shared : .string
    case UInt8(ascii: "i"): .string
    case UInt8(ascii: "n"): .number
    case UInt8(ascii: "b"): .boolean
    default: .other
    }
  }

  private mutating func startText(_ next: Place) {
    place = next
    texts.cut(to: cellText)
  }

  private mutating func endCell() {
    guard texts.count > cellText else { return }
    var cell = SheetCell(
      column: column, start: UInt32(truncatingIfNeeded: cellText), end: 0, isShared: false, hasLostDigits: false)
    switch kind {
    case .shared:
      guard let shared, let index = SheetPlace.index(texts.bytes(cellText, texts.count)), index < shared.count else {
        return refuse(.corrupt("number of a shared string"))
      }
      texts.cut(to: cellText)
      cell.isShared = true
      (cell.start, cell.end) = shared.range(index)
    case .number:
      let format = style < formats.count ? formats[style] : .number
      if format == .number || !dates.write(&texts, from: cellText, as: format) {
        cell.hasLostDigits = NumberText.tidy(&texts, from: cellText)
      }
    case .string: EscapedText.undo(&texts, from: cellText)
    case .boolean: writeBoolean()
    case .other: break
    }
    if !cell.isShared { cell.end = UInt32(truncatingIfNeeded: texts.count) }
    store(cell)
  }

  private mutating func store(_ cell: SheetCell) {
    var cell = cell
    let length = Int(cell.end &- cell.start)
    guard length > 0 else { return }
    rowBytes &+= length
    if length > limits.cellBytes {
      if defect == nil { defect = (.cellTooLong(limit: limits.cellBytes), cell.column) }
      cell.end = cell.start &+ UInt32(limits.cellBytes)
    } else if rowBytes > limits.rowBytes {
      if defect == nil { defect = (.rowTooLong(limit: limits.rowBytes), -1) }
      return texts.cut(to: cellText)
    }
    cells.append(cell)
  }

  /// `TRUE` and `FALSE`, as Excel shows them.
  private mutating func writeBoolean() {
    let isTrue = texts.count - cellText == 1 && texts.base[cellText] == 0x31
    let isFalse = texts.count - cellText == 1 && texts.base[cellText] == 0x30
    guard isTrue || isFalse else { return }
    texts.cut(to: cellText)
    for byte in (isTrue ? "TRUE" : "FALSE").utf8 { texts.append(byte) }
  }

  private mutating func endRow() {
    defer {
      rowCells = cells.count
      rowTexts = texts.count
    }
    guard cells.count > rowCells else { return }
    if !isOrdered {
      cells[rowCells...].sort { $0.column < $1.column }
      for index in cells.indices.dropFirst(rowCells + 1) where cells[index].column == cells[index - 1].column {
        return refuse(.corrupt("two cells in one place"))
      }
    }
    let columns = Int(cells[cells.count - 1].column) + 1
    if width == 0 { width = columns }
    handedOut += min(rowBytes, limits.rowBytes) + max(columns, width)
    if handedOut > limits.textBytes { refuse(.tooLarge(megabytes: limits.textBytes >> 20)) }
    rows.append(
      SheetRow(
        number: rowNumber, cells: rowCells..<cells.count, defect: defect?.reason, defectColumn: defect?.column ?? -1))
  }

  private mutating func refuse(_ reason: XLSXRefusal) {
    guard refusal == nil else { return }
    isRefused = true
    refusal = (reason, place == .cell ? SheetPlace.name(Int(column), rowNumber) : "\(rowNumber)")
  }
}
