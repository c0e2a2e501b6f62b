public import Vocabulary

/// A record that cannot be used as it stands. Reading goes on with the next one.
public struct CSVDefect: Sendable, Equatable {
  public enum Reason: Sendable, Equatable {
    /// The file ends inside quotes; everything from the record's beginning is this one defect.
    case unterminatedQuote(openedAtRow: Int)
    case fieldTooLong(limit: Int)
    case rowTooLong(limit: Int)
    case tooManyColumns(limit: Int)
    case nulByte
    case invalidText(TextEncoding)
    /// A row of UTF-8 in a file of GB18030.
    case otherEncoding
  }

  public let reason: Reason
  /// The physical line where the record begins; the header is 1.
  public let rowNumber: Int
  /// The field concerned, counted from 1; nil when it is the whole row.
  public let columnNumber: Int?
  /// The record as it stood in the file, without its line end, cut to `CSVLimits.rawBytes`. It may hold personal data.
  public let rawBytes: [UInt8]
  /// Whether `rawBytes` is the whole record.
  public let isRawComplete: Bool
  /// What the file was read as.
  public let encoding: TextEncoding

  /// The raw record with U+FFFD where it cannot be decoded, for a rejects file.
  public var rawText: String { encoding.lenientText(rawBytes) }

  /// A stable English identifier, such as `csv_quote_open`.
  public var code: String {
    switch reason {
    case .unterminatedQuote: "csv_quote_open"
    case .fieldTooLong: "csv_field_too_long"
    case .rowTooLong: "csv_row_too_long"
    case .tooManyColumns: "csv_too_many_columns"
    case .nulByte: "csv_nul_byte"
    case .invalidText: "csv_invalid_text"
    case .otherEncoding: "csv_other_encoding"
    }
  }

  /// What is wrong, without any cell's content.
  public var message: Message {
    switch reason {
    case .unterminatedQuote(let row):
      Message(zh: "第 \(row) 行打开的引号直到文件末尾都没有关闭", en: "the quote opened in row \(row) is never closed")
    case .fieldTooLong(let limit):
      Message(zh: "单元格超过 \(limit) 字节", en: "the cell is longer than \(limit) bytes")
    case .rowTooLong(let limit):
      Message(zh: "这一行超过 \(limit) 字节", en: "the row is longer than \(limit) bytes")
    case .tooManyColumns(let limit):
      Message(zh: "这一行超过 \(limit) 列", en: "the row has more than \(limit) columns")
    case .nulByte:
      Message(zh: "单元格里有 NUL 字节", en: "the cell holds a NUL byte")
    case .invalidText(let encoding):
      Message(zh: "单元格不是有效的 \(encoding.name) 文本", en: "the cell is not valid \(encoding.name) text")
    case .otherEncoding:
      Message(
        zh: "这一行是 UTF-8，文件里别的行是 GBK：两个文件被拼在了一起",
        en: "this row is UTF-8 and the others are GBK: two files were put together")
    }
  }

  /// What to do about it.
  public var next: Message {
    switch reason {
    case .unterminatedQuote, .fieldTooLong, .rowTooLong:
      Message(zh: "在该行查找多余或缺少的引号，改正后重新导入", en: "look for a stray or missing quote there, then import again")
    case .tooManyColumns:
      Message(zh: "检查该行的逗号和引号，改正后重新导入", en: "check the commas and quotes of that row, then import again")
    case .otherEncoding:
      Message(zh: "把这些行放进单独的文件导入", en: "import these rows as a file of their own")
    case .nulByte, .invalidText:
      Message(zh: "从后台重新导出，或改正该单元格后重新导入", en: "export the file again, or correct that cell, then import again")
    }
  }

  /// The same as a failure, for callers that cannot go on without this row (a header).
  public func failure(in file: String) -> Failure {
    let place = columnNumber.map { "\(file):\(rowNumber):\($0)" } ?? "\(file):\(rowNumber)"
    return Failure(.usage, code: code, message, place: place, next: next)
  }
}
