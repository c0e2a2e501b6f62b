/// How much a piece of the text looks like the name of a person.
enum PersonName {
  static let surnames =
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文施洪季庄焦温耿关樊葛柴鲁邢祝包单欧祁柳池华裴艾岳兰齐梅俞宁路凌霍甘房申盛童景倪颜翟辛涂聂章詹费符古游骆卜车成党丰冉商时舒司尤喻郁詹臧阮蓝左柯纪管解应宗费娄苗牛桑屈隋谷伍米郎穆楚仇滕薄卞佘卫牟瞿麦鲍鄢边植宫"
  private static let compound: Set<UInt64> = Set(
    "欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 长孙 夏侯 司徒 令狐 宇文 端木 南宫 西门 独孤 轩辕 呼延".split(separator: " ").map {
      let letters = $0.unicodeScalars.map(\.value)
      return UInt64(letters[0]) << 32 | UInt64(letters[1])
    })
  private static let titles: [[UInt32]] = ["小姐", "先生", "女士", "同学", "老师", "阿姨", "太太", "经理", "老板"].map {
    $0.unicodeScalars.map(\.value)
  }

  static func score(_ piece: Piece, in letters: [UInt32], phoneAt: Int?) -> Int {
    let range = piece.range
    var han = 0
    var latin = 0
    var stars = 0
    for index in range {
      let letter = letters[index]
      if Letter.isHan(letter) {
        han += 1
      } else if Letter.traits(letter).contains(.latin) {
        latin += 1
      } else if letter == 0x2A {
        stars += 1
      } else if letter != 0xB7 && letter != 0x2022 && letter != 0x2E {
        return 0
      }
    }
    let last = letters[range.upperBound - 1]
    var score: Int
    if titles.contains(where: { range.count >= 3 && range.count <= 6 && letters[range].suffix(2).elementsEqual($0) }) {
      score = 60
    } else if han == 0 {
      guard latin >= 2, latin <= 20 else { return 0 }
      score = 12
    } else {
      let isMinority = letters[range].contains(0xB7) || letters[range].contains(0x2022)
      guard han + latin + stars >= 2, isMinority || han + latin + stars <= 4 else { return 0 }
      if !isMinority, Letter.traits(last).contains(.placeEnd),
        !Letter.traits(letters[range.lowerBound]).contains(.surname) || han > 3
      {
        return 0
      }
      score = 20
      if Letter.traits(letters[range.lowerBound]).contains(.surname) { score += 20 }
      if range.count >= 3,
        compound.contains(UInt64(letters[range.lowerBound]) << 32 | UInt64(letters[range.lowerBound + 1]))
      {
        score += 25
      } else if han == 4, !isMinority {
        score -= 15
      }
      if isMinority { score += 30 }
      if stars > 0 { score += 10 }
      if Letter.traits(last).contains(.placeEnd) { score -= 15 }
    }
    if let phoneAt {
      let distance = range.upperBound <= phoneAt ? phoneAt - range.upperBound : range.lowerBound - phoneAt - 11
      if distance <= 3 { score += 15 }
    }
    if range.lowerBound == 0 || range.upperBound == letters.count { score += 10 }
    return score > 0 ? score : 0
  }
}
