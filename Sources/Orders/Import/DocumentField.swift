import Formats

/// Members of a document that are read. Each case is named as its member is, in camel case, and numbered as in `names`.
protocol DocumentField: RawRepresentable, CaseIterable where RawValue == Int {
  /// `JSONNames(spelled)`, made once.
  static var names: JSONNames { get }
}

extension DocumentField {
  /// The name as it is written: `payTime` → `pay_time`.
  static var spelled: [String] {
    allCases.map { field in
      "\(field)".reduce(into: "") { name, letter in
        name += letter.isUppercase ? "_" + letter.lowercased() : String(letter)
      }
    }
  }

  var name: String { Self.names.names[rawValue] }
}
