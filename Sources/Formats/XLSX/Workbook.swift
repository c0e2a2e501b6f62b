import Vocabulary

/// The parts of a workbook that say what its sheets mean (ECMA-376 part 1, 12.3).
struct Workbook {
  struct Sheet {
    let name: String
    let isVisible: Bool
    /// The name of the part.
    let part: String
  }

  /// The worksheets in their order, without charts and macro sheets.
  private(set) var sheets: [Sheet] = []
  private(set) var is1904 = false
  /// The format of each cell style, by its number.
  private(set) var formats: [NumberFormat] = []
  private(set) var sharedStrings: String?

  /// - Throws: `Failure` of kind `.usage` when a part is missing or damaged.
  init(_ archive: ZipArchive) throws {
    let part = try Self.relations(of: "", in: archive).first { $0.type == "officeDocument" }?.part ?? "xl/workbook.xml"
    if part.hasSuffix(".bin") { throw XLSXRefusal.binaryWorkbook.failure(archive.path) }
    guard let entry = try archive.entry(part) else { throw XLSXRefusal.noWorkbook.failure(archive.path) }
    let book = try SmallPart(entry, elements: ["workbookPr", "sheet"])
    guard book.root == "workbook" else { throw XLSXRefusal.noWorkbook.failure(archive.path) }
    let relations = try Self.relations(of: part, in: archive)
    for element in book.elements {
      if element.name == "workbookPr" {
        is1904 = ["1", "true"].contains(element.attributes["date1904"] ?? "")
      } else if element.parent == "sheets",
        let relation = relations.first(where: { $0.id == element.attributes["id"] }), relation.type == "worksheet"
      {
        sheets.append(
          Sheet(
            name: element.attributes["name"] ?? "", isVisible: element.attributes["state"] ?? "visible" == "visible",
            part: relation.part))
      }
    }
    sharedStrings = relations.first { $0.type == "sharedStrings" }?.part
    if let styles = relations.first(where: { $0.type == "styles" }), let entry = try archive.entry(styles.part) {
      formats = Self.formats(try SmallPart(entry, elements: ["numFmt", "xf"]))
    }
  }

  /// The sheet of this name, or the first visible one.
  func sheet(_ name: String?, in file: String) throws(Failure) -> Sheet {
    if let name {
      guard let sheet = sheets.first(where: { $0.name == name }) else {
        throw XLSXRefusal.unknownSheet(there: sheets.map(\.name)).failure(file)
      }
      return sheet
    }
    guard let sheet = sheets.first(where: \.isVisible) else { throw XLSXRefusal.noSheet.failure(file) }
    return sheet
  }

  private static func formats(_ styles: SmallPart) -> [NumberFormat] {
    var own: [Int: NumberFormat] = [:]
    for element in styles.elements where element.name == "numFmt" && element.parent == "numFmts" {
      guard let number = element.attributes["numFmtId"].flatMap({ Int($0) }) else { continue }
      own[number] = NumberFormat(code: element.attributes["formatCode"] ?? "")
    }
    return styles.elements.filter { $0.name == "xf" && $0.parent == "cellXfs" }.map { element in
      let number = element.attributes["numFmtId"].flatMap { Int($0) } ?? 0
      return own[number] ?? NumberFormat(builtIn: number)
    }
  }

  private struct Relation {
    let id: String?
    /// The last step of its type: `worksheet`, `sharedStrings`.
    let type: String
    let part: String
  }

  /// What a part refers to; the archive itself is the part without a name.
  private static func relations(of part: String, in archive: ZipArchive) throws -> [Relation] {
    let folder = part.split(separator: "/").dropLast()
    let name = (folder + ["_rels", (part.split(separator: "/").last ?? "") + ".rels"]).joined(separator: "/")
    guard let entry = try archive.entry(name) else { return [] }
    return try SmallPart(entry, elements: ["Relationship"]).elements.compactMap { element in
      guard element.attributes["TargetMode"] != "External", let target = element.attributes["Target"] else {
        return nil
      }
      var steps = target.hasPrefix("/") ? [] : Array(folder)
      for step in target.split(whereSeparator: { $0 == "/" || $0 == "\\" }) where step != "." {
        if step != ".." {
          steps.append(step)
        } else if steps.popLast() == nil {
          throw XLSXRefusal.entryName.failure(entry.place)
        }
      }
      return Relation(
        id: element.attributes["Id"],
        type: element.attributes["Type"]?.split(separator: "/").last.map(String.init) ?? "",
        part: steps.joined(separator: "/"))
    }
  }
}
