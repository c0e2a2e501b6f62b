import PersonalData
import TestSupport
import Testing
import Vocabulary

@Suite struct PersonalDataTests {
  static let key = PersonalKey(bytes: Array(0..<32))
  static let other = PersonalKey(bytes: Array(1..<33))

  @Test(
    "personal data is masked",
    arguments: [
      ("张三", "张*"), ("张三丰", "张**"), ("欧阳锋某", "欧**"), ("A", "*"), ("", ""),
    ])
  func names(_ plain: String, _ masked: String) {
    #expect(Masking.name(plain) == masked)
  }

  @Test(
    "phones in free text are masked, order numbers are not",
    arguments: [
      ("改地址:张三 13800138000 文三路1号", "改地址:张三 138****8000 文三路1号"),
      ("电话138 0013 8000", "电话138****8000"), ("138-0013-8000收", "138****8000收"),
      ("订单351511110000002不要了", "订单351511110000002不要了"), ("退30元", "退30元"),
      ("010-12345678", "010****5678"), ("１３８００１３８０００", "138****8000"), ("12号退款", "12号退款"),
    ])
  func phones(_ plain: String, _ masked: String) {
    #expect(Masking.phones(in: plain) == masked)
  }

  @Test("an envelope opens where it was sealed, with its key, and nowhere else")
  func envelopes() throws {
    let key = try #require(Self.key)
    let other = try #require(Self.other)
    let recipient = Recipient(name: "张三", phone: "13800138000", address: "浙江省 杭州市 西湖区 文三路1号:2")
    let sealed = try Envelope.seal(recipient, at: "main/1/2", key)
    #expect(try Envelope.open(sealed, at: "main/1/2", key) == recipient)
    #expect(try Envelope.seal(recipient, at: "main/1/2", key) == sealed)
    #expect(try Envelope.seal(recipient, at: "main/1/3", key) != sealed)
    #expect(!sealed.contains("13800138000"))
    #expect(throws: Failure.self) { try Envelope.open(sealed, at: "main/1/3", key) }
    #expect(throws: Failure.self) { try Envelope.open(sealed, at: "main/1/2", other) }
  }

  @Test("an altered envelope does not open, wherever it was altered")
  func altered() throws {
    let key = try #require(Self.key)
    let sealed = Array(try Envelope.seal(Recipient(name: "李四", phone: "1", address: "x"), at: "p", key))
    for index in sealed.indices {
      var changed = sealed
      changed[index] = changed[index] == "A" ? "B" : "A"
      #expect(throws: Failure.self, "\(index)") { try Envelope.open(String(changed), at: "p", key) }
    }
  }

  @Test("digests depend on the key and on where one part ends")
  func digests() throws {
    let digests = [
      DigestKey(try #require(Self.key)).digest(["ab", "c"]), DigestKey(try #require(Self.key)).digest(["a", "bc"]),
      DigestKey(try #require(Self.other)).digest(["ab", "c"]), DigestKey(storeSecret: "s").digest(["ab", "c"]),
    ]
    #expect(Set(digests).count == 4)
    #expect(DigestKey(storeSecret: "s").made(digests[3]) && !DigestKey(storeSecret: "s").made(digests[0]))
  }

  @Test("a key file is read back, and anything else is refused by name")
  func keyFiles() throws {
    let text = PersonalKey.fileText(bytes: Array(0..<32))
    #expect(try PersonalKey(text: text, place: "k").id == Self.key?.id)
    for bad in ["", "peakday-key-1", "peakday-key-1 AAAA", "x " + text] {
      #expect(throws: Failure.self) { try PersonalKey(text: bad, place: "k") }
    }
  }
}
