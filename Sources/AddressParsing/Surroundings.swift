/// What stands around a short name and tells whether it is a place here or a piece of another name.
enum Surroundings {
  /// 上海花园, 北京烤鸭: not there.
  private static let endingWords = PairSet("社区 花园 小区 大厦 酒店 饭店 宾馆 广场 公寓 商城 新城 新村 山庄 大道 大街 公路 胡同 烤鸭 菜馆 人家 街道")
  /// 鼓楼医院 need not lie in 鼓楼区.
  private static let landmarkWords = PairSet("大学 学院 医院 中学 小学 公园 车站 机场 大桥 银行 风景 高速 国际 实验 幼儿")

  /// Whether what follows makes a short name part of something else. `strong`: also landmarks and institutions.
  static func isTail(
    _ text: Text, at position: Int, of name: UInt16, in table: DivisionTable, strong: Bool
  ) -> Bool {
    guard position < text.count, text.isHan(position) else { return false }
    var hit = false
    var at = position
    while at < text.count, at <= position + 2 {
      hit =
        text.has(at, .ending) || text.has(at, .lastEnding) && !hasHan(text, at + 1)
        || endingWords.contains(text.pair(at))
      if hit || !text.has(at, .direction) { break }
      at += 1
    }
    if !hit, strong {
      hit =
        text.has(position, .landmark) && (!hasHan(text, position + 1) || text.has(position + 1, .behindLandmark))
        || landmarkWords.contains(text.pair(position))
    }
    return hit && !startsName(text, at: position, inside: name, table: table)
  }

  private static func hasHan(_ text: Text, _ at: Int) -> Bool { at < text.count && text.isHan(at) }

  /// 哈尔滨|道里区, 台州|路桥: the suspicious letter begins a name of its own.
  private static func startsName(_ text: Text, at position: Int, inside name: UInt16, table: DivisionTable)
    -> Bool
  {
    table.names.firstName(in: text, at: position) { node, _ in
      table.names.hasBearer(node) { inner in
        let entry = table.entries[Int(inner.entry)]
        if entry.kind == .town || entry.kind == .zone { return false }
        return inner.form == .full
          || table.names.hasBearer(name) { outer in table.isChild(inner.entry, of: outer.entry) }
      }
    }
  }

  static func isIntroduced(_ text: Text, at position: Int) -> Bool {
    guard position > 0 else { return true }
    return text.has(position - 1, .introduction) || !text.isHan(position - 1)
  }

  /// The name fills its piece of the text from separator to separator.
  static func isWholePiece(_ text: Text, _ span: Range<Int>) -> Bool {
    text.isEdge(span.lowerBound - 1) && text.isEdge(span.upperBound)
  }

  /// A town follows within a few letters: 和林格尔盛乐镇.
  static func hasTown(_ text: Text, from position: Int) -> Bool {
    var at = position
    while at < text.count, at < position + 7 {
      switch text[at] {
      case 0x9547, 0x4E61: return at > position  // 镇 乡
      case 0x8857 where at + 1 < text.count && text[at + 1] == 0x9053: return at > position  // 街道
      default: at += 1
      }
    }
    return false
  }
}

/// Words that platforms put where a division has no name: they are read over.
enum Filler {
  static let firstLetters = "市自省直其郊县"
  private static let words: [[UInt32]] = [
    "市辖区", "自治区直辖县级行政区划", "省直辖县级行政区划", "省直辖县级行政单位", "直辖县级行政区划", "省直辖行政单位", "省直辖", "其它区", "其他区", "其它", "其他", "郊县",
  ].map { $0.unicodeScalars.map(\.value) }

  static func end(in text: Text, at position: Int, atStart: Bool) -> Int? {
    guard text.has(position, .fillerStart) else { return nil }
    if text[position] == 0x53BF {  // 县 alone, as in 重庆市 县 云阳县
      return atStart && text.isEdge(position + 1) ? position + 1 : nil
    }
    for word in words where text.starts(word, at: position) { return position + word.count }
    return nil
  }
}
