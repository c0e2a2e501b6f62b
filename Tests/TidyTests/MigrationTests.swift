import Crypto
import Foundation
import Testing

/// A landed migration is never edited: stores made by it exist.
@Suite struct MigrationTests {
  /// Every landed file and its SHA-256 (`sha256sum migrations/*`). A new migration adds its line; none is ever changed.
  static let landed = [
    "0001_settings.sql": "1ce9fa3a8899eabdd7f365e9cb362667284bf5761d9899a1a9b36b5788028931",
    "0002_operations.postgres.sql": "7a0eb719fc41c603f830e87868a2a34c1afe312c02cd6981280652a91dca001c",
    "0002_operations.sqlite.sql": "a82b179506a854ad1f52e9eeccb9d8fbe28ca502059b2842bc98ec7d9dfaa236",
    "0003_orders.sql": "c63e826359a0771404100964130a43fa74a1082fbb66672a6be9e17497c06339",
    "0004_cases.sql": "5d170628868e796bd192a285c8cf885c6ce718eb036a330c5b64518ab23635c9",
    "0005_imports.sql": "7c36067e2b4e029feee66d39f0258de2817f6ca90920d37806e2be372c8906d3",
    "0006_views.postgres.sql": "61fd7c6db6986af111e30e7ebfc5e22b069aec652f2a4c97fb29182d1c0728d2",
    "0006_views.sqlite.sql": "b2f5792fd129dd8fa948564cca6baf292ffbd3747787114cb31c528e9ee755a2",
    "0007_order_details.sql": "2655981fe70a3e54f0804926ce8adc9d47b57cc3f932982cdb49fa8b50ed808a",
    "0008_parcels.sql": "0f71d116255fde6ed1a09796910f5024d706319a9ff6ffc1cf80fab323b87bf9",
    "0009_lists.sql": "da0d847fef810f6a068a58175d42867ff6bd8082b83b8d62eff5bd98fd1185d2",
    "0010_addresses.sql": "fa64bfe9aae8fe176fb40cf1f5b18ad84ba290c69a25b72275b580e152643b94",
    "0011_promises.sql": "8c3189f96298091f2b4e737f9d700ab4cccc7058b500f240e1e7a35709927888",
    "0012_overrides.sql": "de486ac196268d06a2b6156b6a664c6998518bc5b256165b3e69e09f7951d08d",
    "0013_case_subjects.sql": "3b1ea5724a25463335a9bd16cce5fb75592d44742bc475efe148929aa0b5881f",
    "0014_stock.sql": "aba241d50e8ce78493dc32f748bd87f630ae55edf5d59969d8a6d2526355fee1",
    "0015_refunds.sql": "955f65635f5fb1f99393ab4aac9e9e565bd7c8dacf664276029a9d38c0c4c9f0",
    "0016_rota.sql": "3546a9d9f409119d72b5b7cc89ac8af75d8341d06faca8eb8a2b63a0bcc3c57d",
    "0017_broadcasts.sql": "90c60e7ba053a2485e117b6a494923f49a2ad457d74fae9b029dc2c5f94321bc",
    "0018_training.sql": "6a057eadfb3fb2e308c99c178a685d5c434a37b6d5e96151f9a444293951188d",
    "0019_cases.sql": "8f484d754cf11e635bde6b4f18918bf77655dcbe824a32ba130a8a8da52b98a3",
    "0020_pages.sql": "1e5069ae5d2782ca741acc4c994851bf21fbfb6d62d6e2aae0018476d6693516",
    "0021_scripts.sql": "efb69773cc8bdf70f61a4ff9e6246732e71b88b3e81bc7bc53960e76af585c88",
    "0022_broadcast_robots.sql": "9304f1b5aebe276df42d3c18eef8e44ad437e67cf69797accddc1ba275213d6c",
    "0023_case_hands.sql": "5317e792190918fefd5f904a3b072887c9513915797c08ee6c26470c62de7309",
    "0024_faq_versions.sql": "0b6a45729b7dbf629801f26a68abf010a1f76b144263959f5587d7eec3b8445f",
  ]

  @Test("every migration is listed, and none was edited")
  func digests() throws {
    let files = try SourceFile.all("migrations", ".sql")
    #expect(files.map(\.path) == Self.landed.keys.sorted())
    for file in files {
      let digest = SHA256.hash(data: Data(file.text.utf8)).map { String(format: "%02x", $0) }.joined()
      #expect(digest == Self.landed[file.path], "\(file.path)")
    }
  }

  @Test("numbers run without a gap, and each stands for both engines")
  func numbers() throws {
    var engines: [Int: [String]] = [:]
    for file in try SourceFile.all("migrations", ".sql") {
      let parts = file.path.split(separator: ".").map(String.init)
      let number = try #require(Int(parts[0].prefix(4)), "\(file.path)")
      engines[number, default: []].append(parts.count == 2 ? "both" : parts[1])
    }
    #expect(engines.keys.sorted() == Array(1...engines.count))
    for (number, names) in engines {
      #expect(names == ["both"] || names.sorted() == ["postgres", "sqlite"], "\(number)")
    }
  }
}
