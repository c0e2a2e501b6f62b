import ArgumentParser
import Coordination
import Formats
import Orders
import Store
import Vocabulary

struct ParcelTakeOutCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "take-out",
      abstract: say("把一个订单从包裹里取出，其余可以发", "Take an order out of a parcel, so that the rest may go"),
      discussion: say(
        "取出以后它的召回自动完成。改主意了用 parcel put-back。",
        "Its recall is done with that. If the buyer wants it after all: parcel put-back."))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("运单号", "the waybill"))
  var waybill: String

  @Argument(help: help("要取出的订单号", "the order to take out"))
  var order: String

  func run(at desk: Desk) throws {
    try desk.require(.closeCase)
    let operation = try desk.operation(
      "parcel take-out", ["shop": desk.shop, "waybill": waybill, "order": order])
    let receipt = try desk.store().perform(operation) {
      try Parcels.takeOut(order, of: waybill, shop: desk.shop, $0)
    }
    let rest = receipt.result.orders.map(TerminalText.safe)
    let (parcel, number) = (TerminalText.safe(waybill), TerminalText.safe(order))
    try desk.answer(Receipted(receipt)) {
      rest.isEmpty
        ? say("\(number) 已从 \(parcel) 取出，里面没有别的了\n", "\(number) is out of \(parcel), which is empty now\n")
        : say(
          "\(number) 已从 \(parcel) 取出，里面还有 \(rest.joined(separator: "、"))\n",
          "\(number) is out of \(parcel), which still holds \(rest.joined(separator: ", "))\n")
    }
  }
}

struct ParcelPutBackCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "put-back", abstract: say("把取出的订单放回包裹", "Put an order back into the parcel it was taken from"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("运单号", "the waybill"))
  var waybill: String

  @Argument(help: help("要放回的订单号", "the order to put back"))
  var order: String

  func run(at desk: Desk) throws {
    try desk.require(.closeCase)
    let operation = try desk.operation(
      "parcel put-back", ["shop": desk.shop, "waybill": waybill, "order": order])
    let receipt = try desk.store().perform(operation) {
      try Parcels.putBack(order, into: waybill, shop: desk.shop, $0)
    }
    let (parcel, number) = (TerminalText.safe(waybill), TerminalText.safe(order))
    try desk.answer(Receipted(receipt)) {
      say("\(number) 已放回 \(parcel)\n", "\(number) is in \(parcel) again\n")
    }
  }
}
