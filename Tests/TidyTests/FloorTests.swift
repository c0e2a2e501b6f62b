import Testing

/// Imports only go down: the picture of the rooms, checked from the sources.
@Suite struct FloorTests {
  static let system: Set = ["Foundation", "FoundationEssentials", "Glibc", "Synchronization", "Dispatch", "Crypto"]

  /// Each room and what it may import beside the system's modules. A room that is not here fails the test: write down
  /// where it stands.
  static let floors: [String: Set<String>] = [
    "Vocabulary": [],
    "Store": ["Vocabulary", "CSQLite", "CPostgreSQL"],
    "Formats": ["Vocabulary", "CZip", "CExpat", "CXLSXWriter"],
    "AddressParsing": ["Vocabulary"],
    "PersonalData": ["Vocabulary"],
    "Playbooks": ["Vocabulary", "AddressParsing", "Yams"],
    "Cases": ["Vocabulary", "Store", "Playbooks"],
    "Training": ["Vocabulary", "Store", "Playbooks"],
    "Plan": ["Vocabulary", "Store"],
    "PageCheck": ["Vocabulary", "Store", "Formats", "Playbooks"],
    "Rota": ["Vocabulary", "Store", "Formats", "Playbooks", "Cases", "Training"],
    "Orders": ["Vocabulary", "Store", "Formats", "PersonalData", "AddressParsing", "Playbooks", "Cases", "Training"],
    "Stock": ["Vocabulary", "Store", "Formats", "Playbooks", "Cases", "Orders"],
    "Refunds": ["Vocabulary", "Store", "Formats", "Playbooks", "Cases", "Orders"],
    "RefundGateway": ["Vocabulary", "Refunds", "AsyncHTTPClient", "NIOCore", "NIOHTTP1"],
    "RobotGateway": [
      "Vocabulary", "Playbooks", "Broadcasts", "AsyncHTTPClient", "NIOCore", "NIOHTTP1", "NIOPosix",
    ],
    "Broadcasts": ["Vocabulary", "Store", "Formats", "Playbooks", "Cases", "Orders", "Rota"],
    "Reception": ["Vocabulary", "Store", "Formats", "Playbooks", "Cases", "Orders", "Rota", "Training"],
    "Reports": features,
    "Coordination": features.union(["Reports"]),
    "Board": features.union(["Reports", "Coordination", "Hummingbird", "Mustache"]),
    "peakday": features.union(["RefundGateway", "RobotGateway", "Reports", "Coordination", "Board", "ArgumentParser"]),
    "EmbedFiles": ["PackagePlugin"],
    "CSQLite": [], "CPostgreSQL": [], "CZip": [], "CExpat": [], "CXLSXWriter": [],
  ]

  static let features: Set = [
    "Vocabulary", "Store", "Formats", "PersonalData", "AddressParsing", "Playbooks", "Cases", "Training", "Plan",
    "PageCheck", "Rota", "Orders", "Stock", "Refunds", "Broadcasts", "Reception",
  ]

  @Test("each room imports only what stands below it")
  func imports() throws {
    for file in try SourceFile.all("Sources") {
      guard let allowed = Self.floors[file.room] else {
        Issue.record("\(file.room) has no floor in FloorTests")
        continue
      }
      for module in file.imports where !allowed.contains(module) && !Self.system.contains(module) {
        Issue.record("\(file.path) imports \(module)")
      }
    }
  }

  @Test("the engines do not mention one another")
  func engines() throws {
    for file in try SourceFile.all("Sources/Store") {
      let code = file.code.joined(separator: "\n")
      let imports = Set(file.imports)
      if file.path.hasPrefix("SQLite/") {
        for word in ["PostgreSQLDatabase", "LibPQ", "PGRES", "pg_", "libpq"] {
          #expect(!code.contains(word), "\(file.path)")
        }
        #expect(!imports.contains("CPostgreSQL"))
      } else if file.path.hasPrefix("PostgreSQL/") {
        for word in ["SQLiteDatabase", "sqlite3_", "SQLITE_", "Turnstile"] {
          #expect(!code.contains(word), "\(file.path)")
        }
        #expect(!imports.contains("CSQLite"))
      } else {
        #expect(imports.isDisjoint(with: ["CSQLite", "CPostgreSQL"]), "\(file.path)")
      }
    }
  }
}
