import Formats
import Playbooks
import Store
import TestSupport
import Vocabulary

@testable import Orders

extension Shop {
  /// Puts orders into a parcel, as a source of that time shows it.
  func link(
    _ waybill: String, _ orders: [String], line: String = "", at sourceAt: Instant = Moments.midnight
  ) throws {
    try perform { change in
      for id in orders.sorted() {
        guard let order = try OrderRecords.lock(Self.key(id), change.session) else { throw Unexpected(id) }
        try ParcelRecords.link(
          waybill: waybill, courier: "顺丰", to: order.key, line: line, stage: order.stage, sourceAt: sourceAt, change)
      }
      return 0
    }
  }

  func parcel(_ waybill: String) throws -> Parcel? {
    try store.read { try Parcels.find(waybill, shop: Self.name, $0) }
  }

  /// The orders in a parcel now.
  func inside(_ waybill: String) throws -> [String] {
    (try parcel(waybill)?.items ?? []).filter { $0.outWhy == nil }.map(\.order)
  }

  func takeOut(_ order: String, _ waybill: String) throws {
    try perform(actor: People.zhao) { try Parcels.takeOut(order, of: waybill, shop: Self.name, $0) }
  }

  @discardableResult
  func undo(
    _ id: String, at gate: String = "pack", reading: GateReading = .either, actor: Actor = People.zhao,
    minutes: Int64 = 1
  ) throws -> GateUndo.Undone {
    let gate = try Self.gate(gate)
    return try perform(actor: actor, at: Moments.midnight.adding(minutes: minutes)) {
      try GateUndo.undo(Self.key(id), at: gate, reading: reading, $0)
    }
  }

  struct TakenParcels {
    let summary: ParcelImport.Summary
    let rejects: [RejectedRow]
  }

  /// Imports a parcel list of the given lines.
  @discardableResult
  func takeParcels(
    _ rows: [String], header: String = "快递公司,运单号,平台单号,商家编码,数量", minutes: Int64 = 0, run: String = "PARCELS"
  ) throws -> TakenParcels {
    let text = lines([header] + rows)
    let file = ImportFile(
      shop: Self.name, name: "parcels.csv", digest: String(text.hashValue),
      exportedAt: Moments.midnight.adding(minutes: minutes))
    guard let run = OperationID("\(run).\(minutes)") else { throw Unexpected(run) }
    var rejects: [RejectedRow] = []
    let summary = try ParcelImport(
      file: file, actor: People.wang, run: run, now: { Moments.midnight.adding(minutes: minutes) }
    ).perform(try CSVReader(.bytes(Array(text.utf8))), in: store, reject: { rejects.append($0) })
    return TakenParcels(summary: summary, rejects: rejects)
  }

  /// The counts that the gate relies on are those of the tables.
  func isCounted() throws -> Bool {
    try store.read { try Parcels.miscounted($0).isEmpty && Holds.miscounted($0).isEmpty }
  }
}
