// swift-tools-version: 6.2
import PackageDescription

/// Settings of every target of our own. A warning is an error everywhere, so that `make check` and a plain build agree.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let http: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let nio: [Target.Dependency] = ["NIOCore", "NIOHTTP1"].map { .product(name: $0, package: "swift-nio") }
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

/// Optimised even in debug builds: the tests live through thousands of days, races and searches, and unoptimised Swift
/// makes each of them several times slower. Preconditions stay.
let quick: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// A room of the house: imports only what stands below it (TidyTests checks the floors from the sources).
func room(
  _ name: String, _ below: [Target.Dependency] = [], embeds: Bool = false, data: [String] = []
) -> Target {
  .target(
    name: name, dependencies: below, exclude: data, swiftSettings: strict + quick,
    plugins: embeds ? [.plugin(name: "EmbedFiles")] : [])
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies + ["TestSupport"], swiftSettings: strict)
}

/// A program that only tests and benchmarks start; it is never installed.
func testProgram(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, path: "Tests/\(name)", swiftSettings: strict)
}

let package = Package(
  name: "peakday",
  products: [.executable(name: "peakday", targets: ["peakday"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
  ],
  targets: [
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    // Only the declarations: the library itself is loaded when the first postgresql:// store is opened.
    .systemLibrary(name: "CPostgreSQL", providers: [.apt(["libpq-dev"])]),
    // Only the declarations, too: loaded when the first XLSX file is read or written.
    .systemLibrary(name: "CZip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CExpat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(name: "CXLSXWriter", providers: [.apt(["libxlsxwriter-dev"])]),

    room("Vocabulary"),
    room("Store", ["Vocabulary", "CSQLite", "CPostgreSQL", crypto], embeds: true),
    room("Formats", ["Vocabulary", "CZip", "CExpat", "CXLSXWriter"]),
    room("AddressParsing", ["Vocabulary"], embeds: true, data: ["Data"]),
    room("PersonalData", ["Vocabulary", crypto]),
    room("Playbooks", ["Vocabulary", "AddressParsing", yams], embeds: true),
    room("Cases", ["Vocabulary", "Store", "Playbooks"]),
    room("PageCheck", ["Vocabulary", "Store", "Formats", "Playbooks", crypto]),
    room("Rota", ["Vocabulary", "Store", "Formats", "Playbooks", "Cases"]),
    room(
      "Orders",
      ["Vocabulary", "Store", "Formats", "AddressParsing", "PersonalData", "Playbooks", "Cases", crypto]),
    room("Stock", ["Vocabulary", "Store", "Formats", "Playbooks", "Cases", "Orders"]),
    room("Reception", ["Vocabulary", "Store", "Playbooks"]),
    room("Refunds", ["Vocabulary", "Store", "Formats", "Playbooks", "Cases", "Orders"]),
    // The only room that talks to the network.
    room("RefundGateway", ["Vocabulary", "Refunds", http] + nio),
    room("Training", ["Vocabulary", "Store", "Playbooks"]),
    room("Broadcasts", ["Vocabulary", "Store", "Playbooks"]),
    // Says what the robots have to say, in the three platforms' ways.
    room("RobotGateway", ["Vocabulary", "Playbooks", "Broadcasts", http, crypto, nioPosix] + nio),
    room(
      "Coordination",
      [
        "Vocabulary", "Store", "Formats", "AddressParsing", "PersonalData", "Playbooks", "Cases", "Orders", "Stock",
        "Refunds", "Rota", "Reception", "Training", "Broadcasts", "PageCheck",
        crypto,
      ]),
    .executableTarget(
      name: "peakday",
      dependencies: [
        "Vocabulary", "Store", "Formats", "AddressParsing", "PersonalData", "Playbooks", "Cases", "Rota", "Orders",
        "Stock", "Refunds", "RefundGateway", "Training", "Broadcasts", "RobotGateway", "Reception", "PageCheck",
        "Coordination", arguments,
      ],
      swiftSettings: strict),

    // migrations/, playbooks/ and the divisions become Swift string literals at build time: the program needs no files beside it.
    .executableTarget(name: "embed-files", path: "Sources/EmbedFiles/Tool", swiftSettings: strict),
    .plugin(
      name: "EmbedFiles", capability: .buildTool(), dependencies: ["embed-files"],
      path: "Sources/EmbedFiles/Plugin"),

    .target(
      name: "TestSupport",
      dependencies: ["Vocabulary", "Store", "Orders", "Coordination"],
      path: "Tests/Support", swiftSettings: strict),
    testProgram(
      "RaceWorker",
      [
        "Vocabulary", "AddressParsing", "PersonalData", "Store", "Formats", "Playbooks", "Orders", "Coordination",
        "TestSupport",
      ]),
    testProgram(
      "Bench",
      [
        "Vocabulary", "Store", "Formats", "AddressParsing", "PersonalData", "Playbooks", "Rota", "Orders", "Refunds",
        "PageCheck", "Coordination",
        "TestSupport",
      ]),
    testProgram(
      "PaymentWorker",
      ["Vocabulary", "Playbooks", "Store", "Refunds", "RefundGateway", "Coordination", "TestSupport"]),
    testProgram("PowerLossWriter", ["Vocabulary", "Store", "TestSupport"]),
    tests("VocabularyTests", ["Vocabulary"]),
    tests("StoreTests", ["Vocabulary", "Store", "PowerLossWriter"]),
    tests("FormatsTests", ["Vocabulary", "Formats"]),
    tests("AddressParsingTests", ["AddressParsing"]),
    tests("PersonalDataTests", ["Vocabulary", "PersonalData"]),
    tests("PlaybooksTests", ["Vocabulary", "Playbooks"]),
    tests("CasesTests", ["Vocabulary", "Store", "Playbooks", "Cases"]),
    tests("ReceptionTests", ["Vocabulary", "Store", "Playbooks", "Reception"]),
    tests("PageCheckTests", ["Vocabulary", "Store", "Formats", "Playbooks", "Cases", "PageCheck", "Coordination"]),
    tests("RotaTests", ["Vocabulary", "Store", "Formats", "Playbooks", "Cases", "Rota", "Coordination"]),
    tests(
      "OrdersTests",
      [
        "Vocabulary", "AddressParsing", "PersonalData", "Store", "Formats", "Playbooks", "Cases", "Orders",
        "Coordination",
      ]),
    tests(
      "StockTests",
      [
        "Vocabulary", "AddressParsing", "PersonalData", "Store", "Formats", "Playbooks", "Cases", "Orders", "Stock",
        "Coordination",
      ]),
    tests(
      "PaymentTests", ["Vocabulary", "Playbooks", "Store", "Refunds", "Coordination", "PaymentWorker"]),
    tests(
      "RefundsTests",
      [
        "Vocabulary", "AddressParsing", "PersonalData", "Store", "Formats", "Playbooks", "Cases", "Orders", "Stock",
        "Refunds", "RefundGateway", "Coordination",
      ]),
    tests(
      "BroadcastsTests",
      [
        "Vocabulary", "Store", "Formats", "Playbooks", "Rota", "Training", "Broadcasts", "RobotGateway", "Coordination",
      ]),
    tests(
      "TrainingTests",
      ["Vocabulary", "Store", "Formats", "Playbooks", "Rota", "Training", "Broadcasts", "Coordination"]),
    tests(
      "CoordinationTests",
      [
        "Vocabulary", "AddressParsing", "PersonalData", "Store", "Formats", "Playbooks", "Orders", "Stock", "Refunds",
        "Rota", "Cases", "Broadcasts",
        "Coordination",
      ]),
    tests(
      "CommandTests", ["Vocabulary", "AddressParsing", "PersonalData", "Store", "Orders", "Coordination", "peakday"]),
    tests(
      "RaceTests", ["Vocabulary", "AddressParsing", "PersonalData", "Store", "Orders", "Coordination", "RaceWorker"]),
    tests("TidyTests", ["Vocabulary", crypto]),
  ],
  swiftLanguageModes: [.v6]
)
