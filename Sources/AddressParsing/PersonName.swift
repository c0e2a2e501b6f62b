/// How much a piece of the text looks like the name of a person.
enum PersonName {
  static let surnames =
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文施洪季庄焦温耿关樊葛柴鲁邢祝包单欧祁柳池华裴艾岳兰齐梅俞宁路凌霍甘房申盛童景倪颜翟辛涂聂章詹费符古游骆卜车成党丰冉商时舒司尤喻郁詹臧阮蓝左柯纪管解应宗费娄苗牛桑屈隋谷伍米郎穆楚仇滕薄卞佘卫牟瞿麦鲍鄢边植宫"
  private static let compound = PairSet("欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 长孙 夏侯 司徒 令狐 宇文 端木 南宫 西门 独孤 轩辕 呼延")
  private static let titles = PairSet("小姐 先生 女士 同学 老师 阿姨 太太 经理 老板")

  static func score(_ piece: Range<Int>, in text: Text, phoneAt: Int?) -> Int {
    var han = 0
    var latin = 0
    var stars = 0
    var isMinority = false
    for index in piece {
      switch text[index] {
      case _ where text.isHan(index): han += 1
      case _ where text.has(index, .latin): latin += 1
      case 0x2A: stars += 1
      case 0xB7, 0x2022: isMinority = true
      case 0x2E: break
      default: return 0
      }
    }
    let first = piece.lowerBound
    let last = piece.upperBound - 1
    let endsLikePlace = text.has(last, .placeEnd)
    let hasSurname = text.has(first, .surname)
    var score: Int
    if piece.count >= 3, piece.count <= 6, titles.contains(text.pair(last - 1)) {
      score = 60
    } else if han == 0 {
      guard latin >= 2, latin <= 20 else { return 0 }
      score = 12
    } else {
      guard han + latin + stars >= 2, isMinority || han + latin + stars <= 4 else { return 0 }
      if !isMinority, endsLikePlace, !hasSurname || han > 3 { return 0 }
      score = hasSurname ? 40 : 20
      if piece.count >= 3, compound.contains(text.pair(first)) {
        score += 25
      } else if han == 4, !isMinority {
        score -= 15
      }
      if isMinority { score += 30 }
      if stars > 0 { score += 10 }
      if endsLikePlace { score -= 15 }
    }
    if let phoneAt {
      let distance = piece.upperBound <= phoneAt ? phoneAt - piece.upperBound : first - phoneAt - 11
      if distance <= 3 { score += 15 }
    }
    if first == 0 || piece.upperBound == text.count { score += 10 }
    return max(score, 0)
  }
}
