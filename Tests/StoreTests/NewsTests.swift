import TestSupport
import Testing
import Vocabulary

@testable import Store

/// Whoever waits for news is told of a change, and of nothing else.
@Suite struct NewsTests {
  @Test(
    "a change that tells is heard, also one made before the wait; silence ends by the clock",
    arguments: TestStore.engines)
  func heard(engine: Engine) throws {
    let (place, store) = try TestStore.make(engine: engine)
    let listener = try place.open()
    try listener.startListening()
    #expect(try !listener.awaitNews(milliseconds: 50))
    _ = try store.perform(try operation("NEWS-1")) { change in
      try change.tellWatchers()
      return 1
    }
    #expect(try listener.awaitNews(milliseconds: 5_000))
    #expect(try !listener.awaitNews(milliseconds: 50), "told once")
    // What is rolled back is no news.
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try store.perform(try operation("NEWS-2")) { change -> Int in
        try change.tellWatchers()
        throw Stop()
      }
    }
    #expect(try !listener.awaitNews(milliseconds: 50))
    // While it looks at something else, and then waits.
    _ = try store.perform(try operation("NEWS-3")) { change in
      try change.tellWatchers()
      return 3
    }
    _ = try listener.read { try $0.count("SELECT COUNT(*) FROM operation") }
    #expect(try listener.awaitNews(milliseconds: 5_000))
  }
}
