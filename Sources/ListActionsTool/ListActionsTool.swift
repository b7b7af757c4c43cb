import Foundation

/// Writes `ActionRegistry.swift`: `ListActionsTool OUTPUT ACTION.swift...`, with one file `X/X.swift` an action.
@main
struct ListActionsTool {
    static func main() {
        do {
            try write(Array(CommandLine.arguments.dropFirst()))
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }

    private static func write(_ arguments: [String]) throws {
        guard let output = arguments.first else {
            throw Mistake(description: "error: Give the path of the list, then the paths of the actions.")
        }
        let types = try arguments.dropFirst().map { try typeName(of: URL(filePath: $0)) }.sorted()
        try Data(registry(of: types).utf8).write(to: URL(filePath: output))
    }

    /// The action's type, which is named like its file and its folder.
    private static func typeName(of file: URL) throws -> String {
        let type = file.deletingPathExtension().lastPathComponent
        let source = try String(contentsOf: file, encoding: .utf8)
        guard source.contains("struct \(type): Action") else {
            throw Mistake(
                description: """
                    \(file.path):1:1: error: A file named like its folder is an action. \
                    Declare "package struct \(type): Action" in it, or rename the file.
                    """)
        }
        return type
    }

    private static func registry(of types: [String]) -> String {
        """
        // Written by the plugin ListActions from the folders of this target; do not edit.
        package import ActionKit

        /// Every action there is, sorted by the name of its type.
        package enum ActionRegistry {
            package static let all: [any Action.Type] = [
        \(types.map { "        \($0).self,\n" }.joined())    ]

            /// The action with this id, such as `ec2.isolate-instance`; nil when there is none.
            package static func named(_ id: String) -> (any Action.Type)? {
                all.first { $0.manifest.id == id }
            }
        }

        """
    }

    private struct Mistake: Error, CustomStringConvertible {
        let description: String
    }
}
