import CXLSXWriter
import Vocabulary

/// The functions of libxlsxwriter that writing needs.
struct LibXLSXWriter: @unchecked Sendable {  // Function addresses; written once, before anyone else can see them.
  typealias Book = UnsafeMutablePointer<lxw_workbook>
  typealias Sheet = UnsafeMutablePointer<lxw_worksheet>
  typealias Format = UnsafeMutablePointer<lxw_format>
  typealias Text = UnsafePointer<CChar>

  let create: @convention(c) (Text, UnsafeMutablePointer<lxw_workbook_options>) -> Book?
  let setProperties: @convention(c) (Book, UnsafeMutablePointer<lxw_doc_properties>) -> lxw_error
  let addSheet: @convention(c) (Book, Text) -> Sheet?
  let addFormat: @convention(c) (Book) -> Format?
  let setBold: @convention(c) (Format) -> Void
  let setNumberFormat: @convention(c) (Format, Text) -> Void
  let writeString: @convention(c) (Sheet, lxw_row_t, lxw_col_t, Text, Format?) -> lxw_error
  let writeNumber: @convention(c) (Sheet, lxw_row_t, lxw_col_t, Double, Format?) -> lxw_error
  let setColumn: @convention(c) (Sheet, lxw_col_t, lxw_col_t, Double, Format?) -> lxw_error
  let freeze: @convention(c) (Sheet, lxw_row_t, lxw_col_t) -> Void
  let filter: @convention(c) (Sheet, lxw_row_t, lxw_col_t, lxw_row_t, lxw_col_t) -> lxw_error
  let close: @convention(c) (Book) -> lxw_error
  let free: @convention(c) (Book) -> Void

  static let shared: Swift.Result<LibXLSXWriter, Failure> = Swift.Result { () throws(Failure) in
    try LibXLSXWriter()
  }

  private init() throws(Failure) {
    // Its structures differ from version to version: only the one of the header will do.
    let library = try SystemLibrary(["libxlsxwriter.so.\(LXW_SOVERSION)"], package: "libxlsxwriter\(LXW_SOVERSION)")
    create = try library.find("workbook_new_opt")
    setProperties = try library.find("workbook_set_properties")
    addSheet = try library.find("workbook_add_worksheet")
    addFormat = try library.find("workbook_add_format")
    setBold = try library.find("format_set_bold")
    setNumberFormat = try library.find("format_set_num_format")
    writeString = try library.find("worksheet_write_string")
    writeNumber = try library.find("worksheet_write_number")
    setColumn = try library.find("worksheet_set_column")
    freeze = try library.find("worksheet_freeze_panes")
    filter = try library.find("worksheet_autofilter")
    close = try library.find("workbook_close")
    free = try library.find("lxw_workbook_free")
  }
}
