import Vocabulary

/// Why a file cannot be read as an Excel workbook.
enum XLSXRefusal: Equatable {
  case notExcel, encrypted, oldExcel, otherCompound, binaryWorkbook
  case truncated
  /// The archive or its XML breaks the format; the reason in a few English words.
  case corrupt(String)
  case tooManyEntries(limit: Int)
  case tooLarge(megabytes: Int)
  case entryName, entryTwice, entryEncrypted
  case documentType
  case tooDeep(limit: Int)
  case noWorkbook, noSheet
  case unknownSheet(there: [String])
  case tooManyRows(limit: Int)
  case tooManyColumns(limit: Int)

  func failure(_ place: String) -> Failure {
    Failure(.usage, code: code, message, place: place, next: next)
  }

  var code: String {
    switch self {
    case .notExcel: "not_excel"
    case .encrypted: "excel_encrypted"
    case .oldExcel: "old_excel"
    case .otherCompound: "not_excel"
    case .binaryWorkbook: "xlsb_file"
    case .truncated: "xlsx_truncated"
    case .corrupt: "xlsx_corrupt"
    case .tooManyEntries: "xlsx_too_many_entries"
    case .tooLarge: "xlsx_too_large"
    case .entryName: "xlsx_entry_name"
    case .entryTwice: "xlsx_entry_twice"
    case .entryEncrypted: "xlsx_entry_encrypted"
    case .documentType: "xlsx_dtd"
    case .tooDeep: "xlsx_too_deep"
    case .noWorkbook: "xlsx_no_workbook"
    case .noSheet: "xlsx_no_sheet"
    case .unknownSheet: "xlsx_unknown_sheet"
    case .tooManyRows: "xlsx_too_many_rows"
    case .tooManyColumns: "xlsx_too_many_columns"
    }
  }

  private var message: Message {
    switch self {
    case .notExcel: Message(zh: "这不是 Excel 文件（XLSX）", en: "this is no Excel file (XLSX)")
    case .encrypted: Message(zh: "这个 Excel 文件有打开密码", en: "this Excel file is protected by a password")
    case .oldExcel: Message(zh: "这是旧版 Excel 文件（XLS）", en: "this is an old Excel file (XLS)")
    case .otherCompound:
      Message(zh: "这是旧版 Office 文件（OLE2），不是 Excel 工作簿", en: "this is an old Office file (OLE2), and no workbook")
    case .binaryWorkbook: Message(zh: "这是二进制 Excel 文件（XLSB）", en: "this is a binary Excel file (XLSB)")
    case .truncated: Message(zh: "Excel 文件不完整，末尾缺失", en: "the Excel file is incomplete: its end is missing")
    case .corrupt(let reason): Message(zh: "Excel 文件已损坏（\(reason)）", en: "the Excel file is damaged: \(reason)")
    case .tooManyEntries(let limit):
      Message(zh: "压缩包里的文件超过 \(limit) 个", en: "the archive has more than \(limit) entries")
    case .tooLarge(let megabytes):
      Message(zh: "文件解压后超过 \(megabytes) MB", en: "the file unpacks to more than \(megabytes) MB")
    case .entryName:
      Message(zh: "压缩包里有指向包外的文件名", en: "an entry of the archive has a name that points outside of it")
    case .entryTwice: Message(zh: "压缩包里有重名的文件", en: "two entries of the archive have the same name")
    case .entryEncrypted: Message(zh: "压缩包里的文件加了密码", en: "an entry of the archive is encrypted")
    case .documentType:
      Message(zh: "XML 里有 DTD 声明，Excel 从不这样写", en: "its XML declares a DTD, which Excel never writes")
    case .tooDeep(let limit): Message(zh: "XML 嵌套超过 \(limit) 层", en: "its XML nests deeper than \(limit) levels")
    case .noWorkbook: Message(zh: "压缩包里没有 Excel 工作簿", en: "the archive holds no Excel workbook")
    case .noSheet: Message(zh: "工作簿里没有可见的工作表", en: "the workbook has no visible worksheet")
    case .unknownSheet: Message(zh: "工作簿里没有这个工作表", en: "the workbook has no such worksheet")
    case .tooManyRows(let limit): Message(zh: "工作表超过 \(limit) 行", en: "the sheet has more than \(limit) rows")
    case .tooManyColumns(let limit):
      Message(zh: "工作表超过 \(limit) 列", en: "the sheet has more than \(limit) columns")
    }
  }

  private var next: Message {
    switch self {
    case .notExcel, .noWorkbook, .otherCompound:
      Message(zh: "给出 .xlsx 或 .csv 文件", en: "give an .xlsx or a .csv file")
    case .encrypted, .entryEncrypted:
      Message(
        zh: "用密码在 Excel/WPS 里打开，去掉密码另存为 .xlsx 后重试",
        en: "open it in Excel or WPS with its password, save it without one, and try again")
    case .oldExcel, .binaryWorkbook:
      Message(zh: "在 Excel/WPS 里打开，另存为 .xlsx 后重试", en: "open it in Excel or WPS, save it as .xlsx, and try again")
    case .truncated, .corrupt, .entryTwice, .entryName, .documentType, .tooDeep:
      Message(
        zh: "重新下载或导出；仍然不行就在 Excel/WPS 里打开，另存为 .xlsx",
        en: "download or export it again; else open it in Excel or WPS and save it as .xlsx")
    case .tooManyEntries, .tooLarge, .tooManyRows, .tooManyColumns:
      Message(zh: "分成几个文件，或另存为“CSV UTF-8”", en: "split it into several files, or save it as CSV UTF-8")
    case .noSheet:
      Message(zh: "在 Excel/WPS 里取消隐藏工作表并保存", en: "unhide the worksheet in Excel or WPS and save")
    case .unknownSheet(let there):
      Message(
        zh: "工作表有：\(there.prefix(20).joined(separator: "、"))",
        en: "its worksheets are: \(there.prefix(20).joined(separator: ", "))")
    }
  }
}
