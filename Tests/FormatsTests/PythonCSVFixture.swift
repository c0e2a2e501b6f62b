/// What Python's csv module reads, blank lines left out: `csv.reader(io.StringIO(text, newline=''))`, Python 3.11.
struct PythonCSVCase: Sendable, CustomStringConvertible {
  let text: String
  let rows: [[String]]
  /// Python hands out the unfinished record too; it is left out of `rows`.
  let endsInsideQuotes: Bool

  init(_ text: String, _ rows: [[String]], endsInsideQuotes: Bool = false) {
    self.text = text
    self.rows = rows
    self.endsInsideQuotes = endsInsideQuotes
  }

  var description: String { text.debugDescription }

  static let all: [PythonCSVCase] = [
    .init("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
    .init("a,b\n1,2", [["a", "b"], ["1", "2"]]),
    .init("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
    .init("\"a\",\"b\"\n\"1\",\"2\"", [["a", "b"], ["1", "2"]]),
    .init("\"a,b\",c\n", [["a,b", "c"]]),
    .init("\"a\nb\",c\nd,e", [["a\nb", "c"], ["d", "e"]]),
    .init("\"a\r\nb\",c\r\nd", [["a\r\nb", "c"], ["d"]]),
    .init("\"a\rb\",c", [["a\rb", "c"]]),
    .init("\"say \"\"hi\"\"\",x", [["say \"hi\"", "x"]]),
    .init("\"\"\"\"", [["\""]]),
    .init("\"\"\"\",\"\"\"\"\"\"", [["\"", "\"\""]]),
    .init("\"\",\"\"", [["", ""]]),
    .init("\"\"", [[""]]),
    .init("a,,b", [["a", "", "b"]]),
    .init("a,,", [["a", "", ""]]),
    .init("\"a\",", [["a", ""]]),
    .init("x,\"\",\"y\"", [["x", "", "y"]]),
    .init("a\"b,c", [["a\"b", "c"]]),
    .init("a\"b\"c,d", [["a\"b\"c", "d"]]),
    .init("\"ab\"cd,e", [["abcd", "e"]]),
    .init("\"ab\"c\"d,e", [["abc\"d", "e"]]),
    .init("\"ab\" ,c", [["ab ", "c"]]),
    .init(" \"a\",b", [[" \"a\"", "b"]]),
    .init("'a','b'", [["'a'", "'b'"]]),
    .init("\n\na\n\nb\n\n", [["a"], ["b"]]),
    .init("\r\n\r\na\r\n\r\n", [["a"]]),
    .init("a\r\n\nb\r\rc", [["a"], ["b"], ["c"]]),
    .init("订单编号,买家昵称\r\n1,张三", [["订单编号", "买家昵称"], ["1", "张三"]]),
    .init("\"一，二\",三", [["一，二", "三"]]),
    .init("a\tb,c", [["a\tb", "c"]]),
    .init("a;b,c", [["a;b", "c"]]),
    .init(" a , b ", [[" a ", " b "]]),
    .init("=\"123\",x", [["=\"123\"", "x"]]),
    .init("\"=\"\"123\"\"\",x", [["=\"123\"", "x"]]),
    .init("\"a\",\"b\n\nc\n\",d\ne", [["a", "b\n\nc\n", "d"], ["e"]]),
    .init("\"last", [], endsInsideQuotes: true),
    .init("x\n\"open\nmore", [["x"]], endsInsideQuotes: true),
    .init("\"a\"\"b\"c,\"d\"\"", [], endsInsideQuotes: true),
    .init(",", [["", ""]]),
    .init("\n,\n", [["", ""]]),
    .init("\"\r\",\"\n\",\"\r\n\"", [["\r", "\n", "\r\n"]]),
    .init("\"a\"\r\"b\"\n\"c\"", [["a"], ["b"], ["c"]]),
    .init("a,b,c\n1\n1,2,3,4", [["a", "b", "c"], ["1"], ["1", "2", "3", "4"]]),
  ]
}
