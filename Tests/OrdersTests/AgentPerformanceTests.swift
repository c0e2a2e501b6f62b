import Formats
import TestSupport
import Testing
import Vocabulary

@testable import Orders

@Suite struct AgentPerformanceTests {
  static let header = "旺旺昵称,询单最终付款人数,询单人数,询单最终付款转化率,首次响应时长（秒),平均响应时长（秒),客户满意率,旺旺回复率,询单最终付款金额,成功退款金额"

  static func read(_ text: String) throws -> [AgentPerformanceReader.Row] {
    let rows = try CSVReader(.bytes(Array(text.utf8)))
    guard case .record(let header)? = try rows.next() else { throw Unexpected("no header") }
    guard let reader = AgentPerformanceReader(header: header.texts) else { throw Unexpected("not this kind") }
    var found: [AgentPerformanceReader.Row] = []
    while let row = try rows.nextTableRow() { found.append(reader.read(row)) }
    return found
  }

  @Test("an agent's row is read column by column; blanks are unknown")
  func whole() throws {
    var agent = AgentPerformance(agent: "店铺:小美")
    agent.payers = 301
    agent.askers = 1_204
    agent.firstResponseSeconds = 4.5
    agent.averageResponseSeconds = 31.2
    agent.satisfaction = 0.985
    agent.replyRate = 1
    agent.paid = Money(fen: 12_345_678)
    agent.refunded = Money(fen: 90_100)
    let rows = try Self.read(
      lines([Self.header, "店铺:小美,301,\"1,204\",25.00%,4.5,31.2,98.5%,100%,\"123,456.78\",901.00", "店铺:阿杰,,-,,,,,,,"]))
    #expect(rows == [.agent(agent), .agent(AgentPerformance(agent: "店铺:阿杰"))])
  }

  static let defects: [(String, String)] = [
    (",1,1,,,,,,,", "旺旺昵称"), ("a,x,1,,,,,,,", "询单最终付款人数"), ("a,1,-1,,,,,,,", "询单人数"), ("a,1,1,,快,,,,,", "首次响应时长"),
    ("a,1,1,,,,120%,,,", "客户满意率"), ("a,1,1,,,,,,,一", "成功退款金额"), ("a,1,1,,nan,,,,,", "首次响应时长"),
  ]

  @Test("a cell that cannot be read is named with its row", arguments: defects)
  func defect(line: String, column: String) throws {
    guard case .defect(let row, let named, _)? = try Self.read(lines([Self.header, line])).first else {
      throw Unexpected("it was read")
    }
    #expect(row == 2)
    #expect(named == column)
  }

  @Test("only its own header is taken")
  func otherHeader() {
    #expect(AgentPerformanceReader(header: ["订单编号", "总金额"]) == nil)
    #expect(AgentPerformanceReader(header: ["旺旺昵称", "订单编号"]) == nil)
  }
}
