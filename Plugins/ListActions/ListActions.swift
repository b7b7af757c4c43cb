import Foundation
import PackagePlugin

/// Writes the list of all actions from the folders of the target: a folder that is there is registered.
@main
struct ListActions: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) async throws -> [Command] {
        guard let target = target as? any SourceModuleTarget else { return [] }
        let actions = target.sourceFiles(withSuffix: "swift").map(\.url)
            .filter { $0.deletingLastPathComponent().lastPathComponent == $0.deletingPathExtension().lastPathComponent }
            .sorted { $0.path < $1.path }
        let list = context.pluginWorkDirectoryURL.appending(path: "ActionRegistry.swift")
        return [
            .buildCommand(
                displayName: "List the actions",
                executable: try context.tool(named: "ListActionsTool").url,
                arguments: [list.path] + actions.map(\.path),
                inputFiles: actions,
                outputFiles: [list])
        ]
    }
}
