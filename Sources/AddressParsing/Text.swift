/// A text as scalars, and beside it the same text as it is compared: half-width, simplified. Both have the same indices.
struct Text {
  let original: [UInt32]
  var plain: [UInt32]

  init(_ text: String) {
    var original: [UInt32] = []
    original.reserveCapacity(text.utf8.count / 2)
    for scalar in text.unicodeScalars { original.append(scalar.value) }
    self.original = original
    plain = original.map(Self.plain)
  }

  var count: Int { plain.count }

  func string(_ range: Range<Int>) -> String { Self.string(original[range]) }

  static func string(_ scalars: some Sequence<UInt32>) -> String {
    var text = String.UnicodeScalarView()
    for value in scalars { if let scalar = Unicode.Scalar(value) { text.append(scalar) } }
    return String(text)
  }

  /// Full-width forms become ASCII, and the traditional letters of place names simplified ones.
  static func plain(_ value: UInt32) -> UInt32 {
    switch value {
    case 0..<0x80: return value
    case 0xFF01...0xFF5E: return value - 0xFEE0
    case 0x3000, 0xA0, 0x2000...0x200F, 0xFEFF: return 0x20
    case 0x2010...0x2015, 0x2212: return 0x2D
    case 0x4E00...0x9FFF: return simplified[Int(value - 0x4E00)]
    default: return value
    }
  }

  private static let simplified: [UInt32] = {
    var table = (0x4E00...0x9FFF).map { UInt32($0) }
    let traditional =
      "臺灣廣東蘇陝龍雲貴慶陽陰縣區鎮鄉號樓門漢長瀋爾濱濟連島澤臨滄邊烏魯齊寧內遼錦鐵嶺撫順贛吳興紹溫麗義鹽揚無錫盧閔楊匯靜寶黃豐懷開鄭許馬銅蕪廈瓊萬莊濰煙棗駐荊隨嶽張瀏婁關雙鴨綏華國園學"
      + "場機蕭餘漁滬渾蓮葉縉處頭將樂詔遠潛監應廬漵儀資瀘鄰閬敘岡欽賓憑橋環鳳極結鞏蘭涇隴麥積藍鎬靈鄖鍾離觀圍潁澠鄆鄲鄴峽萊贊營墾榮巖費涼溝壽潤臯堯歷陸鄒魚藝穎慮線蘄棲樅勝諸蒼軍廳廠際貿塢壩"
      + "灘衛勞聯條側對後"
    let simple =
      "台湾广东苏陕龙云贵庆阳阴县区镇乡号楼门汉长沈尔滨济连岛泽临沧边乌鲁齐宁内辽锦铁岭抚顺赣吴兴绍温丽义盐扬无锡卢闵杨汇静宝黄丰怀开郑许马铜芜厦琼万庄潍烟枣驻荆随岳张浏娄关双鸭绥华国园学"
      + "场机萧余渔沪浑莲叶缙处头将乐诏远潜监应庐溆仪资泸邻阆叙冈钦宾凭桥环凤极结巩兰泾陇麦积蓝镐灵郧钟离观围颍渑郓郸邺峡莱赞营垦荣岩费凉沟寿润皋尧历陆邹鱼艺颖虑线蕲栖枞胜诸苍军厅厂际贸坞坝"
      + "滩卫劳联条侧对后"
    for (from, to) in zip(traditional.unicodeScalars, simple.unicodeScalars) {
      table[Int(from.value) - 0x4E00] = to.value
    }
    return table
  }()
}

/// The classes of scalars that the readers ask about.
enum Letter {
  static func isDigit(_ value: UInt32) -> Bool { value &- 0x30 < 10 }
  static func isHan(_ value: UInt32) -> Bool {
    value &- 0x4E00 < 0x5200 || value &- 0x3400 < 0x19C0 || value &- 0x20000 < 0x12000
  }
  static func isLatin(_ value: UInt32) -> Bool { (value | 0x20) &- 0x61 < 26 }
  static func isBlank(_ value: UInt32) -> Bool {
    value == 0x20 || value &- 0x09 < 5 || value == 0x85 || value == 0x2028
  }

  /// Ends a piece of the text: blanks, commas, semicolons, bars, full stops and square brackets.
  static func isSeparator(_ value: UInt32) -> Bool {
    if value < 0x80 { return isBlank(value) || value == 0x2C || value == 0x3B || value == 0x7C || isBracket(value) }
    return value == 0x3001 || value == 0x3002 || value == 0x3010 || value == 0x3011 || value == 0x2028 || value == 0x85
      || value == 0xFF61 || value == 0xFF64
  }

  private static func isBracket(_ value: UInt32) -> Bool { value == 0x5B || value == 0x5D }
}
