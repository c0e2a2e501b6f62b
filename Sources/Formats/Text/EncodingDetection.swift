import Vocabulary

/// What the beginning of a file says about its encoding.
struct DetectedEncoding: Equatable {
  var encoding: TextEncoding
  /// The bytes of the byte order mark, to skip.
  var markBytes = 0
  /// The beginning is ASCII only, without a mark: a later row may still show the file to be GB18030.
  var isOpen = false

  /// Judges the beginning of a file.
  ///
  /// - Parameters:
  ///   - prefix: the file's first bytes.
  ///   - isWhole: nothing comes behind them.
  ///   - file: the name for the message.
  /// - Throws: `Failure` `.usage` for what is no text: `zip_file`, `old_excel`, `gzip_file`, `utf16_text`,
  ///   `binary_file`; and `encoding_unknown`.
  init(prefix: UnsafeBufferPointer<UInt8>, isWhole: Bool, file: String) throws {
    if let refusal = Self.refusal(prefix) {
      throw Failure(.usage, code: refusal.code, refusal.message, place: file, next: refusal.next)
    }
    if prefix.starts(with: [0xEF, 0xBB, 0xBF]) {
      self.init(encoding: .utf8, markBytes: 3)
    } else if isASCII(prefix) {
      self.init(encoding: .utf8, isOpen: true)
    } else if let encoding = Self.judge(prefix, isCut: !isWhole) {
      self.init(encoding: encoding)
    } else {
      let offset = max(
        TextEncoding.utf8.firstFault(in: prefix, isCut: !isWhole) ?? 0,
        TextEncoding.gb18030.firstFault(in: prefix, isCut: !isWhole) ?? 0)
      throw Failure(
        .usage, code: "encoding_unknown",
        Message(
          zh: "文件既不是 UTF-8 也不是 GB18030（GBK）：第 \(offset) 字节起不是有效字符",
          en: "the file is neither UTF-8 nor GB18030 (GBK): no valid character at byte \(offset)"),
        place: "\(file): byte \(offset)", next: Self.saveAsCSV)
    }
  }

  private init(encoding: TextEncoding, markBytes: Int = 0, isOpen: Bool = false) {
    self.encoding = encoding
    self.markBytes = markBytes
    self.isOpen = isOpen
  }

  /// Valid as a whole in one encoding; or, where single rows are spoilt, the header and most other rows that are not
  /// plain ASCII are valid in it. UTF-8 goes first: other encodings are hardly ever valid UTF-8 by chance.
  private static func judge(_ prefix: UnsafeBufferPointer<UInt8>, isCut: Bool) -> TextEncoding? {
    for encoding in [TextEncoding.utf8, .gb18030] where encoding.firstFault(in: prefix, isCut: isCut) == nil {
      return encoding
    }
    for encoding in [TextEncoding.utf8, .gb18030] {
      var good = 0
      var bad = 0
      var isHeaderBad = false
      var start = 0
      while start < prefix.count {
        let end = prefix[start...].firstIndex { $0 == lineFeed || $0 == carriageReturn } ?? prefix.count
        let line = UnsafeBufferPointer(rebasing: prefix[start..<end])
        if encoding.firstFault(in: line, isCut: isCut && end == prefix.count) != nil {
          bad += 1
          if start == 0 { isHeaderBad = true }
        } else if !isASCII(line) {
          good += 1
        }
        start = end + 1
      }
      if !isHeaderBad, good >= 1, good >= bad { return encoding }
    }
    return nil
  }

  private static let saveAsCSV = Message(
    zh: "在 Excel/WPS 里打开，另存为“CSV UTF-8（逗号分隔）”后再导入", en: "open it in Excel or WPS, save it as CSV UTF-8, and import that"
  )

  private static func refusal(
    _ prefix: UnsafeBufferPointer<UInt8>
  ) -> (code: String, message: Message, next: Message)? {
    if prefix.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      return (
        "zip_file",
        Message(
          zh: "这里要文字文件，这是 Excel 文件（XLSX）或别的 ZIP 压缩包",
          en: "text is wanted here, and this is an Excel file (XLSX) or another ZIP archive"),
        saveAsCSV
      )
    }
    if prefix.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      return (
        "old_excel",
        Message(
          zh: "这是旧版 Excel（XLS）或加了密码的 Excel 文件", en: "this is an old Excel file (XLS) or one protected by a password"),
        Message(
          zh: "用密码在 Excel/WPS 里打开，另存为“CSV UTF-8（逗号分隔）”后再导入",
          en: "open it in Excel or WPS with its password, save it as CSV UTF-8, and import that")
      )
    }
    if prefix.starts(with: [0x1F, 0x8B]) {
      return (
        "gzip_file", Message(zh: "这是 gzip 压缩文件", en: "this is a gzip archive"),
        Message(zh: "先用 gunzip 解压再导入", en: "unpack it with gunzip, and import what it holds")
      )
    }
    if prefix.starts(with: [0xFF, 0xFE]) || prefix.starts(with: [0xFE, 0xFF]) {
      return (
        "utf16_text",
        Message(zh: "文件是 UTF-16 编码（Excel 的“Unicode 文本”）", en: "the file is UTF-16 text (Excel's “Unicode Text”)"),
        saveAsCSV
      )
    }
    // A NUL in a later row spoils that row only; in the first line, or in number, they mean that this is no text.
    let head = prefix.prefix(512)
    let firstLine = head.prefix { $0 != lineFeed && $0 != carriageReturn }
    if firstLine.contains(0) || head.count(where: { $0 == 0 }) > 4 {
      return (
        "binary_file", Message(zh: "这不是文本文件（含 NUL 字节）", en: "this is no text file: it holds NUL bytes"), saveAsCSV
      )
    }
    return nil
  }
}
