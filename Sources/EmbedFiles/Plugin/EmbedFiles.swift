import Foundation
import PackagePlugin

/// Builds the files of one folder into the target that owns them: migrations/ into Store, playbooks/ into Playbooks, its
/// own Data/ into AddressParsing. `.embedInCode` takes a minute for 130 KB; a string literal takes no time.
@main
struct EmbedFiles: BuildToolPlugin {
  static let folders = [
    "Store": "migrations", "Playbooks": "playbooks", "AddressParsing": "Sources/AddressParsing/Data",
  ]

  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let folder = context.package.directoryURL.appending(path: Self.folders[target.name] ?? target.name)
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
    let walker = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])
    let files = (walker?.allObjects as? [URL] ?? [])
      .filter { (try? $0.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true }
      .sorted { $0.path < $1.path }
    return [
      .buildCommand(
        displayName: "Embedding \(folder.lastPathComponent)/",
        executable: try context.tool(named: "embed-files").url,
        arguments: [folder.path, output.path] + files.map(\.path),
        inputFiles: files,
        outputFiles: [output])
    ]
  }
}
