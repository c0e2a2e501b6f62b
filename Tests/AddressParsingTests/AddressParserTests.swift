import AddressParsing
import Testing

/// What a text must come apart into; names of divisions, "" for none.
struct AddressCase: Sendable, CustomTestStringConvertible {
  let text: String
  let places: [String]
  let detail: String
  var name: String?
  var phone: String?
  var postcode: String?

  init(
    _ text: String, _ places: String, _ detail: String, name: String? = nil, phone: String? = nil,
    postcode: String? = nil
  ) {
    self.text = text
    self.places = places.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    self.detail = detail
    self.name = name
    self.phone = phone
    self.postcode = postcode
  }

  var testDescription: String { text }
}

@Suite struct AddressParserTests {
  static let cases: [AddressCase] = [
    .init(
      "张小三，138 0013 8000，浙江省杭州市西湖区文三路1号，310000", "浙江省/杭州市/西湖区", "文三路1号", name: "张小三", phone: "13800138000",
      postcode: "310000"),
    .init(
      "收货人: 张三 电话: 13800138000 地址: 浙江省杭州市余杭区仓前街道文一西路969号", "浙江省/杭州市/余杭区", "仓前街道文一西路969号", name: "张三",
      phone: "13800138000"),
    .init(
      "收件人：王小明，手机号码：+86 138-0013-8000，所在地区：广东省深圳市南山区粤海街道，详细地址：科技园科苑路15号，邮编：518000", "广东省/深圳市/南山区",
      "粤海街道 科技园科苑路15号", name: "王小明", phone: "13800138000", postcode: "518000"),
    .init("李四 0571-88888888-123 杭州西湖区文三路1号", "浙江省/杭州市/西湖区", "文三路1号", name: "李四", phone: "0571-88888888-123"),
    .init("(010)12345678 王五 北京市海淀区中关村大街1号", "北京市/北京市/海淀区", "中关村大街1号", name: "王五", phone: "010-12345678"),
    .init(
      "阿卜杜拉·买买提 13912345678 新疆喀什地区喀什市人民东路1号", "新疆维吾尔自治区/喀什地区/喀什市", "人民东路1号", name: "阿卜杜拉·买买提", phone: "13912345678"),
    .init(
      "13800138000-1234 欧阳娜娜 北京市朝阳区建国路88号", "北京市/北京市/朝阳区", "建国路88号", name: "欧阳娜娜", phone: "13800138000-1234"),
    .init("１３８００１３８０００ 肖小姐 江苏淮安清江浦区上海路1号", "江苏省/淮安市/清江浦区", "上海路1号", name: "肖小姐", phone: "13800138000"),
    .init("张** 138****8000 江苏省南京市鼓楼区*** 号", "江苏省/南京市/鼓楼区", "*** 号", name: "张**", phone: "138****8000"),
    .init("福建省福州市鼓楼区东街1号 张三13800138000", "福建省/福州市/鼓楼区", "东街1号", name: "张三", phone: "13800138000"),
    .init("高阳 13800000000 湖北省武汉市武昌区中南路1号", "湖北省/武汉市/武昌区", "中南路1号", name: "高阳", phone: "13800000000"),
    .init("安康 13800000000 湖北省武汉市武昌区中南路1号", "湖北省/武汉市/武昌区", "中南路1号", name: "安康", phone: "13800000000"),
    .init("地址改成 江苏省苏州市吴江区松陵镇1号 13812345678 王五", "江苏省/苏州市/吴江区", "松陵镇1号", name: "王五", phone: "13812345678"),
    .init("我家的地址是江苏淮安清江浦区人民路111号", "江苏省/淮安市/清江浦区", "人民路111号"),
    // As the platform exports them.
    .init("上海 上海市 徐汇区 虹漕路461号58号楼(200233)", "上海市/上海市/徐汇区", "虹漕路461号58号楼", postcode: "200233"),
    .init("广东省 东莞市 其它区 厚街镇1号(000000)", "广东省/东莞市/", "厚街镇1号"),
    .init("重庆市 县 云阳县 双江街道1号", "重庆市/重庆市/云阳县", "双江街道1号"),
    .init("湖北省 省直辖县级行政区划 仙桃市 沙嘴街道1号", "湖北省//仙桃市", "沙嘴街道1号"),
    .init("河南省济源市沁园街道1号", "河南省//济源市", "沁园街道1号"),
    .init("海南省 儋州市 那大镇1号", "海南省/儋州市/", "那大镇1号"),
    .init("淮安市市辖区1号", "江苏省/淮安市/市辖区", "1号"),
    .init("香港特别行政区九龙城区太子道1号", "香港特别行政区//九龙城区", "太子道1号"),
    .init("澳门花地玛堂区1号", "澳门特别行政区//花地玛堂区", "1号"),
    .init("臺灣省臺北市信義區市府路1號", "台湾省/台北市/信义区", "市府路1號"),
    .init("廣東省廣州市天河區體育西路１２３號", "广东省/广州市/天河区", "體育西路１２３號"),
    // Short, unusual, misleading.
    .init("内蒙赤峰红山区1号", "内蒙古自治区/赤峰市/红山区", "1号"),
    .init("恭城 恭城镇拱辰东路08号", "广西壮族自治区/桂林市/恭城瑶族自治县", "恭城镇拱辰东路08号"),
    .init("济南市中区经十路1号", "山东省/济南市/市中区", "经十路1号"),
    .init("哈尔滨道里区1号", "黑龙江省/哈尔滨市/道里区", "1号"),
    .init("台州路桥1号", "浙江省/台州市/路桥区", "1号"),
    .init("北海市重庆路1号", "广西壮族自治区/北海市/", "重庆路1号"),
    .init("北京东路100号", "//", "北京东路100号"),
    .init("西安交通大学", "陕西省/西安市/", "交通大学"),
    .init("鼓楼区 福州市 湖东路1号", "福建省/福州市/鼓楼区", "湖东路1号"),
    .init("西湖区蒋村街道1号", "浙江省/杭州市/西湖区", "蒋村街道1号"),
    .init("苏州工业园区星湖街1号", "江苏省/苏州市/工业园区", "星湖街1号"),
    .init("中关村 hello", "//", "中关村 hello"),
    .init("", "//", ""),
  ]

