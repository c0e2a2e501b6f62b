import Testing

@testable import Orders

@Suite struct ReadAheadTests {
  struct Broken: Error {}

  @Test("elements come in their order, and then the end")
  func order() throws {
    nonisolated(unsafe) var next = 0
    let ahead = try ReadAhead<Int>(depth: 2) {
      next += 1
      return next <= 1_000 ? next : nil
    }
    var taken: [Int] = []
    while let element = try ahead.next() { taken.append(element) }
    ahead.finish()
    #expect(taken == Array(1...1_000))
  }

  @Test("an error comes behind the elements before it")
  func failing() throws {
    nonisolated(unsafe) var next = 0
    let ahead = try ReadAhead<Int>(depth: 8) {
      next += 1
      if next > 3 { throw Broken() }
      return next
    }
    defer { ahead.finish() }
    #expect(try [ahead.next(), ahead.next(), ahead.next()] == [1, 2, 3])
    #expect(throws: Broken.self) { try ahead.next() }
  }

  @Test("never more than the depth waits, and an end before the end is no hang")
  func bounded() throws {
    nonisolated(unsafe) var made = 0
    let ahead = try ReadAhead<Int>(depth: 2) {
      made += 1
      return made
    }
    #expect(try ahead.next() == 1)
    ahead.finish()
    // One taken, two waiting, one in hand.
    #expect(made <= 4)
  }
}
