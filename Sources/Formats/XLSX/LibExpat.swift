import CExpat
import Vocabulary

/// The functions of expat that reading needs.
struct LibExpat: @unchecked Sendable {  // Function addresses; written once, before anyone else can see them.
  typealias UserData = UnsafeMutableRawPointer
  typealias Name = UnsafePointer<CChar>
  typealias Attributes = UnsafeMutablePointer<UnsafePointer<CChar>?>
  typealias StartElement = @convention(c) (UserData?, Name?, Attributes?) -> Void
  typealias EndElement = @convention(c) (UserData?, Name?) -> Void
  typealias Characters = @convention(c) (UserData?, UnsafePointer<CChar>?, Int32) -> Void
  typealias StartDoctype = @convention(c) (UserData?, Name?, Name?, Name?, Int32) -> Void

  let create: @convention(c) (Name?, UnsafePointer<XML_Memory_Handling_Suite>?, UnsafePointer<CChar>?) -> OpaquePointer?
  let free: @convention(c) (OpaquePointer) -> Void
  let setUserData: @convention(c) (OpaquePointer, UserData?) -> Void
  let setElementHandler: @convention(c) (OpaquePointer, StartElement?, EndElement?) -> Void
  let setCharacterHandler: @convention(c) (OpaquePointer, Characters?) -> Void
  let setDoctypeHandler: @convention(c) (OpaquePointer, StartDoctype?) -> Void
  let buffer: @convention(c) (OpaquePointer, Int32) -> UnsafeMutableRawPointer?
  let parseBuffer: @convention(c) (OpaquePointer, Int32, Int32) -> XML_Status
  let stop: @convention(c) (OpaquePointer, UInt8) -> XML_Status
  let errorCode: @convention(c) (OpaquePointer) -> XML_Error
  let byteIndex: @convention(c) (OpaquePointer) -> Int
  let lineNumber: @convention(c) (OpaquePointer) -> UInt

  static let shared: Swift.Result<LibExpat, Failure> = Swift.Result { () throws(Failure) in try LibExpat() }

  private init() throws(Failure) {
    let library = try SystemLibrary(["libexpat.so.1"], package: "libexpat1")
    create = try library.find("XML_ParserCreate_MM")
    free = try library.find("XML_ParserFree")
    setUserData = try library.find("XML_SetUserData")
    setElementHandler = try library.find("XML_SetElementHandler")
    setCharacterHandler = try library.find("XML_SetCharacterDataHandler")
    setDoctypeHandler = try library.find("XML_SetStartDoctypeDeclHandler")
    buffer = try library.find("XML_GetBuffer")
    parseBuffer = try library.find("XML_ParseBuffer")
    stop = try library.find("XML_StopParser")
    errorCode = try library.find("XML_GetErrorCode")
    byteIndex = try library.find("XML_GetCurrentByteIndex")
    lineNumber = try library.find("XML_GetCurrentLineNumber")
  }
}
