import Foundation

/// The folder of the package, for tests that hold committed files against what they are made of.
enum PackageFolder {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Whether stale files are written and not only told of: `make pages`.
    static let isWriting = ProcessInfo.processInfo.environment["QUELL_WRITE_PAGES"] == "1"

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The committed text of a generated file, after writing it where that is asked for.
    static func committed(_ path: String, generated: String) throws -> String {
        let file = root.appending(path: path)
        if isWriting {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(generated.utf8).write(to: file)
        }
        return (try? text(path)) ?? ""
    }
}
