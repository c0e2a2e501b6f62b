public import Vocabulary

/// Where and why a file is no JSON, or holds what is no record.
public struct JSONDefect: Sendable, Equatable {
  public enum Reason: Sendable, Equatable {
    /// The file ends inside a value.
    case endsInside
    /// Something else should stand here.
    case unexpected
    /// Behind a whole document there is more on its line.
    case trailing
    case invalidUTF8
    /// A character below U+0020 stands in a string as it is.
    case controlCharacter
    /// A `\` that begins no escape.
    case invalidEscape
    /// Half of a `\u` pair.
    case loneSurrogate
    case invalidNumber
    case tooDeep(limit: Int)
    case stringTooLong(limit: Int)
    case recordTooLong(limit: Int)
    /// A text, number or other bare value stands where a document is expected.
    case notARecord
  }

  public let reason: Reason
  /// The line of the fault; the first is 1.
  public let line: Int
  /// The byte of the file where the fault is; the first is 1.
  public let byte: Int
  /// The line as it stood in the file from the record's beginning, cut to `JSONLimits.rawBytes`. May hold personal data.
  public let rawBytes: [UInt8]
  /// Nothing behind the fault could be read.
  public let endsFile: Bool

  /// The same with U+FFFD for what is not text, for a rejects file.
  public var rawText: String { String(decoding: rawBytes, as: UTF8.self) }

  /// A stable English identifier, such as `json_syntax`.
  public var code: String {
    switch reason {
    case .endsInside: "json_unfinished"
    case .unexpected, .invalidEscape, .invalidNumber, .controlCharacter: "json_syntax"
    case .trailing: "json_trailing"
    case .invalidUTF8: "json_invalid_text"
    case .loneSurrogate: "json_lone_surrogate"
    case .tooDeep: "json_too_deep"
    case .stringTooLong: "json_string_too_long"
    case .recordTooLong: "json_record_too_long"
    case .notARecord: "json_not_a_record"
    }
  }

  /// What is wrong and where, without any content.
  public var message: Message {
    let what = self.what
    let rest =
      endsFile ? Message(zh: "；其后的内容没有读", en: "; what stands behind it was not read") : Message(zh: "", en: "")
    return Message(
      zh: "第 \(line) 行（文件第 \(byte) 字节）：\(what.zh)\(rest.zh)",
      en: "line \(line), byte \(byte) of the file: \(what.en)\(rest.en)")
  }

  private var what: Message {
    switch reason {
    case .endsInside: Message(zh: "文件在这里中断，内容不完整", en: "the file breaks off here")
    case .unexpected: Message(zh: "这里不符合 JSON 语法", en: "this is not JSON")
    case .trailing: Message(zh: "一个文档结束后，同一行还有别的内容", en: "there is more behind the document on its line")
    case .invalidUTF8: Message(zh: "不是有效的 UTF-8 文本", en: "this is not valid UTF-8")
    case .controlCharacter: Message(zh: "字符串里有未转义的控制字符", en: "a string holds a bare control character")
    case .invalidEscape: Message(zh: "反斜杠后面不是有效的转义", en: "this escape is not valid")
    case .loneSurrogate: Message(zh: "\\u 转义只有半个字符", en: "this \\u escape is half a character")
    case .invalidNumber: Message(zh: "数字写法不对", en: "this number is not valid")
    case .tooDeep(let limit): Message(zh: "嵌套超过 \(limit) 层", en: "nested deeper than \(limit)")
    case .stringTooLong(let limit): Message(zh: "字符串超过 \(limit) 字节", en: "a string is longer than \(limit) bytes")
    case .recordTooLong(let limit): Message(zh: "一条记录超过 \(limit) 字节", en: "a record is longer than \(limit) bytes")
    case .notARecord: Message(zh: "这里应当是一个对象", en: "an object should stand here")
    }
  }

  /// What to do about it.
  public var next: Message {
    switch reason {
    case .endsInside: Message(zh: "重新导出或重新下载完整的文件", en: "export or download the whole file again")
    case .invalidUTF8: Message(zh: "把文件另存为 UTF-8 后再导入", en: "save the file as UTF-8, then import it again")
    default: Message(zh: "从源头重新导出，或改正这一处后重新导入", en: "export it again, or correct this place, then import again")
    }
  }

  /// The same as a failure, for a file of which nothing could be read.
  public func failure(in file: String) -> Failure {
    Failure(.usage, code: code, message, place: "\(file):\(line)", next: next)
  }
}
