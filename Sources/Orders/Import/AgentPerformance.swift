public import Formats
public import Vocabulary

/// One agent's row of an agent-performance export (客服绩效). A column that the file has not, or a blank cell, is nil.
public struct AgentPerformance: Sendable, Equatable {
  /// 旺旺昵称.
  public let agent: String
  /// 询单人数: buyers who asked before ordering.
  public var askers: Int64?
  /// 询单最终付款人数: of these, who paid in the end.
  public var payers: Int64?
  /// 首次响应时长 and 平均响应时长, in seconds.
  public var firstResponseSeconds: Double?
  public var averageResponseSeconds: Double?
  /// 客户满意率 and 旺旺回复率, from 0 to 1.
  public var satisfaction: Double?
  public var replyRate: Double?
  /// 询单最终付款金额.
  public var paid: Money?
  /// 成功退款金额.
  public var refunded: Money?

  public init(agent: String) {
    self.agent = agent
  }
}

/// Reads agent-performance exports, as 生意参谋 writes them. The conversion it prints is left out: askers and payers tell
/// it exactly.
public struct AgentPerformanceReader {
  public enum Row: Equatable {
    case agent(AgentPerformance)
    /// `column` is the header of the cell that cannot be read.
    case defect(row: Int, column: String?, Message)
  }

  private enum Column: String, CaseIterable {
    case agent = "旺旺昵称"
    case askers = "询单人数"
    case payers = "询单最终付款人数"
    case firstResponse = "首次响应时长"
    case averageResponse = "平均响应时长"
    case satisfaction = "客户满意率"
    case replyRate = "旺旺回复率"
    case paid = "询单最终付款金额"
    case refunded = "成功退款金额"
  }

  private let positions: [Column: Int]

  /// nil for a header of another kind of file. Units in brackets, of either width, are no part of a name.
  public init?(header: [String]) {
    let names = header.map { String(OrderLayout.plainName($0).prefix { $0 != "(" && $0 != "（" }) }
    guard names.contains(Column.agent.rawValue), names.contains(Column.askers.rawValue) else { return nil }
    var positions: [Column: Int] = [:]
    for column in Column.allCases { positions[column] = names.firstIndex(of: column.rawValue) }
    self.positions = positions
  }

  public func read(_ row: TableRow) -> Row {
    switch row {
    case .defect(let defect):
      return .defect(row: defect.rowNumber, column: defect.columnNumber.map(String.init), defect.message)
    case .record(let record):
      do throws(RowDefect) {
        return .agent(try read(record))
      } catch {
        return .defect(row: record.rowNumber, column: error.column, error.message)
      }
    }
  }

  private func read(_ record: any TableRecord) throws(RowDefect) -> AgentPerformance {
    func value<Value>(_ column: Column, _ read: (String) -> Value?) throws(RowDefect) -> Value? {
      guard let position = positions[column] else { return nil }
      let text = record.text(position)
      guard !text.isEmpty, text != "-" else { return nil }
      guard let value = read(text) else {
        throw RowDefect(
          code: "bad_number", column: column.rawValue, message: Message(zh: "数值看不懂", en: "this is not a number"))
      }
      return value
    }
    guard let name = try value(.agent, { $0 }) else {
      throw RowDefect(
        code: "agent_missing", column: Column.agent.rawValue, message: Message(zh: "缺少旺旺昵称", en: "the agent is missing")
      )
    }
    var agent = AgentPerformance(agent: name)
    agent.askers = try value(.askers, Self.count)
    agent.payers = try value(.payers, Self.count)
    agent.firstResponseSeconds = try value(.firstResponse, Self.number)
    agent.averageResponseSeconds = try value(.averageResponse, Self.number)
    agent.satisfaction = try value(.satisfaction, Self.share)
    agent.replyRate = try value(.replyRate, Self.share)
    agent.paid = try value(.paid) { Money(yuan: $0) }
    agent.refunded = try value(.refunded) { Money(yuan: $0) }
    return agent
  }

  private static func count(_ text: String) -> Int64? {
    Int64(text.filter { $0 != "," }).flatMap { $0 >= 0 ? $0 : nil }
  }

  private static func number(_ text: String) -> Double? {
    Double(text.filter { $0 != "," }).flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
  }

  /// `98.5%` or `0.985`.
  private static func share(_ text: String) -> Double? {
    let share = text.hasSuffix("%") ? number(String(text.dropLast())).map { $0 / 100 } : number(text)
    return share.flatMap { $0 <= 1 ? $0 : nil }
  }
}
