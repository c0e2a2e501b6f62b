import Vocabulary

/// A worksheet being read.
final class SheetPart: XMLPart {
  /// Behind a pointer, as it is used for every tag: the fields of a class are checked for exclusive use each time.
  let scanner: UnsafeMutablePointer<SheetScanner>
  private let sheet: String

  init(_ entry: ZipEntry, _ sheet: String, _ book: Workbook, _ shared: SharedStrings?) throws {
    scanner = .allocate(capacity: 1)
    scanner.initialize(to: SheetScanner(book, shared, entry.archive.limits))
    self.sheet = sheet
    try super.init(entry)
    wantText()
  }

  deinit {
    scanner.deinitialize(count: 1)
    scanner.deallocate()
  }

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    scanner.pointee.start(name, attributes)
    if scanner.pointee.isRefused { refuse() }
  }

  override func end() {
    scanner.pointee.end()
    if scanner.pointee.isRefused { refuse() }
  }

  override func text(_ bytes: UnsafeRawPointer, _ count: Int) {
    scanner.pointee.text(bytes, count)
  }

  private func refuse() {
    guard let (reason, place) = scanner.pointee.refusal else { return }
    refuse(reason, at: "\(entry.archive.path): \(sheet)!\(place)")
  }
}
