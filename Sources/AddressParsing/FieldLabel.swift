/// The words in front of a field: 收货人: 电话: 地址:
enum FieldLabel {
  enum Field { case name, phone, address, postcode }

  /// Longer words before those that they begin with.
  private static let texts: [(field: Field, words: String)] = [
    (.name, "收货人姓名 收件人姓名 收货人名 收货人 收件人 联系人 姓名 名字"),
    (.phone, "收货人电话 收件人电话 收货人手机 收件人手机 手机号码 电话号码 联系电话 联系手机 联系方式 手机号 手机 电话"),
    (.address, "收货人地址 收件人地址 收货地址 收件地址 详细地址 所在地区 所在地 新地址 改地址 地址 地区 街道 省市区"),
    (.postcode, "邮政编码 邮编"),
  ]
  private static let words: [(letters: [UInt32], field: Field)] = {
    var words: [(letters: [UInt32], field: Field)] = []
    for (field, text) in texts {
      for word in text.split(separator: " ") { words.append((word.unicodeScalars.map(\.value), field)) }
    }
    return words.sorted { $0.letters.count > $1.letters.count }
  }()
  static let firstLetters = "收联姓名手电详所新改地街省邮"

  /// The label that begins here and ends with a colon, or with a blank when it begins a piece of the text.
  static func read(_ text: Text, at start: Int, isStart: Bool) -> (field: Field, end: Int)? {
    guard text.has(start, .labelStart) else { return nil }
    for (word, field) in words where text.starts(word, at: start) {
      var end = start + word.count
      while end < text.count, text.has(end, .blank) { end += 1 }
      if end < text.count, text[end] == 0x3A { return (field, end + 1) }
      return isStart && (end > start + word.count || end == text.count) ? (field, end) : nil
    }
    return nil
  }
}
