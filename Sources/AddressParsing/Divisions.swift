/// The administrative divisions of China: by code, by name, and what lies in what.
public enum Divisions {
  /// All divisions of today, by code.
  public static var all: [Division] {
    table.entries.indices.filter { table.entries[$0].kind == .current }.map { table.divisions[$0] }
  }

  /// The province-level, city-level or district-level division of today with this code.
  public static func division(code: String) -> Division? {
    DivisionCode.read(code).flatMap(table.entry).flatMap(table.division)
  }

  /// Every division of today that bears the name, in full or short (`鼓楼区`, `恭城`, `江苏`), by code.
  public static func named(_ name: String) -> [Division] {
    let codes = Text.read(name) { text in
      var codes: Set<Int32> = []
      guard text.count > 0 else { return codes }
      _ = table.names.firstName(in: text, at: 0) { node, end in
        guard end == text.count else { return false }
        for bearer in table.names.bearers(of: node) {
          let entry = table.entries[Int(bearer.entry)]
          if entry.kind == .current { codes.insert(entry.code) }
        }
        return true
      }
      return codes
    }
    return codes.sorted().compactMap { table.entry(code: $0).flatMap(table.division) }
  }

  /// What lies above a code, from the province down, without the division itself.
  public static func parents(of code: String) -> [Division] {
    guard let number = DivisionCode.read(code), let entry = table.entry(code: number) else { return [] }
    let level = DivisionCode.level(number)
    let above = table.entries[Int(entry)]
    return [level > 1 ? above.province : -1, level > 2 ? above.city : -1].compactMap(table.division)
  }

  /// Whether the first division is the second or lies in it. A municipality and its "city" are one.
  public static func isWithin(_ code: String, _ outer: String) -> Bool {
    guard let inner = DivisionCode.read(code), let outer = DivisionCode.read(outer) else { return false }
    return DivisionCode.reach(outer).contains(inner)
  }

  /// Beijing, Tianjin, Shanghai and Chongqing: province and city in one.
  public static func isMunicipality(_ code: String) -> Bool {
    DivisionCode.read(code).map(DivisionCode.isMunicipality) ?? false
  }

  static var table: DivisionTable { DivisionTable.builtIn }
}
