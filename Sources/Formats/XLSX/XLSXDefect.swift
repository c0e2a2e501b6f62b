public import Vocabulary

/// A row of a worksheet that cannot be used as it stands. Reading goes on with the next one.
public struct XLSXDefect: Sendable, Equatable {
  public enum Reason: Sendable, Equatable {
    case cellTooLong(limit: Int)
    case rowTooLong(limit: Int)
    /// A whole number of 16 digits or more that a spreadsheet has rounded. The reader hands such a row on; who takes the
    /// cell for an identifier asks `XLSXRecord.lostDigits`.
    case digitsLost
  }

  public let reason: Reason
  /// The row's number in the sheet; the first is 1.
  public let rowNumber: Int
  /// The column concerned, counted from 1; nil when it is the whole row.
  public let columnNumber: Int?
  /// The row as a line of CSV, cut to 64 KiB, for a rejects file. It may hold personal data.
  public let rawText: String

  /// A stable English identifier, such as `xlsx_cell_too_long`.
  public var code: String {
    switch reason {
    case .cellTooLong: "xlsx_cell_too_long"
    case .rowTooLong: "xlsx_row_too_long"
    case .digitsLost: "digits_lost"
    }
  }

  /// What is wrong, without any cell's content.
  public var message: Message {
    switch reason {
    case .cellTooLong(let limit):
      Message(zh: "单元格超过 \(limit) 字节", en: "the cell is longer than \(limit) bytes")
    case .rowTooLong(let limit):
      Message(zh: "这一行超过 \(limit) 字节", en: "the row is longer than \(limit) bytes")
    case .digitsLost:
      Message(
        zh: "编号存成了数字，Excel 只保留 15 位，后面的已经丢失",
        en: "the identifier is stored as a number: Excel keeps 15 digits, and the rest is lost")
    }
  }

  /// What to do about it.
  public var next: Message {
    switch reason {
    case .cellTooLong, .rowTooLong:
      Message(zh: "检查该行的内容，改正后重新导入", en: "look at the contents of that row, correct them, then import again")
    case .digitsLost:
      Message(
        zh: "从后台重新导出，不要用 Excel 打开再保存；或把该列设为文本",
        en: "export the file again and do not save it in Excel, or make that column text")
    }
  }

  /// The same as a failure, for callers that cannot go on without this row (a header).
  public func failure(in file: String) -> Failure {
    let column = columnNumber.map { SheetPlace.letters($0 - 1) } ?? ""
    return Failure(.usage, code: code, message, place: "\(file):\(column)\(rowNumber)", next: next)
  }
}
