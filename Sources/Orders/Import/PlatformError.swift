import Formats
import Vocabulary

/// An answer of the platform that is an error instead of records: `{"error_response":{…}}`.
struct PlatformError: Equatable {
  let code: String
  let subCode: String
  /// The platform's own words.
  let words: String

  init(_ value: JSONValue) {
    func text(_ name: StaticString) -> String {
      TerminalText.safe(String((value.member(name)?.cleanText ?? "").prefix(200)))
    }
    code = text("code")
    subCode = text("sub_code")
    let sub = text("sub_msg")
    words = sub.isEmpty ? text("msg") : sub
  }

  var message: Message {
    let codes = [code, subCode].filter { !$0.isEmpty }.joined(separator: " ")
    return Message(
      zh: "这是平台返回的错误，不是订单：\(codes) \(words)", en: "this is an error of the platform, not orders: \(codes) \(words)")
  }

  /// Code 7 is the rate limit; `isp.*` lies with the platform and may be tried again, `isv.*` with whoever asked.
  private var next: Message {
    if code == "7" {
      return Message(zh: "调用太频繁：过一分钟再拉取，再导入", en: "the rate limit was met: fetch again in a minute, then import")
    }
    if subCode.hasPrefix("isp.") {
      return Message(zh: "平台一时出错：重新拉取，再导入", en: "the platform failed for a moment: fetch again, then import")
    }
    return Message(
      zh: "请求有误：检查拉取程序的参数、授权和应用权限，重新拉取后再导入",
      en: "the request was wrong: check the fetcher's parameters, session and permissions, fetch again, then import")
  }

  func failure(_ file: ImportFile, line: Int) -> Failure {
    Failure(.usage, code: "file_is_platform_error", message, place: "\(file.name):\(line)", next: next)
  }

  /// For one answer among others: what it should have brought is missing.
  func reject(_ record: JSONRecord) -> RejectedRow {
    RejectedRow(
      row: record.line, column: nil, code: "platform_error",
      message: Message(zh: message.zh + "；" + next.zh, en: message.en + "; " + next.en), text: record.rawText())
  }
}
