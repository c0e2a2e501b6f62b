import Testing
import Vocabulary

@testable import Playbooks

@Suite("Order of the notes in a memo")
struct NoteOrderTests {
  @Test(
    "signature times rise, fall or are absent; ship dates and prices are none",
    arguments: [
      ("小美:不要了", NoteOrder.untimed), ("11.20后发 退3.5元 1-2件", .untimed), ("15:00前发", .untimed),
      ("【小美00:35】", .rising), ("【小美00:35】【小强02:10】", .rising), ("【小强02:10】【小美00:35】", .unclear),
      ("【夜班23:50】【早班00:10】", .rising), ("【甲10:00】【乙10:00】", .unclear), ("【甲22:00】【乙09:00】", .unclear),
      ("【11.11 23:50】【11.12 00:30】", .rising), ("【11.12 00:30】【11.11 23:50】", .unclear),
      ("11月10日小美 11月12日小强", .rising), ("11/12 小美 11/10 小强", .unclear),
      ("2026-11-10 23:00:01 a 2026-11-11 08:00:00 b", .rising), ("【12-31 23:00】【01-01 01:00】", .rising),
      ("【小美 11-11 00:35】11.20后发【小美 11-11 00:40】", .rising),
    ])
  func order(_ text: String, _ order: NoteOrder) {
    #expect(NoteOrder(letters: text.unicodeScalars.map(\.value)) == order)
  }
}
