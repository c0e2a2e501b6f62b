import TestSupport
import Testing

@testable import Store

/// The chain's hash, against values computed with Python's hashlib from the description in LogChain.
@Suite struct LogChainTests {
  static let links: [LogChain.Link] = [
    .init(
      id: "01JCMD0000ABCDEFGHJKMNPQRS", verb: "gate pass", actor: "赵敏", role: "warehouse", at: 1_794_326_709_007,
      argumentsDigest: "aa11", playbookVersion: 3, state: "done", result: #"{"fen":17880}"#),
    .init(
      id: "R/2", verb: "", actor: "a:b", role: "lead", at: -1, argumentsDigest: "", playbookVersion: 0, state: "never",
      result: "{}"),
    .init(
      id: "3", verb: "hold 📦", actor: "1:2", role: "", at: .max, argumentsDigest: "0", playbookVersion: 12,
      state: "done", result: "\n"),
  ]
  static let hashes = [
    "fc42186262f37cce13b81bf90145f1ec93163c987565e142d6ed67f3fe2d1ae0",
    "a08339f3afea17939f1ec0d1a5a28e3737d7d078591b8a9f0387fb479fa2ae9d",
    "2a1d5ceab7c30c6873676979a03f37bca51a973badfd606416d48fee47f5bc88",
  ]

  @Test("hashes are those that another program computes")
  func table() {
    var previous = ""
    for (index, link) in Self.links.enumerated() {
      previous = LogChain.hash(after: previous, sequence: Int64(index + 1), link)
      #expect(previous == Self.hashes[index])
    }
  }

  @Test("moving a character from one field to the next changes the hash")
  func boundaries() {
    var left = Self.links[0]
    var right = Self.links[0]
    left.verb = "ab"
    left.actor = "c"
    right.verb = "a"
    right.actor = "bc"
    #expect(LogChain.hash(after: "", sequence: 1, left) != LogChain.hash(after: "", sequence: 1, right))
    #expect(LogChain.hash(after: "1", sequence: 1, left) != LogChain.hash(after: "", sequence: 11, left))
  }

  @Test("a head is read back as a receipt prints it")
  func head() {
    let head = LogHead(sequence: 42, hash: Self.hashes[1])
    #expect(LogHead(head.text) == head)
    for bad in ["", "42", "42:", ":" + head.hash, "0:" + head.hash, "x:" + head.hash, "42:" + head.hash + "0"] {
      #expect(LogHead(bad) == nil)
    }
  }
}
