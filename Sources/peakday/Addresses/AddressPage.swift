import AddressParsing
import Formats
import Orders
import Playbooks
import Vocabulary

/// Addresses and what follows from a change, for the terminal.
enum AddressPage {
  static func reading(_ parsed: ParsedAddress, at desk: Desk) -> String {
    let reading = AddressReading(parsed)
    func line(_ zh: String, _ en: String, _ value: String?) -> String {
      guard let value, !value.isEmpty else { return "" }
      return say("  \(zh)：", "  \(en): ") + TerminalText.safe(value) + "\n"
    }
    let places = [reading.province, reading.city, reading.district].compactMap { $0 }
    var text =
      line("姓名", "name", reading.name) + line("电话", "phone", reading.phone)
      + line("地区", "division", places.joined(separator: " ") + (reading.code.map { " (\($0))" } ?? ""))
      + line("详细", "detail", reading.detail)
    if !parsed.missing.isEmpty {
      text +=
        desk.style.paint(
          say("  没写：", "  not said: ") + names(reading.missing).text(in: desk.language), .red) + "\n"
    }
    return text + parsed.doubts.map { "  " + doubt($0).text(in: desk.language) + "\n" }.joined()
  }

  private static func doubt(_ doubt: ParsedAddress.Doubt) -> Message {
    func places(_ divisions: [Division]) -> String {
      divisions.map { AddressOutlook.name($0.code) }.joined(separator: "、")
    }
    return switch doubt {
    case .ambiguous(let written, let candidates):
      Message(zh: "“\(written)”有几个：\(places(candidates))", en: "'\(written)' may be: \(places(candidates))")
    case .abolished(let written, let year, let successors):
      Message(
        zh: "“\(written)”\(year) 年后已撤并，现为 \(places(successors))",
        en: "'\(written)' was given up after \(year); now \(places(successors))")
    case .contradiction(let written, let place, let candidates):
      Message(
        zh: "“\(written)”不在\(place.name)\(candidates.isEmpty ? "" : "，可能是 " + places(candidates))",
        en: "'\(written)' does not lie in \(place.name)\(candidates.isEmpty ? "" : "; perhaps " + places(candidates))")
    case .zone(let written):
      Message(zh: "“\(written)”是功能区，不是行政区", en: "'\(written)' is a zone, not a division")
    case .masked(let part):
      Message(zh: "\(name(part.rawValue).zh)被星号遮住了", en: "stars hide the \(name(part.rawValue).en)")
    }
  }

  static func outlook(_ outlook: AddressOutlook, at desk: Desk) -> String {
    var lines: [String] = []
    func add(_ zh: String, _ en: String, red: Bool = true) {
      lines.append("  " + (red ? desk.style.paint(say(zh, en), .red) : say(zh, en)) + "\n")
    }
    if outlook.isOtherProvince {
      add(
        "跨省：\(outlook.oldRegion ?? "") → \(outlook.newRegion ?? "")，运费可能不同",
        "another province: \(outlook.oldRegion ?? "") → \(outlook.newRegion ?? ""); the freight may differ")
    }
    for obstacle in outlook.obstacles { add(obstacle.text.zh, obstacle.text.en) }
    switch outlook.consequence {
    case .none: break
    case .reprint:
      let waybills =
        outlook.waybills.isEmpty ? "" : " " + outlook.waybills.map(TerminalText.safe).joined(separator: " ")
      add(
        "已打单：同意后\(waybills.dropFirst())面单作废，要重打",
        "printed: once approved the label\(waybills) is void and has to be printed again")
    case .interception: add("已揽收：同意后要请快递改址", "handed over: once approved the courier has to be told")
    }
    if !outlook.mates.isEmpty {
      let mates = outlook.mates.map(TerminalText.safe).joined(separator: "、")
      add("同一收货人还有：\(mates)", "of the same recipient there are: \(mates)", red: false)
    }
    return lines.joined()
  }

  /// `isDecided`: it is approved in the same breath.
  static func proposed(
    _ proposed: Addresses.Proposed, _ parsed: ParsedAddress, isDecided: Bool, at desk: Desk
  ) -> String {
    let order = TerminalText.safe(proposed.order)
    var text = say(
      "\(order)：新地址待定（\(TerminalText.safe(proposed.masked))），订单已挂起\n",
      "\(order): a new address waits (\(TerminalText.safe(proposed.masked))); the order is held\n")
    text += reading(parsed, at: desk) + outlook(proposed.outlook, at: desk)
    if !proposed.isKept {
      text += say(
        "  没有密钥，全文没有保存：请现在就在千牛里改\n", "  without a key the full text is not kept: change it on the platform now\n")
    }
    return isDecided ? text : text + say("  同意：", "  to approve: ") + "peakday address approve \(order)\n"
  }

  static func approved(_ approved: Addresses.Approved, at desk: Desk) -> String {
    let order = TerminalText.safe(approved.order)
    var text = say(
      "\(order)：地址现在是第 \(approved.version) 版；请在千牛里也改好\n",
      "\(order): the address is version \(approved.version) now; change it on the platform too\n")
    switch approved.consequence {
    case .none: break
    case .reprint:
      text += desk.style.paint(say("  面单作废：重打后再过", "  the label is void: print again, then"), .red)
      text += "  peakday gate pass print \(order)\n"
    case .interception:
      text += desk.style.paint(say("  已揽收：请快递改址", "  handed over: have the courier redirect it"), .red)
      text += "  → peakday recall list --kind interception\n"
    }
    if approved.remaining > 0 {
      text += say("  还有 \(approved.remaining) 个挂起\n", "  \(approved.remaining) holds still open\n")
    }
    return text
  }

  static func consequence(_ consequence: AddressConsequence) -> Message {
    switch consequence {
    case .none: Message(zh: "", en: "")
    case .reprint: Message(zh: "重打面单", en: "print again")
    case .interception: Message(zh: "请快递改址", en: "redirect")
    }
  }

  static func names(_ parts: [String]) -> Message {
    Message(zh: parts.map { name($0).zh }.joined(separator: "、"), en: parts.map { name($0).en }.joined(separator: ", "))
  }

  private static func name(_ part: String) -> Message { AddressOutlook.partName(part) }
}
