/// A line of a chat, made plain: what stands in it as text, without the chat program's own decorations.
enum PasteText {
  /// Full-width letters, digits and `@` become half-width, spaces of all kinds one kind; what is invisible goes.
  static func folded(_ line: some StringProtocol) -> String {
    var result = String.UnicodeScalarView()
    for scalar in line.unicodeScalars {
      switch scalar.value {
      case 0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF41...0xFF5A, 0xFF20, 0xFF0D, 0xFF1D, 0xFF0F:
        if let half = Unicode.Scalar(scalar.value - 0xFEE0) { result.append(half) }
      case 0x09, 0xA0, 0x3000, 0x2000...0x200A, 0x202F: result.append(" ")
      case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0x00...0x08, 0x0B...0x1F, 0x7F: break
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  private static let edges: Set<Character> = [
    " ", ",", "，", "。", ".", ";", "；", ":", "：", "、", "|", "/", "-", "—", "–", "~", "～", "!", "！", ">", "→", "=", "*",
    "#",
    "(", ")", "（", "）", "[", "]", "【", "】", "「", "」", "\"", "“", "”", "'",
  ]

  /// Without spaces and loose punctuation at both ends. A question mark stays: it makes a cancellation doubtful.
  static func trimmed(_ text: some StringProtocol) -> String {
    var text = Substring(text)
    while let first = text.first, edges.contains(first) { text.removeFirst() }
    while let last = text.last, edges.contains(last) { text.removeLast() }
    return String(text)
  }

  /// Words that say nothing of an order, so that a line with a number and one of them is a number alone.
  private static let idle: Set<String> = [
    "谢谢", "谢谢啦", "谢谢了", "谢了", "谢谢大家", "多谢", "麻烦了", "麻烦", "麻烦啦", "辛苦", "辛苦了", "收到", "收到了", "好的", "好", "好滴", "嗯", "嗯嗯",
    "哦", "ok", "okk", "哈哈", "哈哈哈", "在吗", "在么", "在不", "亲", "亲们", "各位", "大家", "大家好", "你好", "您好", "帮忙看下", "帮忙看一下", "帮看下",
    "帮看一下", "看下", "看一下", "看看", "麻烦看下", "麻烦看一下", "麻烦帮看下", "请看", "请看下", "如下", "和", "跟", "与", "还有", "以及", "及", "再加", "号",
    "的", "这个", "这单", "这个单", "这个订单", "该单", "以下", "单号", "订单", "订单号", "订单编号", "编号", "单", "了", "啊", "哈", "呢", "1", "11",
    "111", "666",
    "早", "早上好", "晚上好", "晚安", "加油",
  ]

  /// Whether the text, trimmed, says nothing.
  static func isIdle(_ text: String) -> Bool {
    let plain = text.lowercased()
    if plain.isEmpty || idle.contains(plain) { return true }
    // Pictures and punctuation only; a lone question mark asks what an earlier line said.
    return !plain.contains { $0.isLetter || $0.isNumber }
  }

  /// Signs that a text is about an order and no person's name: a name that has one is kept as words, because words
  /// that are lost may be a cancellation, and words too many do no harm.
  private static let telling: Set<Character> = [
    "不", "要", "退", "取", "消", "发", "换", "改", "拦", "停", "单", "勿", "别", "等", "缓", "撤", "拒", "订", "货", "址", "压", "补", "重",
    "拍", "错",
    "少", "多", "加", "未", "没", "暂", "先", "已", "急", "催", "寄", "送", "缺", "码", "色", "件", "款", "钱", "价", "票", "给", "请", "是",
    "吗", "了",
  ]

  static func isTelling(_ text: String) -> Bool {
    text.contains { telling.contains($0) }
      || ["买家", "客户", "顾客", "客人", "备注", "原因", "他", "她"].contains { text.contains($0) }
  }

  /// Whether this can be the name that a chat program puts before what somebody said.
  static func isName(_ text: String) -> Bool {
    guard (1...16).contains(text.count), text.contains(where: \.isLetter), !isTelling(text) else { return false }
    return text.count(where: \.isNumber) <= 4 && !text.contains { " ,，。;；?？!！=".contains($0) }
  }

  private static let stickers = [
    "图片", "语音", "视频", "文件", "动画表情", "表情", "链接", "红包", "抱拳", "强", "玫瑰", "微笑", "捂脸", "合十", "呲牙", "偷笑", "流泪", "ok", "OK",
    "Emm",
  ]

  /// Without `@小美` and `[图片]`. Of a mention that could be words only the sign goes.
  static func undecorated(_ line: String) -> String {
    var result = ""
    var rest = Substring(line)
    while let first = rest.first {
      if first == "@" {
        let name = rest.dropFirst().prefix { $0 != " " && $0 != "@" && $0 != "," && $0 != "，" && !$0.isNumber }
        rest.removeFirst()
        if isName(String(name)) { rest = rest.dropFirst(name.count) }
        result += " "
        continue
      }
      if first == "[", let end = rest.prefix(8).firstIndex(of: "]") {
        let inside = rest[rest.index(after: rest.startIndex)..<end]
        if stickers.contains(where: { inside.hasPrefix($0) }), !isTelling(String(inside)) {
          rest = rest[rest.index(after: end)...]
          continue
        }
      }
      result.append(first)
      rest.removeFirst()
    }
    return result
  }

  private static let notices = [
    "撤回了一条消息", "加入了群聊", "加入群聊", "拍了拍", "以下为新消息", "以上是打招呼的内容", "条新消息", "的聊天记录", "群聊的聊天记录", "修改群名为", "移出了群聊",
  ]

  /// A line that the chat program itself wrote.
  static func isNotice(_ line: String) -> Bool {
    notices.contains { line.contains($0) } && line.count(where: \.isNumber) < 12
  }

  /// The stroke under a quotation or around a date.
  static func isStroke(_ line: String) -> Bool {
    line.count >= 3 && line.allSatisfy { " -—–=_*·".contains($0) }
  }
}
