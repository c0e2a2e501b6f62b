/// What stands around a short name and tells whether it is a place here or a piece of another name.
enum Surroundings {
  private static func set(_ letters: String) -> Set<UInt32> { Set(letters.unicodeScalars.map(\.value)) }
  private static func words(_ words: String) -> Set<UInt64> {
    Set(words.split(separator: " ").map { pair(Array($0.unicodeScalars.map(\.value)), 0) })
  }
  private static func pair(_ letters: [UInt32], _ at: Int) -> UInt64 {
    at + 1 < letters.count ? UInt64(letters[at]) << 32 | UInt64(letters[at + 1]) : 0
  }

  private static let directions = set("东西南北中一二三四五六七八九十前后内外")
  /// 上海路, 重庆里, 北京镇: the name of a street or village; 吉林区: of something else.
  private static let endings = set("路街道巷弄里镇乡村庄屯苑桥县区市旗州盟省")
  private static let endingWords = words("社区 花园 小区 大厦 酒店 饭店 宾馆 广场 公寓 商城 新城 新村 山庄 大道 大街 公路 胡同 烤鸭 菜馆 人家")
  /// 白云山, 鼓楼医院: a district's short name makes these too.
  private static let landmarks = set("山湖江河港湾岛站门寺园楼塔")
  private static let landmarkWords = words("大学 学院 医院 中学 小学 公园 车站 机场 大桥 银行 风景 高速 国际 实验 幼儿")
  private static let introductions = set("是在到址寄发往:为")

  /// Whether what follows makes a short name part of something else. `strong`: also landmarks and institutions.
  static func isTail(_ letters: [UInt32], at position: Int, table: DivisionTable, strong: Bool) -> Bool {
    guard position < letters.count, Letter.isHan(letters[position]) else { return false }
    var index = position
    while index < letters.count, index < position + 2, directions.contains(letters[index]) { index += 1 }
    var hit = false
    for at in position...index where at < letters.count {
      if endings.contains(letters[at]) || endingWords.contains(pair(letters, at)) { hit = true }
    }
    if !hit, strong { hit = landmarks.contains(letters[position]) || landmarkWords.contains(pair(letters, position)) }
    return hit && !startsFullName(letters, at: position, table: table)
  }

  /// 哈尔滨|道里区: the suspicious letter begins a name of its own.
  private static func startsFullName(_ letters: [UInt32], at position: Int, table: DivisionTable) -> Bool {
    var node = table.names.root(letters[position])
    var end = position + 1
    while node != 0 {
      if end - position > 1, table.names.isName(node) {
        var isFull = false
        table.names.eachBearer(of: node) { if $0.form == .full { isFull = true } }
        if isFull { return true }
      }
      guard end < letters.count else { return false }
      node = table.names.step(node, letters[end])
      end += 1
    }
    return false
  }

  static func isIntroduced(_ letters: [UInt32], at position: Int) -> Bool {
    position == 0 || introductions.contains(letters[position - 1]) || !Letter.isHan(letters[position - 1])
  }

  /// The name fills its piece of the text from separator to separator.
  static func isWholePiece(_ letters: [UInt32], _ span: Range<Int>) -> Bool {
    (span.lowerBound == 0 || Letter.isSeparator(letters[span.lowerBound - 1]))
      && (span.upperBound == letters.count || Letter.isSeparator(letters[span.upperBound]))
  }

  /// A town follows within a few letters: 和林格尔盛乐镇.
  static func hasTown(_ letters: [UInt32], from position: Int) -> Bool {
    for index in position..<min(position + 7, letters.count) {
      if letters[index] == 0x9547 || letters[index] == 0x4E61 { return index > position }
      if letters[index] == 0x8857, index + 1 < letters.count, letters[index + 1] == 0x9053 { return index > position }
    }
    return false
  }
}

/// Words that platforms put where a division has no name: they are read over.
enum Filler {
  private static let words: [[UInt32]] = [
    "市辖区", "自治区直辖县级行政区划", "省直辖县级行政区划", "省直辖县级行政单位", "直辖县级行政区划", "省直辖行政单位", "省直辖", "其它区", "其他区", "其它", "其他", "郊县",
  ].map { $0.unicodeScalars.map(\.value) }
  private static let firsts = Set(words.map { $0[0] })

  static func end(in letters: [UInt32], at position: Int, atStart: Bool) -> Int? {
    let letter = letters[position]
    if letter == 0x53BF {  // 县 alone, as in 重庆市 县 云阳县
      return atStart && (position + 1 == letters.count || Letter.isSeparator(letters[position + 1]))
        ? position + 1 : nil
    }
    guard firsts.contains(letter) else { return nil }
    for word in words where letters[position...].starts(with: word) { return position + word.count }
    return nil
  }
}
