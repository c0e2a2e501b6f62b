import Orders
import Refunds
import Stock
public import Store
import Vocabulary

/// The whole check of `audit verify`: the log's chain, and what the rooms count against what they keep.
public enum AuditVerify {
  public static func run(_ store: Store, since: LogHead?) throws -> LogReport {
    let log = try store.verifyLog(since: since)
    let miscounted = try store.read { try Holds.miscounted($0) }.map { key in
      AuditFinding(
        code: "open_holds_mismatch", place: "\(key.shop)/\(key.id)",
        Message(zh: "未解除挂起的计数与挂起表不符", en: "the count of open holds contradicts the table of holds"))
    }
    let misplaced = try store.read { try Parcels.miscounted($0) }.map { key in
      AuditFinding(
        code: "parcels_mismatch", place: "\(key.shop)/\(key.id)",
        Message(zh: "所在包裹的计数与包裹表不符", en: "the count of its parcels contradicts the table of parcels"))
    }
    let promised = try store.read { try Promises.miscounted($0) }.map { key in
      AuditFinding(
        code: "courier_promises_mismatch", place: "\(key.shop)/\(key.id)",
        Message(zh: "快递承诺的计数与承诺表不符", en: "the count of courier promises contradicts the table of promises"))
    }
    let addressed = try store.read { try Addresses.miscounted($0) }.map { key in
      AuditFinding(
        code: "address_version_mismatch", place: "\(key.shop)/\(key.id)",
        Message(zh: "地址版本与版本表不符", en: "the address version contradicts the table of versions"))
    }
    let stocked = try store.read { try Stock.miscounted($0) }.map { shop, sku, account in
      AuditFinding(
        code: "stock_balance_mismatch", place: "\(shop)/\(sku)/\(account)",
        Message(zh: "库存余额与进出账不符", en: "the balance contradicts the ledger of movements"))
    }
    let refunded = try store.read { try Refunds.miscounted($0) }.map { key in
      AuditFinding(
        code: "refund_mismatch", place: "\(key.shop)/\(key.id)",
        Message(zh: "订单上的退款与退款表不符", en: "the order's refund contradicts the table of refunds"))
    }
    let batched = try store.read { try Refunds.miscountedBatches($0) }.map { batch in
      AuditFinding(
        code: "refund_batch_mismatch", place: batch,
        Message(zh: "批次的计数与退款表不符", en: "the batch's counts contradict the table of refunds"))
    }
    let strangers = try store.read { try EffectRecords.withoutOperation($0) }.map { table, count in
      AuditFinding(
        code: "effect_without_operation", place: table,
        Message(zh: "有 \(count) 行不属于任何操作", en: "\(count) rows belong to no operation"))
    }
    return LogReport(
      entries: log.entries, unsealed: log.unsealed, head: log.head,
      findings: log.findings + miscounted + misplaced + promised + addressed + stocked + refunded + batched
        + strangers)
  }
}
