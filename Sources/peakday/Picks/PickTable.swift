import Formats
import Orders
import Vocabulary

/// A picking list on the terminal, and as rows of a file: one for each kind of goods.
enum PickTable {
  static func make(_ orders: [PickedOrder]) -> TextTable {
    TextTable(
      columns: [
        .init(title: Message(zh: "订单", en: "Order"), isWhole: true), .init(title: Message(zh: "运单", en: "Waybill")),
        .init(title: Message(zh: "编码", en: "SKU")), .init(title: Message(zh: "宝贝", en: "Item")),
        .init(title: Message(zh: "数量", en: "Qty"), alignment: .right), .init(title: Message(zh: "赠品", en: "Gifts")),
        .init(title: Message(zh: "快递", en: "Courier")), .init(title: Message(zh: "注意", en: "Mind")),
        .init(title: Message(zh: "应发货", en: "Ship by")),
      ],
      rows: orders.flatMap { order in
        order.lines.enumerated().map { place, line in
          let isFirst = place == 0
          return [
            .init(isFirst ? order.order : ""), .init(isFirst ? order.waybills.joined(separator: " ") : ""),
            .init(line.sku ?? ""), .init(item(line)), .init(line.quantity.map(String.init) ?? ""),
            .init(isFirst ? order.gifts.joined(separator: "；") : "", ink: .bold),
            .init(isFirst ? order.couriers.joined(separator: "；") : "", ink: .red),
            .init(isFirst ? order.notes.joined(separator: "；") : ""),
            .init(isFirst ? order.shipBy?.shopText ?? "" : ""),
          ]
        }
      })
  }

  static var header: [String] {
    [
      say("订单编号", "order"), say("运单号", "waybill"), say("商家编码", "sku"), say("宝贝", "item"), say("属性", "attributes"),
      say("数量", "quantity"), say("赠品贺卡", "gifts"), say("快递要求", "courier"), say("注意", "mind"),
      say("地区", "division"), say("应发货时间", "ship by"), say("阶段", "stage"),
    ]
  }

  private static func item(_ line: PickLine) -> String {
    [line.title, line.attributes].compactMap { $0 }.joined(separator: " ")
  }
}

/// Writes a picking list to a file, CSV or XLSX.
protocol PickSink {
  func write(_ order: PickedOrder) throws
  func finish() throws
}

enum PickFile {
  static func make(_ path: String, now: Instant) throws -> any PickSink {
    path.hasSuffix(".xlsx") ? try XLSXPickSink(path, now: now) : try CSVPickSink(path)
  }
}

struct CSVPickSink: PickSink {
  private let writer: CSVWriter

  init(_ path: String) throws {
    writer = CSVWriter(to: try ByteSink.newFile(path))
    try writer.row(PickTable.header)
  }

  func write(_ order: PickedOrder) throws {
    for line in order.lines {
      writer.identifier(order.order)
      writer.text(order.waybills.joined(separator: " "))
      writer.text(line.sku ?? "")
      writer.text(line.title ?? "")
      writer.text(line.attributes ?? "")
      if let quantity = line.quantity { writer.number(quantity) } else { writer.text("") }
      for words in [order.gifts, order.couriers, order.notes] { writer.text(words.joined(separator: "；")) }
      writer.text(order.region.map(AddressOutlook.name) ?? "")
      writer.text(order.shipBy?.shopText ?? "")
      writer.text(say(order.stage.name.zh, order.stage.name.en))
      try writer.endRow()
    }
  }

  func finish() throws { try writer.finish() }
}

struct XLSXPickSink: PickSink {
  private let writer: XLSXWriter

  init(_ path: String, now: Instant) throws {
    writer = try XLSXWriter(path: path, sheet: say("拣货单", "Picking list"), header: PickTable.header, created: now)
  }

  func write(_ order: PickedOrder) throws {
    for line in order.lines {
      for cell in [
        order.order, order.waybills.joined(separator: " "), line.sku ?? "", line.title ?? "", line.attributes ?? "",
      ] {
        try writer.text(cell)
      }
      if let quantity = line.quantity { try writer.number(quantity) } else { writer.empty() }
      for words in [order.gifts, order.couriers, order.notes] { try writer.text(words.joined(separator: "；")) }
      try writer.text(order.region.map(AddressOutlook.name) ?? "")
      if let time = order.shipBy { try writer.time(time) } else { writer.empty() }
      try writer.text(say(order.stage.name.zh, order.stage.name.en))
      try writer.endRow()
    }
  }

  func finish() throws { try writer.finish() }
}
