import ArgumentParser
import Coordination
import Formats
import Orders
import Store
import Vocabulary

struct ParcelListCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "list", abstract: say("列出运单", "List parcels by waybill"))
  }

  @OptionGroup var global: GlobalOptions
  @OptionGroup var list: ListOptions

  @Option(name: .long, help: help("只看这个阶段", "only this stage"))
  var stage: OrderStage?

  @Flag(name: .long, help: help("只看有订单不能发的", "only parcels with an order that may not go"))
  var stopped = false

  @Option(name: .long, help: help("从这个运单号之后开始", "begin after this waybill"))
  var after: String?

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let filter = ParcelFilter(
      shop: desk.chosenShop, stage: stage, stoppedOnly: stopped, after: after, limit: list.limit)
    let parcels = try desk.store().read { try Parcels.list(filter, $0) }
    try desk.answer(parcels, table: table(parcels), empty: Message(zh: "没有这样的运单", en: "no such parcels"))
    if Int64(parcels.count) == list.limit, let last = parcels.last {
      desk.talk(
        Message(zh: "还有更多：加 --after \(last.waybill)", en: "there may be more: add --after \(last.waybill)"))
    }
  }

  private func table(_ parcels: [ParcelSummary]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "运单", en: "Waybill"), isWhole: true),
        .init(title: Message(zh: "快递", en: "Courier")), .init(title: Message(zh: "阶段", en: "Stage")),
        .init(title: Message(zh: "订单", en: "Orders"), alignment: .right),
        .init(title: Message(zh: "不能发", en: "Stopped"), alignment: .right),
        .init(title: Message(zh: "库里没有的", en: "Unknown")),
      ],
      rows: parcels.map { parcel in
        [
          .init(parcel.waybill), .init(parcel.courier), .init(parcel.stage.name), .init(String(parcel.orders)),
          .init(parcel.stopped > 0 ? String(parcel.stopped) : "", ink: .red),
          .init(parcel.missing.joined(separator: " "), ink: .red),
        ]
      })
  }
}
