import Vocabulary

/// The functions of libxml2 that reading HTML needs. Its trees are only walked through functions, so that no layout of
/// its structures is relied on.
struct LibXML: @unchecked Sendable {  // Function addresses; written once, before anyone else can see them.
  typealias Text = UnsafePointer<CChar>

  let readHTML: @convention(c) (Text?, Int32, Text?, Text?, Int32) -> OpaquePointer?
  let freeDocument: @convention(c) (OpaquePointer) -> Void
  let walk: @convention(c) (OpaquePointer) -> OpaquePointer?
  let freeWalker: @convention(c) (OpaquePointer) -> Void
  let next: @convention(c) (OpaquePointer) -> Int32
  let nodeType: @convention(c) (OpaquePointer) -> Int32
  let name: @convention(c) (OpaquePointer) -> Text?
  let value: @convention(c) (OpaquePointer) -> Text?
  let nextAttribute: @convention(c) (OpaquePointer) -> Int32
  let backToElement: @convention(c) (OpaquePointer) -> Int32
  let currentNode: @convention(c) (OpaquePointer) -> OpaquePointer?
  let lineNumber: @convention(c) (OpaquePointer) -> Int

  static let shared: Swift.Result<LibXML, Failure> = Swift.Result { () throws(Failure) in try LibXML() }

  private init() throws(Failure) {
    let library = try SystemLibrary(["libxml2.so.2", "libxml2.so.16"], package: "libxml2")
    readHTML = try library.find("htmlReadMemory")
    freeDocument = try library.find("xmlFreeDoc")
    walk = try library.find("xmlReaderWalker")
    freeWalker = try library.find("xmlFreeTextReader")
    next = try library.find("xmlTextReaderRead")
    nodeType = try library.find("xmlTextReaderNodeType")
    name = try library.find("xmlTextReaderConstLocalName")
    value = try library.find("xmlTextReaderConstValue")
    nextAttribute = try library.find("xmlTextReaderMoveToNextAttribute")
    backToElement = try library.find("xmlTextReaderMoveToElement")
    currentNode = try library.find("xmlTextReaderCurrentNode")
    lineNumber = try library.find("xmlGetLineNo")
  }
}
