import Coordination
import Orders
import Store
import TestSupport
import Testing
import Vocabulary

/// What a shift leaves to the next is counted across the rooms.
@Suite struct HandoverPictureTests {
  @Test("an order that is held twice counts once, whatever was held in between", arguments: TestStore.engines)
  func counts(engine: Engine) throws {
    let house = try House(engine: engine)
    try house.bring("702", to: .paid)
    try house.bring("704", to: .printed)
    try house.bring("708", to: .handedOver)
    try house.remark("702", "等通知")
    try house.remark("704", "买家不要了")
    try house.remark("708", "买家不要了")
    try house.hold("702", .amend)
    let picture = try house.store.read { try HandoverPicture.ask(shop: House.shop, now: Moments.evening, $0) }
    func part(_ kind: HandoverPicture.Part.Kind) throws -> HandoverPicture.Part {
      try #require(picture.parts.first { $0.kind == kind })
    }
    #expect(try part(.holds).count == 3)
    #expect(try part(.holds).first.map(\.id).sorted() == ["702", "704", "708"])
    #expect(try part(.recalls).first.map(\.id) == ["704"])
    #expect(try part(.interceptions).first.map(\.id) == ["708"])
    #expect(try part(.uncertainRefunds).count == 0)
    #expect(picture.leaving.isEmpty && picture.coming.isEmpty)
  }
}
