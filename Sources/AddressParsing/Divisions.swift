/// The administrative divisions of China: by code, by name, and what lies in what.
public enum Divisions {
  /// The province-level, city-level or district-level division of today with this code.
  public static func division(code: String) -> Division? {
    DivisionCode.read(code).flatMap { table.division($0) }
  }

  /// Every division of today that bears the name, in full or short (`鼓楼区`, `恭城`, `江苏`), by code.
  public static func named(_ name: String) -> [Division] {
    var node: UInt16 = 0
    for (index, scalar) in name.unicodeScalars.enumerated() {
      let letter = Text.plain(scalar.value)
      node = index == 0 ? table.names.root(letter) : table.names.step(node, letter)
      if node == 0 { return [] }
    }
    var codes: Set<Int32> = []
    table.names.eachBearer(of: node) { bearer in
      let entry = table.entries[Int(bearer.entry)]
      if entry.kind == .current { codes.insert(entry.code) }
    }
    return codes.sorted().compactMap { table.division($0) }
  }

  /// What lies above a code, from the province down, without the division itself.
  public static func parents(of code: String) -> [Division] {
    guard let number = DivisionCode.read(code), DivisionCode.level(number) > 1 else { return [] }
    let province = table.division(DivisionCode.province(number))
    let city = DivisionCode.level(number) == 3 ? table.division(DivisionCode.city(number)) : nil
    return [province, city].compactMap { $0 }
  }

  /// Whether the first division is the second or lies in it. A municipality and its "city" are one.
  public static func isWithin(_ code: String, _ outer: String) -> Bool {
    guard let inner = DivisionCode.read(code), let outer = DivisionCode.read(outer) else { return false }
    return DivisionCode.contains(outer, inner)
  }

  /// Beijing, Tianjin, Shanghai and Chongqing: province and city in one.
  public static func isMunicipality(_ code: String) -> Bool {
    DivisionCode.read(code).map(DivisionCode.isMunicipality) ?? false
  }

  static var table: DivisionTable { DivisionTable.builtIn }
}
