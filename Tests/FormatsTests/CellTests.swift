import Formats
import Testing

@Suite struct CellTests {
  @Test(arguments: [
    ("", ""), ("a", "a"), (" a\t", "a"), ("　张三　", "张三"), ("\u{A0}1\u{A0}", "1"), ("\r\na\r\n", "a"), (" \t　", ""),
    ("null", ""), (" null ", ""), ("'null", ""), ("=\"null\"", ""), ("NULL", "NULL"), ("nullable", "nullable"),
    ("'13800000000", "13800000000"), ("'", ""), ("''a", "'a"), ("it's", "it's"), ("a'", "a'"),
    ("=\"3515\"", "3515"), ("=\"\"", ""), ("=\" 3515 \"", "3515"), ("'=\"3515\"", "3515"), ("=\"'3515\"", "3515"),
    ("=\"a\"\"b\"", "a\"b"), ("=\"", "=\""), ("=\"open", "=\"open"), ("=1+1", "=1+1"), ("\"a\"", "\"a\""),
    ("　=\"3515\"\t", "3515"), ("0元", "0元"), ("a b", "a b"), ("a　b", "a　b"), ("，", "，"),
  ]) func aCellIsUnwrappedToItsValue(_ written: String, _ value: String) {
    #expect(Cell.clean(written) == value)
  }
}
