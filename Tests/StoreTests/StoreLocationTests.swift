import Store
import Testing

/// A location tells files from servers, and never shows a password.
@Suite struct StoreLocationTests {
  @Test("a URL is a server, everything else a file")
  func kinds() {
    #expect(StoreLocation("postgresql://h/d") == .server(url: "postgresql://h/d"))
    #expect(StoreLocation("postgres://h/d") == .server(url: "postgres://h/d"))
    #expect(StoreLocation("shop.db") == .file(path: "shop.db"))
    #expect(StoreLocation("./postgresql:/x").shown == "./postgresql:/x")
  }

  @Test(
    "passwords are masked wherever libpq reads them",
    arguments: [
      ("postgresql://shop:geheim@db.local:5433/peak", "postgresql://shop:…@db.local:5433/peak"),
      ("postgresql://shop:ge@he:im@db/peak", "postgresql://shop:…@db/peak"),
      ("postgresql://shop:geheim@/peak?host=%2Ftmp", "postgresql://shop:…@/peak?host=%2Ftmp"),
      ("postgresql://db/peak?user=shop&password=geheim", "postgresql://db/peak?user=shop&password=…"),
      ("postgresql://shop@db/peak?password=geh@im&port=1", "postgresql://shop@db/peak?password=…&port=1"),
      ("postgresql://db/peak?pass%77ord=geheim", "postgresql://db/peak?pass%77ord=…"),
      ("postgresql://db/peak?sslpassword=geheim&sslmode=require", "postgresql://db/peak?sslpassword=…&sslmode=require"),
      ("postgresql://db:5432/peak", "postgresql://db:5432/peak"),
      ("postgresql://shop@db:5432/peak", "postgresql://shop@db:5432/peak"),
    ])
  func masked(url: String, shown: String) {
    #expect(StoreLocation(url).shown == shown)
    #expect(!StoreLocation(url).shown.contains("geh"))
  }
}
