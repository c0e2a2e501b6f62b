import AddressParsing
import Testing

@Suite struct AddressParserTests {
  @Test("a pasted address comes apart")
  func pasted() {
    let address = AddressParser.parse("张小三，138 0013 8000，浙江省杭州市西湖区文三路1号，310000")
    #expect(address.name == "张小三")
    #expect(address.phone == "13800138000")
    #expect(address.province == Division(code: "330000", name: "浙江省"))
    #expect(address.city == Division(code: "330100", name: "杭州市"))
    #expect(address.district == Division(code: "330106", name: "西湖区"))
    #expect(address.detail == "文三路1号")
    #expect(address.postcode == "310000")
    #expect(address.missing.isEmpty && address.doubts.isEmpty)
  }
}
