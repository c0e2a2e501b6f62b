import AddressParsing
import TestSupport
import Testing

@Suite struct AddressPropertyTests {
  static let districts = Divisions.all.filter { !$0.code.hasSuffix("00") }

  @Test("what is written out of an address is read back")
  func roundTrip() {
    var random = SplitMix64.printed("addresses written and read back")
    let streets = ["人民路", "上海路", "北京东路", "中山大道", "学府街", "解放北路"]
    let names = ["张小三", "欧阳娜娜", "李四", "阿卜杜拉·买买提", "肖小姐"]
    for district in Self.districts {
      let parents = Divisions.parents(of: district.code)
      let name = names[Int.random(in: 0..<names.count, using: &random)]
      let phone = "1\(Int.random(in: 3_000_000_000...9_999_999_999, using: &random))"
      let detail =
        "\(streets[Int.random(in: 0..<streets.count, using: &random)])\(Int.random(in: 1...999, using: &random))号"
      let separator = [" ", "，", "\n", ";", " | "][Int.random(in: 0..<5, using: &random)]
      let place = (parents + [district]).map(\.name).joined(
        separator: [" ", ""][Int.random(in: 0..<2, using: &random)])
      let parts = [
        [name, phone, place + detail], [place + detail, name, phone], [phone, place + " " + detail, name],
      ]
      let text = parts[Int.random(in: 0..<3, using: &random)].joined(separator: separator)
      let address = AddressParser.parse(text)
      #expect(address.district == district, "\(text)")
      #expect(address.province == parents.first, "\(text)")
      #expect(address.detail == detail, "\(text)")
      #expect(address.name == name, "\(text)")
      #expect(address.phone == phone, "\(text)")
      #expect(address.missing.isEmpty, "\(text)")
    }
  }

  @Test("a district alone is read or said to be in doubt, never left out")
  func alone() {
    for district in Self.districts where district.name.count > 2 {
      let address = AddressParser.parseAddress(district.name)
      let isSaid = address.doubts.contains {
        if case .ambiguous(_, let candidates) = $0 { return candidates.contains(district) }
        return false
      }
      // Below Hong Kong, Macau and Taiwan a mainland district of the same name comes first.
      let isMainland = address.code.map { $0 < "700000" } ?? !address.doubts.isEmpty
      #expect(address.code == district.code || isSaid || district.code >= "700000" && isMainland, "\(district)")
    }
  }

  @Test("nonsense never stops it, and nothing of it is lost")
  func nonsense() {
    var random = SplitMix64.printed("nonsense addresses")
    let pieces = Array("省市区县路街号 ，,;:：（）()*+-·\n\t1380013800００１浙江杭州西湖上海北京吉林朝阳鼓楼重庆其它收货人电话地址邮编张三🎁\u{20000}a\u{0}")
    for _ in 0..<20_000 {
      var text = ""
      for _ in 0..<Int.random(in: 0...40, using: &random) {
        if Int.random(in: 0..<6, using: &random) == 0 {
          let value = UInt32.random(in: 0...0x10FFFF, using: &random)
          text.unicodeScalars.append(Unicode.Scalar(value) ?? "?")
        } else {
          text.append(pieces[Int.random(in: 0..<pieces.count, using: &random)])
        }
      }
      let address = AddressParser.parse(text)
      #expect(address.missing.contains(.district) || address.district != nil || address.city != nil)
      let kept = Set(text.unicodeScalars)
      #expect(address.detail.unicodeScalars.allSatisfy { kept.contains($0) || $0 == " " })
      _ = AddressParser.parseAddress(String(decoding: text.utf8.dropFirst(1), as: UTF8.self))
    }
  }
}
