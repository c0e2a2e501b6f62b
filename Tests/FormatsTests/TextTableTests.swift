import Formats
import Testing
import Vocabulary

@Suite struct TextTableTests {
  private var table: TextTable {
    var table = TextTable(columns: [
      .init(title: Message(zh: "订单", en: "order")),
      .init(title: Message(zh: "金额（元）", en: "amount"), alignment: .right),
      .init(title: Message(zh: "状态", en: "state")),
    ])
    table.append(["1001", "178.80", .init(Message(zh: "已付款", en: "paid"), ink: .green)])
    table.append(["1002", "9.90", "买家\u{1B}[2J\n留言"])
    table.append(["1003"])
    return table
  }

  @Test func chineseAndLatinColumnsStandInLine() {
    #expect(
      table.render(in: .zh, maxWidth: nil) == """
        订单  金额（元）  状态
        ----  ----------  ------------------
        1001      178.80  已付款
        1002        9.90  买家\\u{1B}[2J⏎留言
        1003

        """)
    #expect(table.render(in: .en, maxWidth: nil).hasPrefix("order  amount  state\n"))
    #expect(table.render(in: .en, maxWidth: nil).contains("1001   178.80  paid\n"))
  }

  @Test func linesAreCutToTheTerminal() {
    for width in 7...45 {
      for line in table.render(in: .zh, maxWidth: width).split(separator: "\n") {
        #expect(TerminalText.width(String(line)) <= width)
      }
    }
    #expect(table.render(in: .zh, maxWidth: 26).contains("买家\\u{1…\n"))
    #expect(TextTable(columns: []).render(in: .zh, maxWidth: 10) == "\n\n")
  }

  @Test func coloursDoNotMoveColumnsAndOnlyCloseWhatTheyOpen() {
    let coloured = table.render(in: .zh, maxWidth: nil, style: TerminalStyle(isColoured: true))
    #expect(coloured.contains("1001\u{1B}[0m") == false)
    #expect(coloured.contains("178.80  \u{1B}[32m已付款\u{1B}[0m\n"))
    var bare = coloured
    for code in ["[1m", "[32m", "[0m"] {
      bare = bare.split(separator: "\u{1B}" + code, omittingEmptySubsequences: false).joined()
    }
    #expect(bare == table.render(in: .zh, maxWidth: nil))
  }

  @Test func aPlainStyleWritesNoEscapes() {
    for ink in TerminalStyle.Ink.allCases { #expect(TerminalStyle.plain.paint("x", ink) == "x") }
  }

  @Test("a column that stays whole is never cut; the others give way")
  func whole() {
    let table = TextTable(
      columns: [
        .init(title: Message(zh: "订单", en: "Order"), isWhole: true), .init(title: Message(zh: "宝贝", en: "Title")),
      ],
      rows: [["351511110000002", "羽绒服 黑色 L 加厚加长"]])
    for width in [4, 20, 30] {
      let lines = table.render(in: .en, maxWidth: width).split(separator: "\n")
      #expect(lines.last?.hasPrefix("351511110000002") == true)
      #expect(lines.allSatisfy { TerminalText.width(String($0)) <= max(width, 15 + 2 + 1) })
    }
  }
}
