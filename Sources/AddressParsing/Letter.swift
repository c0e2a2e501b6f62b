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
  /// Of the words that lead to an address: 麻烦把地址改成…
  static let introduces = LetterTraits(rawValue: 1 << 15)

  /// Of letters beyond the table: rare characters, emoji.
  static func other(_ letter: UInt32) -> LetterTraits { letter &- 0x20000 < 0x12000 ? .han : [] }
}

/// What every letter of the basic plane is compared as and may mean, made once and never freed.
struct LetterTable: @unchecked Sendable {
  // Never written after `init`. Side by side, so that one look finds both.
  private let letters: UnsafePointer<(plain: UInt16, traits: UInt16)>

  init() {
    var plain = (0..<0x10000).map { UInt16($0) }
    for value in 0xFF01...0xFF5E { plain[value] = UInt16(value - 0xFEE0) }
    for value in [0x3000, 0xA0, 0xFEFF] + Array(0x2000...0x200F) { plain[value] = 0x20 }
    for value in Array(0x2010...0x2015) + [0x2212] { plain[value] = 0x2D }
    Self.simplify(&plain)
    let traits = Self.makeTraits()
    let letters = UnsafeMutablePointer<(plain: UInt16, traits: UInt16)>.allocate(capacity: plain.count)
    for (value, letter) in plain.enumerated() {
      letters.advanced(by: value).initialize(to: (letter, traits[Int(letter)]))
    }
    self.letters = UnsafePointer(letters)
  }

  /// What a scalar is compared as, and what that may mean.
  @inline(__always)
  func read(_ scalar: UInt32) -> (plain: UInt32, traits: UInt16) {
    guard scalar < 0x10000 else { return (scalar, LetterTraits.other(scalar).rawValue) }
    let letter = letters[Int(scalar)]
    return (UInt32(letter.plain), letter.traits)
  }

  private static func makeTraits() -> [UInt16] {
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
    mark("我家的地址是在住到寄往发送请改成为新收货件人把麻烦快递帮忙亲您你好换下一个这", .introduces)
    mark(FieldLabel.firstLetters, .labelStart)
    mark(Filler.firstLetters, .fillerStart)
    mark(PersonName.surnames, .surname)
    mark("路街道巷弄号楼室村镇乡区县市省栋幢座层苑园厦店院校厂城屯组社里门桥坊湾庄岗", .placeEnd)
    return table
  }

  /// The traditional letters of place names.
  private static func simplify(_ table: inout [UInt16]) {
    let traditional =
      "臺灣廣東蘇陝龍雲貴慶陽陰縣區鎮鄉號樓門漢長瀋爾濱濟連島澤臨滄邊烏魯齊寧內遼錦鐵嶺撫順贛吳興紹溫麗義鹽揚無錫盧閔楊匯靜寶黃豐懷開鄭許馬銅蕪廈瓊萬莊濰煙棗駐荊隨嶽張瀏婁關雙鴨綏華國園學"
      + "場機蕭餘漁滬渾蓮葉縉處頭將樂詔遠潛監應廬漵儀資瀘鄰閬敘岡欽賓憑橋環鳳極結鞏蘭涇隴麥積藍鎬靈鄖鍾離觀圍潁澠鄆鄲鄴峽萊贊營墾榮巖費涼溝壽潤臯堯歷陸鄒魚藝穎慮線蘄棲樅勝諸蒼軍廳廠際貿塢壩"
      + "灘衛勞聯條側對後"
    let simple =
      "台湾广东苏陕龙云贵庆阳阴县区镇乡号楼门汉长沈尔滨济连岛泽临沧边乌鲁齐宁内辽锦铁岭抚顺赣吴兴绍温丽义盐扬无锡卢闵杨汇静宝黄丰怀开郑许马铜芜厦琼万庄潍烟枣驻荆随岳张浏娄关双鸭绥华国园学"
      + "场机萧余渔沪浑莲叶缙处头将乐诏远潜监应庐溆仪资泸邻阆叙冈钦宾凭桥环凤极结巩兰泾陇麦积蓝镐灵郧钟离观围颍渑郓郸邺峡莱赞营垦荣岩费凉沟寿润皋尧历陆邹鱼艺颖虑线蕲栖枞胜诸苍军厅厂际贸坞坝"
      + "滩卫劳联条侧对后"
    for (from, to) in zip(traditional.unicodeScalars, simple.unicodeScalars) {
      table[Int(from.value)] = UInt16(truncatingIfNeeded: to.value)
    }
  }
}

enum Letter {
  static let table = LetterTable()
}
