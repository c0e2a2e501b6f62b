import Store
import TestSupport
import Testing

@testable import Orders

@Suite struct RowListTests {
  static let texts = ["", "351", "引号\"和\\斜线", "换行\n制表\t\u{1}", "[方括号", "🎁", "a,b"]

  @Test("any text comes out of a list as it went in", arguments: TestStore.engines)
  func texts(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    let ids = try shop.store.read { session in
      try session.all(
        SQL(
          sqlite: "SELECT value FROM json_each($1)",
          postgres: "SELECT json_array_elements_text(CAST($1 AS json))"), [RowList.ids(Self.texts)]
      ) { try $0.text(0) }
    }
    #expect(ids == Self.texts)
    #expect(RowList.ids([]) == .text("[]"))
  }

  @Test("rows keep their cells apart", arguments: TestStore.engines)
  func rows(engine: Engine) throws {
    let shop = try Shop(engine: engine)
    var list = RowList()
    for (index, text) in Self.texts.enumerated() { list.append(.text(text), .integer(Int64(index) - 3), .null) }
    let rows = try shop.store.read { session in
      try session.all(
        SQL(
          sqlite: """
            SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
            FROM json_each($1)
            """,
          postgres: """
            SELECT e ->> 0, CAST(e ->> 1 AS BIGINT), e ->> 2 FROM json_array_elements(CAST($1 AS json)) e
            """), [list.value]
      ) { (text: try $0.text(0), number: try $0.integer(1), nothing: try $0.optionalText(2)) }
    }
    #expect(rows.map(\.text) == Self.texts)
    #expect(rows.map(\.number) == [-3, -2, -1, 0, 1, 2, 3])
    #expect(rows.allSatisfy { $0.nothing == nil })
  }
}