  @Test("a pasted address comes apart", arguments: cases)
  func pasted(expected: AddressCase) {
    let address = AddressParser.parse(expected.text)
    let places = [address.province, address.city, address.district].map { $0?.name ?? "" }
    #expect(places == expected.places)
    #expect(address.detail == expected.detail)
    #expect(address.name == expected.name)
    #expect(address.phone == expected.phone)
    #expect(address.postcode == expected.postcode)
    #expect(address.missing.contains(.name) == (expected.name == nil))
    #expect(address.missing.contains(.phone) == (expected.phone == nil))
    #expect(address.missing.contains(.detail) == expected.detail.isEmpty)
  }

  @Test("a district that several cities have is said with its candidates, not guessed")
  func ambiguous() {
    let address = AddressParser.parseAddress("鼓楼区湖东路1号")
    #expect(address.district == nil && address.province == nil && address.code == nil)
    #expect(address.districtName == "鼓楼区")
    #expect(address.missing == [.province, .city, .district])
    let candidates = ["320106", "320302", "350102", "410204"].compactMap(Divisions.division)
    #expect(address.doubts == [.ambiguous(written: "鼓楼区", candidates: candidates)])
  }

  @Test("an abolished district is read as its successor and named in the doubts")
  func abolished() throws {
    let address = AddressParser.parseAddress("崇文区珠市口东大街1号")
    let successor = try #require(Divisions.division(code: "110101"))
    #expect(address.district == successor)
    #expect(address.doubts == [.abolished(written: "崇文区", lastYear: 2009, successors: [successor])])
  }

  @Test("a district that was divided up leaves the choice, unless the town decides")
  func divided() {
    let open = AddressParser.parseAddress("杭州市江干区某路1号")
    #expect(open.city?.name == "杭州市" && open.district == nil && open.missing == [.district])
    let successors = ["330102", "330114"].compactMap(Divisions.division)
    #expect(open.doubts == [.abolished(written: "江干区", lastYear: 2020, successors: successors)])
    #expect(AddressParser.parseAddress("杭州市江干区凯旋街道1号").district?.name == "上城区")
  }

  @Test("a contradiction is said; what came first stays")
  func contradiction() throws {
    let address = AddressParser.parseAddress("广东省杭州市西湖区文三路1号")
    #expect(address.province?.name == "广东省" && address.city == nil)
    #expect(
      address.doubts == [
        .contradiction(
          written: "杭州市", notIn: try #require(Divisions.division(code: "440000")),
          candidates: [try #require(Divisions.division(code: "330100"))])
      ])
  }

  @Test("zones and stars are said")
  func zonesAndStars() {
    let zone = AddressParser.parseAddress("四川成都高新区天府大道1号")
    #expect(zone.code == "510191")
    #expect(zone.doubts == [.zone(written: "高新技术产业开发区")])
    let masked = AddressParser.parse("张** 138****8000 江苏省南京市鼓楼区中山路1号")
    #expect(masked.doubts == [.masked(.name), .masked(.phone)])
  }

  @Test("columns of an export are read like a cell")
  func fields() {
    let address = AddressParser.parseFields(
      name: "张三", phone: "'13800138000", province: "浙江省", city: "杭州市", district: "西湖区",
      detail: "浙江省杭州市西湖区文三路1号", postcode: "000000")
    #expect(address.name == "张三" && address.phone == "13800138000" && address.postcode == nil)
    #expect(address.district?.code == "330106" && address.detail == "文三路1号")
    #expect(address.missing.isEmpty)
    #expect(AddressParser.parseFields(detail: "文三路1号").missing == [.name, .phone, .province, .city, .district])
  }
}
