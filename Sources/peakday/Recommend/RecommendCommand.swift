import ArgumentParser
import Coordination
import Formats
import Reception
import Store
import Vocabulary

struct RecommendCommand: DeskCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "recommend",
      abstract: say("还能推荐什么：两三样，不会有第四样，各有理由", "What to offer beside it: two or three, never four"),
      discussion: say(
        "加 --amount 购物车金额，就会推荐能凑够满减的。账上没有库存的不推荐。",
        "With --amount, the buyer's cart, it finds what reaches a threshold. What is out of stock is left out."))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: help("商品编码", "the product"))
  var sku: String

  @Option(name: .long, help: help("购物车里多少钱（元）", "what is in the cart (yuan)"))
  var amount: Money?

  private struct Line: Encodable {
    let sku: String
    let name: String
    let priceFen: Money?
    let point: String?
    let reasons: [String]
  }

  func run(at desk: Desk) throws {
    try desk.require(.look)
    let found = try desk.store().read {
      try Setup.recommendations(for: sku, amount: amount, shop: desk.shop, at: desk.now, $0)
    }
    let lines = found.map { entry in
      Line(
        sku: entry.sku, name: entry.name, priceFen: entry.priceFen, point: entry.point,
        reasons: entry.reasons.map { $0.name.text(in: desk.language) })
    }
    let table = TextTable(
      columns: [
        .init(title: Message(zh: "编码", en: "Code"), isWhole: true), .init(title: Message(zh: "名称", en: "Name")),
        .init(title: Message(zh: "价格", en: "Price"), alignment: .right), .init(title: Message(zh: "理由", en: "Why")),
        .init(title: Message(zh: "卖点", en: "Selling point")),
      ],
      rows: zip(found, lines).map { entry, line in
        [
          .init(line.sku), .init(line.name), .init(entry.priceFen?.yuan ?? ""),
          .init(line.reasons.joined(separator: desk.language == .zh ? "；" : "; ")), .init(line.point ?? ""),
        ]
      })
    try desk.answer(lines, table: table, empty: Message(zh: "没有可推荐的", en: "nothing to recommend"))
  }
}
