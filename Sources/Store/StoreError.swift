public import Vocabulary

/// What an engine reports, translated at the edge. It never holds a bound value.
public enum StoreError: Error, Sendable, Equatable {
  /// Another writer held the store, or a row, longer than we wait; nothing changed.
  case busy
  /// PostgreSQL rolled the transaction back to resolve a deadlock or a conflict: the same operation may run again.
  case retry(String)
  /// COMMIT was sent and its answer was lost, or came with a warning.
  case unknownOutcome(String)
  /// No space left; nothing changed.
  case full
  /// The connection or file is unusable; nothing changed.
  case unavailable(String)
  /// A CHECK, UNIQUE or other rule of the schema refused a row: an invariant held, the code above it did not.
  case constraint(String)
  /// Everything else.
  case engine(String)

  /// The failure to show for this error. `operation` is named where its outcome is unknown.
  public func failure(operation: OperationID? = nil) -> Failure {
    switch self {
    case .busy:
      Failure(
        .storeUnavailable, code: "store_busy",
        Message(zh: "店铺库正忙，等待超时，什么都没有改变", en: "the store stayed busy; nothing was changed"),
        next: Message(zh: "请再执行一次同一条命令", en: "run the same command again"))
    case .retry(let detail), .unavailable(let detail):
      Failure(
        .storeUnavailable, code: "store_unavailable",
        Message(zh: "店铺库不可用，什么都没有改变：\(detail)", en: "the store is not available; nothing was changed: \(detail)"),
        next: Message(
          zh: "核对 --store：磁盘或服务器要在，账号要有写权限", en: "check --store: the disk or server must be there, and writable"))
    case .unknownOutcome(let detail):
      Failure(
        .unknownOutcome, code: "outcome_unknown",
        Message(
          zh: "提交时连接或磁盘出错，不知道是否已生效：\(detail)",
          en: "the connection or the disk failed during COMMIT; it may or may not have happened: \(detail)"),
        place: operation?.text,
        next: operation.map {
          Message(zh: "先查清楚：peakday operation settle \($0)", en: "find out: peakday operation settle \($0)")
        })
    case .full:
      Failure(
        .storeUnavailable, code: "disk_full",
        Message(zh: "磁盘已满，什么都没有改变", en: "the disk is full; nothing was changed"),
        next: Message(zh: "腾出空间后再执行一次同一条命令", en: "make space, then run the same command again"))
    case .constraint(let detail):
      Failure(
        .internal, code: "invariant",
        Message(
          zh: "库的规则拒绝了这次写入，什么都没有改变：\(detail)",
          en: "a rule of the store refused this change; nothing was changed: \(detail)"))
    case .engine(let detail):
      Failure(
        .internal, code: "engine",
        Message(zh: "数据库错误，什么都没有改变：\(detail)", en: "database error; nothing was changed: \(detail)"),
        next: Message(zh: "运行 peakday doctor 查看原因", en: "type: peakday doctor"))
    }
  }
}
