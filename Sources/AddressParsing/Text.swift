/// A text as scalars, and beside it the same text as it is compared: half-width, simplified. Both have the same indices.
struct Text {
  let original: [UInt32]
  let plain: [UInt32]

  init(_ text: String) {
    var text = text
    original = text.withUTF8 { bytes in
      [UInt32](unsafeUninitializedCapacity: bytes.count) { scalars, count in
        count = UTF8Letters.decode(bytes, into: scalars)
      }
    }
    plain = original.map(Self.plain)
  }

  func string(_ range: Range<Int>) -> String { Self.string(original[range]) }

  static func string(_ scalars: some Collection<UInt32>) -> String {
    String(unsafeUninitializedCapacity: scalars.count * 4) { bytes in
      var count = 0
      for scalar in scalars { count = UTF8Letters.encode(scalar, into: bytes, at: count) }
      return count
    }
  }

  /// Full-width forms become ASCII, and the traditional letters of place names simplified ones.
  static func plain(_ value: UInt32) -> UInt32 {
    switch value {
    case 0..<0x80: return value
    case 0xFF01...0xFF5E: return value - 0xFEE0
    case 0x3000, 0xA0, 0x2000...0x200F, 0xFEFF: return 0x20
    case 0x2010...0x2015, 0x2212: return 0x2D
    case 0x4E00...0x9FFF: return UInt32(simplified[Int(value - 0x4E00)])
    default: return value
    }
  }

  private static let simplified: [UInt16] = {
    var table = [UInt16](0x4E00...0x9FFF)
    let traditional =
      "臺灣廣東蘇陝龍雲貴慶陽陰縣區鎮鄉號樓門漢長瀋爾濱濟連島澤臨滄邊烏魯齊寧內遼錦鐵嶺撫順贛吳興紹溫麗義鹽揚無錫盧閔楊匯靜寶黃豐懷開鄭許馬銅蕪廈瓊萬莊濰煙棗駐荊隨嶽張瀏婁關雙鴨綏華國園學"
      + "場機蕭餘漁滬渾蓮葉縉處頭將樂詔遠潛監應廬漵儀資瀘鄰閬敘岡欽賓憑橋環鳳極結鞏蘭涇隴麥積藍鎬靈鄖鍾離觀圍潁澠鄆鄲鄴峽萊贊營墾榮巖費涼溝壽潤臯堯歷陸鄒魚藝穎慮線蘄棲樅勝諸蒼軍廳廠際貿塢壩"
      + "灘衛勞聯條側對後"
    let simple =
      "台湾广东苏陕龙云贵庆阳阴县区镇乡号楼门汉长沈尔滨济连岛泽临沧边乌鲁齐宁内辽锦铁岭抚顺赣吴兴绍温丽义盐扬无锡卢闵杨汇静宝黄丰怀开郑许马铜芜厦琼万庄潍烟枣驻荆随岳张浏娄关双鸭绥华国园学"
      + "场机萧余渔沪浑莲叶缙处头将乐诏远潜监应庐溆仪资泸邻阆叙冈钦宾凭桥环凤极结巩兰泾陇麦积蓝镐灵郧钟离观围颍渑郓郸邺峡莱赞营垦荣岩费凉沟寿润皋尧历陆邹鱼艺颖虑线蕲栖枞胜诸苍军厅厂际贸坞坝"
      + "滩卫劳联条侧对后"
    for (from, to) in zip(traditional.unicodeScalars, simple.unicodeScalars) {
      table[Int(from.value) - 0x4E00] = UInt16(truncatingIfNeeded: to.value)
    }
    return table
  }()
}

/// UTF-8 to scalars and back, for text that is known to be valid (a `String`, our own data).
enum UTF8Letters {
  /// The scalar that begins at `at`, which moves behind it.
  @inline(__always)
  static func next(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> UInt32 {
    let first = UInt32(bytes[at])
    at += 1
    if first < 0x80 { return first }
    let length = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3
    var scalar = first & (0x3F >> UInt32(length))
    for _ in 0..<length where at < bytes.count {
      scalar = scalar << 6 | UInt32(bytes[at]) & 0x3F
      at += 1
    }
    return scalar
  }

  static func decode(_ bytes: UnsafeBufferPointer<UInt8>, into scalars: UnsafeMutableBufferPointer<UInt32>) -> Int {
    var count = 0
    var at = 0
    while at < bytes.count {
      scalars[count] = next(bytes, &at)
      count += 1
    }
    return count
  }

  @inline(__always)
  static func encode(_ scalar: UInt32, into bytes: UnsafeMutableBufferPointer<UInt8>, at start: Int) -> Int {
    func put(_ offset: Int, _ value: UInt32) { bytes[start + offset] = UInt8(truncatingIfNeeded: value) }
    switch scalar {
    case 0..<0x80:
      put(0, scalar)
      return start + 1
    case 0x80..<0x800:
      put(0, 0xC0 | scalar >> 6)
      put(1, 0x80 | scalar & 0x3F)
      return start + 2
    case 0x800..<0x10000:
      put(0, 0xE0 | scalar >> 12)
      put(1, 0x80 | scalar >> 6 & 0x3F)
      put(2, 0x80 | scalar & 0x3F)
      return start + 3
    default:
      put(0, 0xF0 | scalar >> 18)
      put(1, 0x80 | scalar >> 12 & 0x3F)
      put(2, 0x80 | scalar >> 6 & 0x3F)
      put(3, 0x80 | scalar & 0x3F)
      return start + 4
    }
  }
}
