import Testing
import Vocabulary

@testable import Orders

/// What an export's words and times prove about an order's stage, and what an import may do with it.
@Suite struct StageTests {
  @Test("an import moves forward and never back, and an ended order stays ended", arguments: OrderStage.allCases)
  func moves(current: OrderStage) {
    for shown in OrderStage.allCases {
      let moved = StageMoves.byImport(from: current, to: shown)
      if current == .closed || current == .cancelled {
        #expect(moved == current)
      } else {
        #expect(moved == (shown > current ? shown : current))
      }
    }
  }

  /// The twelve trade statuses of the platform as exports write them, and other spellings of the same.
  static let statuses: [(String, OrderStage?)] = [
    ("没有创建支付宝交易", nil),
    ("等待买家付款", .unpaid),
    ("国际信用卡支付付款确认中", nil),
    ("0元购合约中", nil),
    ("拼团中订单，已付款但禁止发货", .unpaid),
    ("卖家部分发货", .paid),
    ("买家已付款，等待卖家发货", .paid),
    ("卖家已发货，等待买家确认", .consigned),
    ("买家已签收", .handedOver),
    ("交易成功", .closed),
    ("交易关闭", .cancelled),
    ("交易被淘宝关闭", .cancelled),
    ("买家已付款,等待卖家发货", .paid),
    ("买家已付款 等待卖家发货", .paid),
    ("买家已付款等待卖家发货", .paid),
    ("等待卖家发货，即：买家已付款", .paid),
    ("等待买家确认收货,即:卖家已发货", .consigned),
    ("付款以后用户退款成功，交易自动关闭", .cancelled),
    ("付款以前，卖家或买家主动关闭交易", .cancelled),
    ("定金已付，等待付尾款", .depositPaid),
    ("飞行中", nil),
    ("", nil),
  ]

  @Test("a status proves its stage, whatever the width of its comma", arguments: statuses)
  func status(words: String, stage: OrderStage?) {
    #expect(PlatformStatus.stage(words) == stage)
  }

  @Test("without a status that says more, the times tell", arguments: [nil, "飞行中", "没有创建支付宝交易"])
  func times(status: String?) {
    func stage(_ isPaid: Bool, _ isConsigned: Bool, _ isConfirmed: Bool) -> OrderStage {
      PlatformStatus.stage(status: status, isPaid: isPaid, isConsigned: isConsigned, isConfirmed: isConfirmed)
    }
    #expect(stage(false, false, false) == .unpaid)
    #expect(stage(true, false, false) == .paid)
    #expect(stage(true, true, false) == .consigned)
    #expect(stage(true, true, true) == .closed)
  }

  @Test("a status that is known speaks before the times")
  func statusFirst() {
    #expect(
      PlatformStatus.stage(status: "交易关闭", isPaid: true, isConsigned: true, isConfirmed: false) == .cancelled)
    #expect(
      PlatformStatus.stage(status: "等待买家付款", isPaid: true, isConsigned: false, isConfirmed: false) == .unpaid)
  }
}
