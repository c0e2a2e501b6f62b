import ArgumentParser
import Coordination
import Formats
import Orders
import Playbooks
import Store
import Vocabulary

struct ParcelShowCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "show",
      abstract: say("一个运单里有什么；给订单号则列出它的所有包裹", "Show what is in a parcel; of an order, all its parcels"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("运单号或订单号", "a waybill or an order number"))
  var number: String

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let (parcels, gates) = try desk.store().read { session in
      let named = try Parcels.find(number, shop: desk.shop, session)
      let own = try Parcels.ofOrder(desk.key(number), session)
      return (own + [named].compactMap { $0 }.filter { !own.contains($0) }, try Gates.all(session))
    }
    guard !parcels.isEmpty else { throw Parcels.unknown(number) }
    let names = Dictionary(gates.map { ($0.key, Message(zh: $0.zh, en: $0.en)) }) { first, _ in first }
    for parcel in parcels {
      try desk.answer(parcel) { ParcelPage(parcel, gates: names).text(at: desk) }
    }
  }
}

/// A parcel for the terminal.
struct ParcelPage {
  private let parcel: Parcel
  private let gates: [String: Message]

  init(_ parcel: Parcel, gates: [String: Message]) {
    self.parcel = parcel
    self.gates = gates
  }

  func text(at desk: Desk) -> String {
    let waybill = TerminalText.safe(parcel.waybill)
    let courier = parcel.courier.isEmpty ? "" : " " + TerminalText.safe(parcel.courier)
    let stage = parcel.stage.name
    var text = say("运单 \(waybill)\(courier)：\(stage.zh)\n", "Parcel \(waybill)\(courier): \(stage.en)\n")
    if !parcel.missing.isEmpty {
      let names = parcel.missing.map(TerminalText.safe).joined(separator: " ")
      let words = say("库里没有的订单：\(names)", "orders the store does not have: \(names)")
      text += desk.style.paint(words, .red) + "\n"
    }
    if !parcel.items.isEmpty { text += desk.render(items) }
    if !parcel.passes.isEmpty { text += say("\n过关\n", "\nPasses\n") + desk.render(passes) }
    return text
  }

  private var items: TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "订单", en: "Order"), isWhole: true), .init(title: Message(zh: "阶段", en: "Stage")),
        .init(title: Message(zh: "挂起", en: "Holds"), alignment: .right),
        .init(title: Message(zh: "数量", en: "Pieces"), alignment: .right),
        .init(title: Message(zh: "宝贝", en: "Title")), .init(title: Message(zh: "已离开", en: "Gone from it")),
      ],
      rows: parcel.items.map { item in
        [
          .init(item.order), .init(item.stage.name),
          .init(item.openHolds > 0 ? String(item.openHolds) : "", ink: .red),
          .init(item.quantity.map(String.init) ?? ""), .init(item.title ?? ""), .init(gone(item)),
        ]
      })
  }

  private func gone(_ item: ParcelItem) -> Message {
    guard let why = item.outWhy, let at = item.outAt?.shopText else { return Message(zh: "", en: "") }
    let by = item.outBy ?? ""
    return why == "takenOut"
      ? Message(zh: "\(at) \(by) 取出", en: "taken out \(at) by \(by)")
      : Message(zh: "\(at) 新清单里没有了", en: "no longer listed \(at)")
  }

  private var passes: TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "关口", en: "Gate")), .init(title: Message(zh: "时间", en: "At")),
        .init(title: Message(zh: "谁", en: "By")), .init(title: Message(zh: "扫的是", en: "Scanned")),
        .init(title: Message(zh: "撤回", en: "Taken back")),
      ],
      rows: parcel.passes.map { pass in
        [
          .init(gates[pass.gate] ?? Message(zh: pass.gate, en: pass.gate)), .init(pass.at.shopText), .init(pass.by),
          .init(pass.order.isEmpty ? parcel.waybill : pass.order),
          .init(pass.undoneAt.map { "\($0.shopText) \(pass.undoneBy ?? "")" } ?? ""),
        ]
      })
  }
}
