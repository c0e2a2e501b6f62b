import Foundation
import TestSupport
import Vocabulary

/// `Bench [--peakday PATH] [--folder PATH] [--seed N] [--quick] [figure…]`: measures the product against what its engines
/// alone can do, and prints a table. The same program is every worker process of its figures.
enum Program {
  static func run(_ arguments: [String]) -> Int32 {
    do {
      if arguments.first == "--worker" {
        try Worker.run(WorkOrder(text: arguments.last ?? ""))
        return 0
      }
      if arguments.first == "--read-sheet" {
        try SheetFigure.read(arguments.last ?? "")
        return 0
      }
      return try measure(Options(arguments))
    } catch let failure as Failure {
      complain("\(failure.message.en) \(failure.place ?? "")")
    } catch {
      complain("\(error)")
    }
    return 1
  }

  private static func measure(_ options: Options) throws -> Int32 {
    let room = try Workroom(options)
    defer { room.remove() }
    print(try room.surroundings())
    fflush(nil)
    var rows: [FigureRow] = []
    for figure in Figure.allCases where options.figures.contains(figure) {
      complain("measuring: \(figure.rawValue)")
      rows += try figure.measure(room)
    }
    print(FigureTable(rows: rows).text)
    return 0
  }

  static func complain(_ text: String) {
    FileHandle.standardError.write(Data("bench: \(text)\n".utf8))
  }
}

/// What can be measured, by the name that the command line takes.
enum Figure: String, CaseIterable {
  case process, crowd, crowdImport = "crowd-import", postgres, growth, bulkImport = "import", wave
  case approveAll = "approve-all", classify, sheet, addresses, documents, stock, packing, erlang, bank, scripts, watch
  case pages

  func measure(_ room: Workroom) throws -> [FigureRow] {
    switch self {
    case .process: try ProcessFigure(room: room).measure()
    case .crowd: try CrowdFigure(room: room, withImport: false).measure()
    case .crowdImport: try CrowdFigure(room: room, withImport: true).measure()
    case .postgres: try PostgresFigure(room: room).measure()
    case .growth: try GrowthFigure(room: room).measure()
    case .bulkImport: try BulkImportFigure(room: room).measure()
    case .wave: try WaveFigure(room: room).measure()
    case .approveAll: try ApprovalFigure(room: room).measure()
    case .classify: try ClassifyFigure(room: room).measure()
    case .sheet: try SheetFigure(room: room).measure()
    case .addresses: try AddressFigure(room: room).measure()
    case .documents: try DocumentsFigure(room: room).measure()
    case .stock: try StockFigure(room: room).measure()
    case .packing: try PackingFigure(room: room).measure()
    case .erlang: try ErlangFigure(room: room).measure()
    case .bank: try BankFigure(room: room).measure()
    case .scripts: try ScriptFigure(room: room).measure()
    case .watch: try WatchFigure(room: room).measure()
    case .pages: try PagesFigure(room: room).measure()
    }
  }
}

/// A figure that cannot be printed, because an answer was wrong or a program failed.
struct BenchFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
