import Formats
import Vocabulary

/// What is wrong with a row of a file that is taken in whole or not at all.
struct FileFault {
  let row: Int
  let column: String?
  let code: String
  let message: Message

  /// Tells of every fault and refuses the file; does nothing where there is none.
  static func refuse(_ faults: [FileFault], of file: String, at desk: Desk) throws {
    guard !faults.isEmpty else { return }
    for fault in faults.prefix(mostShown) {
      let place = [file, String(fault.row), fault.column].compactMap { $0 }.joined(separator: ":")
      try desk.report(Failure(.usage, code: fault.code, fault.message, place: place))
    }
    throw Failure(
      .usage, code: "file_has_faults",
      Message(zh: "\(faults.count) 处错，整个文件没有导入", en: "\(faults.count) faults; nothing of the file was taken in"),
      place: file,
      next: Message(zh: "改好再导入一次", en: "mend them and import it again"))
  }

  private static let mostShown = 200
}
