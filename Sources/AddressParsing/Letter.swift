/// What a letter may mean to the readers: one look into a table instead of many sets.
struct LetterTraits: OptionSet {
  let rawValue: UInt16

  /// Ends a piece of the text: blanks, commas, semicolons, bars, full stops and square brackets.
  static let separator = LetterTraits(rawValue: 1 << 0)
  static let blank = LetterTraits(rawValue: 1 << 1)
  static let digit = LetterTraits(rawValue: 1 << 2)
  static let latin = LetterTraits(rawValue: 1 << 3)
  static let han = LetterTraits(rawValue: 1 << 4)
  /// Stands between a place and 路: 上海东路, 天津南一路.
  static let direction = LetterTraits(rawValue: 1 << 5)
  /// Behind a short name it makes a street or village of it (上海路), or another place (吉林区).
  static let ending = LetterTraits(rawValue: 1 << 6)
  /// The same, but only where no other letter follows: 重庆里 12号.
  static let lastEnding = LetterTraits(rawValue: 1 << 7)
  /// Behind a district's short name it makes a landmark: 白云山.
  static let landmark = LetterTraits(rawValue: 1 << 8)
  /// May stand behind a landmark: 白云山路.
  static let behindLandmark = LetterTraits(rawValue: 1 << 9)
  /// Leads to an address: 我住在…
  static let introduction = LetterTraits(rawValue: 1 << 10)
  /// Begins a word in front of a field (`FieldLabel`) or one to read over (`Filler`).
  static let labelStart = LetterTraits(rawValue: 1 << 11)
  static let fillerStart = LetterTraits(rawValue: 1 << 12)
  static let surname = LetterTraits(rawValue: 1 << 13)
  /// The last letter of streets, houses and places: seldom that of a person's name.
  static let placeEnd = LetterTraits(rawValue: 1 << 14)
}

enum Letter {
  static func traits(_ value: UInt32) -> LetterTraits {
    value < 0x10000
      ? LetterTraits(rawValue: table[Int(value)]) : value &- 0x20000 < 0x12000 ? .han : []
  }

  static func isDigit(_ value: UInt32) -> Bool { value &- 0x30 < 10 }
  static func isHan(_ value: UInt32) -> Bool { value &- 0x4E00 < 0x5200 || traits(value).contains(.han) }
  static func isSeparator(_ value: UInt32) -> Bool { traits(value).contains(.separator) }

  private static let table: [UInt16] = {
    var table = [UInt16](repeating: 0, count: 0x10000)
    func mark(_ letters: String, _ traits: LetterTraits) {
      for letter in letters.unicodeScalars { table[Int(letter.value)] |= traits.rawValue }
    }
    for range in [0x3400...0x4DBF, 0x4E00...0x9FFF] {
      for value in range { table[value] = LetterTraits.han.rawValue }
    }
    mark(" \t\n\u{0B}\u{0C}\r\u{85}\u{2028}", [.separator, .blank])
    mark(",;|[]、。【】\u{FF61}\u{FF64}", .separator)
    mark("0123456789", .digit)
    mark("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", .latin)
    mark("东西南北中一二三四五六七八九十前后内外", .direction)
    mark("路街巷弄镇乡村县区市旗州盟省", .ending)
    mark("里道桥屯庄苑", .lastEnding)
    mark("山湖江河港湾岛站门寺园楼塔", .landmark)
    mark("路街道大村风公景社站口东西南北中", .behindLandmark)
    mark("是在到址寄发往:为", .introduction)
    mark(FieldLabel.firstLetters, .labelStart)
    mark(Filler.firstLetters, .fillerStart)
    mark(PersonName.surnames, .surname)
    mark("路街道巷弄号楼室村镇乡区县市省栋幢座层苑园厦店院校厂城屯组社里门桥坊湾庄岗", .placeEnd)
    return table
  }()
}
